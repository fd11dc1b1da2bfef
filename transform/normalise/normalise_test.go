package normalise

import (
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

func TestRequiredColumns(t *testing.T) {
	n := testNormaliser(t)
	for _, c := range []struct {
		name, siret, title string
		refused            bool
		rules              string
	}{
		{"both filled", "73282932000074", "CAP cuisine", false, ""},
		{"blank", "73282932000074", "", true, "valeur-obligatoire"},
		{"filler", "73282932000074", "-", true, "valeur-de-remplissage valeur-obligatoire"},
		{"unreadable", "en cours", "CAP cuisine", true, "siret-forme"},
		{"zeros", "00000000000000", "CAP cuisine", true, "valeur-de-remplissage valeur-obligatoire"},
		{"error of Excel's", "#REF!", "CAP cuisine", true, "erreur-excel"},
		{"wrong key is no reason", "73282932000075", "CAP cuisine", false, "siret-cle"},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := n.Normalise(record(map[layout.Field]string{layout.FormationResponsable: c.siret, layout.FormationIntitule: c.title}))
			if got := strings.Join(codesOf(row.Findings), " "); got != c.rules || row.Refused != c.refused {
				t.Errorf("refused %v, findings %q; want %v, %q", row.Refused, got, c.refused, c.rules)
			}
		})
	}
}

func TestAColumnTheFileLacksIsNotDemanded(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.FormationIntitule: "CAP cuisine"}))
	if row.Refused || len(row.Values) != 1 {
		t.Errorf("refused %v, values %v", row.Refused, row.Values)
	}
}

func TestARequiredReferenceMayBeBlankBesideAnIdentifier(t *testing.T) {
	n := testNormaliser(t)
	for identifier, refused := range map[string]bool{"04_F12": false, "": true} {
		row := n.Normalise(record(map[layout.Field]string{layout.FormationReference: "", layout.FormationID: identifier}))
		if row.Refused != refused {
			t.Errorf("identifier %q: refused %v, want %v: %v", identifier, row.Refused, refused, row.Findings)
		}
	}
}

func TestRequiredTownIsFilledByItsPostalCode(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.SessionLieuCodePostal: "14150", layout.SessionLieuVille: ""}))
	if row.Refused || row.Text(layout.SessionLieuVille) != "Ouistreham" {
		t.Errorf("refused %v, town %q", row.Refused, row.Text(layout.SessionLieuVille))
	}
}

func TestBlankIsAStatementAndUnreadableIsNone(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.SessionPlaces: "", layout.SessionHeuresTotal: "beaucoup"}))
	if v, stated := row.Values[layout.SessionPlaces]; !stated || !v.Blank() {
		t.Errorf("blank cell: %+v, stated %v", v, stated)
	}
	if _, stated := row.Values[layout.SessionHeuresTotal]; stated {
		t.Error("an unreadable value is stated")
	}
}

func TestFindingSaysWhereAndWhat(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.OrganismeSiege: "5720784000000"}))
	want := finding.Finding{
		Rule: "zeros-remis", Severity: finding.Info,
		Place: finding.Place{File: "essai.xlsx", Sheet: "Feuille", Row: 7, Column: "C", Header: "En-tête"},
		Field: "organisme.siege", Value: "5720784000000", After: "05720784000000",
		Message: "Le SIRET avait perdu ses zéros de tête : « 5720784000000 » est devenu 05720784000000.",
	}
	if len(row.Findings) != 1 || row.Findings[0] != want {
		t.Errorf("%+v", row.Findings)
	}
}

func TestFindingsFollowTheWorkbook(t *testing.T) {
	rec := record(map[layout.Field]string{
		layout.SessionFin: "31/02/2026", layout.SessionDebut: "bientôt", layout.OrganismeNDA: "12", "autre.champ": "a\x01",
	})
	n := testNormaliser(t)
	first := n.Normalise(rec)
	if got := strings.Join(codesOf(first.Findings), " "); got != "nda-forme date-forme date-inexistante caracteres-invisibles" {
		t.Errorf("findings %q", got)
	}
	for range 20 {
		if again := n.Normalise(rec); !reflect.DeepEqual(again, first) {
			t.Fatal("the same record gave another row")
		}
	}
}

func TestLongValuesAreCutInFindings(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.SessionDebut: strings.Repeat("é", 5000)}))
	f := row.Findings[0]
	if len([]rune(f.Value)) > finding.MaxValue || len([]rune(f.Message)) > 120 {
		t.Errorf("value of %d characters, message %q", len([]rune(f.Value)), f.Message)
	}
}

// TestHostileCells gives every kind the longest cells that a workbook can hold,
// made to be long to read: the row stays small, and so does what is said of it.
func TestHostileCells(t *testing.T) {
	n := testNormaliser(t)
	for _, unit := range []string{"a", "A", "A-", "é ", "9", "9 ", "9;", "9,", "a;", "a:;", "x@", "<p>", "<", "&amp;", "&#38;", "\u200b", "\n", "/", "a.", "http://", "ST ", "1er ", "€", "\xff", "(", "+33 "} {
		raw := strings.Repeat(unit, 32_767/len(unit))
		for _, field := range eachKind {
			row := n.Normalise(record(map[layout.Field]string{field: raw}))
			if len(row.Findings) > 2*maxLeftOut {
				t.Errorf("%s of %q: %d findings", field, unit, len(row.Findings))
			}
			for _, f := range row.Findings {
				if len(f.Message) > 2000 {
					t.Errorf("%s of %q: message of %d bytes", field, unit, len(f.Message))
				}
			}
		}
	}
}

// TestRules holds every rule to what a person needs of it.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.Code] {
			t.Errorf("%s is listed twice", r.Code)
		}
		seen[r.Code] = true
		if r.Code == "" || r.Sentence == "" || r.Why == "" || r.Source == "" {
			t.Errorf("%q lacks a sentence, a reason or a source", r.Code)
		}
		if (r.Severity == finding.Info) == (r.Remedy != "") {
			t.Errorf("%s: only what is to be mended has a remedy, and it has one", r.Code)
		}
	}
}

// good is a row of a session as a careful organisation fills it.
func good() delivery.Record {
	return record(map[layout.Field]string{
		layout.FormationResponsable: "73282932000074", layout.FormationReference: "NAU-01", layout.SessionReference: "2026-09",
		layout.SessionDebut: "46266", layout.SessionFin: "30/06/2027", layout.SessionEntreesSorties: "à dates fixes",
		layout.SessionDispositif: "formation continue", layout.SessionFinanceurs: "OPCO ; Conseil régional",
		layout.SessionLieuNom: "Site de Ouistreham", layout.SessionLieuAdresse: "3 quai Charcot", layout.SessionLieuCodePostal: "14150",
		layout.SessionLieuVille: "Ouistreham", layout.SessionLieuINSEE: "14488",
		layout.SessionContactNom: "Lefèvre", layout.SessionContactTel: "02 31 00 00 02", layout.SessionContactMail: "c.lefevre@exemple.fr",
		layout.SessionPlaces: "12", layout.SessionHeuresCentre: "420", layout.SessionHeuresTotal: "560", layout.SessionPrixTotal: "2500",
		layout.SessionConditions: "Aucune condition particulière, si ce n'est de savoir nager.", layout.SessionPedagogie: "Atelier et mises en situation",
		layout.SessionAcces: "Accessible en fauteuil", layout.SessionURL: "https://www.exemple.fr/session", layout.SessionConventionne: "non",
		layout.SessionPriseEnCharge: "oui", layout.SessionEtatRecrutement: "ouvert", layout.SessionRythme: "Temps plein", layout.SessionLangues: "fr",
		layout.SessionID: "", layout.SessionLieuUAI: "",
	})
}

func TestGoodRowIsLeftAlone(t *testing.T) {
	row := testNormaliser(t).Normalise(good())
	if len(row.Findings) > 0 || row.Refused {
		t.Errorf("findings %+v", row.Findings)
	}
}

func BenchmarkNormaliseGood(b *testing.B) { benchmark(b, good()) }

func BenchmarkNormaliseDamaged(b *testing.B) {
	rec := good()
	for field, raw := range map[layout.Field]string{
		layout.SessionLieuNom: "SITE DE OUISTREHAM", layout.SessionLieuVille: "OUISTREHAM", layout.SessionLieuINSEE: "14150",
		layout.SessionContactTel: "231000002", layout.SessionConditions: "<p>SAVOIR NAGER&nbsp;:</p> CERTIFICAT M&Eacute;DICAL", layout.SessionFin: "30 juin 2027",
	} {
		cell := rec.Cells[field]
		cell.Value = raw
		rec.Cells[field] = cell
	}
	benchmark(b, rec)
}

func benchmark(b *testing.B, rec delivery.Record) {
	n := testNormaliser(b)
	b.ReportAllocs()
	for b.Loop() {
		n.Normalise(rec)
	}
}

// TestAMergedCellIsNamed: the sheet shows it filled.
func TestAMergedCellIsNamed(t *testing.T) {
	n := testNormaliser(t)
	for name, c := range map[string]struct {
		field layout.Field
		rule  string
		says  string
	}{
		"that must be filled": {layout.SessionFin, "valeur-obligatoire", "fusionnée avec celle de gauche (D2:E2)"},
		"that may be blank":   {layout.SessionRythme, "cellule-fusionnee", "fusionnée avec celle de gauche (D2:E2)"},
	} {
		t.Run(name, func(t *testing.T) {
			rec := record(map[layout.Field]string{c.field: ""})
			blank := rec.Cells[c.field]
			blank.Merged = "D2:E2"
			rec.Cells[c.field] = blank
			row := n.Normalise(rec)
			if len(row.Findings) != 1 || row.Findings[0].Rule != c.rule || !strings.Contains(row.Findings[0].Message, c.says) || !strings.HasPrefix(row.Findings[0].Remedy, "Défusionnez") {
				t.Errorf("findings %+v", row.Findings)
			}
		})
	}
}
