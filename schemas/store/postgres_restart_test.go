package store_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

// onPrivate opens a store on a server of its own, which the test may stop.
func onPrivate(t *testing.T) (*store.Store, *pgtest.Cluster) {
	t.Helper()
	c := pgtest.Private(t)
	s, err := store.Open(t.Context(), c.DSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, c
}

// A server that is restarted in the middle of a load, of a ledger or of a reading ends
// it with an error and leaves nothing of it; the same store then works.
func TestPostgresRestartedInTheMiddle(t *testing.T) {
	s, c := onPrivate(t)
	smallWeek(t, s)
	begin(t, s, "r9")
	before := dumped(t, s)
	for name, do := range map[string]func(context.Context) error{
		"load": func(ctx context.Context) error {
			return s.InLoad(ctx, func(l *store.Load) error {
				keep := func(n int) error {
					var all []offre.Formation
					for i := range 700 {
						all = append(all, offre.Formation{ID: fmt.Sprintf("R%d-%d", n, i)})
					}
					return l.KeepFormations(ctx, "r9", all)
				}
				err := keep(1)
				c.Restart(t)
				return errors.Join(err, keep(2))
			})
		},
		"before it is committed": func(ctx context.Context) error {
			return s.InLoad(ctx, func(l *store.Load) error {
				defer c.Restart(t)
				return l.KeepFormations(ctx, "r9", []offre.Formation{{ID: "R3"}})
			})
		},
		"ledger": func(ctx context.Context) error {
			_, err := s.KeepLedger(ctx, "r9", []string{"aude"}, func(yield func(journal.Verdict, error) bool) {
				c.Restart(t)
				yield(journal.Verdict{Target: "aude", Kind: "formation", Record: "28_F1", Formation: "28_F1", Exported: true}, nil)
			})
			return err
		},
		"copy of rows": func(ctx context.Context) error {
			v, rows := referentialOf(3_000_000, func(n int) {
				if n == 100_000 {
					c.Restart(t)
				}
			})
			return s.ReplaceTermes(ctx, v, rows, nil)
		},
	} {
		if err := do(t.Context()); err == nil {
			t.Errorf("%s: no error", name)
		} else if !strings.Contains(err.Error(), "try again") {
			t.Errorf("%s: it does not say what to try: %v", name, err)
		}
		if after := dumped(t, s); after != before {
			t.Errorf("%s: %s", name, firstDifference(after, before))
		}
	}
	reviewed(t, s)
	if err := s.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}

// While the server is stopped everything says so, and works again once it is not.
func TestPostgresStopped(t *testing.T) {
	s, c := onPrivate(t)
	smallWeek(t, s)
	c.Stop(t)
	_, _, err := s.LastRun(t.Context())
	_, err2 := s.Trace(t.Context(), "28_F1")
	for what, err := range map[string]error{"read": err, "read of one state": err2, "write": s.BeginRun(t.Context(), journal.Run{ID: "r9", Date: day(1), StartedAt: day(1)}),
		"note": s.TouchPartner(t.Context(), "x", day(1))} {
		if err == nil || !strings.Contains(err.Error(), "start it") && !strings.Contains(err.Error(), "try again") {
			t.Errorf("%s: %v", what, err)
		}
	}
	c.Start(t)
	time.Sleep(time.Millisecond)
	begin(t, s, "r9")
	if run, ok, err := s.LastRun(t.Context()); err != nil || !ok || run.ID == "" {
		t.Errorf("%+v, %v", run, err)
	}
}

// Damage is noticed: rows taken from under others, and files that are no longer what
// the server wrote.
func TestPostgresIntegrityNoticesDamage(t *testing.T) {
	for name, damage := range map[string]func(*testing.T, *pgtest.Cluster){
		"a formation taken from under its session": func(t *testing.T, c *pgtest.Cluster) {
			server(t, c.DSN(), "SET session_replication_role = replica; DELETE FROM formation WHERE id = '28_F1'")
		},
		"a page overwritten": func(t *testing.T, c *pgtest.Cluster) {
			db := server(t, c.DSN(), "CHECKPOINT")
			file := filepath.Join(everyRow(t, db, "SHOW data_directory")[0], everyRow(t, db, "SELECT pg_relation_filepath('formation')")[0])
			c.Stop(t)
			page, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			copy(page, strings.Repeat("\xa5", 4000))
			if err := os.WriteFile(file, page, 0o600); err != nil {
				t.Fatal(err)
			}
			c.Start(t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := onPrivate(t)
			smallWeek(t, s)
			if err := s.Integrity(t.Context()); err != nil {
				t.Fatal("before the damage: ", err)
			}
			damage(t, c)
			if err := s.Integrity(t.Context()); err == nil || !strings.Contains(err.Error(), "restore") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// referentialOf makes a referential of n terms, and says how many have gone.
func referentialOf(n int, gone func(int)) (nomenclature.Version, iter.Seq2[nomenclature.Terme, error]) {
	return nomenclature.Version{Referential: nomenclature.ROME, LoadedAt: day(1)}, func(yield func(nomenclature.Terme, error) bool) {
		for i := range n {
			if gone(i); !yield(nomenclature.Terme{Code: fmt.Sprint(i)}, nil) {
				return
			}
		}
	}
}
