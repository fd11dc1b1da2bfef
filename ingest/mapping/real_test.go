package mapping_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// realRows reads each sheet of a workbook of the reference data.
func realRows(tb testing.TB, name string) map[string][]delivery.Row {
	tb.Helper()
	book, err := workbook.Open(sharedtest.Path(tb, filepath.Join("data", "classeurs", name)), workbook.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	defer book.Close()
	sheets := map[string][]delivery.Row{}
	for _, s := range book.Sheets() {
		sheets[s.Name] = nil
		for row, err := range book.Rows(tb.Context(), s.Name) {
			if err != nil {
				tb.Fatal(err)
			}
			sheets[s.Name] = append(sheets[s.Name], row)
		}
	}
	return sheets
}

const rcoSheet = "7470 CREA-màj pour MNA"

// The figures were counted apart, straight from the XML of the workbook.
func TestTheRealRCO(t *testing.T) {
	all := realRows(t, "rco-apprentissage-2020.xlsx")[rcoSheet]
	b, found, ok := builtIn(t).Recognise(rcoSheet, all[:mapping.HeaderRows])
	if !ok || b.Layout != "rco-apprentissage" || b.HeaderRow != 1 || len(found) != 0 {
		t.Fatalf("ok %v, binding %+v, findings %s", ok, b, told(found))
	}
	kinds, rules, blank, prefixes := map[mapping.RowKind]int{}, map[string]int{}, map[layout.Field]int{}, map[string]int{}
	numbers := map[string]bool{}
	for _, row := range all {
		r, kind, found := b.Record("rco.xlsx", row)
		kinds[kind]++
		for _, f := range found {
			rules[f.Rule]++
		}
		for field, c := range r.Cells {
			if c.Value == "" {
				blank[field]++
			}
		}
		if kind == mapping.Data {
			prefix, _, _ := strings.Cut(r.Value(layout.SessionID), "_")
			prefixes[prefix]++
			numbers[r.Value(layout.FormationID)] = true
		}
	}
	same(t, "kinds", kinds, map[mapping.RowKind]int{mapping.Heading: 1, mapping.Data: 4262})
	same(t, "rules", rules, map[string]int{"premiere-valeur-gardee": 143, "remplissage-du-gabarit": 215})
	same(t, "prefixes", prefixes, map[string]int{"92": 850, "21": 379, "19": 918, "04": 755, "05": 514, "07": 436, "06": 410})
	same(t, "blanks", blank, map[layout.Field]int{
		layout.FormationCFD: 195, layout.FormationNiveauSortie: 31, layout.FormationRNCP: 257,
		layout.FormationContactMail: 538, layout.SessionContactMail: 538,
		layout.OrganismeRaisonSociale: 74, layout.SessionFormateurSIRET: 141, layout.SessionLieuUAI: 2393,
		layout.SessionPlaces: 3596, layout.SessionHeuresTotal: 1290,
	})
	if len(numbers) != 3810 { // 3,808 as written, two of which two regions share
		t.Errorf("%d numbers of formations, want 3810", len(numbers))
	}
}

func same[K comparable, V comparable](t *testing.T, what string, got, want map[K]V) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// The workbooks of the CFA are read, and said to be in no known layout.
func TestTheCFAAreNotRecognisedYet(t *testing.T) {
	for _, name := range []string{"cfa-1309275.xlsx", "cfa-PJ_1188891.xlsx", "cfa-PJ_1202774.xlsx", "cfa-PJ_1255294.xlsx"} {
		t.Run(name, func(t *testing.T) {
			sheets := realRows(t, name)
			for _, sheet := range slices.Sorted(maps.Keys(sheets)) {
				all := sheets[sheet]
				_, found, ok := builtIn(t).Recognise(sheet, all[:min(len(all), mapping.HeaderRows)])
				want := ""
				if len(all) > 0 {
					want = "feuille-ignoree avertissement feuille " + sheet
				}
				if ok || told(found) != want {
					t.Errorf("ok %v, %s", ok, told(found))
				}
			}
		})
	}
}

func BenchmarkRecord(b *testing.B) {
	all := realRows(b, "rco-apprentissage-2020.xlsx")[rcoSheet]
	bound, _, _ := builtIn(b).Recognise(rcoSheet, all[:mapping.HeaderRows])
	b.ReportAllocs()
	for b.Loop() {
		for _, row := range all {
			bound.Record("rco.xlsx", row)
		}
	}
	b.ReportMetric(float64(len(all)), "rows/op")
}
