package referentials

import "testing"

func TestCodes(t *testing.T) {
	for _, c := range []struct {
		name string
		kind kind
		raw  string
		want string // empty when refused
	}{
		{"Certif Info", certifCode, "10023", "10023"},
		{"Certif Info with letters", certifCode, "A1", ""},
		{"RNCP bare", rncpCode, "320", "320"},
		{"RNCP with its prefix", rncpCode, "RNCP 320", "320"},
		{"RS with its prefix", rsCode, "rs5080", "5080"},
		{"CFD", cfdCode, "46x32404", "46X32404"},
		{"CFD too short", cfdCode, "4632404", ""},
		{"ROME", romeCode, "a1101", "A1101"},
		{"ROME without letter", romeCode, "11101", ""},
		{"Formacode", formacodeRef, "23054", "23054"},
		{"Formacode of a grand domaine that lost a zero", formacodeRef, "0105", "00105"},
		{"Formacode too short", formacodeRef, "230", ""},
		{"NSF", nsfCode, "254", "254"},
		{"NSF with the letter of its speciality", nsfCode, "326n", "326"},
		{"NSF too long", nsfCode, "3261", ""},
		{"INSEE", inseeCode, "14488", "14488"},
		{"INSEE of Corsica", inseeCode, "2a004", "2A004"},
		{"INSEE that lost its zero", inseeCode, "1004", "01004"},
		{"INSEE of no département", inseeCode, "2C004", ""},
		{"postal code that lost its zero", postalCode, "1500", "01500"},
		{"postal code with letters", postalCode, "1450O", ""},
		{"SIRET", siretCode, "732 829 320 00074", "73282932000074"},
		{"SIRET that lost its zeros, by its key", siretCode, "5480651000019", "05480651000019"},
		{"SIRET too short, with no key to prove its zeros", siretCode, "7328293200007", ""},
		{"SIRET made a number by a spreadsheet", siretCode, "7,32829E+13", ""},
		{"UAI", uaiCode, "0951099d", "0951099D"},
		{"UAI that lost its zero", uaiCode, "951099D", "0951099D"},
		{"NDA", ndaCode, "25140000114", "25140000114"},
		{"NDA of a public establishment", ndaCode, "2376P009076", "2376P009076"},
		{"NDA that lost its zero", ndaCode, "6970002697", "06970002697"},
		{"NDA too short", ndaCode, "697000269", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := c.kind.read(c.raw)
			if ok != (c.want != "") || ok && got != c.want {
				t.Errorf("read(%q) = %q, %v; want %q", c.raw, got, ok, c.want)
			}
		})
	}
}

func TestSIRETKey(t *testing.T) {
	for siret, want := range map[string]bool{
		"73282932000074": true,
		"35600000000048": true,
		"35600000009075": true, // La Poste: the sum of its digits divides by 5
		"35600000009090": false,
		"50000000000000": false,
		"7328293200007A": false,
		"":               false,
	} {
		if got := siretKey(siret); got != want {
			t.Errorf("siretKey(%q) = %v", siret, got)
		}
	}
}

func TestUAILetter(t *testing.T) {
	for uai, want := range map[string]bool{"0951099D": true, "0951099C": false, "": false} {
		if got := uaiLetter(uai); got != want {
			t.Errorf("uaiLetter(%q) = %v", uai, got)
		}
	}
}
