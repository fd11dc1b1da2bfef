package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/store"
)

// Random does n random operations to two stores that hold the same, and fails the test
// when one gives another answer than the other, or when in the end they do not hold the
// same. The same seed makes the same operations.
func Random(t *testing.T, a, b *store.Store, seed uint64, n int) {
	t.Helper()
	g := &generator{random: rand.New(rand.NewPCG(seed, 20261123))}
	done, tried := make(map[string]int), make(map[string]int)
	for range n {
		op := g.next()
		answer, err := op.do(t.Context(), a)
		other, otherErr := op.do(t.Context(), b)
		if !alike(err, otherErr) || !reflect.DeepEqual(answer, other) {
			one, two := apart(fmt.Sprintf("%+v (%v)", answer, err), fmt.Sprintf("%+v (%v)", other, otherErr))
			t.Fatalf("seed %d, operation %d, %s: the stores answer\n%s\n%s", seed, g.step, op.name, one, two)
		}
		if tried[op.name]++; err == nil {
			done[op.name]++
		}
	}
	Same(t, a, b)
	for _, name := range slices.Sorted(maps.Keys(tried)) {
		if tried[name] >= 12 && done[name] == 0 {
			t.Errorf("seed %d: « %s » was refused each of %d times: nothing is proved of it", seed, name, tried[name])
		}
	}
}

// apart shows where two texts begin to differ; all of both, when they do not.
func apart(a, b string) (string, string) {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	if a == b {
		at = 0
	}
	from := max(0, at-200)
	return a[from:min(len(a), at+400)], b[from:min(len(b), at+400)]
}

// alike reports that two stores refuse for the same reason, as far as they can be told
// apart without the words of their databases.
func alike(a, b error) bool {
	if (a == nil) != (b == nil) || errors.Is(a, store.ErrUnknown) != errors.Is(b, store.ErrUnknown) || errors.Is(a, errStop) != errors.Is(b, errStop) {
		return false
	}
	var first, second *store.LaterChanges
	return errors.As(a, &first) == errors.As(b, &second) && reflect.DeepEqual(first, second)
}

// operation is one thing done to a store, with what it answers.
type operation struct {
	name string
	do   func(ctx context.Context, s *store.Store) (any, error)
}

// generator makes operations. All that is random is drawn before the operation is done,
// so that it is the same for every store.
type generator struct {
	random *rand.Rand
	step   int      // operations made so far
	runs   []string // begun
	chosen []string // keys of choices
}

func (g *generator) next() operation {
	if g.step++; len(g.runs) == 0 || g.random.IntN(15) == 0 {
		return g.beginRun()
	}
	makers := []func() operation{
		g.load, g.load, g.load, g.load, g.load, g.rehearse, g.recode, g.decide, g.decide, g.decideAll, g.decideRequest, g.unload, g.endRun,
		g.ledger, g.ledger, g.publication, g.fetches, g.push, g.acknowledge,
		g.terms, g.certifications, g.registers, g.check,
		g.choose, g.forget, g.partner, g.touch, g.claim, g.finish, g.queue, g.sent, g.failed,
		g.read, g.read, g.read, g.read, g.read, g.read,
	}
	return makers[g.random.IntN(len(makers))]()
}

// one is one of several.
func one[T any](g *generator, of ...T) T { return of[g.random.IntN(len(of))] }

// chance is true once in n.
func (g *generator) chance(n int) bool { return g.random.IntN(n) == 0 }

// at is an instant that later operations do not have.
func (g *generator) at() time.Time { return monday.Add(time.Duration(g.step) * time.Minute) }

// name is one of n names, which collations other than that of bytes would put in
// another order.
func (g *generator) name(kind string, n int) string {
	i := g.random.IntN(n)
	return fmt.Sprintf(one(g, kind+"%d", kind+"-%d", strings.ToLower(kind)+"%d", kind+"é%d"), i)
}

// some are up to n values, each made by of.
func some[T any](g *generator, n int, of func() T) (all []T) {
	for range g.random.IntN(n + 1) {
		all = append(all, of())
	}
	return all
}

// words are a text of which little is plain.
func (g *generator) words() string {
	return one(g, "", "Soudage", "« L'arc » <&> \"niveau\" \\ 1", "ligne 1\nligne 2\tfin", "œuvre — 🚢", "a\x00b", "octet \xff perdu", "NULL", "\\u0000") + one(g, "", " A", " B")
}

func (g *generator) sha(n int) string { return fmt.Sprintf("%064x", g.random.IntN(n)) }

// run is one that has begun, most often a late one; now and then one that has not.
func (g *generator) run() string {
	if g.chance(60) {
		return "r-absent"
	}
	late := g.runs[max(0, len(g.runs)-4):]
	return one(g, append(slices.Clone(late), one(g, g.runs...))...)
}
