package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// filesRefused are told with the error that says most, and only while nothing better
// came under their name.
func filesRefused(t *testing.T, s *store.Store) {
	ctx := t.Context()
	at := func(hours int) time.Time { return monday.Add(time.Duration(hours) * time.Hour) }
	wrong := func(file string, row int, message string) finding.Finding {
		return finding.Finding{Rule: "r", Severity: finding.Error, Place: finding.Place{File: file, Row: row}, Message: message, Remedy: "corriger"}
	}
	deliver := func(run string, n int, name string, counts *journal.Counts, found ...finding.Finding) {
		t.Helper()
		sha := fmt.Sprintf("%064x", n)
		must(t, s.InLoad(ctx, func(l *store.Load) error {
			if err := l.KeepDelivery(ctx, journal.Delivery{SHA256: sha, Name: name, Size: 1, ReceivedAt: monday}); err != nil {
				return err
			}
			if counts != nil {
				if err := l.KeepLoads(ctx, []journal.Load{{Run: run, Delivery: sha, File: name, Counts: *counts}}); err != nil {
					return err
				}
			}
			return l.KeepFindings(ctx, run, sha, found)
		}))
	}
	for hours, run := range []string{"r0", "r1", "r2"} {
		must(t, s.BeginRun(ctx, journal.Run{ID: run, Date: monday, StartedAt: at(hours)}))
	}
	warning := wrong("averti.xlsx", 0, "à regarder")
	warning.Severity = finding.Warning
	deliver("r0", 1, "avant.pdf", nil, wrong("avant.pdf", 0, "la veille"))
	deliver("r1", 2, "photo.xlsx", nil, wrong("photo.xlsx", 0, "une image"))
	deliver("r1", 3, "lignes.xlsx", &journal.Counts{Read: 2, Refused: 2}, wrong("lignes.xlsx", 3, "SIRET"), wrong("lignes.xlsx", 2, "date"), wrong("lignes.xlsx", 0, "rien repris"))
	deliver("r1", 4, "moitié.xlsx", &journal.Counts{Read: 2, Refused: 1, Unchanged: 1}, wrong("moitié.xlsx", 3, "SIRET"))
	deliver("r1", 5, "averti.xlsx", nil, warning)
	deliver("r1", 6, "corrigé.xlsx", nil, wrong("corrigé.xlsx", 0, "endommagé"))
	deliver("r2", 7, "corrigé.xlsx", &journal.Counts{Read: 1, Added: 1})
	deliver("r2", 8, "photo.xlsx", nil, wrong("photo.xlsx", 0, "encore une image"))
	must(t, s.InLoad(ctx, func(l *store.Load) error {
		closed, other := wrong("fermé.xlsx", 0, "sans droit"), wrong("rome.csv", 0, "référentiel")
		closed.Rule = "illisible"
		return l.KeepFindings(ctx, "r2", "", []finding.Finding{closed, other})
	}))
	got, err := s.RefusedFiles(ctx, at(1), "illisible")
	must(t, err)
	var told []string
	for _, f := range got {
		told = append(told, fmt.Sprintf("%s %s %s: %s (%d)", f.Run, f.At.UTC().Format("15:04"), f.Why.File, f.Why.Message, f.Rows))
	}
	hour := func(n int) string { return at(n).UTC().Format("15:04") }
	want := []string{"r2 " + hour(2) + " fermé.xlsx: sans droit (0)", "r2 " + hour(2) + " photo.xlsx: encore une image (0)", "r1 " + hour(1) + " lignes.xlsx: rien repris (2)"}
	if !reflect.DeepEqual(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
	if got, err := s.RefusedFiles(ctx, at(3), "illisible"); err != nil || len(got) != 0 {
		t.Errorf("since later: %+v, %v", got, err)
	}
}
