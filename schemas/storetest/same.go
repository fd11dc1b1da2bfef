package storetest

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// Same fails the test unless two stores hold the same, whatever their dialects.
func Same(t testing.TB, a, b *store.Store) {
	t.Helper()
	if why := difference(dump(t, a), dump(t, b)); why != "" {
		t.Fatalf("%s and %s differ: %s", a.Path(), b.Path(), why)
	}
}

func dump(t testing.TB, s *store.Store) string {
	t.Helper()
	var all strings.Builder
	if err := s.Dump(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// difference shows the first line that differs in two dumps; none when they are the
// same.
func difference(a, b string) string {
	if a == b {
		return ""
	}
	first, second := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(first), len(second)) {
		if first[i] != second[i] {
			return "\n" + first[i] + "\n" + second[i]
		}
	}
	return "\none has more lines than the other"
}

// Copied checks that what from holds is copied to an empty store exactly, and that the
// copy works: it takes more, and numbers it after what came.
func Copied(t *testing.T, from, to *store.Store) {
	ctx := t.Context()
	if _, err := from.CopyTo(ctx, to); err != nil {
		t.Fatal(err)
	}
	Same(t, from, to)
	if _, err := from.CopyTo(ctx, to); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("copied over what is there: %v", err)
	}
	Same(t, from, to)
	for _, s := range []*store.Store{from, to} {
		beginOn(t, s, "zz-later", 400)
		load(t, s, func(l *store.Load) error { return everything(ctx, l, "zz-later") })
		must(t, s.KeepChoice(ctx, journal.Choice{Key: "zz", Kind: journal.TaskNSF, Who: "Anne", At: monday}))
	}
	Same(t, from, to)
	if err := to.Integrity(ctx); err != nil {
		t.Error(err)
	}
}

func dumpIsCanonical(t *testing.T, a, b *store.Store) {
	Same(t, a, b)
	for _, s := range []*store.Store{a, b} {
		catalogue(t, s, "r1", 3, 2)
	}
	Same(t, a, b)
	begin(t, a, "r2")
	if why := difference(dump(t, a), dump(t, b)); why == "" {
		t.Error("a run more makes no difference")
	}
	begin(t, b, "r2")
	propose(t, a, func(l *store.Load) error { return everything(t.Context(), l, "r2") })
	_, err := a.Unload(t.Context(), "r2", "Anne", monday) // leaves a hole in the numbers of findings
	must(t, err)
	propose(t, b, func(l *store.Load) error { return everything(t.Context(), l, "r2") })
	_, err = b.Unload(t.Context(), "r2", "Anne", monday)
	must(t, err)
	if !strings.Contains(dump(t, a), "dechargement\tnumero=1\trun=\"r2\"") {
		t.Error("the dump does not say what was taken back")
	}
	Same(t, a, b)
}
