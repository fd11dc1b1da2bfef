package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// What a run that is taken back leaves no trace in.
var takenBack = []string{"organisme", "formation", "session", "origine", "chargement", "constat", "demande", "tache"}

// dump writes tables row by row, in an order that their content alone decides.
func dump(t *testing.T, db *sql.DB, tables ...string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range tables {
		order := "1, 2, 3, 4"
		all.WriteString("== " + name + "\n" + table(t, db, "SELECT * FROM "+name+" ORDER BY "+order))
	}
	return all.String()
}

// history makes random runs, and remembers what the tables were before each.
type history struct {
	s      *store.Store
	db     *sql.DB
	random *rand.Rand
	runs   []string
	before []string // each run's, by its place in runs
}

func newHistory(t *testing.T, seed uint64) *history {
	s := open(t)
	return &history{s: s, db: client(t, s.Path()), random: rand.New(rand.NewPCG(seed, 7))}
}

// grow makes one more run: a load, decisions, or a new codification.
func (h *history) grow(t *testing.T) {
	t.Helper()
	run := fmt.Sprintf("r%03d", len(h.runs))
	h.before = append(h.before, undated(dump(t, h.db, takenBack...)))
	h.runs = append(h.runs, run)
	at := day(len(h.runs))
	if err := h.s.BeginRun(t.Context(), journal.Run{ID: run, Date: at, StartedAt: at}); err != nil {
		t.Fatal(err)
	}
	do := []func(context.Context, string) error{h.load, h.load, h.load, h.decide, h.recode}[h.random.IntN(5)]
	if err := do(t.Context(), run); err != nil && !strings.Contains(err.Error(), "UNIQUE") { // a SIRET that is taken undoes a load
		t.Fatalf("run %s: %v", run, err)
	}
}

func day(n int) time.Time { return time.Date(2026, 1, n, 2, 0, 0, 0, time.UTC) }

func (h *history) load(ctx context.Context, run string) error {
	sha := fmt.Sprintf("%064x", len(h.runs))
	return h.s.InLoad(ctx, func(l *store.Load) error {
		if h.random.IntN(2) == 0 {
			l.Validate("règle")
		}
		if err := l.KeepDelivery(ctx, journal.Delivery{SHA256: sha, Name: run, ReceivedAt: day(len(h.runs))}); err != nil {
			return err
		}
		for range 1 + h.random.IntN(12) {
			if err := h.state(ctx, l, run); err != nil {
				return err
			}
		}
		formation := fmt.Sprintf("F%d", h.random.IntN(8))
		return errors.Join(
			l.KeepOrigins(ctx, run, []store.Origin{{Kind: "formation", Record: formation, Delivery: sha, File: run, Row: 2}}),
			l.KeepFindings(ctx, run, sha, []finding.Finding{{Rule: "x", Record: formation}}),
			l.KeepRequests(ctx, []journal.Request{{ID: fmt.Sprintf("q%d", h.random.IntN(4)), Kind: journal.ChangeNDA, Run: run, Delivery: sha, AskedAt: day(1)}}),
			l.KeepLoads(ctx, []journal.Load{{Run: run, Delivery: sha, File: run, Counts: journal.Counts{Read: 1, Added: 1}}}),
			h.ask(ctx, l, run))
	})
}

// ask asks some questions about a formation, and no longer those that it asked.
func (h *history) ask(ctx context.Context, l *store.Load, run string) error {
	id := fmt.Sprintf("F%d", h.random.IntN(8))
	held, err := l.Formations(ctx, []string{id})
	if err != nil || len(held) == 0 {
		return err
	}
	var tasks []journal.Task
	for _, key := range []string{"a", "b", "c"} {
		if h.random.IntN(2) == 0 {
			tasks = append(tasks, journal.Task{Key: key, Kind: journal.TaskNSF, Formation: id})
		}
	}
	return l.KeepTasks(ctx, run, []string{id}, tasks)
}

// state states a random record, whose formation it states too when it is new.
func (h *history) state(ctx context.Context, l *store.Load, run string) error {
	formation, n := fmt.Sprintf("F%d", h.random.IntN(8)), h.random.IntN(3)
	switch h.random.IntN(3) {
	case 0:
		id := fmt.Sprintf("O%d", h.random.IntN(5))
		return l.KeepOrganismes(ctx, run, []offre.Organisme{{ID: id, SIRET: fmt.Sprintf("%014d", h.random.IntN(7)), Nom: fmt.Sprint(n)}})
	case 1:
		return l.KeepFormations(ctx, run, []offre.Formation{{ID: formation, Intitule: fmt.Sprint(n)}})
	}
	held, err := l.Formations(ctx, []string{formation})
	if err == nil && len(held) == 0 {
		err = l.KeepFormations(ctx, run, []offre.Formation{{ID: formation, Intitule: "neuve"}})
	}
	return errors.Join(err, l.KeepSessions(ctx, run, []offre.Session{{ID: fmt.Sprintf("S%d", h.random.IntN(20)), Formation: formation, Places: n}}))
}

// decide takes random decisions, of which those that cannot be are dropped.
func (h *history) decide(ctx context.Context, run string) error {
	for range 6 {
		kind := []string{"organisme", "formation", "session"}[h.random.IntN(3)]
		to := []journal.RecordState{journal.Validated, journal.Validated, journal.Rejected, journal.Archived}[h.random.IntN(4)]
		_ = h.s.Decide(ctx, []journal.Decision{{Kind: kind, Record: fmt.Sprintf("%c%d", kind[0]-'a'+'A', h.random.IntN(8)), To: to, Who: "Anne", Why: "vu", Run: run, At: day(1)}})
	}
	return nil
}

func (h *history) recode(ctx context.Context, run string) error {
	return h.s.InLoad(ctx, func(l *store.Load) error {
		for f, err := range l.AllHeldFormations(ctx) {
			if err != nil {
				return err
			}
			for _, doc := range []*offre.Formation{f.Validated, f.Proposed} {
				if doc != nil {
					doc.NiveauSortie = run
				}
			}
			if err := l.RecodeFormations(ctx, run, []store.Held[offre.Formation]{f}); err != nil {
				return err
			}
		}
		return nil
	})
}

// unload takes the run at a place back, and forgets it. A run that did nothing
// has nothing to take back.
func (h *history) unload(t *testing.T, i int) error {
	t.Helper()
	_, err := h.s.Unload(t.Context(), h.runs[i], "Anne", day(2))
	if errors.Is(err, store.ErrUnknown) {
		err = nil
	}
	if err == nil {
		h.runs = append(h.runs[:i:i], h.runs[i+1:]...)
		h.before = append(h.before[:i:i], h.before[i+1:]...)
	}
	return err
}

// TestUnloadRandomHistories takes random runs back, from the last: each time the
// tables are, to the byte, what they were before the run, but for the instants at
// which what is exported last changed: taking back changes it once more.
func TestUnloadRandomHistories(t *testing.T) {
	for seed := range uint64(8) {
		h := newHistory(t, seed)
		for range 40 {
			if last := len(h.runs) - 1; last >= 0 && h.random.IntN(3) == 0 {
				want, run := h.before[last], h.runs[last]
				if err := h.unload(t, last); err != nil {
					t.Fatalf("seed %d: unload %s: %v", seed, run, err)
				}
				if got := undated(dump(t, h.db, takenBack...)); got != want {
					t.Fatalf("seed %d: after unloading %s\n%s", seed, run, firstDifference(got, want))
				}
				// A run's name is not used again: the next takes the place of a new one.
				h.runs, h.before = append(h.runs, run), append(h.before, want)
			}
			h.grow(t)
		}
		if err := h.s.Integrity(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// TestUnloadInAnyOrder takes runs back in any order: one that later ones rest on
// is refused, names them and changes nothing; in the end nothing is left.
func TestUnloadInAnyOrder(t *testing.T) {
	for seed := range uint64(8) {
		h := newHistory(t, seed)
		for range 15 {
			h.grow(t)
		}
		empty, refused, out := h.before[0], 0, 0
		for len(h.runs) > 0 {
			i, was := h.random.IntN(len(h.runs)), undated(dump(t, h.db, takenBack...))
			err := h.unload(t, i)
			var later *store.LaterChanges
			switch {
			case errors.As(err, &later) && len(later.Runs) > 0:
				refused++
				if now := undated(dump(t, h.db, takenBack...)); now != was {
					t.Fatalf("seed %d: refused, it changed\n%s", seed, firstDifference(now, was))
				}
			case err != nil:
				t.Fatalf("seed %d: %v", seed, err)
			case i < len(h.runs):
				out++
			}
		}
		if got := undated(dump(t, h.db, takenBack...)); got != empty {
			t.Errorf("seed %d: left over\n%s", seed, firstDifference(got, empty))
		}
		if refused == 0 {
			t.Errorf("seed %d: nothing was refused: the runs are too few to prove anything", seed)
		}
		t.Logf("seed %d: %d refused, %d taken back out of order", seed, refused, out)
	}
}

var changedAt = regexp.MustCompile(`(?m)^ *doc_le = .*\n`)

// undated leaves out when what is exported last changed, which storetest looks at.
func undated(tables string) string { return changedAt.ReplaceAllString(tables, "") }

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			from := max(0, i-12)
			return "got:\n" + strings.Join(a[from:min(len(a), i+6)], "\n") + "\nwant:\n" + strings.Join(b[from:min(len(b), i+6)], "\n")
		}
	}
	return fmt.Sprintf("got %d lines, want %d", len(a), len(b))
}

// everyTable is what a rehearsal must not change.
func everyTable(t *testing.T, db *sql.DB) (names []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := errors.Join(rows.Scan(&name), rows.Err()); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func TestRehearsalChangesNoTable(t *testing.T) {
	s := open(t)
	smallWeek(t, s)
	db := client(t, s.Path())
	tables := everyTable(t, db)
	if len(tables) < 15 {
		t.Fatalf("only tables %v", tables)
	}
	before := rows(t, db, tables)
	h := &history{s: s, random: rand.New(rand.NewPCG(1, 1)), runs: []string{"r9"}}
	err := s.Rehearse(t.Context(), journal.Run{ID: "r9", Date: day(1), StartedAt: day(1)}, func(l *store.Load) error {
		for range 50 {
			if err := h.state(t.Context(), l, "r9"); err != nil && !strings.Contains(err.Error(), "UNIQUE") {
				return err
			}
		}
		return l.Decide(t.Context(), []journal.Decision{{Kind: "formation", Record: "28_F1", To: journal.Archived, Who: "Anne", Run: "r9", At: day(1)}})
	})
	if after := rows(t, db, tables); err != nil || after != before {
		t.Errorf("%v, it left %s", err, firstDifference(after, before))
	}
}

// rows are those of tables in the order in which they are kept.
func rows(t *testing.T, db *sql.DB, tables []string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range tables {
		all.WriteString("== " + name + "\n" + table(t, db, "SELECT * FROM "+name))
	}
	return all.String()
}
