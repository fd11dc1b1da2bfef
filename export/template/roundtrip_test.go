package template

import (
	"path/filepath"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/layout/values"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/merge"
)

// TestLoadingBackChangesNothing keeps an organisation that has something in every
// column, and loads back the workbook that is filled with it.
func TestLoadingBackChangesNothing(t *testing.T) {
	o := sample()
	holdsEverything(t, o)
	s := catalogue(t, o)
	sheets := readBack(t, written(t, o))
	clean, m := normaliser(), merge.New("", merge.Options{Date: today})
	for _, sheet := range layout.Own {
		for _, record := range sheets[sheet.Name].records {
			row := clean.Normalise(record)
			for _, f := range row.Findings {
				if f.Rule == datePartielle {
					continue
				}
				t.Errorf("sheet %s, row %d, %s: %q: %s", sheet.Name, row.Number, f.Field, f.Value, f.Message)
			}
			m.Add(row)
		}
	}
	result := apply(t, s, m)
	for _, sheet := range layout.Own {
		rows := len(o.subjects(sheet))
		if counts := result.Sheets[sheet.Name]; rows == 0 || counts != (journal.Counts{Read: rows, Unchanged: rows}) {
			t.Errorf("sheet %s: %+v, want %d rows unchanged", sheet.Name, counts, rows)
		}
	}
	for _, f := range result.Findings {
		if f.Severity != finding.Info {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
	if len(result.Requests) > 0 {
		t.Errorf("staff are asked for %+v", result.Requests)
	}
}

// holdsEverything holds that the sample says something in every column: a column
// that is blank proves nothing.
func holdsEverything(t *testing.T, o Options) {
	t.Helper()
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			said := false
			for _, subject := range o.subjects(s) {
				text, _ := values.Of(c.Field, subject)
				said = said || text != ""
			}
			if !said {
				t.Errorf("the sample says nothing in %s, « %s »", s.Name, c.Header)
			}
		}
	}
}

var night = journal.Run{ID: "20261123T021500Z-0001", Date: today, StartedAt: today, State: journal.Running}

func catalogue(t *testing.T, o Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.BeginRun(t.Context(), night); err != nil {
		t.Fatal(err)
	}
	var formations []offre.Formation
	var sessions []offre.Session
	for _, offer := range o.Offres {
		formations, sessions = append(formations, offer.Formation), append(sessions, offer.Sessions...)
	}
	err = s.InLoad(t.Context(), func(tx *store.Load) error {
		if err := tx.KeepOrganismes(t.Context(), night.ID, o.Organismes); err != nil {
			return err
		}
		if err := tx.KeepFormations(t.Context(), night.ID, formations); err != nil {
			return err
		}
		return tx.KeepSessions(t.Context(), night.ID, sessions)
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func apply(t *testing.T, s *store.Store, m *merge.Merge) (result merge.Result) {
	t.Helper()
	err := s.InLoad(t.Context(), func(tx *store.Load) (err error) {
		result, err = m.Apply(t.Context(), night.ID, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}
