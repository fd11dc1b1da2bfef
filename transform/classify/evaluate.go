package classify

import (
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/carif-oref/passerelle/transform/texte"
)

// Labelled is a text whose codes are known.
type Labelled struct {
	Query
	ROME, NSF, Formacode []string
	Fiche                string   // RNCP or RS number that it comes from, with prefix; empty when none
	Autres               []string // other fiches that it may come from, with prefix
}

// Hiding says what the index must not know when it is asked about a labelled
// text.
type Hiding int

const (
	HideNothing       Hiding = iota
	HideCertification        // the fiche of the text, under all its titles
	HideVersions             // that, and the fiches that it replaced or that replaced it: one certification
	HideFamily               // that, and titles of the same words, whoever certifies them
)

// Evaluate asks the index for each row and compares. Rows without a code in a
// nomenclature do not count for it. It runs on all processors and gives the same
// report every time.
func (x *Index) Evaluate(rows iter.Seq[Labelled], hide Hiding) Report {
	all := slices.Collect(rows)
	answers := make([]perScheme[*answered], len(all))
	x.linear.forget() // what the index was made from is not given back before
	for _, rows := range x.byFolds(all, hide) {
		spread(len(rows), func(i int) { answers[rows[i]] = x.answer(all[rows[i]], hide) })
		x.linear.forget()
	}
	var of perScheme[[]answered]
	for _, a := range answers {
		for k := range schemes {
			if a[k] != nil {
				of[k] = append(of[k], *a[k])
			}
		}
	}
	return Report{ROME: summary(of[rome]), NSF: summary(of[nsf]), Formacode: summary(of[formacode])}
}

// byFolds puts together the rows that one linear model is asked about: each is
// trained when its turn comes, and then let go.
func (x *Index) byFolds(rows []Labelled, hide Hiding) [][]int {
	of := map[int][]int{}
	for i, row := range rows {
		folds := x.hidden(row.Query, hide, row.fiches()).folds
		of[folds] = append(of[folds], i)
	}
	var out [][]int
	for _, folds := range slices.Sorted(maps.Keys(of)) {
		out = append(out, of[folds])
	}
	return out
}

func (l *Labelled) fiches() []string {
	if l.Fiche == "" {
		return l.Autres
	}
	return append([]string{l.Fiche}, l.Autres...)
}

// ClassifyHiding proposes codes for q as if the index did not know what hide says
// of the fiches.
func (x *Index) ClassifyHiding(q Query, limit int, hide Hiding, fiches ...string) Result {
	return x.classify(q, limit, x.hidden(q, hide, fiches))
}

func (x *Index) hidden(q Query, hide Hiding, fiches []string) hiding {
	switch hide {
	case HideCertification:
		return x.families.fiche(fiches)
	case HideVersions:
		return x.families.fiche(x.families.versionsOf(fiches))
	case HideFamily:
		return x.families.family(strings.Join(texte.Words(q.Title), " "), fiches)
	}
	return hiding{}
}

func (x *Index) answer(row Labelled, hide Hiding) (out perScheme[*answered]) {
	got := x.ClassifyHiding(row.Query, 5, hide, row.fiches()...)
	expected := perScheme[[]string]{row.ROME, row.NSF, row.Formacode}
	all := perScheme[[]Proposal]{got.ROME, got.NSF, got.Formacode}
	for k, proposed := range all {
		if len(expected[k]) == 0 {
			continue
		}
		a := &answered{}
		a.rank = 1 + slices.IndexFunc(proposed, func(p Proposal) bool { return slices.Contains(expected[k], p.Code) })
		if len(proposed) > 0 {
			a.confidence = proposed[0].Confidence
		}
		if a.rank != 1 { // what is right is not told, and would be most of the memory
			a.miss = Miss{row.Title, expected[k], proposed}
		}
		out[k] = a
	}
	return out
}

// spread does n things on all processors.
func spread(n int, do func(i int)) {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	wait.Wait()
}
