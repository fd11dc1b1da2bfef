package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/store"
)

func TestRunHolder(t *testing.T) {
	s := openPostgres(t)
	look := func(want bool) string {
		t.Helper()
		who, held, err := s.RunHolder(t.Context())
		if err != nil || held != want {
			t.Errorf("held %v by %q, want %v (%v)", held, who, want, err)
		}
		return who
	}
	look(false)
	unlock, err := store.LockRuns(t.Context(), s.Path())
	if err != nil {
		t.Fatal(err)
	}
	if who := look(true); !strings.HasPrefix(who, "passerelle ") || !strings.Contains(who, " on ") {
		t.Errorf("got %q", who)
	}
	other := openPostgres(t)
	if _, held, err := other.RunHolder(t.Context()); held || err != nil {
		t.Errorf("the lock of another database: %v, %v", held, err)
	}
	unlock()
	for held := true; held; time.Sleep(10 * time.Millisecond) { // the server notices soon
		if _, held, err = s.RunHolder(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
