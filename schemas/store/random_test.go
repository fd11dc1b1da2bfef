package store_test

import (
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
