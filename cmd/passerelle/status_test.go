package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// commandAt runs the program at a moment.
func commandAt(t testing.TB, at time.Time, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app{stdout: &stdout, stderr: &stderr, now: func() time.Time { return at }}
	return outcome{code: a.execute(context.Background(), args), stdout: stdout.String(), stderr: stderr.String()}
}

func statusAt(t testing.TB, at time.Time, code int, c string) status {
	t.Helper()
	out := commandAt(t, at, "status", "--json", "--config", c)
	if out.code != code || out.stderr != "" {
		t.Fatalf("status %d, want %d: %s%s", out.code, code, out.stderr, out.stdout)
	}
	return decode[status](t, out.stdout)
}

// codes of the remarks, by spaces.
func (st status) codes() string {
	var all []string
	for _, r := range st.Remarks {
		all = append(all, r.Code)
	}
	return strings.Join(all, " ")
}

// inStore changes what a store holds.
func inStore(t testing.TB, configuration string, change func(*store.Store)) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(filepath.Dir(configuration), "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	change(s)
}

// setting adds a line to a configuration.
func setting(t testing.TB, configuration, line string) {
	t.Helper()
	text, err := os.ReadFile(configuration)
	if err == nil {
		err = os.WriteFile(configuration, append(text, "\n"+line+"\n"...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestStatusOfTheSample(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c, "--quiet")
	first := statusAt(t, night.Add(6*time.Hour), exitRefused, c)
	if first.codes() != "refus" || len(first.Feeds) != 6 || first.Loads.Refused == 0 || first.Awaiting == 0 || len(first.Disks) == 0 {
		t.Errorf("got %+v", first)
	}
	if out := commandAt(t, night.Add(time.Minute), "run", "--config", c, "--quiet"); out.code != exitDone {
		t.Fatal(out)
	}
	if second := statusAt(t, night.Add(6*time.Hour), exitDone, c); second.Level != fine || len(second.Runs) != 2 {
		t.Errorf("after a night without refusals: %+v", second.Remarks)
	}
	if late := statusAt(t, night.AddDate(0, 0, 3), exitRefused, c); !strings.HasPrefix(late.codes(), "run-en-retard flux-ancien") {
		t.Errorf("three days later: %s", late.codes())
	}
	if out := commandAt(t, night, "status", "--config", c, "--quiet"); out.stdout != "" || out.code != exitDone {
		t.Errorf("quiet: %+v", out)
	}
}

// A feed that is held is told by the run and by the status, until somebody decides.
func TestStatusTellsWhatIsHeldAndUntilWhen(t *testing.T) {
	_, c := onlyClean(t, "")
	must(t, exitDone, "run", "--config", c, "--quiet")
	must(t, exitDone, "archive", oneFormation(t, c), "--reason", "fermé", "--config", c)
	setting(t, c, "max_drop_percent: 0")
	for day := range 2 {
		if out := commandAt(t, night.AddDate(0, 0, 1+day), "run", "--config", c, "--quiet"); out.code != exitRefused {
			t.Fatal(out)
		}
	}
	st := statusAt(t, night.AddDate(0, 0, 2), exitRefused, c)
	if st.Runs[0].State != journal.DoneHeld || !strings.HasPrefix(st.codes(), "flux-retenu") || len(st.Held) == 0 || st.Missing != nil {
		t.Fatalf("got %s, %s, %+v", st.Runs[0].State, st.codes(), st.Held)
	}
	for _, h := range st.Held {
		if !h.Since.Equal(night.AddDate(0, 0, 1)) || !h.Releasable {
			t.Errorf("%s: held since %s, releasable %v", h.Target, h.Since, h.Releasable)
		}
		if out := commandAt(t, night.AddDate(0, 0, 2), "release", h.Target, "--config", c); out.code != exitDone {
			t.Error(out)
		}
	}
	if after := statusAt(t, night.AddDate(0, 0, 2), exitDone, c); len(after.Held) > 0 {
		t.Errorf("once released: %+v", after.Remarks)
	}
}

func TestStatusKnowsARunUnderWayFromOneThatWasKilled(t *testing.T) {
	dir, c := onlyClean(t, "")
	must(t, exitDone, "run", "--config", c, "--quiet")
	inStore(t, c, func(s *store.Store) {
		if err := s.BeginRun(t.Context(), journal.Run{ID: runID(night.Add(time.Hour), nil), Date: night, StartedAt: night.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
	})
	if st := statusAt(t, night.Add(2*time.Hour), exitFailed, c); st.codes() != "run-interrompu" || st.Alive {
		t.Errorf("killed: %s", st.codes())
	}
	unlock := holdLock(t, filepath.Join(dir, "catalogue.db"))
	defer unlock()
	if st := statusAt(t, night.Add(2*time.Hour), exitDone, c); !st.Alive {
		t.Errorf("under way: %+v", st.Remarks)
	}
}

func TestStatusOfPartners(t *testing.T) {
	_, c := onlyClean(t, "")
	must(t, exitDone, "run", "--config", c, "--quiet")
	feeds := map[string]string{}
	for _, f := range statusAt(t, night, exitDone, c).Feeds {
		feeds[f.Target] = f.SHA256
	}
	inStore(t, c, func(s *store.Store) {
		for i, p := range []journal.Partner{
			{Name: "ft", Targets: []string{"kairos", "ancienne"}}, {Name: "jamais", Targets: []string{"aude"}},
			{Name: "parti", Targets: []string{"aude"}, RevokedAt: night}, {Name: "expiré", Targets: []string{"aude"}, ExpiresAt: night}, {Name: "dépose", Deposit: true},
		} {
			p.TokenHash, p.CreatedAt = strings.Repeat(string(rune('a'+i)), 64), night
			if err := s.KeepPartner(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.KeepFetches(t.Context(), []journal.Fetch{{Target: "kairos", Partner: "ft", Publication: feeds["kairos"], Complete: true, Via: journal.ViaHTTP, At: night.Add(time.Hour)}}); err != nil {
			t.Fatal(err)
		}
		if err := s.TouchPartner(t.Context(), "ft", night.AddDate(0, 0, 4)); err != nil {
			t.Fatal(err)
		}
	})
	out := commandAt(t, night.AddDate(0, 0, 4).Add(time.Hour), "status", "--config", c, "--run-hours", "0", "--json")
	st := decode[status](t, out.stdout)
	if st.codes() != "partenaire-absent" || !strings.Contains(st.Remarks[0].Sentence, "jamais n'a pas pris le flux aude") {
		t.Errorf("got %+v", st.Remarks)
	}
	if len(st.Partners) != 2 || !st.Partners[0].UpTo || st.Partners[1].UpTo {
		t.Errorf("got %+v", st.Partners)
	}
}

func TestPluginLine(t *testing.T) {
	shape := regexp.MustCompile(`^PASSERELLE (OK|WARNING|CRITICAL) - [^|\n]+ \| ([a-z0-9_]+=\d+(s|B)?;;;0 ?)+\n$`)
	_, c := onlyClean(t, "")
	line := func(at time.Time, code int, word string) {
		t.Helper()
		out := commandAt(t, at, "status", "--check", "--config", c)
		if out.code != code || out.stderr != "" || !strings.HasPrefix(out.stdout, "PASSERELLE "+word+" - ") {
			t.Errorf("want %d and %s, got %+v", code, word, out)
		}
		if code < 2 && !shape.MatchString(out.stdout) {
			t.Errorf("not the line of a plug-in: %q", out.stdout)
		}
	}
	line(night, 2, "CRITICAL") // no store
	must(t, exitDone, "run", "--config", c, "--quiet")
	line(night.Add(time.Hour), 0, "OK")
	line(night.AddDate(0, 0, 2), 1, "WARNING")
	inStore(t, c, func(s *store.Store) {
		if err := s.BeginRun(t.Context(), journal.Run{ID: "z", Date: night, StartedAt: night.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
	})
	line(night.Add(2*time.Hour), 2, "CRITICAL") // killed
	setting(t, c, "bogus: 1")
	line(night, 3, "UNKNOWN")
}

func TestStatusOfADamagedStore(t *testing.T) {
	dir, c := onlyClean(t, "")
	if err := os.WriteFile(filepath.Join(dir, "catalogue.db"), bytes.Repeat([]byte("x"), 8192), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := commandAt(t, night, "status", "--config", c); out.code != exitFailed || !strings.Contains(out.stderr, "not a store") {
		t.Errorf("got %+v", out)
	}
}
