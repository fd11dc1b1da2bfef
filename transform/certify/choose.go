package certify

import (
	"cmp"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// alikeScore is how far the score of an entry may be below that of its family's
// best for the date, not the words, to decide.
const alikeScore = 0.5

// result makes the match of one family.
func (x *Index) result(s *scratch, q *question, ranked []candidate, i int, chance float64) Match {
	family := x.members[x.entries[ranked[i].entry].family]
	chosen, twins := ranked[i].entry, 0
	if len(family) > 1 {
		chosen, twins = x.choose(s, q, family)
	}
	e := &x.entries[chosen]
	m := Match{
		Code: e.certification.Code, Famille: x.Family(e.certification.Code), Certification: e.certification, Archived: e.archived,
		Confidence: chance / float64(1+twins),
	}
	for _, j := range family {
		if j != chosen {
			m.Autres = append(m.Autres, x.entries[j].certification.Code)
		}
	}
	m.Evidence = x.evidence(s, q, ranked, i, chosen, twins)
	return m
}

// choose picks the entry of a family: among those that are open on the day, the
// one whose words fit; among words that fit alike, the latest. twins counts the
// others that might as well be meant.
func (x *Index) choose(s *scratch, q *question, family []int32) (chosen int32, twins int) {
	list := make([]candidate, 0, len(family))
	for _, i := range family {
		list = append(list, x.hold(s, q, i))
	}
	best := slices.MinFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(x.standing(a.entry, q.year), x.standing(b.entry, q.year)), x.compare(a, b))
	})
	standing := x.standing(best.entry, q.year)
	list = slices.DeleteFunc(list, func(c candidate) bool {
		return x.standing(c.entry, q.year) != standing || c.score < best.score-alikeScore
	})
	chosen = slices.MinFunc(list, func(a, b candidate) int { return x.laterFirst(a, b, q.year) }).entry
	for _, c := range list {
		twins += oneIf[int](x.twins(chosen, c.entry))
	}
	return chosen, twins
}

// twins says whether two entries of a family are certifications of their own and
// not versions of one: options of one diploma, the same title at two certifiers.
func (x *Index) twins(a, b int32) bool {
	p, q := &x.entries[a], &x.entries[b]
	same := p.body == q.body && p.options == q.options && slices.Equal(p.certifier, q.certifier)
	return !same && !x.replaces(a, b, maxChain) && !x.replaces(b, a, maxChain)
}

// maxChain bounds the chain of replacements that is followed: what is published
// has cycles.
const maxChain = 6

// replaces says whether entry a took over from b, at once or by way of others.
func (x *Index) replaces(a, b int32, steps int) bool {
	for _, old := range x.entries[a].certification.Anciens {
		i, known := x.byCode[old.Code]
		if known && (i == b || steps > 0 && i != a && x.replaces(i, b, steps-1)) {
			return true
		}
	}
	return false
}

// standing ranks entries by whether they may be followed in a year: open, known
// but not open, listed only as replaced. Those replaced come before those that
// begin later than the day.
func (x *Index) standing(i int32, year int) int {
	e := &x.entries[i]
	switch {
	case e.archived:
		return 1
	case e.open(year):
		return 0
	}
	return 2
}

func (x *Index) laterFirst(a, b candidate, year int) int {
	p, q := &x.entries[a.entry].certification, &x.entries[b.entry].certification
	return cmp.Or(
		cmp.Compare(oneIf[int](x.entries[a.entry].tooNew(year)), oneIf[int](x.entries[b.entry].tooNew(year))),
		cmp.Compare(oneIf[float32](expiring(p)), oneIf[float32](expiring(q))),
		cmp.Compare(x.entries[b.entry].from, x.entries[a.entry].from),
		cmp.Compare(b.score, a.score),
		byNumber(q.Code, p.Code),
	)
}

// expiring says whether a certification has a last session.
func expiring(c *nomenclature.Certification) bool { return c.DerniereSession != 0 }
