package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
)

// The tables of the queue are told of and made with those of the catalogue, by who may
// change tables: the service then finds all that it needs.
func TestMigrationsAreThoseOfTheQueueToo(t *testing.T) {
	c := filepath.Join(t.TempDir(), configName)
	if err := os.WriteFile(c, []byte("store: "+pgtest.Start(t)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := must(t, exitRefused, "migrate", "--status", "--config", c).stdout
	if !strings.Contains(before, "missing   0001_") || !strings.Contains(before, "missing   river 001") {
		t.Errorf("an empty database is said to have\n%s", before)
	}
	if made := must(t, exitDone, "migrate", "--config", c).stdout; !strings.Contains(made, "  river 001") {
		t.Errorf("made:\n%s", made)
	}
	if after := must(t, exitDone, "migrate", "--status", "--config", c).stdout; strings.Contains(after, "missing") || !strings.Contains(after, "applied   river 001") {
		t.Errorf("afterwards:\n%s", after)
	}
}
