package certify

import (
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/transform/texte"
)

// question is a query as read.
type question struct {
	given      given
	kind       kind // of the column, else of the title
	titleKind  kind
	fit        []fit // of kind with each pair of kinds
	titleFit   []fit
	level      int
	year       int
	courses    bool    // the title has a « parcours »
	titleWords []int32 // those that certifiers' names have
	certifier  []int32
}

// given says what a query has beside its title: each has weights of its own.
type given uint8

const (
	givenTitle   given = iota // nothing
	givenColumns              // type or level, not the diploma's name
	givenDiploma              // the diploma's name
	givenCount
)

var givenNames = [givenCount]string{"title", "columns", "diploma"}

func (x *Index) ask(s *scratch, query Query) question {
	x.prepare(&s.title, s, query.Title)
	x.prepare(&s.diploma, s, query.Diploma)
	q := question{
		titleKind: s.title.kind, kind: typeKind(query.Type), level: query.Level,
		titleWords: x.named(stems(s.title.reading.words)), certifier: x.named(certifierWords(query.Certifier)),
	}
	q.courses = slices.Contains(s.title.reading.words, "parcours") || strings.Contains(query.Title, "arcours")
	if !query.Date.IsZero() {
		q.year = query.Date.Year()
	}
	for _, k := range []kind{s.diploma.kind, s.title.kind} {
		if q.kind == "" || q.kind == kindAutre {
			q.kind = cmpOr(k, q.kind)
		}
	}
	q.fit, q.titleFit = x.fittings(q.kind), x.fittings(q.titleKind)
	if q.level == 0 {
		q.level = s.title.level
	}
	switch {
	case len(s.diploma.terms) > 0:
		q.given = givenDiploma
	case query.Type != "" || query.Level != 0:
		q.given = givenColumns
	}
	return q
}

func cmpOr(a, b kind) kind {
	if a != "" {
		return a
	}
	return b
}

// notNamed is the number of a word that no certifier's name has.
const notNamed = -1

// named numbers words by those of the names of certifiers.
func (c *corpus) named(words []string) []int32 {
	list := make([]int32, len(words))
	for i, w := range words {
		if id, ok := c.names[w]; ok {
			list[i] = id
		} else {
			list[i] = notNamed
		}
	}
	return list
}

// certifierWords are the words that tell certifiers apart.
func certifierWords(name string) []string {
	var list []string
	for _, w := range texte.Words(name) {
		if !texte.Stop(w) && !publicBodies[w] {
			list = append(list, texte.Stem(w))
		}
	}
	return list
}

// publicBodies are words of the names of ministries, which certify thousands.
var publicBodies = map[string]bool{"ministere": true, "charge": true, "france": true, "ecole": true, "institut": true, "universite": true, "national": true, "nationale": true, "superieur": true, "superieure": true, "enseignement": true, "education": true, "formation": true, "association": true, "groupe": true}

func stems(words []string) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = texte.Stem(w)
	}
	return list
}

// fits says how the kind that the query names agrees with an entry. One that
// names none and has a « parcours » is of a kind that has some.
func (q *question) fits(e *entry) fit {
	if q.kind != "" || !q.courses || coursed[e.kinds[0]] {
		return q.fit[e.pair]
	}
	if loose[e.kinds[0]] {
		return fitOther
	}
	return fitClash
}
