package mapping_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/ingest/referentials"
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

// register is the national list of training organisations, by UAI.
func register(t *testing.T) func(uai string) []string {
	t.Helper()
	sirets := map[string][]string{}
	path := sharedtest.Path(t, filepath.Join("data", "organismes", "organismes-reseaux.csv"))
	for e, err := range referentials.Etablissements(t.Context(), referentials.File{Path: path}, nil, nil) {
		if err != nil {
			t.Fatal(err)
		}
		sirets[e.UAI] = append(sirets[e.UAI], e.SIRET)
	}
	return func(uai string) []string { return sirets[uai] }
}

// The figures were counted apart, straight from the XML of the workbooks and the
// text of the list: the UAI of the first workbook are those of lycées where its
// organisation teaches, and only two of them are in the list.
func TestTheRealCFA(t *testing.T) {
	byUAI := register(t)
	for name, want := range map[string]struct {
		header, data, refused, formations int
	}{
		"cfa-1309275.xlsx":    {1, 14, 99, 9},
		"cfa-PJ_1188891.xlsx": {2, 51, 0, 51},
		"cfa-PJ_1202774.xlsx": {1, 235, 0, 159},
		"cfa-PJ_1255294.xlsx": {1, 40, 0, 40},
	} {
		t.Run(name, func(t *testing.T) {
			sheets := realRows(t, name)
			sheet := slices.Sorted(maps.Keys(sheets))[0]
			all := sheets[sheet]
			b, found, ok := builtIn(t).Recognise(sheet, all[:min(len(all), mapping.HeaderRows)])
			if !ok || b.Layout != "cfa-dix-colonnes" || b.HeaderRow != want.header || len(found) != 0 {
				t.Fatalf("ok %v, binding %+v, findings %s", ok, b, told(found))
			}
			b.ByUAI = byUAI
			kinds, formations := map[mapping.RowKind]int{}, map[string]bool{}
			for _, row := range all {
				r, kind, _ := b.Record(name, row)
				kinds[kind]++
				if kind == mapping.Data {
					formations[r.Value(layout.FormationReference)] = true
					if r.Value(layout.FormationIntitule) == "" || r.Value(layout.SessionReference) == "" || len(r.Value(layout.FormationResponsable)) != 14 {
						t.Errorf("row %d: %s", row.Number, flat(r))
					}
				}
			}
			if kinds[mapping.Data] != want.data || kinds[mapping.Refused] != want.refused || len(formations) != want.formations {
				t.Errorf("kinds %v, %d formations; want %+v", kinds, len(formations), want)
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
