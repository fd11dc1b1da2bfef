package main

import (
	"os"
	"path/filepath"
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
	flush := func() outcome { return commandAt(t, at, "mail", "flush", "--config", c) }
	for range 40 { // each tries one, for the server does not answer
		if flush().code == exitDone {
			break
		}
	}
	if out := flush(); out.code != exitDone || !strings.Contains(out.stdout, "none is due") {
		t.Errorf("a flush before the time: %+v\n%s", out, commandAt(t, at, "mail", "--config", c).stdout)
	}
}
