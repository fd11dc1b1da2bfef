package normalise

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// leftOut is what a sample expects when its value could not be read.
const leftOut = "(left out)"

// sample is one damaged value, what it becomes and the rules that say so.
type sample struct {
	name  string
	raw   string
	want  string // items of a list are joined by " ; "
	rules string // codes joined by a space
}

// check reads each sample in the column of a field, and once more as it came out:
// a clean value changes no more and is repaired no more.
func check(t *testing.T, field layout.Field, samples ...sample) {
	t.Helper()
	n := testNormaliser(t)
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			got, rules := readOne(n, field, s.raw)
			if got != s.want {
				t.Errorf("%s: %q became %q; want %q", field, s.raw, got, s.want)
			}
			if rules != s.rules {
				t.Errorf("%s: %q gave the findings %q; want %q", field, s.raw, rules, s.rules)
			}
			if got == leftOut {
				return
			}
			if again, _ := readOne(n, field, got); again != got {
				t.Errorf("%s: %q read again became %q", field, got, again)
			}
		})
	}
}

func readOne(n *Normaliser, field layout.Field, raw string) (value, rules string) {
	row := n.Normalise(record(map[layout.Field]string{field: raw}))
	return shown(row, field), strings.Join(codesOf(row.Findings), " ")
}

func record(cells map[layout.Field]string) delivery.Record {
	rec := delivery.Record{File: "essai.xlsx", Sheet: "Feuille", Number: 7, Cells: map[layout.Field]delivery.Cell{}}
	for field, raw := range cells {
		rec.Cells[field] = delivery.Cell{Value: raw, Column: "C", Header: "En-tête"}
	}
	return rec
}

// shown is the value of a field as a sample writes it.
func shown(row Row, field layout.Field) string {
	value, read := row.Values[field]
	switch {
	case !read:
		return leftOut
	case len(value.List) > 0:
		return strings.Join(value.List, " ; ")
	}
	return value.Text
}

func codesOf(found []finding.Finding) (codes []string) {
	for _, f := range found {
		codes = append(codes, f.Rule)
	}
	return codes
}

func testNormaliser(tb testing.TB) *Normaliser {
	tb.Helper()
	index, err := NewIndex(seq(testCommunes...))
	if err != nil {
		tb.Fatal(err)
	}
	return New(testTables, index)
}

func seq(communes ...nomenclature.Commune) iter.Seq2[nomenclature.Commune, error] {
	return func(yield func(nomenclature.Commune, error) bool) {
		for _, c := range communes {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// testCommunes are a few lines of the kind La Poste writes.
var testCommunes = []nomenclature.Commune{
	{INSEE: "14118", Nom: "CAEN", CodePostal: "14000", Acheminement: "CAEN", Latitude: "49.18", Longitude: "-0.37"},
	{INSEE: "14488", Nom: "OUISTREHAM", CodePostal: "14150", Acheminement: "OUISTREHAM"},
	{INSEE: "50129", Nom: "CHERBOURG EN COTENTIN", CodePostal: "50100", Acheminement: "CHERBOURG EN COTENTIN"},
	{INSEE: "50129", Nom: "CHERBOURG EN COTENTIN", CodePostal: "50470", Acheminement: "CHERBOURG EN COTENTIN", Ligne5: "LA GLACERIE"},
	{INSEE: "50502", Nom: "ST LO", CodePostal: "50000", Acheminement: "ST LO"},
	{INSEE: "50503", Nom: "ST LO D OURVILLE", CodePostal: "50580", Acheminement: "ST LO D OURVILLE"},
	{INSEE: "14697", Nom: "L OUDON", CodePostal: "14170", Acheminement: "L OUDON"},
	{INSEE: "14654", Nom: "ST PIERRE EN AUGE", CodePostal: "14170", Acheminement: "ST PIERRE EN AUGE"},
	{INSEE: "76351", Nom: "LE HAVRE", CodePostal: "76600", Acheminement: "LE HAVRE"},
	{INSEE: "09225", Nom: "PAMIERS", CodePostal: "09100", Acheminement: "PAMIERS"},
	{INSEE: "09122", Nom: "FOIX", CodePostal: "09000", Acheminement: "FOIX"},
	{INSEE: "2A004", Nom: "AJACCIO", CodePostal: "20000", Acheminement: "AJACCIO"},
	{INSEE: "75105", Nom: "PARIS 05", CodePostal: "75005", Acheminement: "PARIS"},
	{INSEE: "75117", Nom: "PARIS 17", CodePostal: "75017", Acheminement: "PARIS"},
	{INSEE: "42260", Nom: "ST MARTIN LA SAUVETE", CodePostal: "42260", Acheminement: "ST MARTIN LA SAUVETE"},
	{INSEE: "41018", Nom: "BLOIS", CodePostal: "41000", Acheminement: "BLOIS"},
	{INSEE: "14001", Nom: "ABLON", CodePostal: "14600", Acheminement: "ABLON"},
	{INSEE: "14333", Nom: "HONFLEUR", CodePostal: "14600", Acheminement: "HONFLEUR"},
	{INSEE: "97411", Nom: "ST DENIS", CodePostal: "97400", Acheminement: "ST DENIS"},
}

// testTables are tables of the form of LHEO's, in our own words where LHEO's are
// long.
func testTables(name string) []Entry { return slices.Clone(tableFixtures[name]) }

var tableFixtures = map[string][]Entry{
	"niveaux": {
		{"0", "information non communiquée"}, {"1", "sans niveau spécifique"}, {"3", "niveau V bis (préqualification)"},
		{"4", "niveau V (CAP, BEP)"}, {"5", "niveau IV (BP, baccalauréat)"}, {"6", "niveau III (BTS, DUT)"},
		{"13", "Niveau 3. Savoirs d'un domaine de travail"}, {"14", "Niveau 4. Savoirs d'un domaine large"}, {"15", "Niveau 5. Savoirs étendus"},
	},
	"modalites-es":           {{"0", "entrées/sorties à dates fixes"}, {"1", "entrées/sorties permanentes"}},
	"modalites-enseignement": {{"0", "formation entièrement présentielle"}, {"1", "formation mixte"}, {"2", "formation entièrement à distance"}},
	"financeurs":             {{"0", "Autre"}, {"2", "Collectivité territoriale - Conseil régional"}, {"4", "Pôle emploi"}, {"5", "Entreprise"}, {"16", "OPCO"}},
	"AIS":                    {{"5", "Remise à niveau, maîtrise des savoirs de base, initiation"}, {"6", "Certification"}},
	"etat-recrutement":       {{"1", "ouvert"}, {"2", "fermé"}, {"3", "suspendu"}},
}
