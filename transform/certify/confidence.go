package certify

import "math"

// Signals are what says how sure one may be of the first family.
const (
	signalOne        = iota // always 1
	signalShare             // of the first among all candidates, as log-odds
	signalMargin            // of its score over the second's
	signalScore             // its score
	signalEntry             // share of its words that the title has
	signalHead              // share of the title's head that it has
	signalText              // share of the title that it has
	signalDice              // of the best text
	signalSame              // the same words
	signalKindSame          // the same kind
	signalKindOther         // another kind
	signalKindUnsaid        // the query names no kind
	signalRivals            // families of the same words
	signalMissing           // weight of its words that the title lacks
	signalLacking           // weight of the title's head that it lacks
	signalOption            // another option, or an option that the title does not state
	signals
)

var signalNames = [signals]string{
	"one", "share", "margin", "score", "entry covered", "head covered", "text covered", "dice", "same words",
	"kind same", "kind other", "kind unsaid", "rivals", "entry missing", "head missing", "option",
}

// signals sums up what the ranker saw.
func (x *Index) signals(q *question, ranked []candidate) (s [signals]float64) {
	first := &ranked[0]
	v := &first.vector
	at := 0
	if q.given == givenDiploma && v[textMeasures+diceText] >= v[diceText] {
		at = textMeasures
	}
	sum, margin := 0.0, 8.0
	for i := range ranked[1:] {
		gap := float64(first.score - ranked[i+1].score)
		sum += math.Exp(-gap)
		if i == 0 {
			margin = gap
		}
	}
	s[signalOne] = 1
	s[signalShare] = -math.Log(max(sum, 1e-4))
	s[signalMargin] = min(margin, 8)
	s[signalScore] = float64(first.score)
	s[signalEntry] = float64(v[at+entryCovered])
	s[signalHead] = float64(v[at+headCovered])
	s[signalText] = float64(v[at+textCovered])
	s[signalDice] = float64(max(v[at+diceHead], v[at+diceText], v[at+diceSegment]))
	s[signalSame] = float64(v[at+sameWords])
	s[signalKindSame] = float64(v[kindSame])
	s[signalKindOther] = float64(v[kindOther] + v[kindClash] + v[kindNear])
	s[signalKindUnsaid] = float64(oneIf[float32](q.kind == ""))
	s[signalRivals] = math.Log1p(float64(len(x.rivals(ranked, at))))
	s[signalMissing] = float64(v[at+entryMissing])
	s[signalLacking] = float64(v[at+headMissing])
	s[signalOption] = float64(v[at+optionOther] + v[at+optionUnsaid])
	return s
}

// rivals are the families after the first that the text names as fully.
func (x *Index) rivals(ranked []candidate, at int) (list []int) {
	first := &ranked[0].vector
	for i := range ranked[1:] {
		r := &ranked[i+1].vector
		if r[at+entryCovered] > 0.99 && r[at+headCovered] >= first[at+headCovered] && r[at+optionOther] == 0 && r[kindClash] <= first[kindClash] {
			list = append(list, i+1)
		}
	}
	return list
}

// Thresholds of confidence, as the labelled titles of organisations give them,
// cross-validated by family.
const (
	Automatic = 0.935 // at least 99 % of the families at or above are right, and one stranger to Certif Info in eighty stands there
	Propose   = 0.25  // below stand seven in ten of the titles that name no certification, one in forty of those that name one
)
