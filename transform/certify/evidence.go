package certify

import (
	"fmt"
	"slices"
	"strings"
)

// account is what the evidence for a match is told from.
type account struct {
	index  *Index
	s      *scratch
	q      *question
	text   *prepared // the title, or the diploma's name when it fits better
	entry  *entry
	vector *vector
	at     int // where the text's measures begin in the vector
	ranked []candidate
	place  int // of the match among the ranked
	twins  int // entries of the family that might as well be meant
}

// evidence says in French why an entry may be meant, and what speaks against it.
func (x *Index) evidence(s *scratch, q *question, ranked []candidate, place int, chosen int32, twins int) string {
	c := x.hold(s, q, chosen)
	a := account{index: x, s: s, q: q, text: &s.title, entry: &x.entries[chosen], vector: &c.vector, ranked: ranked, place: place, twins: twins}
	if q.given == givenDiploma && c.vector[textMeasures+diceText] >= c.vector[diceText] {
		a.text, a.at = &s.diploma, textMeasures
	}
	var parts []string
	for _, part := range []string{a.words(), a.option(), a.kind(), a.level(), a.certifier(), a.rivals(), a.version()} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ; ")
}

// words tells how much of its title stands in the text.
func (a *account) words() string {
	where := ""
	if a.at != 0 {
		where = " dans le nom du diplôme"
	}
	switch {
	case a.vector[a.at+sameTitle] > 0 || a.vector[a.at+sameWords] > 0:
		return "même intitulé" + where
	case a.vector[a.at+acronymFound] > 0:
		return "sigle de l'intitulé" + where
	}
	missing := a.missing()
	switch {
	case len(missing) == 0 && a.vector[a.at+headCovered] > 0.99:
		return "même intitulé, à l'orthographe près" + where
	case len(missing) == 0:
		return "intitulé entier, avec d'autres mots" + where
	case a.vector[a.at+entryCovered] > 0:
		return fmt.Sprintf("intitulé en partie%s : manque « %s »", where, strings.Join(missing[:min(len(missing), 6)], ", "))
	}
	return "mots de « " + a.index.entries[a.ranked[a.place].entry].certification.Intitule + " », une autre version" + where
}

// missing lists the words of the entry's title that the text lacks.
func (a *account) missing() (list []string) {
	for i, id := range a.entry.words {
		if !slices.ContainsFunc(a.text.terms, func(t term) bool { return t.is(id) }) {
			list = append(list, a.entry.spoken[i])
		}
	}
	return list
}

func (a *account) option() string {
	switch {
	case a.vector[a.at+optionSame] > 0:
		return "même option"
	case a.vector[a.at+optionOther] > 0:
		return "autre option"
	case a.vector[a.at+optionUnsaid] > 0:
		return "option non précisée"
	}
	return ""
}

func (a *account) kind() string {
	name := a.entry.certification.Type
	if k := a.entry.kinds[0]; k != "" && k != kindAutre && k != kindTitre {
		name = string(k)
	}
	switch a.q.fits(a.entry) {
	case fitSame:
		return "type " + name
	case fitNear, fitLoose:
		return fmt.Sprintf("type voisin : %s pour %s", name, a.named())
	case fitOther, fitClash:
		return fmt.Sprintf("autre type : %s et non %s", name, a.named())
	}
	return "type absent du titre (ici " + name + ")"
}

// named is the kind that the query names.
func (a *account) named() string {
	if a.q.kind == "" {
		return "un parcours universitaire"
	}
	return string(a.q.kind)
}

func (a *account) level() string {
	level := a.entry.certification.NiveauEuropeen
	switch {
	case a.vector[levelSame] > 0:
		return fmt.Sprintf("niveau %d", level)
	case a.vector[levelOther] > 0:
		return fmt.Sprintf("niveau %d et non %d", level, a.q.level)
	}
	return ""
}

func (a *account) certifier() string {
	if a.vector[certifierSame] > 0.5 {
		return "même certificateur"
	}
	return ""
}

// rivals tells of the other families that the words name as well.
func (a *account) rivals() string {
	if a.place > 0 {
		return fmt.Sprintf("proposition n° %d", a.place+1)
	}
	var names []string
	for _, i := range a.index.rivals(a.ranked, a.at) {
		e := &a.index.entries[a.ranked[i].entry].certification
		names = append(names, fmt.Sprintf("%s (%s)", e.Intitule, e.Code))
	}
	switch {
	case len(names) == 0 && (a.twins > 0 || a.vector[a.at+entryCovered] < 0.99):
		return ""
	case len(names) == 0:
		return "seule certification de ce nom"
	case len(names) <= 2:
		return "même nom que " + strings.Join(names, " et ")
	}
	return plural(len(names), "", "autres certifications de ce nom, dont "+names[0])
}

// version tells which of its family the entry is.
func (a *account) version() string {
	if a.twins > 0 {
		return plural(a.twins, "autre certification de la même famille convient aussi", "autres certifications de la même famille conviennent aussi")
	}
	c := &a.entry.certification
	family := a.index.members[a.entry.family]
	switch {
	case a.entry.archived:
		return "ancienne certification, remplacée"
	case !a.entry.open(a.q.year):
		return fmt.Sprintf("pas de session en %d", a.q.year)
	case c.DerniereSession != 0:
		return fmt.Sprintf("dernière session en %d", c.DerniereSession)
	case len(family) > 1 && a.entry.from != 0:
		return fmt.Sprintf("version en cours depuis %d", a.entry.from)
	case len(family) > 1:
		return "version en cours"
	}
	return ""
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
