package index

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/carif-oref/passerelle/transform/texte"
)

func terms(text string) []Term {
	var list []Term
	for _, s := range texte.Normalise(text).Stems {
		list = append(list, Term{s, 1})
	}
	return list
}

func of(texts ...string) *Index {
	var b Builder
	for _, s := range texts {
		b.Add(terms(s)...)
	}
	return b.Index()
}

func shelf() *Index {
	return of("BTS comptabilité et gestion", "Bac pro cuisine", "CAP cuisine", "CAP boulanger", "BTS gestion des transports")
}

func TestNearestIsWhatSharesMost(t *testing.T) {
	x := shelf()
	for _, c := range []struct {
		query string
		want  []int
	}{
		{"bts compta", []int{0, 4}},
		{"CAP cuisine", []int{2, 1, 3}},
		{"gestion", []int{0, 4}},
		{"astronomie", nil},
		{"", nil},
	} {
		var got []int
		for _, m := range x.Nearest(terms(c.query), 3) {
			got = append(got, m.Document)
		}
		if c.query == "gestion" {
			slices.Sort(got)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: documents %v, want %v", c.query, got, c.want)
		}
	}
	if m := x.Nearest(terms("CAP cuisine"), 1); len(m) != 1 || m[0].Score < 0.999999 || m[0].Score > 1.000001 {
		t.Errorf("the document itself scores %v, want 1", m)
	}
	if m := x.Nearest(terms("CAP"), 0); len(m) != 0 {
		t.Errorf("no document asked, %v given", m)
	}
}

// TestNearestIsTheBestOfAll compares with a plain computation over all documents.
func TestNearestIsTheBestOfAll(t *testing.T) {
	words := strings.Fields("a b c d e f g h i j k l m n o p")
	r := rand.New(rand.NewPCG(1, 2))
	pick := func() (list []Term) {
		for range 1 + r.IntN(6) {
			list = append(list, Term{words[r.IntN(len(words))], float32(1+r.IntN(4)) / 4})
		}
		return list
	}
	var b Builder
	for range 300 {
		b.Add(pick()...)
	}
	x := b.Index()
	for range 200 {
		query := pick()
		all := x.Nearest(query, x.Len())
		for i, m := range x.Nearest(query, 7) {
			if all[i] != m {
				t.Fatalf("%v: place %d has %v, of all documents %v", query, i, m, all[i])
			}
			if want := plainDice(x, query, m.Document); m.Score < want-1e-5 || m.Score > want+1e-5 {
				t.Fatalf("%v: document %d scores %v, want %v", query, m.Document, m.Score, want)
			}
		}
	}
}

func plainDice(x *Index, query []Term, document int) float64 {
	var shared, total float64
	for _, q := range query {
		total += float64(q.Weight) * x.Rarity(q.Text)
		for _, p := range x.Documents(q.Text) {
			if int(p.Document) == document {
				shared += float64(min(q.Weight, p.Weight)) * x.Rarity(q.Text)
			}
		}
	}
	return 2 * shared / (total + x.Weight(document))
}

func TestTermsThatBeginSo(t *testing.T) {
	x := shelf()
	for prefix, want := range map[string][]string{"c": {"cap", "comptabilit", "cuisin"}, "cuis": {"cuisin"}, "cuisine": {}, "z": {}} {
		if got := x.Completions(prefix); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", prefix, got, want)
		}
	}
	if got := x.Completions(""); len(got) != 8 || !slices.IsSorted(got) {
		t.Errorf("all terms: %q", got)
	}
}

func TestSimilarForgivesMistakes(t *testing.T) {
	x := shelf()
	for _, c := range []struct{ word, want string }{
		{"comptabilti", "comptabilit"}, {"conptabilit", "comptabilit"}, {"boulangr", "boulanger"}, {"cuizin", "cuisin"}, {"gestoin", "gestion"},
	} {
		got := x.Similar(c.word, 1)
		if len(got) != 1 || got[0].Text != c.want {
			t.Errorf("%q: %v, want %q", c.word, got, c.want)
		}
	}
	if got := x.Similar("xyz", 3); len(got) != 0 {
		t.Errorf("xyz is like nothing, %v given", got)
	}
	if got := x.Similar("cuisin", 3); got[0].Likeness != 1 {
		t.Errorf("a word is like itself: %v", got)
	}
}

func TestATermGivenTwiceCountsOnce(t *testing.T) {
	var b Builder
	b.Add(Term{"a", 0.5}, Term{"a", 1}, Term{"", 1}, Term{"b", 0}, Term{"c", -1})
	x := b.Index()
	if want := []Posting{{0, 1}}; !reflect.DeepEqual(x.Documents("a"), want) || x.Has("b") || x.Has("c") || x.Has("") {
		t.Errorf("%v, want %v and no other term", x.Documents("a"), want)
	}
}

func TestEmptyIndexAnswersNothing(t *testing.T) {
	x := new(Builder).Index()
	if x.Len() != 0 || len(x.Nearest([]Term{{"a", 1}}, 3)) != 0 || len(x.Similar("a", 3)) != 0 || len(x.Completions("a")) != 0 || x.Documents("a") != nil {
		t.Error("an empty index gave something")
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	x := shelf()
	want := fmt.Sprint(x.Nearest(terms("CAP cuisine"), 3), x.Similar("cuizin", 2))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got := fmt.Sprint(x.Nearest(terms("CAP cuisine"), 3), x.Similar("cuizin", 2)); got != want {
					t.Errorf("%s, want %s", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}
