package certify

import (
	"encoding/json"
	"flag"
	"hash/fnv"
	"math"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "learn the weights anew from the labelled titles and write weights.json")

const (
	folds          = 5
	rankerPenalty  = 1e-4
	rankerRounds   = 200
	confidenceHold = 0.3 // penalty on the weights of confidence
)

// foldOf keeps a family in one fold: titles of one certification never stand on
// both sides of a measure.
func foldOf(family string) int {
	h := fnv.New32a()
	h.Write([]byte(family))
	return int(h.Sum32()>>8) % folds
}

// only leaves in a query what one set of weights looks at.
func only(q Query, g given) Query {
	switch g {
	case givenTitle:
		return Query{Title: q.Title, Date: q.Date}
	case givenColumns:
		q.Diploma = ""
	}
	return q
}

// trainer learns from labelled rows in one setting.
type trainer struct {
	index     *Index
	given     given
	rows      []Labelled
	fold      []int
	right     []int32       // family of each row's label
	titles    map[int32]int // rows of each family: one of many titles must not outweigh the rest
	strangers []Query       // titles that name nothing in the index
}

// newTrainer works on a copy of the index, whose weights it changes.
func newTrainer(x *Index, g given, rows []Labelled, strangers []Query) *trainer {
	t := &trainer{index: x.withModel(), given: g, strangers: strangers, titles: map[int32]int{}}
	for _, r := range rows {
		i, ok := x.byCode[r.Codes[0]]
		if !ok {
			continue
		}
		t.rows = append(t.rows, Labelled{Query: only(r.Query, g), Codes: r.Codes})
		t.fold = append(t.fold, foldOf(x.Family(r.Codes[0])))
		t.right = append(t.right, x.entries[i].family)
		t.titles[x.entries[i].family]++
	}
	return t
}

// withModel gives a copy of the index with weights of its own.
func (x *Index) withModel() *Index {
	c, model := new(corpus), *x.model
	c.entries, c.byCode, c.members, c.words, c.list, c.idf, c.kin = x.entries, x.byCode, x.members, x.words, x.list, x.idf, x.kin
	c.pairs, c.fit, c.bodies, c.marks, c.names = x.pairs, x.fit, x.bodies, x.marks, x.names
	c.postings, c.acronyms, c.grams, c.common, c.model = x.postings, x.acronyms, x.grams, x.common, &model
	c.scratch.New = x.scratch.New
	return &Index{corpus: c, hidden: x.hidden}
}

// setRanker learns the ranker from the rows outside a fold; -1 leaves none out.
func (t *trainer) setRanker(without int) {
	w := &t.index.model[t.given]
	w.Kinds = t.kinds(without)
	var examples []example
	for i := range t.rows {
		if t.fold[i] != without {
			examples = append(examples, t.example(i))
		}
	}
	learnt := learnRanker(examples, rankerPenalty, rankerRounds)
	w.Ranker = map[string]float64{}
	for i, x := range learnt {
		w.ranker[i] = float32(x)
		if r := math.Round(x*1e4) / 1e4; r != 0 {
			w.Ranker[measureNames[i]] = r
		}
	}
}

func (t *trainer) example(i int) example {
	x := t.index
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	q := x.ask(s, t.rows[i].Query)
	e := example{right: t.right[i], fold: t.fold[i], weight: 1 / math.Sqrt(float64(t.titles[t.right[i]]))}
	for _, j := range x.propose(s, &q) {
		c := x.hold(s, &q, j)
		e.vectors = append(e.vectors, sparsely(&c.vector))
		e.families = append(e.families, x.entries[j].family)
	}
	return e
}

// kinds is the logarithm of how many certifications of each kind have titles.
func (t *trainer) kinds(without int) map[string]float64 {
	const unseen = 0.3
	seen, count := map[int32]bool{}, map[string]float64{"": 0}
	for i, f := range t.right {
		if t.fold[i] != without && !seen[f] {
			seen[f] = true
			count[string(t.index.entries[t.index.byCode[t.rows[i].Codes[0]]].kinds[0])]++
		}
	}
	for k, n := range count {
		count[k] = math.Round(math.Log(n+unseen)*1e4) / 1e4
	}
	return count
}

// trials asks the rows of a fold.
func (t *trainer) trials(fold int) (list []trial) {
	x := t.index
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	for i := range t.rows {
		if t.fold[i] != fold {
			continue
		}
		q := x.ask(s, t.rows[i].Query)
		if ranked := x.rank(s, &q); len(ranked) > 0 {
			list = append(list, trial{x.signals(&q, ranked), x.entries[ranked[0].entry].family == t.right[i], fold, 1})
		}
	}
	return list
}

// What answers that cannot be right weigh in learning how sure to be, beside a
// labelled row's 1: rows whose own family is hidden, and titles that the registers
// of France compétences hold and Certif Info does not.
const hiddenWeight, strangerWeight = 0.02, 0.03

// negatives asks the rows of a fold of an index that lacks their family, and some
// strangers.
func (t *trainer) negatives(fold int) (list []trial) {
	for i := range t.rows {
		if t.fold[i] == fold {
			list = append(list, t.refused(t.index.Without(t.rows[i].Codes[0]), t.rows[i].Query, fold, hiddenWeight)...)
		}
	}
	for i, q := range t.strangers {
		if i%folds == fold {
			list = append(list, t.refused(t.index, only(q, t.given), fold, strangerWeight)...)
		}
	}
	return list
}

// refused is the trial of an answer that is wrong whatever it is.
func (t *trainer) refused(x *Index, query Query, fold int, weight float64) []trial {
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	q := x.ask(s, query)
	if ranked := x.rank(s, &q); len(ranked) > 0 {
		return []trial{{x.signals(&q, ranked), false, fold, weight}}
	}
	return nil
}

// setConfidence learns the confidence from trials.
func (t *trainer) setConfidence(trials []trial) {
	w := &t.index.model[t.given]
	w.Confidence = map[string]float64{}
	for i, x := range learnConfidence(trials, confidenceHold) {
		w.confidence[i] = x
		w.Confidence[signalNames[i]] = math.Round(x*1e4) / 1e4
	}
}

// outOfFold asks every row of rankers that were learnt without its fold.
func (t *trainer) outOfFold() (list []trial) {
	for fold := range folds {
		t.setRanker(fold)
		list = append(list, t.trials(fold)...)
		list = append(list, t.negatives(fold)...)
	}
	return list
}

// train learns from all rows: the confidence from answers of rankers that had
// not seen the row, then the ranker.
func (t *trainer) train() weights {
	t.setConfidence(t.outOfFold())
	t.setRanker(-1)
	return t.index.model[t.given]
}

// crossValidate measures answers of weights that were learnt without the fold.
func (t *trainer) crossValidate() Report {
	trials := t.outOfFold()
	sum := tally{index: t.index}
	for fold := range folds {
		var others []trial
		for _, o := range trials {
			if o.fold != fold {
				others = append(others, o)
			}
		}
		t.setRanker(fold)
		t.setConfidence(others)
		for i, row := range t.rows {
			if t.fold[i] == fold {
				sum.add(row, t.index.Find(row.Query, depth))
			}
		}
	}
	return sum.report()
}

const provenance = "Learnt by go test ./transform/certify -run TestLearn -update from data/labelled/intitules-organismes-certifinfo.csv " +
	"(1,290 titles of organisations, catalogue RCO 2020) and data/certifinfo/certif_info.csv; confidence from answers cross-validated by family."

// TestLearn writes the weights when -update is given, and otherwise checks that
// those of the file are there for every setting.
func TestLearn(t *testing.T) {
	x := realIndex(t)
	if !*update {
		for g := range givenCount {
			if w := x.model[g]; len(w.Ranker) < 20 || len(w.Confidence) < int(signals)/2 || len(w.Kinds) < 20 {
				t.Errorf("weights.json lacks weights for %q", givenNames[g])
			}
		}
		return
	}
	m := model{Provenance: provenance, Given: map[string]weights{}}
	rows, strangers := labelledTitles(t), strangeTitles(t, x)
	for g := range givenCount {
		m.Given[givenNames[g]] = newTrainer(x, g, rows, strangers).train()
	}
	out, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("weights.json", append(out, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
