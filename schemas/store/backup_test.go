package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/storetest"
)

func openFile(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func dumped(t *testing.T, s *store.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Dump(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A backup taken in the middle of a load holds what was committed, and works.
func TestBackupInTheMiddleOfALoad(t *testing.T) {
	dir := t.TempDir()
	s, twin := openFile(t, filepath.Join(dir, "a.db")), openFile(t, filepath.Join(dir, "twin.db"))
	storetest.Random(t, s, twin, 11, 60)
	before, path := dumped(t, s), filepath.Join(dir, "copie d'été.db")
	stopped := errors.New("stop")
	err := s.InLoad(t.Context(), func(l *store.Load) error {
		if err := l.KeepDelivery(t.Context(), journal.Delivery{SHA256: string(bytes.Repeat([]byte("e"), 64)), Name: "x", ReceivedAt: time.Unix(1, 0)}); err != nil {
			return err
		}
		return errors.Join(stopped, s.BackupTo(t.Context(), path))
	})
	if !errors.Is(err, stopped) || strings.Contains(err.Error(), "back up") {
		t.Fatal(err)
	}
	copied := openFile(t, path)
	if dumped(t, copied) != before {
		t.Error("the backup does not hold the same")
	}
	if err := copied.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestBackupNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	s, path := openFile(t, filepath.Join(dir, "a.db")), filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(path, []byte("des notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.BackupTo(t.Context(), path); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "des notes" {
		t.Error("it was overwritten")
	}
}

func TestBackupOfAServerSaysSo(t *testing.T) {
	s := openFile(t, pgtest.Start(t))
	if err := s.BackupTo(t.Context(), filepath.Join(t.TempDir(), "a.db")); !errors.Is(err, store.ErrServer) {
		t.Errorf("got %v", err)
	}
}
