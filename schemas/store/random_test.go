package store_test

import (
	"os"
	"testing"

	"github.com/carif-oref/passerelle/schemas/storetest"
)

// Two stores of one dialect answer the same to the same, and so does a copy. Another
// dialect is held to this one in the same way.
func TestRandomOperations(t *testing.T) {
	for seed := range uint64(3) {
		a, b := open(t), open(t)
		storetest.Random(t, a, b, seed, 700)
		storetest.Copied(t, a, open(t))
	}
}

// PostgreSQL answers as SQLite does, and a copy of either to the other holds the same.
func TestRandomOperationsOnBothDialects(t *testing.T) {
	databases := &databases{of: t}
	embedded, served := open(t), databases.open(t)
	n := 2_000
	if os.Getenv("CI") != "" {
		n = 10_000 // half a minute
	}
	storetest.Random(t, embedded, served, 11, n)
	storetest.Copied(t, embedded, databases.open(t))
	storetest.Copied(t, served, open(t))
}
