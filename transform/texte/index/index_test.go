package index

import (
	"fmt"
	"reflect"
	"slices"
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
	if x.count != 0 || len(x.Similar("a", 3)) != 0 || len(x.Completions("a")) != 0 || x.Documents("a") != nil {
		t.Error("an empty index gave something")
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	x := shelf()
	want := fmt.Sprint(x.Documents("cuisin"), x.Similar("cuizin", 2))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got := fmt.Sprint(x.Documents("cuisin"), x.Similar("cuizin", 2)); got != want {
					t.Errorf("%s, want %s", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}
