package certify

import (
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/transform/texte"
)

// Measures of how a text and the title of an entry agree.
const (
	entryCovered = iota // share of the entry's words that the text has, by weight
	headCovered         // share of the text's head that the entry has
	textCovered         // share of the whole text
	diceHead
	diceText
	diceSegment  // of the best segment
	sameWords    // the text, or a segment of it, is the entry's words and no other
	sameTitle    // the same with the kind of diploma
	entryMissing // weight of the entry's words that the text lacks
	headMissing  // weight of the head's words that the entry lacks
	inOrder      // share of the entry's neighbouring words that are neighbours in the text
	trigramsAlike
	spelling     // likeness of the words matched, 1 when all are exact
	acronymFound // the text has the entry's initials
	optionSame   // letters of options agree
	optionOther  // they do not
	optionUnsaid // the entry has one, the text none
	firstSame    // both begin with the same word
	textMeasures // their number
)

// Measures of the rest of a query.
const (
	kindSame = textMeasures*2 + iota
	kindNear
	kindLoose
	kindOther  // differs, and one of the two is used freely
	kindClash  // differs, and neither is
	kindUsual  // how usual the kind is among titles, when the query names none
	kindCommon // how many certifications are of the kind, when the query names none
	titleKindSame
	titleKindOther
	levelSame
	levelOther
	stateHabilitation
	statePreparatory
	stateArchived
	hasRNCP
	hasCFD
	certifierNamed // its words are in the title
	certifierSame  // the query's certifier is the entry's
	kindWhole      // of the kind that the query names, and has all of the head's words
	measures       // their number
)

// vector is all that a query and an entry have to say of one another: the text
// measures of the title, those of the diploma, the others.
type vector [measures]float32

// describe measures a text against an entry, into the measures that begin at v.
func (x *Index) describe(v []float32, s *scratch, p *prepared, i int32) {
	e := &x.entries[i]
	if len(p.terms) == 0 || e.weights == 0 {
		return
	}
	m := x.match(s, p, e)
	v[entryCovered] = m.entry / e.weights
	v[headCovered] = ratio(m.segments[0], p.weights[0])
	v[textCovered] = ratio(m.text, p.total)
	v[diceHead] = 2 * m.segments[0] / (p.weights[0] + e.weights)
	v[diceText] = 2 * m.text / (p.total + e.weights)
	for i := range p.count {
		v[diceSegment] = max(v[diceSegment], 2*m.segments[i]/(p.weights[i]+e.weights))
	}
	v[sameWords] = oneIf[float32](slices.Contains(p.bodies, e.body))
	v[sameTitle] = oneIf[float32](slices.Contains(p.literals, e.literal))
	v[entryMissing] = (e.weights - m.entry) / 10
	v[headMissing] = (p.weights[0] - m.segments[0]) / 10
	v[inOrder] = m.inOrder
	v[trigramsAlike] = dice(p.trigrams, e.trigrams)
	v[spelling] = ratio(m.entry, m.exact)
	v[acronymFound] = oneIf[float32](slices.Contains(p.named, i))
	v[optionSame] = oneIf[float32](p.options&e.options != 0)
	v[optionOther] = oneIf[float32](p.options != 0 && e.options != 0 && p.options&e.options == 0)
	v[optionUnsaid] = oneIf[float32](p.options == 0 && e.options != 0)
	v[firstSame] = oneIf[float32](p.terms[0].is(e.words[0]))
}

// matched is what a text and an entry share, by weight.
type matched struct {
	entry    float32              // of the entry's words, by likeness
	exact    float32              // of the same words, as if all were exact
	text     float32              // of the text's words, each once
	segments [maxSegments]float32 // of the text's words, by segment
	inOrder  float32
}

func (x *Index) match(s *scratch, p *prepared, e *entry) (m matched) {
	for _, id := range e.words {
		s.word[id] = 1
	}
	best := s.best[:len(e.words)]
	clear(best)
	pairs, last := 0, int32(-1)
	for i := range p.terms {
		t := &p.terms[i]
		l, ok := t.found(s)
		if !ok {
			last = -1
			continue
		}
		m.segments[t.segment] += t.weight * l.sim
		if t.same == 0 {
			m.text += t.weight * l.sim
			at := slices.Index(e.words, l.id)
			best[at] = max(best[at], l.sim)
			if last >= 0 && int(last)+1 == at {
				pairs++
			}
			last = int32(at)
		}
	}
	for i, id := range e.words {
		s.word[id] = 0
		if best[i] > 0 {
			m.entry += best[i] * e.shares[i]
			m.exact += e.shares[i]
		}
	}
	if n := len(e.words) - 1; n > 0 {
		m.inOrder = float32(pairs) / float32(n)
	} else {
		m.inOrder = 0.5 * oneIf[float32](m.entry > 0)
	}
	return m
}

// found is the likeness of a term that the entry at hand has.
func (t *term) found(s *scratch) (likeness, bool) {
	for _, l := range t.likely {
		if s.word[l.id] != 0 {
			return l, true
		}
	}
	return likeness{}, false
}

func (t *term) is(id int32) bool {
	return slices.ContainsFunc(t.likely, func(l likeness) bool { return l.id == id })
}

// describeRest measures all that is not text.
func (x *Index) describeRest(v *vector, q *question, e *entry) {
	switch q.fits(e) {
	case fitSame:
		v[kindSame] = 1
	case fitNear:
		v[kindNear] = 1
	case fitLoose:
		v[kindLoose] = 1
	case fitOther:
		v[kindOther] = 1
	case fitClash:
		v[kindClash] = 1
	}
	if q.kind == "" {
		v[kindUsual], v[kindCommon] = x.weightsFor(q).usual(e.kinds[0]), x.common[e.kinds[0]]
	}
	if q.kind != q.titleKind && q.titleKind != "" {
		same := q.titleFit[e.pair] == fitSame
		v[titleKindSame], v[titleKindOther] = oneIf[float32](same), oneIf[float32](!same)
	}
	if l := e.certification.NiveauEuropeen; l != 0 && q.level != 0 {
		v[levelSame], v[levelOther] = oneIf[float32](l == q.level), oneIf[float32](l != q.level)
	}
	v[stateHabilitation] = oneIf[float32](e.certification.Etat == "2" || e.kinds[0] == kindHabilitation)
	v[statePreparatory] = oneIf[float32](strings.HasPrefix(e.certification.EtatLibelle, "formation"))
	v[stateArchived] = oneIf[float32](e.archived)
	v[hasRNCP], v[hasCFD] = oneIf[float32](e.certification.RNCP != ""), oneIf[float32](e.certification.CFD != "")
	v[certifierNamed] = overlap(q.titleWords, e.certifier)
	v[certifierSame] = overlap(e.certifier, q.certifier)
	v[kindWhole] = v[kindSame] * oneIf[float32](v[headCovered] > 0.99 || v[textMeasures+headCovered] > 0.99)
}

// open says whether the certification has sessions in a year; 0 asks nothing.
func (e *entry) open(year int) bool {
	last := e.certification.DerniereSession
	return year == 0 || e.from <= year && (last == 0 || year <= last)
}

// overlap is the share of the words of b that a has; 0 when either has none.
func overlap(a, b []int32) float32 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n := 0
	for _, w := range b {
		if slices.Contains(a, w) {
			n++
		}
	}
	return float32(n) / float32(len(b))
}

// dice compares two sorted sets.
func dice(a, b []texte.Trigram) float32 {
	if len(a)+len(b) == 0 {
		return 0
	}
	shared, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			shared++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float32(shared) / float32(len(a)+len(b))
}

func ratio(a, b float32) float32 {
	if b == 0 {
		return 0
	}
	return a / b
}

func oneIf[N uint8 | int | float32 | float64](yes bool) N {
	if yes {
		return 1
	}
	return 0
}
