package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// The sender of a file that nobody can read hears of it once, however many nights the
// file stays in the inbox; the staff hear of it each night.
func TestASenderHearsOnceOfAFileThatStays(t *testing.T) {
	dir, c := sample(t)
	if err := os.RemoveAll(filepath.Join(dir, "inbox")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "inbox", "ifol"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "inbox", "ifol", "photo.xlsx"), []byte("\xff\xd8\xff\xe0 JFIF"), 0o600); err != nil {
		t.Fatal(err)
	}
	appendTo(t, c, "\nmail: {host: 127.0.0.1, port: 1, security: none, from: flux@exemple.fr, staff: [offre@exemple.fr], operators: [dsi@exemple.fr]}\n")
	must(t, exitDone, "referentials", "refresh", "--quiet", "--config", c)
	must(t, exitDone, "partner", "add", "ifol", "--deposit", "--mail", "offre@ifol.example", "--config", c)
	at := night
	for range 3 {
		at = at.Add(24 * time.Hour)
		if out := commandAt(t, at, "run", "--quiet", "--config", c); out.code != exitRefused {
			t.Fatalf("status %d: %s", out.code, out.stderr)
		}
	}
	told := map[string]int{}
	for _, m := range decode[[]journal.Mail](t, must(t, exitDone, "mail", "--json", "--config", c).stdout) {
		told[strings.Join(m.To, " ")]++
	}
	if told["offre@ifol.example"] != 1 || told["offre@exemple.fr"] != 3 {
		t.Errorf("mails by address: %v, want one to the sender and three to the staff", told)
	}
	if text := commandAt(t, at, "mail", "--config", c).stdout; !strings.Contains(text, "en attente, à essayer à partir du ") {
		t.Errorf("of what waits it is told\n%s", text)
	}
	// Each flush tries the first that waits, though it was put off: the server does not
	// answer, and the others wait for one that does.
	for range 3 {
		out := commandAt(t, at, "mail", "flush", "--config", c)
		if out.code != exitFailed || !strings.Contains(out.stderr, "refused") {
			t.Fatalf("a flush without a server: %+v", out)
		}
	}
}

// TestFlushSendsAtOnceWhatWasPutOff: a server was down for the night, and is back.
func TestFlushSendsAtOnceWhatWasPutOff(t *testing.T) {
	dir, c := onlyClean(t, "")
	office := newPostOffice(t, time.Now)
	received := func() int { office.mu.Lock(); defer office.mu.Unlock(); return len(office.taken) }
	set := func(port int) {
		t.Helper()
		line := fmt.Sprintf("mail: {host: 127.0.0.1, port: %d, security: none, from: flux@exemple.fr, staff: [offre@exemple.fr], operators: [dsi@exemple.fr]}\n", port)
		if err := os.WriteFile(c, []byte(regexp.MustCompile(`(?m)^mail: .*\n`).ReplaceAllString(string(readAll(t, c)), "")+line), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set(1)
	must(t, exitDone, "run", "--quiet", "--config", c)
	waiting := func(at time.Time) (all []journal.Mail) {
		t.Helper()
		for _, m := range decode[[]journal.Mail](t, commandAt(t, at, "mail", "--json", "--config", c).stdout) {
			if m.SentAt.IsZero() && m.NextAt.After(at) {
				all = append(all, m)
			}
		}
		return all
	}
	if got := waiting(night); len(got) == 0 {
		t.Fatalf("in %s nothing was put off", dir)
	}
	set(office.port)
	out := commandAt(t, night.Add(time.Second), "mail", "flush", "--config", c)
	if out.code != exitDone || strings.HasPrefix(out.stdout, "0 sent") || received() == 0 {
		t.Errorf("flush: %d, %q %q; the server received %d", out.code, out.stdout, out.stderr, received())
	}
	if got := waiting(night.Add(time.Second)); len(got) != 0 {
		t.Errorf("still waiting: %+v", got)
	}
	if out := commandAt(t, night.Add(2*time.Second), "mail", "flush", "--config", c); out.code != exitDone || !strings.HasPrefix(out.stdout, "0 sent") || !strings.Contains(out.stdout, "none waits") {
		t.Errorf("a flush of nothing: %+v", out)
	}
}
