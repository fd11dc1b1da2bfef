package store

import (
	"cmp"
	"hash/maphash"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Accept looks at what a load of a referential changes, and at how many rows it
// has, before it is committed: its error undoes all. A nil one accepts.
type Accept func(changed nomenclature.Diff, rows int) error

// mark stands for one row of a referential: which entry it is, and all it says.
type mark struct{ key, content uint64 }

func (m mark) compare(n mark) int {
	return cmp.Or(cmp.Compare(m.key, n.key), cmp.Compare(m.content, n.content))
}

// marker makes marks of rows, whose columns at keys say which entry each is.
type marker struct {
	seed maphash.Seed
	keys []int
}

func (m marker) mark(row []string) mark {
	var key, content maphash.Hash
	key.SetSeed(m.seed)
	content.SetSeed(m.seed)
	for i, s := range row {
		put(&content, s)
		if slices.Contains(m.keys, i) {
			put(&key, s)
		}
	}
	return mark{key.Sum64(), content.Sum64()}
}

// put adds a text and its end.
func put(h *maphash.Hash, s string) {
	_, _ = h.WriteString(s) // never fails
	_ = h.WriteByte(0)      // clean text has none
}

// compare counts what differs between two versions. Rows of one key are told apart
// by what they say: of those that do not say the same, as many are changed as stand
// on both sides.
func compare(old, next []mark) (d nomenclature.Diff) {
	slices.SortFunc(old, mark.compare)
	slices.SortFunc(next, mark.compare)
	d.Before = len(old)
	for len(old)+len(next) > 0 {
		key := least(old, next)
		o, n := run(old, key), run(next, key)
		same := common(old[:o], next[:n])
		changed := min(o, n) - same
		d.Changed += changed
		d.Added += n - same - changed
		d.Ended += o - same - changed
		old, next = old[o:], next[n:]
	}
	return d
}

// least is the first key of two sorted lists that are not both empty.
func least(a, b []mark) uint64 {
	switch {
	case len(a) == 0:
		return b[0].key
	case len(b) == 0:
		return a[0].key
	}
	return min(a[0].key, b[0].key)
}

// run is how many marks at the head of a sorted list have that key.
func run(sorted []mark, key uint64) (n int) {
	for n < len(sorted) && sorted[n].key == key {
		n++
	}
	return n
}

// common is how many marks two sorted lists share, each counted once.
func common(a, b []mark) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch c := a[0].compare(b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			a, b, n = a[1:], b[1:], n+1
		}
	}
	return n
}
