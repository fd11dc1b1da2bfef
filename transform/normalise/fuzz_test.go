package normalise

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// eachKind names one field of every kind, and those that have a reader of their own.
var eachKind = []layout.Field{
	layout.SessionRythme, layout.FormationIntitule, layout.FormationContenu, layout.OrganismeRattachees, layout.SessionFormateurSIRET,
	layout.OrganismeNDA, layout.OrganismeUAI, layout.OrganismeTelephone, layout.OrganismeCourriel, layout.OrganismeWeb, layout.OrganismeVerifieLe,
	layout.OrganismeCodePostal, layout.OrganismeINSEE, layout.SessionPlaces, layout.SessionPrixTotal, layout.SessionConventionne,
	layout.FormationNiveauSortie, layout.SessionFinanceurs, layout.FormationROME, layout.FormationFormacodes, layout.FormationNSF,
	layout.FormationCertifInfo, layout.FormationRNCP, layout.FormationRS, layout.FormationCFD, layout.SessionDispositif, layout.FormationModule,
	layout.OrganismeVille, layout.OrganismeRaisonSociale, layout.SessionMoisEntree, layout.SessionLangues, layout.FormationMotsCles,
	layout.FormationReste,
}

func TestEveryKindIsFuzzed(t *testing.T) {
	seen := map[layout.Kind]bool{}
	for _, field := range eachKind {
		column, _ := layout.Lookup(field)
		seen[column.Kind] = true
	}
	for kind := range readers {
		if !seen[layout.Kind(kind)] {
			t.Errorf("no field of kind %d", kind)
		}
	}
	for field := range specialReaders {
		if !slices.Contains(eachKind, field) && !slices.Contains([]layout.Field{
			layout.SessionLieuVille, layout.SessionInscrVille, layout.OrganismeNom, layout.SessionFormateurNom, layout.SessionLieuNom, layout.SessionReste, layout.SessionResteAction,
			layout.OrganismeBesides, layout.InterlocuteurBesides, layout.FormationBesides, layout.SessionBesides}, field) {
			t.Errorf("%s has a reader of its own that nothing fuzzes", field)
		}
	}
}

// FuzzNormalise holds for every kind that nothing panics, that a clean value is
// text that XML can hold, that reading it again changes and repairs nothing, and
// that findings come from the list of rules.
func FuzzNormalise(f *testing.F) {
	for kind := range eachKind {
		for _, raw := range []string{
			"", " ", "CAP CUISINE", "73282932000074", "7,32829E+13", "02 31 00 00 02 / 06", "+33 (0)2", "a@exemple.fr, b", "www.exemple.fr x",
			"1er septembre 2026", "46266.5", "9,10", "G1602 - x", "326n", "54912 : a, b ; 8", "RNCP0320", "50023217S", "<p>&amp;eacute;</p>",
			"ST LO CEDEX 9", "12 345,60 €", "4 (Bac…)", "x\u200b\u00ad\ufeff", "é\u0301", "_x000D_", "#N/A", "- ; -", "ÇA ET L'ÉTÉ. À Y", "2a004",
			"\xff\xfe", "İI\u0307 ǰ", "J\u030c", "&#38;#38;lt;", "a<b>c", "٣٤", "ﬁ ǅ", "a:b:c;:", "//x.fr", "https://ex.fr/%zz é",
			"<XX&ampac;", "00000 000000000001", "ҏ 0Aa0 AAA 0",
		} {
			f.Add(uint8(kind), raw)
		}
	}
	n := testNormaliser(f)
	known := map[string]bool{}
	for _, r := range Rules() {
		known[r.Code] = true
	}
	f.Fuzz(func(t *testing.T, kind uint8, raw string) {
		field := eachKind[int(kind)%len(eachKind)]
		row := n.Normalise(record(map[layout.Field]string{field: raw}))
		for _, found := range row.Findings {
			if !known[found.Rule] || found.Message == "" || !utf8.ValidString(found.Message+found.After) {
				t.Fatalf("%s %q: finding %+v", field, raw, found)
			}
		}
		for f, value := range row.Values {
			holdsInXML(t, f, value)
		}
		clean := shown(row, field)
		if _, read := row.Values[field]; !read {
			return
		}
		again := n.Normalise(record(map[layout.Field]string{field: clean}))
		if got := shown(again, field); got != clean {
			t.Fatalf("%s: %q became %q, then %q", field, raw, clean, got)
		}
		for _, found := range again.Findings {
			if found.Severity == finding.Info && found.After != "" && found.Value != "" {
				t.Fatalf("%s: %q became %q, repaired again: %+v", field, raw, clean, found)
			}
		}
	})
}

func holdsInXML(t *testing.T, field layout.Field, value Value) {
	for _, text := range append([]string{value.Text}, value.List...) {
		if !utf8.ValidString(text) || strings.TrimSpace(text) != text || strings.IndexFunc(text, forbidden) >= 0 {
			t.Fatalf("%s: %q is not clean", field, text)
		}
	}
}

func forbidden(r rune) bool { return r != '\n' && unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF }
