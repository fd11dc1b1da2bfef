package classify

import (
	"cmp"
	"encoding/json"
	"flag"
	"math"
	"os"
	"slices"
	"sort"
	"testing"
)

var update = flag.Bool("update", false, "learn the tables again from the reference data, and write them")

// trial is one candidate for a title, and whether it was one of its codes.
type trial struct {
	signals [signals]float32
	right   float64
	fold    int
	title   int32
	score   float32
}

// TestLearn makes learned.json again from the coded titles, each asked about as a
// title whose certification nobody has coded, and says how it does on families
// that it has not learned from: asked so, and asked with all that bears the same
// words hidden too. Without -update it only checks that
// what is there can be read.
func TestLearn(t *testing.T) {
	if !*update {
		if _, err := parseLearned(learnedTables); err != nil {
			t.Fatal(err)
		}
		return
	}
	x := realIndex(t)
	rows := slices.Collect(labelled(t))
	var tables perScheme[forest]
	versions, families := trialsOf(x, rows, HideVersions), trialsOf(x, rows, HideFamily)
	for k := range schemes {
		tables[k] = learn(versions[k])
		logCrossed(t, k, HideVersions, tables[k], versions[k])
		crossScores(versions[k], families[k])
		logCrossed(t, k, HideFamily, tables[k], families[k])
	}
	data, err := json.Marshal(tables)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("learned.json", append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func trialsOf(x *Index, rows []Labelled, hide Hiding) (out perScheme[[]trial]) {
	each := make([]perScheme[[]trial], len(rows))
	for _, of := range x.byFolds(rows, hide) {
		spread(len(of), func(i int) { each[of[i]] = trialsOfRow(x, rows[of[i]], int32(of[i]), hide) })
	}
	x.linear.forget()
	for k := range schemes {
		for _, e := range each {
			out[k] = append(out[k], e[k]...)
		}
	}
	return out
}

func trialsOfRow(x *Index, row Labelled, number int32, hide Hiding) (out perScheme[[]trial]) {
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	expected := perScheme[[]string]{row.ROME, row.NSF, row.Formacode}
	without := x.hidden(row.Query, hide, []string{row.Fiche})
	seen := func(k scheme, code int32, f [signals]float32) {
		if len(expected[k]) == 0 {
			return
		}
		t := trial{signals: f, fold: int(number) % foldCount, title: number}
		if len(without.examples) > 0 {
			t.fold = x.families.fold[x.examples[without.examples[0]].family]
		}
		if slices.Contains(expected[k], x.codes[k].codes[code]) {
			t.right = 1
		}
		out[k] = append(out[k], t)
	}
	x.rankSeen(row.Query, without, s, seen)
	return out
}

// learn boosts trees on all trials, and measures what scores are worth on trials
// that the trees had not seen.
func learn(trials []trial) forest {
	crossScores(trials, trials)
	f := boost(trials)
	f.Scores, f.Right = calibrate(trials)
	return f
}

// crossScores gives each trial asked about the score of trees that have not
// learned from its family.
func crossScores(learned, asked []trial) {
	spread(crossings, func(fold int) {
		var others []trial
		for _, t := range learned {
			if t.fold%crossings != fold {
				others = append(others, t)
			}
		}
		f := boost(others)
		for i := range asked {
			if asked[i].fold%crossings == fold {
				asked[i].score = f.score(&asked[i].signals)
			}
		}
	})
}

// crossings is how many forests are made to score what each has not seen.
const crossings = 5

// Constants of the boosting.
const (
	treeCount  = 60
	shrinkage  = 0.2
	binCount   = 64
	ridge      = 5.0
	leastInEnd = 40.0
)

func boost(trials []trial) forest {
	bounds, bins := cutBins(trials)
	right := 0.0
	for i := range trials {
		right += trials[i].right
	}
	base := math.Log(right / (float64(len(trials)) - right))
	scores := make([]float64, len(trials))
	for i := range scores {
		scores[i] = base
	}
	f := forest{Base: float32(base)}
	for range treeCount {
		f.Trees = append(f.Trees, grow(trials, bounds, bins, scores))
	}
	return f
}

// cutBins cuts each signal where it has as many trials on either side.
func cutBins(trials []trial) (bounds [signals][]float32, bins [][signals]uint8) {
	for s := range signals {
		var values []float32
		for i := 0; i < len(trials); i += 5 {
			values = append(values, trials[i].signals[s])
		}
		slices.Sort(values)
		for b := 1; b < binCount; b++ {
			v := values[len(values)*b/binCount]
			if n := len(bounds[s]); n == 0 || v > bounds[s][n-1] {
				bounds[s] = append(bounds[s], v)
			}
		}
	}
	bins = make([][signals]uint8, len(trials))
	for i := range trials {
		for s := range signals {
			v := trials[i].signals[s]
			bins[i][s] = uint8(sort.Search(len(bounds[s]), func(j int) bool { return bounds[s][j] >= v }))
		}
	}
	return bounds, bins
}

// slope is what the trials of a bin ask for.
type slope struct{ g, h float64 }

func (a slope) plus(b slope) slope  { return slope{a.g + b.g, a.h + b.h} }
func (a slope) minus(b slope) slope { return slope{a.g - b.g, a.h - b.h} }
func (a slope) gain() float64       { return a.g * a.g / (a.h + ridge) }

// grow grows one tree, and moves the scores by it.
func grow(trials []trial, bounds [signals][]float32, bins [][signals]uint8, scores []float64) tree {
	slopes := make([]slope, len(trials))
	for i := range trials {
		p := 1 / (1 + math.Exp(-scores[i]))
		slopes[i] = slope{trials[i].right - p, p * (1 - p)}
	}
	var t tree
	for i := range t.Bound {
		t.Bound[i] = math.MaxFloat32 // all go left until a question divides them
	}
	at := make([]int, len(trials))
	for depth := range treeDepth {
		from := 1<<depth - 1
		hist := make([][signals][binCount]slope, 1<<depth)
		for i := range trials {
			h := &hist[at[i]-from]
			for s := range signals {
				h[s][bins[i][s]] = h[s][bins[i][s]].plus(slopes[i])
			}
		}
		for n := range hist {
			t.Signal[from+n], t.Bound[from+n] = divide(&hist[n], bounds)
		}
		for i := range trials {
			q := at[i]
			at[i] = 2*q + 1
			if trials[i].signals[t.Signal[q]] > t.Bound[q] {
				at[i] = 2*q + 2
			}
		}
	}
	var ends [leaves]slope
	for i := range trials {
		ends[at[i]-splits] = ends[at[i]-splits].plus(slopes[i])
	}
	for i, e := range ends {
		t.Value[i] = float32(math.Round(1e5*shrinkage*e.g/(e.h+ridge)) / 1e5)
	}
	for i := range trials {
		scores[i] += float64(t.Value[at[i]-splits])
	}
	return t
}

// divide finds the question that gains most.
func divide(hist *[signals][binCount]slope, bounds [signals][]float32) (signal uint8, bound float32) {
	var all slope
	for _, b := range hist[0] {
		all = all.plus(b)
	}
	best, at := 1e-3, float64(math.MaxFloat32)
	for s := range signals {
		var left slope
		for b, v := range bounds[s] {
			left = left.plus(hist[s][b])
			rest := all.minus(left)
			if left.h < leastInEnd || rest.h < leastInEnd {
				continue
			}
			if gain := left.gain() + rest.gain() - all.gain(); gain > best {
				best, signal, at = gain, uint8(s), float64(v)
			}
		}
	}
	return signal, float32(at)
}

const calibrated = 5 // first candidates of each title that calibration looks at

// calibrate pools scores until the share that proved right rises with them.
func calibrate(trials []trial) (scores []float32, right []float64) {
	var first []trial
	for _, of := range byTitle(trials) {
		first = append(first, of[:min(calibrated, len(of))]...)
	}
	slices.SortStableFunc(first, func(a, b trial) int { return cmp.Compare(a.score, b.score) })
	type pool struct{ n, right, score float64 }
	var pools []pool
	size := max(1, len(first)/200)
	for i := 0; i < len(first); i += size {
		var p pool
		for _, t := range first[i:min(i+size, len(first))] {
			p = pool{p.n + 1, p.right + t.right, p.score + float64(t.score)}
		}
		pools = append(pools, p)
		for n := len(pools); n > 1 && pools[n-2].right/pools[n-2].n >= pools[n-1].right/pools[n-1].n; n = len(pools) {
			a, b := pools[n-2], pools[n-1]
			pools = append(pools[:n-2], pool{a.n + b.n, a.right + b.right, a.score + b.score})
		}
	}
	for _, p := range pools {
		scores = append(scores, float32(p.score/p.n))
		right = append(right, math.Round(1e4*(p.right+0.5)/(p.n+1))/1e4)
	}
	return scores, right
}

// byTitle gives the trials of each title, best first.
func byTitle(trials []trial) (out [][]trial) {
	for i := 0; i < len(trials); {
		n := 1
		for i+n < len(trials) && trials[i+n].title == trials[i].title {
			n++
		}
		of := slices.Clone(trials[i : i+n])
		slices.SortStableFunc(of, func(a, b trial) int { return cmp.Compare(b.score, a.score) })
		out = append(out, of)
		i += n
	}
	return out
}

// logCrossed says how the trials rank by the scores of trees that had not seen
// their families, and what the confidences are worth.
func logCrossed(t *testing.T, k scheme, hide Hiding, f forest, trials []trial) {
	var answers []answered
	for _, of := range byTitle(trials) {
		a := answered{confidence: f.confidence(of[0].score)}
		a.rank = 1 + slices.IndexFunc(of[:min(5, len(of))], func(t trial) bool { return t.right == 1 })
		answers = append(answers, a)
	}
	r := summary(answers)
	of := DefaultThresholds()
	advised := perScheme[Threshold]{of.ROME, of.NSF, of.Formacode}
	automatic, right := 0, 0
	for _, a := range answers {
		if a.confidence >= advised[k].Automatic {
			automatic++
			if a.rank == 1 {
				right++
			}
		}
	}
	t.Logf("automatic: %.1f %% of titles, %.1f %% right", 100*ratio(automatic, len(answers)), 100*ratio(right, automatic))
	t.Logf("hiding %d: %s", hide, line(string(k.nomenclature()), r))
	for _, b := range r.Bins {
		t.Logf("   %.1f–%.1f n=%d promised %.3f right %.3f", b.From, b.To, b.N, b.Promised, b.Right)
	}
}
