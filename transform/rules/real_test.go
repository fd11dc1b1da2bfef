package rules_test

import (
	"context"
	"iter"
	"path/filepath"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/codify"
	"github.com/carif-oref/passerelle/transform/merge"
	"github.com/carif-oref/passerelle/transform/normalise"
	"github.com/carif-oref/passerelle/transform/rules"
)

var realDay = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// realOffers is the apprenticeship offer of 2020, codified, through the store.
func realOffers(tb testing.TB) (offers []offre.Offre) {
	tb.Helper()
	m := merge.New("", merge.Options{Trusted: true, Date: realDay})
	for _, r := range realRows(tb) {
		m.Add(r)
	}
	x, err := codify.NewIndex(codify.Sources{Certifications: referentials.Certifications(tb.Context(), referentials.File{Path: sharedtest.Path(tb, "data/certifinfo/certif_info.csv")}, nil, nil)})
	if err != nil {
		tb.Fatal(err)
	}
	s, err := store.Open(tb.Context(), filepath.Join(tb.TempDir(), "catalogue.db"))
	if err != nil {
		tb.Fatal(err)
	}
	defer s.Close()
	if err := s.BeginRun(tb.Context(), journal.Run{ID: "1", Date: realDay, StartedAt: realDay}); err != nil {
		tb.Fatal(err)
	}
	if err := s.InLoad(tb.Context(), func(tx *store.Load) error {
		if _, err := m.Apply(tb.Context(), "1", tx); err != nil {
			return err
		}
		for f, err := range tx.AllFormations(tb.Context()) {
			if err != nil {
				return err
			}
			f = x.Codify(f, 0).Formation
			offers = append(offers, offre.Offre{Formation: f, Responsable: offre.Organisme{SIRET: f.Responsable}})
		}
		for i := range offers {
			id := offers[i].Formation.ID
			sessions, err := tx.SessionsOf(tb.Context(), []string{id})
			if err != nil {
				return err
			}
			offers[i].Sessions = sessions[id]
		}
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
	return offers
}

// realRows reads the workbook by its own layout.
func realRows(tb testing.TB) (rows []normalise.Row) {
	tb.Helper()
	book, err := workbook.Open(sharedtest.Path(tb, "data/classeurs/rco-apprentissage-2020.xlsx"), workbook.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	defer book.Close()
	layouts, err := mapping.BuiltIn()
	if err != nil {
		tb.Fatal(err)
	}
	var raw []delivery.Row
	for row, err := range book.Rows(context.Background(), book.Sheets()[0].Name) {
		if err != nil {
			tb.Fatal(err)
		}
		raw = append(raw, row)
	}
	binding, _, ok := layouts.Recognise(book.Sheets()[0].Name, raw[:mapping.HeaderRows])
	if !ok {
		tb.Fatal("the layout is not recognised")
	}
	n := normalise.New(func(string) []normalise.Entry { return nil }, nil)
	for _, row := range raw {
		if record, kind, _ := binding.Record("rco.xlsx", row); row.Number > binding.HeaderRow && kind == mapping.Data {
			rows = append(rows, n.Normalise(record))
		}
	}
	return rows
}

// The offer gives months without a year, so nothing is certainly a duplicate; the
// figure was judged by reading: courses of one diploma that state what they
// specialise in are not told of.
func TestDuplicatesOfTheRealOffer(t *testing.T) {
	offers := realOffers(t)
	siblings, err := rules.NewSiblings(each(offers))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, o := range offers {
		for _, f := range rules.Check(rules.Case{Offre: o, Siblings: siblings, Date: realDay}) {
			count[f.Rule]++
		}
	}
	if exact, near := count["formation-deja-saisie"], count["formation-presque-identique"]; exact != 0 || near != 168 || len(offers) != 3810 {
		t.Errorf("of %d formations %d are told to be duplicates and %d nearly; want 0 and 168 of 3810", len(offers), exact, near)
	}
}

func each(offers []offre.Offre) iter.Seq2[offre.Offre, error] {
	return func(yield func(offre.Offre, error) bool) {
		for _, o := range offers {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func BenchmarkSiblings(b *testing.B) {
	offers := realOffers(b)
	b.ReportAllocs()
	for b.Loop() {
		siblings, err := rules.NewSiblings(each(offers))
		if err != nil {
			b.Fatal(err)
		}
		for _, o := range offers {
			rules.Check(rules.Case{Offre: o, Siblings: siblings, Date: realDay})
		}
	}
}
