package certify

import (
	"math"
	"slices"
)

// example is a labelled query with the measures of its candidates.
type example struct {
	vectors  []sparse
	families []int32
	right    int32 // family of the label
	fold     int
	weight   float64
}

// sparse holds the measures that are not nought.
type sparse []struct {
	at int
	x  float64
}

func sparsely(v *vector) (s sparse) {
	for i, x := range v {
		if x != 0 {
			s = append(s, struct {
				at int
				x  float64
			}{i, float64(x)})
		}
	}
	return s
}

func (s sparse) dot(w []float64) (sum float64) {
	for _, f := range s {
		sum += f.x * w[f.at]
	}
	return sum
}

// learnRanker finds the weights under which the family of the label is the most
// likely: a softmax over the families, each as good as its best entry, with a
// small penalty on large weights. It steps by Adam's rule, a fixed number of
// times: the same examples give the same weights.
func learnRanker(examples []example, penalty float64, rounds int) []float64 {
	const mean, spread, rate = 0.9, 0.99, 0.15
	w, total := make([]float64, measures), 0.0
	for i := range examples {
		total += examples[i].weight
	}
	var m, u [measures]float64
	for round := 1; round <= rounds; round++ {
		grad := make([]float64, measures)
		for i := range examples {
			examples[i].gradient(w, grad)
		}
		step := rate * math.Min(1, 4*(1-float64(round)/float64(rounds+1)))
		for j := range w {
			g := grad[j]/total + penalty*w[j]
			m[j], u[j] = mean*m[j]+(1-mean)*g, spread*u[j]+(1-spread)*g*g
			w[j] -= step * m[j] / (1 - math.Pow(mean, float64(round))) / (math.Sqrt(u[j]/(1-math.Pow(spread, float64(round)))) + 1e-8)
			if never[j] {
				w[j] = math.Min(w[j], 0)
			}
		}
	}
	return w
}

// never are measures of disagreement: whatever a thousand titles make of them, none
// speaks for an entry.
var never = map[int]bool{
	optionOther: true, optionUnsaid: true, entryMissing: true, headMissing: true,
	textMeasures + optionOther: true, textMeasures + optionUnsaid: true, textMeasures + entryMissing: true, textMeasures + headMissing: true,
	kindNear: true, kindOther: true, kindClash: true, levelOther: true, titleKindOther: true,
}

// mislabelled is how likely a label is to be any other than the title says: some
// rows of the catalogue are coded wrong, and must not teach.
const mislabelled = 0.002

// gradient adds the gradient of one example's loss.
func (e *example) gradient(w, grad []float64) {
	best, scores := e.bestOfFamilies(w)
	at := slices.IndexFunc(best, func(i int) bool { return e.families[i] == e.right })
	if at < 0 {
		return
	}
	top, sum := slices.Max(scores), 0.0
	for _, s := range scores {
		sum += math.Exp(s - top)
	}
	told := math.Exp(scores[at]-top) / sum
	trust := told / (told + mislabelled)
	for k, i := range best {
		p := trust * (math.Exp(scores[k]-top)/sum - oneIf[float64](k == at))
		if math.Abs(p) < 1e-5 {
			continue
		}
		for _, f := range e.vectors[i] {
			grad[f.at] += e.weight * p * f.x
		}
	}
}

// bestOfFamilies gives the best entry of each family and its score.
func (e *example) bestOfFamilies(w []float64) (best []int, scores []float64) {
	for i, v := range e.vectors {
		s := v.dot(w)
		k := slices.IndexFunc(best, func(b int) bool { return e.families[b] == e.families[i] })
		switch {
		case k < 0:
			best, scores = append(best, i), append(scores, s)
		case s > scores[k]:
			best[k], scores[k] = i, s
		}
	}
	return best, scores
}

// trial is one answer: its signals, and whether it was right.
type trial struct {
	signals [signals]float64
	right   bool
	fold    int
	weight  float64
}

func (t *trial) dot(w []float64) (sum float64) {
	for i, x := range t.signals {
		sum += x * w[i]
	}
	return sum
}

// learnConfidence fits a logistic regression by Newton's method.
func learnConfidence(trials []trial, penalty float64) []float64 {
	w := make([]float64, signals)
	for range 30 {
		grad, hess := make([]float64, signals), make([][]float64, signals)
		for i := range hess {
			hess[i] = make([]float64, signals)
			grad[i], hess[i][i] = penalty*w[i], penalty
		}
		for i := range trials {
			trials[i].curve(w, grad, hess)
		}
		for i, s := range solve(hess, grad) {
			w[i] -= s
		}
	}
	return w
}

// curve adds the gradient and the curvature of one trial's loss.
func (t *trial) curve(w, grad []float64, hess [][]float64) {
	p := logistic(t.dot(w))
	for a, x := range t.signals {
		grad[a] += t.weight * (p - oneIf[float64](t.right)) * x
		for b, y := range t.signals {
			hess[a][b] += t.weight * p * (1 - p) * x * y
		}
	}
}

// solve gives x of a·x = b by elimination.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		p := i
		for r := i + 1; r < n; r++ {
			if math.Abs(a[r][i]) > math.Abs(a[p][i]) {
				p = r
			}
		}
		a[i], a[p], b[i], b[p] = a[p], a[i], b[p], b[i]
		for r := range n {
			if r != i && a[r][i] != 0 {
				f := a[r][i] / a[i][i]
				for c := i; c < n; c++ {
					a[r][c] -= f * a[i][c]
				}
				b[r] -= f * b[i]
			}
		}
	}
	for i := range b {
		b[i] /= a[i][i]
	}
	return b
}
