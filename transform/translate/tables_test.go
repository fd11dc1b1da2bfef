package translate

import "testing"

func TestNiveau(t *testing.T) {
	for _, c := range []struct {
		name, code string
		from, to   Echelle
		want       string
		certain    bool
	}{
		{"the baccalauréat of Europe in LHEO", "4", Europeen, LHEO, "14", true},
		{"the former 4 is niveau V, the CAP", "4", LHEOAncien, LHEO, "13", true},
		{"the former 5 is niveau IV", "5", LHEOAncien, LHEO, "14", true},
		{"the former 7", "7", LHEOAncien, LHEO, "16", true},
		{"niveau I has become two", "8", LHEOAncien, LHEO, "17 18", false},
		{"the doctorat before", "18", LHEO, LHEOAncien, "8", true},
		{"the master before", "17", LHEO, LHEOAncien, "8", true},
		{"niveau VI has no sure successor", "2", LHEOAncien, LHEO, "11", false},
		{"the préqualification neither", "niveau V bis", France1969, LHEO, "12", false},
		{"Vbis in one word", "Vbis", France1969, LHEO, "12", false},
		{"level 1 of Europe is level 1 of LHEO for sure", "1", Europeen, LHEO, "11", true},
		{"and LHEO's 12 is level 2", "12", LHEO, Europeen, "2", true},
		{"niveau III", "Niveau III", France1969, Europeen, "5", true},
		{"niveau 3 of 1969 in figures", "3", France1969, LHEO, "15", true},
		{"level 6 in the words of 1969", "6", Europeen, France1969, "II", true},
		{"the former scale in Roman numerals", "3", LHEOAncien, France1969, "V bis", true},
		{"not stated", "0", LHEOAncien, LHEO, "", false},
		{"no level in particular", "1", LHEOAncien, LHEO, "", false},
		{"beyond the scale", "9", Europeen, LHEO, "", false},
		{"nothing", "", LHEO, Europeen, "", false},
		{"an unknown scale", "4", "autre", LHEO, "", false},
		{"to an unknown scale", "4", Europeen, "autre", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := Niveau(c.code, c.from, c.to)
			if got := codes(a); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if a.Certain != c.certain && c.want != "" {
				t.Errorf("certain %t, want %t", a.Certain, c.certain)
			}
			if a.Certain && len(a.Codes) == 0 {
				t.Errorf("certain of nothing: %+v", a)
			}
		})
	}
}

func TestRegion(t *testing.T) {
	for _, c := range []struct {
		name, asked, want string
		certain, kept     bool
	}{
		{"Haute-Normandie", "23", "28", true, false},
		{"Basse-Normandie", "25", "28", true, false},
		{"by its name, as it comes", "REGION BASSE NORMANDIE", "28", true, false},
		{"the region itself", "28", "28", true, true},
		{"a region that did not change", "11", "11", true, true},
		{"one that changed its name only", "centre", "24", true, false},
		{"with an article and no accent", "Pays de Loire", "52", true, true},
		{"overseas", "reunion", "04", true, true},
		{"by its initials", "PACA", "93", true, true},
		{"Alsace", "Alsace", "44", true, false},
		{"none", "99", "", false, false},
		{"nothing", "", "", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := Region(c.asked)
			holds(t, a, c.want, c.certain, "")
			if a.Kept != c.kept {
				t.Errorf("kept %t, want %t", a.Kept, c.kept)
			}
		})
	}
}

func TestAnciennesRegions(t *testing.T) {
	holds(t, AnciennesRegions("28"), "23 25", false, "avant 2016")
	holds(t, AnciennesRegions("Bretagne"), "53", true, "avant 2016")
	holds(t, AnciennesRegions("25"), "", false, "")
}

func TestEveryFormerRegionIsInOneOfToday(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range regions {
		for _, old := range r.from {
			if seen[old.Code] {
				t.Errorf("%s is in two regions", old.Code)
			}
			seen[old.Code] = true
			if a := Region(old.Code); codes(a) != r.code || !a.Certain {
				t.Errorf("%s: %+v, want %s", old.Code, a, r.code)
			}
		}
	}
	if len(regions) != 18 || len(seen) != 27 {
		t.Errorf("%d regions made of %d; want 18 of 27", len(regions), len(seen))
	}
}
