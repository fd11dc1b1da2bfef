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
	Fiche                string // RNCP or RS number that it comes from, with prefix; empty when none
}

// Hiding says what the index must not know when it is asked about a labelled
// text.
type Hiding int

const (
	HideNothing       Hiding = iota
	HideCertification        // the fiche of the text, under all its titles
	HideFamily               // that, the versions that it replaced or that replaced it, and titles of the same words
)

// Report is how well each nomenclature was proposed.
type Report struct {
	ROME      SchemeReport `json:"rome"`
	NSF       SchemeReport `json:"nsf"`
	Formacode SchemeReport `json:"formacode"`
}

// SchemeReport counts the texts that have a code in the nomenclature. A hit is
// any of its codes.
type SchemeReport struct {
	N        int        `json:"n"`
	Top1     float64    `json:"top1"` // shares, 0 to 1
	Top3     float64    `json:"top3"`
	Top5     float64    `json:"top5"`
	Coverage []Coverage `json:"couverture"`
	Bins     []Bin      `json:"calibration"`
	Errors   []Miss     `json:"erreurs,omitempty"` // texts whose first proposal is no hit
}

// Coverage is the share of texts that can be coded automatically for a precision
// to hold.
type Coverage struct {
	Precision float64 `json:"precision"`
	Share     float64 `json:"part"`
	Threshold float64 `json:"seuil"` // confidence from which it holds; above 1 when none does
}

// Bin compares what was promised with what proved right, for first proposals
// whose confidence lies between two bounds.
type Bin struct {
	From     float64 `json:"de"`
	To       float64 `json:"a"`
	N        int     `json:"n"`
	Promised float64 `json:"annonce"`
	Right    float64 `json:"juste"`
}

// Miss is a text whose first proposal is none of its codes.
type Miss struct {
	Title    string     `json:"intitule"`
	Expected []string   `json:"attendu"`
	Proposed []Proposal `json:"propose"`
}

// precisions at which coverage is reported.
var precisions = []float64{0.95, 0.98, 0.99, 0.995}

// answered is what one text got in one nomenclature.
type answered struct {
	rank       int // place of the first hit, from 1; 0 when it is not among the first five
	confidence float64
	miss       Miss
}

// Evaluate asks the index for each row and compares. Rows without a code in a
// nomenclature do not count for it. It runs on all processors and gives the same
// report every time.
func (x *Index) Evaluate(rows iter.Seq[Labelled], hide Hiding) Report {
	all := slices.Collect(rows)
	answers := make([]perScheme[*answered], len(all))
	for _, rows := range x.byFolds(all, hide) {
		spread(len(rows), func(i int) { answers[rows[i]] = x.answer(all[rows[i]], hide) })
	}
	x.linear.forget()
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
		return nil
	}
	return []string{l.Fiche}
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
		a := &answered{miss: Miss{row.Title, expected[k], proposed}}
		a.rank = 1 + slices.IndexFunc(proposed, func(p Proposal) bool { return slices.Contains(expected[k], p.Code) })
		if len(proposed) > 0 {
			a.confidence = proposed[0].Confidence
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

func summary(answers []answered) SchemeReport {
	r := SchemeReport{N: len(answers)}
	within := func(rank int) float64 {
		n := 0
		for _, a := range answers {
			if a.rank > 0 && a.rank <= rank {
				n++
			}
		}
		return ratio(n, len(answers))
	}
	r.Top1, r.Top3, r.Top5 = within(1), within(3), within(5)
	r.Coverage, r.Bins = coverage(answers), bins(answers)
	for _, a := range answers {
		if a.rank != 1 {
			r.Errors = append(r.Errors, a.miss)
		}
	}
	return r
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// coverage finds, for each precision, the lowest confidence from which it holds.
func coverage(answers []answered) []Coverage {
	sorted := slices.Clone(answers)
	slices.SortStableFunc(sorted, func(a, b answered) int {
		switch {
		case a.confidence > b.confidence:
			return -1
		case a.confidence < b.confidence:
			return 1
		}
		return 0
	})
	out := make([]Coverage, len(precisions))
	for i, p := range precisions {
		out[i] = Coverage{Precision: p, Threshold: 1.01}
	}
	right := 0
	for n, a := range sorted {
		if a.rank == 1 {
			right++
		}
		if n+1 < len(sorted) && sorted[n+1].confidence == a.confidence {
			continue
		}
		for i, p := range precisions {
			if ratio(right, n+1) >= p {
				out[i].Share, out[i].Threshold = ratio(n+1, len(sorted)), a.confidence
			}
		}
	}
	return out
}

func bins(answers []answered) []Bin {
	out := make([]Bin, 10)
	for i := range out {
		out[i].From, out[i].To = float64(i)/10, float64(i+1)/10
	}
	for _, a := range answers {
		b := &out[min(9, int(a.confidence*10))]
		b.N++
		b.Promised += a.confidence
		if a.rank == 1 {
			b.Right++
		}
	}
	for i := range out {
		if n := float64(out[i].N); n > 0 {
			out[i].Promised /= n
			out[i].Right /= n
		}
	}
	return out
}
