package classify

import (
	"slices"
	"testing"
)

// bakery is three titles of one job, the last in a fold of its own.
func bakery() *trainer {
	both := func(nsf int32, fold int) foldedSet {
		return foldedSet{perScheme[[]int32]{0: {0}, 1: {nsf}}, fold}
	}
	return &trainer{
		groups: perScheme[groups]{{of: []int32{0, 0}, count: 1}, {of: []int32{0, 0}, count: 1}, {of: []int32{0}, count: 1}},
		named:  []thought{{rome, 0, []feature{{0, 1}}}, {rome, 1, []feature{{1, 1}}}},
		sets:   []foldedSet{both(0, 0), both(0, 0), both(1, 1)},
	}
}

func TestTermsAreWorthTheCodesOfTheirTitles(t *testing.T) {
	for _, c := range []struct {
		name    string
		k       scheme
		without int
		codes   [][]int32 // of each lesson
	}{
		{"both codes of the job's titles", nsf, 0, [][]int32{{0, 1}}},
		{"a fold that is hidden is not counted", nsf, 1 << 1, [][]int32{{0}}},
		{"nothing is known of the titles", nsf, 1<<0 | 1<<1, nil},
		{"Formacode borrows nothing", formacode, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got [][]int32
			for _, l := range bakery().borrowed(c.k, c.without) {
				got = append(got, l.codes)
				var sum float32
				for i := range l.codes {
					sum += l.part(i)
				}
				if sum < 0.999 || sum > 1.001 || l.weight <= 0 || l.weight > borrowedWeight {
					t.Errorf("a lesson of parts %v and weight %v", l.shares, l.weight)
				}
			}
			if !slices.EqualFunc(got, c.codes, slices.Equal) {
				t.Errorf("got %v, want %v", got, c.codes)
			}
		})
	}
}

func TestModelsOfOneEvaluationAreLetGo(t *testing.T) {
	x := built(t, small())
	x.Evaluate(slices.Values([]Labelled{{Query: Query{Title: "Soudeur industriel"}, ROME: []string{"H2913"}, Fiche: "RNCP5"}}), HideFamily)
	if x.linear.apart != nil {
		t.Error("the model that had not seen the title is still there")
	}
	if a, b := x.linear.without(1), x.linear.without(1); a != b {
		t.Error("the same model was trained twice in a row")
	}
}
