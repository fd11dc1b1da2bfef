package translate

import "testing"

func smallROME(t *testing.T) *ROME {
	t.Helper()
	r, err := NewROME(
		seq(
			terme("A1101", "Conduite d'engins", ogr("1 2 3 4")),
			terme("A1102", "Cuisine", ogr("11 12 13 14 15")),
			terme("A1103", "Ancien métier", ogr("21 22 23")),
			terme("A1104", "Métier éclaté", ogr("31 32 33 34")),
			terme("A1105", "Sans appellation commune", ogr("91")),
			terme("A1106", "Même nom", ogr("92")),
			terme("A1107", "Disparu", ogr("93")),
			terme("A1108", "Gardé sans appellation"),
			terme("A1109", "Vidé", ogr("41")),
		),
		seq(
			terme("A1101", "Conducteur d'engins", parent("A1101"), ogr("1 2 3 5")),
			terme("A1111", "Conducteur d'engins forestiers", parent("A1101"), ogr("4")),
			terme("A1102", "Commis", ogr("11")),
			terme("A1112", "Cuisinier", parent("A1102"), ogr("12 13 14")),
			terme("A1122", "Chef", parent("A1102"), ogr("15")),
			terme("A1203", "Nouveau métier", ogr("21 22")),
			terme("A1204", "Autre", ogr("23 31 32")),
			terme("A1205", "Autre encore", ogr("33 34")),
			terme("A1206", "MEME NOM"),
			terme("A1208", "Détaché", parent("A1105")),
			terme("A1209", "Détaché aussi", parent("A1105")),
			terme("A1108", "Gardé"),
			terme("A1109", "Vide"),
			terme("A1210", "Repris", ogr("41")),
			terme("A1211", "Tout nouveau", ogr("777")),
		))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestROME3To4(t *testing.T) {
	r := smallROME(t)
	for _, c := range []struct {
		name, code, want string
		certain          bool
		how              string
	}{
		{"a code kept, with most of its appellations", "A1101", "A1101 A1111", true, "code conservé : 3 de ses 4 appellations y sont"},
		{"a code kept, for the lesser part", "A1102", "A1112 A1102 A1122", false, "3 de ses 5 appellations y sont"},
		{"a code gone, most of it to one", "A1103", "A1203 A1204", true, "2 de ses 3 appellations y sont"},
		{"a code gone by halves", "A1104", "A1204 A1205", false, "2 de ses 4 appellations y sont"},
		{"no appellation in common: those detached from it", "A1105", "A1208 A1209", false, "donne ce code pour parent"},
		{"no appellation in common: the same label", "A1106", "A1206", true, "même libellé"},
		{"nothing in common", "A1107", "", false, ""},
		{"a code kept without appellations", "A1108", "A1108", true, "code conservé"},
		{"a code kept whose only appellation left", "A1109", "A1210 A1109", false, "1 de ses 1 appellation y sont"},
		{"a code of neither", "Z9999", "", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) { holds(t, r.To4(c.code), c.want, c.certain, c.how) })
	}
	if a := r.To4("A1102"); !a.Kept || a.Codes[0].Share != 0.6 {
		t.Errorf("the code kept in part: %+v", a)
	}
}

func TestROME4To3(t *testing.T) {
	r := smallROME(t)
	for _, c := range []struct {
		name, code, want string
		certain          bool
		how              string
	}{
		{"a code that ROME 3 has", "A1101", "A1101", true, "code conservé"},
		{"a code detached from one", "A1111", "A1101", true, "code parent dans ROME 4"},
		{"a code made of another's appellations", "A1203", "A1103", true, "2 de ses 2 appellations y sont"},
		{"a code made of two", "A1204", "A1104 A1103", true, "2 de ses 3 appellations y sont"},
		{"a new code", "A1211", "", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) { holds(t, r.To3(c.code), c.want, c.certain, c.how) })
	}
}
