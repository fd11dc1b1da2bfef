package certify

import (
	"cmp"
	"slices"
)

// Labelled is a query with the codes of Certif Info that people gave it; any of
// them is right.
type Labelled struct {
	Query Query
	Codes []string
	Line  int // where it stands, for who looks for it
}

// Report is what an index answered to labelled queries.
type Report struct {
	N           int        `json:"n"`
	Unknown     int        `json:"inconnues"` // rows whose labels Certif Info does not have: counted as misses
	Exact       Hits       `json:"code"`
	Family      Hits       `json:"famille"`
	Coverage    []Coverage `json:"couverture"` // of the family
	Calibration []Bin      `json:"calibration"`
	Errors      []Miss     `json:"erreurs,omitempty"` // rows whose first family is not right, in their order
}

// Hits are shares of rows whose label is among the first answers.
type Hits struct {
	Top1 float64 `json:"top1"`
	Top3 float64 `json:"top3"`
	Top5 float64 `json:"top5"`
}

// Coverage is the largest share of rows that one may accept, by taking those
// above a threshold, with a precision.
type Coverage struct {
	Precision float64 `json:"precision"`
	Share     float64 `json:"part"`
	Threshold float64 `json:"seuil"` // least confidence accepted; 0 when nothing is
}

// Bin holds the answers of one tenth of confidence.
type Bin struct {
	From       float64 `json:"de"`
	To         float64 `json:"a"`
	N          int     `json:"n"`
	Confidence float64 `json:"confiance"` // mean
	Right      float64 `json:"justes"`    // share whose family is right
}

// Miss is a row whose first family is not that of its label.
type Miss struct {
	Line       int     `json:"ligne"` // that of the labelled row
	Title      string  `json:"intitule"`
	Code       string  `json:"code"` // the first label
	Label      string  `json:"libelle"`
	Found      string  `json:"trouve,omitempty"`
	FoundLabel string  `json:"libelle_trouve,omitempty"`
	Confidence float64 `json:"confiance"`
	Rank       int     `json:"rang,omitempty"` // of the right family among the answers, from 1; 0 when it is not there
}

// depth is the number of answers that Evaluate looks at.
const depth = 10

// Evaluate asks every row and compares. The rows may be in any order: the report
// depends on their content alone, save for the order of the errors.
func Evaluate(x *Index, rows []Labelled) Report {
	t := tally{index: x}
	for _, row := range rows {
		t.add(row, x.Find(row.Query, depth))
	}
	return t.report()
}

// verdict is one answer: how sure it was, and whether its family was right.
type verdict struct {
	confidence float64
	right      bool
}

type tally struct {
	index         *Index
	rows, unknown int
	exact, family [3]int // within the first, three, five
	verdicts      []verdict
	errors        []Miss
}

func (t *tally) add(row Labelled, matches []Match) {
	t.rows++
	families := make([]string, 0, len(row.Codes))
	for _, code := range row.Codes {
		if f := t.index.Family(code); f != "" {
			families = append(families, f)
		}
	}
	t.unknown += oneIf[int](len(families) == 0)
	exact := slices.IndexFunc(matches, func(m Match) bool { return slices.Contains(row.Codes, m.Code) })
	family := slices.IndexFunc(matches, func(m Match) bool { return slices.Contains(families, m.Famille) })
	for k, within := range []int{1, 3, 5} {
		t.exact[k] += oneIf[int](exact >= 0 && exact < within)
		t.family[k] += oneIf[int](family >= 0 && family < within)
	}
	if len(matches) > 0 {
		t.verdicts = append(t.verdicts, verdict{matches[0].Confidence, family == 0})
	}
	if family != 0 {
		t.errors = append(t.errors, t.miss(row, matches, family+1))
	}
}

func (t *tally) miss(row Labelled, matches []Match, rank int) Miss {
	m := Miss{Line: row.Line, Title: row.Query.Title, Rank: rank}
	if len(row.Codes) > 0 {
		m.Code = row.Codes[0]
	}
	if at, ok := t.index.byCode[m.Code]; ok {
		m.Label = t.index.entries[at].certification.Intitule
	}
	if len(matches) > 0 {
		first := matches[0]
		m.Found, m.FoundLabel, m.Confidence = first.Code, first.Certification.Intitule, first.Confidence
	}
	return m
}

func (t *tally) report() Report {
	r := Report{
		N: t.rows, Unknown: t.unknown, Exact: t.hits(t.exact), Family: t.hits(t.family), Errors: t.errors,
		Calibration: calibration(t.verdicts),
	}
	slices.SortStableFunc(t.verdicts, func(a, b verdict) int { return cmp.Compare(b.confidence, a.confidence) })
	for _, precision := range []float64{0.98, 0.99, 0.995} {
		r.Coverage = append(r.Coverage, coverage(t.verdicts, t.rows, precision))
	}
	return r
}

func (t *tally) hits(n [3]int) Hits {
	of := float64(max(t.rows, 1))
	return Hits{float64(n[0]) / of, float64(n[1]) / of, float64(n[2]) / of}
}

// coverage reads verdicts from the surest down. Those of one confidence are
// accepted together or not at all: no threshold parts them.
func coverage(sorted []verdict, rows int, precision float64) Coverage {
	best, right := Coverage{Precision: precision}, 0
	for i, v := range sorted {
		right += oneIf[int](v.right)
		last := i+1 == len(sorted) || sorted[i+1].confidence < v.confidence
		if last && float64(right) >= precision*float64(i+1) {
			best.Share, best.Threshold = float64(i+1)/float64(rows), v.confidence
		}
	}
	return best
}

func calibration(verdicts []verdict) []Bin {
	bins := make([]Bin, 10)
	for i := range bins {
		bins[i].From, bins[i].To = float64(i)/10, float64(i+1)/10
	}
	for _, v := range verdicts {
		b := &bins[min(int(v.confidence*10), 9)]
		b.N++
		b.Confidence += v.confidence
		b.Right += oneIf[float64](v.right)
	}
	for i := range bins {
		if n := float64(bins[i].N); n > 0 {
			bins[i].Confidence /= n
			bins[i].Right /= n
		}
	}
	return bins
}
