package classify

import "math"

// Signals of a candidate, in the order that the learned trees name them by.
const (
	sVotes = iota
	sSharp
	sNearest
	sLinear
	sSaid
	sSaidNear
	sTogether
	sKnown
	sSupporters
	sFirst
	sPlace
	sTop
	sStems
	sVotesOfBest
	sLinearOfBest
	sTogetherOfBest
	sBestVotes
	sBestLinear
	sDivided
	sForemost
	sNarrowVotes
	sNarrowLinear
	sNarrowOfBest
	sWideVotes
	sWideLinear
	sPlaceByVotes
	sPlaceByLinear
	sLead
	signals
)

// text is what all candidates of a text share.
type text struct {
	top   float32 // likeness of the nearest title
	stems int
	next  float32                                        // the linear chances of the second
	best  candidate                                      // the highest of each figure
	see   func(k scheme, code int32, f [signals]float32) // nil unless the tables are being learned
}

// first weighs a candidate before the learned trees do.
func (c *candidate) first() float32 {
	return c.votes + c.sharp/2 + 1.5*c.linear + 0.3*c.together + 0.3*c.said + 0.2*c.saidNear
}

// look finds the highest of each figure.
func (t *text) look(list []candidate) {
	for i := range list {
		c := &list[i]
		t.best.votes = max(t.best.votes, c.votes)
		t.best.narrow.linear = max(t.best.narrow.linear, c.narrow.linear)
		t.next = max(t.next, min(t.best.linear, c.linear))
		t.best.linear = max(t.best.linear, c.linear)
		t.best.together = max(t.best.together, c.together)
	}
}

func (t *text) signals(c candidate, place int, known int32) [signals]float32 {
	return [signals]float32{
		sVotes:          c.votes,
		sSharp:          c.sharp,
		sNearest:        c.nearest,
		sLinear:         c.linear,
		sSaid:           c.said,
		sSaidNear:       c.saidNear,
		sTogether:       c.together,
		sKnown:          float32(math.Log1p(float64(known))),
		sSupporters:     float32(c.supporters),
		sFirst:          c.score,
		sPlace:          float32(place),
		sTop:            t.top,
		sStems:          float32(t.stems),
		sVotesOfBest:    of(c.votes, t.best.votes),
		sLinearOfBest:   of(c.linear, t.best.linear),
		sTogetherOfBest: of(c.together, t.best.together),
		sBestVotes:      t.best.votes,
		sBestLinear:     t.best.linear,
		sDivided:        c.divided,
		sForemost:       c.foremost,
		sNarrowVotes:    c.narrow.votes,
		sNarrowLinear:   c.narrow.linear,
		sNarrowOfBest:   of(c.narrow.linear, t.best.narrow.linear),
		sWideVotes:      c.wide.votes,
		sWideLinear:     c.wide.linear,
		sPlaceByVotes:   c.placeByVotes,
		sPlaceByLinear:  c.placeByLinear,
		sLead:           t.lead(c),
	}
}

// lead is how far a candidate is before the next by its linear chances, or behind
// the first.
func (t *text) lead(c candidate) float32 {
	if c.linear == t.best.linear {
		return c.linear - t.next
	}
	return c.linear - t.best.linear
}

// places counts, for each candidate, those that are above it.
func places(list []candidate) {
	for i := range list {
		a := &list[i]
		for j := range list {
			b := &list[j]
			if b.votes > a.votes {
				a.placeByVotes++
			}
			if b.linear > a.linear {
				a.placeByLinear++
			}
		}
	}
}

func of(part, whole float32) float32 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
