package merge

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/codify"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// The store is a catalogue as it stands.
var _ Catalogue = (*store.Load)(nil)

// rcoColumns say which field each column of the RCO workbook of 2020 fills.
var rcoColumns = map[int]layout.Field{
	3: layout.SessionAction, 4: layout.FormationIntitule, 5: layout.FormationCertifInfo, 8: layout.FormationCFD,
	13: layout.OrganismeNom, 14: layout.OrganismeRaisonSociale, 15: layout.FormationResponsable,
	16: layout.SessionFormateurSIRET, 17: layout.SessionFormateurNom, 18: layout.SessionEntreesSorties, 19: layout.SessionMoisEntree,
	20: layout.SessionLieuUAI, 21: layout.SessionContactMail, 22: layout.SessionLieuCodePostal, 23: layout.SessionLieuINSEE,
	24: layout.SessionPlaces, 26: layout.FormationRNCP, 27: layout.SessionHeuresTotal,
}

// rco gives the rows of that workbook, clean. Numbers take the region's code:
// regions share some of them.
func rco(tb testing.TB) (rows []normalise.Row) {
	tb.Helper()
	book, err := workbook.Open(sharedtest.Path(tb, "data/classeurs/rco-apprentissage-2020.xlsx"), workbook.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	defer book.Close()
	n := normalise.New(func(string) []normalise.Entry { return nil }, nil)
	for raw, err := range book.Rows(context.Background(), book.Sheets()[0].Name) {
		if err != nil {
			tb.Fatal(err)
		}
		if raw.Number > 1 {
			rows = append(rows, n.Normalise(rcoRecord(raw)))
		}
	}
	return rows
}

func rcoRecord(raw delivery.Row) delivery.Record {
	text := func(i int) string {
		if i < len(raw.Cells) {
			return raw.Cells[i]
		}
		return ""
	}
	rec := delivery.Record{File: "rco.xlsx", Sheet: raw.Sheet, Number: raw.Number, Cells: map[layout.Field]delivery.Cell{
		layout.FormationID: {Value: text(0) + "_" + text(2), Column: "C"},
		layout.SessionID:   {Value: text(0) + "_" + text(25), Column: "Z"},
	}}
	for i, f := range rcoColumns {
		rec.Cells[f] = delivery.Cell{Value: text(i), Column: string(rune('A' + i%26))}
	}
	return rec
}

// The figures were counted apart, with another program: 23 sessions stand on
// several rows, because their formation prepares several certifications.
func TestRealApprenticeshipOffer(t *testing.T) {
	rows := rco(t)
	c := newAwkward()
	result := apply(t, c, rows...)
	counts := total(result)
	if counts.Read != 4262 || counts.Added+counts.Refused != 4262 {
		t.Errorf("counts %+v", counts)
	}
	t.Logf("counts %+v, findings %v", counts, tally(result.Findings))
	if counts.Refused > 0 {
		t.Errorf("%d rows refused: %v", counts.Refused, refusals(rows))
	}
	if len(c.formations) != 3810 || len(c.sessions) != 4223 || len(c.organismes) != 459 {
		t.Errorf("%d formations, %d sessions, %d organismes; want 3810, 4223, 459", len(c.formations), len(c.sessions), len(c.organismes))
	}
	several := 0
	for id := range c.formations {
		if len(c.formation(t, id).Saisie.Certifications) > 1 {
			several++
		}
	}
	if several != 17 {
		t.Errorf("%d formations prepare several certifications, want 17", several)
	}
	if len(result.Origins) != 3*4262 {
		t.Errorf("%d origins", len(result.Origins))
	}
	if again := total(apply(t, c, rows...)); again.Unchanged != counts.Added {
		t.Errorf("loaded again: %+v", again)
	}
}

// The same offer through the real store and the real codification: what
// codification added does not make the second load a change.
func TestRealOfferTwiceThroughTheStore(t *testing.T) {
	rows := rco(t)
	x, err := codify.NewIndex(codify.Sources{Certifications: referentials.Certifications(t.Context(), referentials.File{Path: sharedtest.Path(t, "data/certifinfo/certif_info.csv")}, nil, nil)})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	first, second := load(t, s, "1", x, rows), load(t, s, "2", x, rows)
	if counts := total(first); counts.Added != 4262 {
		t.Errorf("first load: %+v", counts)
	}
	if counts := total(second); counts.Unchanged != 4262 || len(second.Formations)+len(second.Sessions)+len(second.Organismes) > 0 {
		t.Errorf("second load: %+v, touched %v", counts, second.Formations)
	}
}

func load(t *testing.T, s *store.Store, run string, x *codify.Index, rows []normalise.Row) (result Result) {
	t.Helper()
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	if err := s.BeginRun(t.Context(), journal.Run{ID: run, Date: today, StartedAt: day}); err != nil {
		t.Fatal(err)
	}
	err := s.InLoad(t.Context(), func(tx *store.Load) (err error) {
		m := New("", Options{Trusted: true, Date: today})
		for _, r := range rows {
			m.Add(r)
		}
		if result, err = m.Apply(t.Context(), run, tx); err != nil {
			return err
		}
		touched, err := tx.Formations(t.Context(), result.Formations)
		if err != nil {
			return err
		}
		var coded []offre.Formation
		for _, id := range result.Formations {
			coded = append(coded, x.Codify(touched[id], 0).Formation)
		}
		return tx.KeepFormations(t.Context(), run, coded)
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func total(r Result) (sum journal.Counts) {
	for _, c := range r.Sheets {
		sum = sum.Plus(c)
	}
	return sum
}

func tally(found []finding.Finding) map[string]int {
	byRule := map[string]int{}
	for _, f := range found {
		byRule[f.Rule]++
	}
	return byRule
}

// refusals counts why rows came refused to merging.
func refusals(rows []normalise.Row) map[string]int {
	why := map[string]int{}
	for _, r := range rows {
		for _, f := range r.Findings {
			if f.Severity == finding.Error {
				why[f.Rule+" "+f.Field+" "+f.Value]++
			}
		}
	}
	return why
}

func BenchmarkMerge(b *testing.B) {
	rows := rco(b)
	b.ReportAllocs()
	for b.Loop() {
		m := New("", Options{Trusted: true, Date: today})
		for _, r := range rows {
			m.Add(r)
		}
		if _, err := m.Apply(b.Context(), "run", newAwkward()); err != nil {
			b.Fatal(err)
		}
	}
}
