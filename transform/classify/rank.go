package classify

import "github.com/carif-oref/passerelle/transform/texte"

// scratch is the working memory of one answer.
type scratch struct {
	near    []float32
	touched []int32
	found   []neighbour
	ids     []int32
	buf     []byte
	score   []float32
	codes   []int32
	chances perScheme[chances]
	likely  perScheme[[]chance]
	sums    []grouped
	shared  []shared
	spoken  perScheme[[]said]
	vector  []feature
	reached []int32
	votes   perScheme[*tally]
	order   []int32
	settled perScheme[[]candidate]
}

// candidate is a code that something speaks for.
type candidate struct {
	code                        int32
	votes                       float32 // share of the votes of neighbours
	sharp                       float32 // the same when the nearest count much more
	nearest                     float32 // likeness of the nearest neighbour that has it
	neighbour                   int32   // that neighbour, -1 when there is none
	supporters                  int32   // neighbours that have it
	linear                      float32 // chances by the linear model
	said                        float32 // part of the text that the best term said in full is
	saidNear                    float32 // likeness of the best term
	term                        int32   // that term, -1 when there is none
	together                    float32 // what codes of other nomenclatures say
	divided                     float32 // votes when a title divides its own among its codes
	foremost                    float32 // votes of the titles that have it first
	narrow                      grouped // what its group has
	wide                        grouped // what the group of its group has
	placeByVotes, placeByLinear float32 // how many are above it
	score                       float32
	confidence                  float64
}

// tally gathers the candidates of one nomenclature.
type tally struct {
	at   []int32 // place of a code among the candidates, plus one
	list []candidate
}

func (t *tally) of(code int32) *candidate {
	if t.at[code] == 0 {
		t.list = append(t.list, candidate{code: code, neighbour: -1, term: -1})
		t.at[code] = int32(len(t.list))
	}
	return &t.list[t.at[code]-1]
}

func (t *tally) clear() {
	for _, c := range t.list {
		t.at[c.code] = 0
	}
	t.list = t.list[:0]
}

// likelyKept is how many codes the linear model proposes.
const likelyKept = 20

// rank gives the candidates for a text, best first.
func (x *Index) rank(q Query, without hiding, s *scratch) perScheme[[]candidate] {
	return x.rankSeen(q, without, s, nil)
}

// rankSeen shows the signals of each candidate to see, which may be nil.
func (x *Index) rankSeen(q Query, without hiding, s *scratch, see func(k scheme, code int32, f [signals]float32)) perScheme[[]candidate] {
	titre := texte.Normalise(subject(q.Title))
	vector := x.read(q, titre, s)
	near := x.near.nearest(vector, without.examples, s)
	models := x.linear.without(without.folds)
	spoken := x.terms.in(titre, s)
	x.jobs(q.Metiers, &spoken, s)
	for k := range schemes {
		t := s.votes[k]
		t.clear()
		x.vote(k, near, t)
		likely := s.chances[k].weigh(models[k], vector)
		for _, c := range likely[:min(likelyKept, len(likely))] {
			t.of(c.code).linear = c.share
		}
		for _, m := range spoken[k] {
			x.hear(m, t)
		}
	}
	for k := range schemes {
		x.gather(k, s.chances[k].list, s)
	}
	x.agree(without, s)
	var out perScheme[[]candidate]
	top := float32(0)
	if len(near) > 0 {
		top = near[0].near
	}
	for k := range schemes {
		out[k] = x.settle(k, text{top: top, stems: len(titre.Stems), see: see}, s)
	}
	return out
}

// agree lets the likely codes of each nomenclature speak for those of the others.
func (x *Index) agree(without hiding, s *scratch) {
	hidden := x.together.hide(without.sets)
	likely := &s.likely
	for k := range schemes {
		likely[k] = likely[k][:0]
		for _, c := range s.votes[k].list {
			if share := (c.votes + c.linear) / 2; share > 0.01 {
				likely[k] = append(likely[k], chance{c.code, share})
			}
		}
		sortChances(likely[k])
		likely[k] = likely[k][:min(8, len(likely[k]))]
	}
	for k := range schemes {
		to := grown(s.score, len(x.codes[k].codes))
		s.score = to
		s.codes = s.codes[:0]
		for other := range schemes {
			if other == k {
				continue
			}
			for _, c := range likely[other] {
				s.codes = x.together.speak(other, c.code, c.share, k, hidden, to, s.codes)
			}
		}
		for _, code := range s.codes {
			if s.votes[k].at[code] > 0 || to[code] > 0.1 {
				s.votes[k].of(code).together = to[code]
			}
			to[code] = 0
		}
	}
}
