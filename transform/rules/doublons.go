package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// closeHours is how many hours apart two formations are still nearly the same for
// Mon Compte Formation.
const closeHours = 10

// likeness is what makes two formations the same, or nearly.
type likeness struct {
	exact   bool
	reasons []string // in words
}

// liken compares two formations; ok is false when they are simply two.
func liken(p, q print) (l likeness, ok bool) {
	what, same := subject(p, q)
	if what == "" {
		return likeness{}, false
	}
	if len(p.places) == 0 && len(q.places) == 0 {
		return likeness{false, []string{what, "aucune session ne les distingue"}}, same
	}
	for _, t := range p.places {
		for _, u := range q.places {
			exact, how := given(t, u)
			if how == nil || ok && (l.exact || !exact || !same) {
				continue
			}
			l, ok = likeness{exact && same, append([]string{what}, how...)}, true
		}
	}
	return l, ok
}

// subject says what two formations teach in common; same is false when their
// titles are only alike. Two certifications are two subjects, whatever the titles.
func subject(p, q print) (what string, same bool) {
	certified := len(p.certifications) > 0 && len(q.certifications) > 0
	sameTitle := len(p.words) > 0 && slices.Equal(p.words, q.words)
	switch {
	case certified && !slices.Equal(p.certifications, q.certifications):
		return "", false
	case sameTitle && certified:
		return "même intitulé et même certification", true
	case sameTitle:
		return "même intitulé", true
	case certified && completes(p.own, q.own):
		return "même certification, " + p.label, true
	case !certified && alike(p.words, q.words):
		return "intitulés proches", false
	}
	return "", false
}

// completes reports that one of two titles says no more than the other, but for
// words that do not tell formations apart. Two titles that complete one label each
// in its own way are two courses.
func completes(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return !slices.ContainsFunc(b, func(w string) bool { return telling(w) && !slices.Contains(a, w) })
}

// given says what two ways of giving a formation have in common, nil when they
// are two. Exact is for the same modalities, hours and dates too.
func given(t, u taught) (exact bool, reasons []string) {
	if !t.place.near(u.place) || t.formateur != u.formateur || !closeBy(t.hours, u.hours) {
		return false, nil
	}
	for i := range t.open {
		if !agree(t.open[i], u.open[i]) {
			return false, nil
		}
	}
	when, shared := sharedDates(t, u)
	if exact = t.same(u) && shared; exact {
		return true, []string{"même lieu", "mêmes modalités", "mêmes dates (" + when + ")"}
	}
	return false, nonBlank("même lieu", inHours(t.hours, u.hours), label(shared, "mêmes dates ("+when+")"))
}

// closeBy reports that two lengths may be one, or are less than closeHours apart.
func closeBy(a, b int) bool { return a == 0 || b == 0 || max(a-b, b-a) < closeHours }

func inHours(a, b int) string {
	switch {
	case a == 0 || b == 0:
		return ""
	case a == b:
		return fmt.Sprintf("même durée (%d heures)", a)
	}
	return fmt.Sprintf("moins de %d heures d'écart (%d et %d)", closeHours, a, b)
}

// sharedDates gives the first days that two ways of giving a formation share.
func sharedDates(t, u taught) (when string, shared bool) {
	for _, d := range t.dates {
		if d.debut.Complete() && slices.Contains(u.dates, d) {
			return du(d), true
		}
	}
	return "", false
}

// du reads « du 07/09/2026 au 30/06/2027 ».
func du(d dates) string {
	if d.fin == "" || d.fin == offre.DateInconnue {
		return "à partir du " + french(d.debut)
	}
	return "du " + french(d.debut) + " au " + french(d.fin)
}

func label(yes bool, text string) string {
	if !yes {
		return ""
	}
	return text
}

func nonBlank(values ...string) []string {
	return slices.DeleteFunc(values, func(v string) bool { return v == "" })
}

// twins are the formations that are the same as one, or nearly the same, by ID.
func twins(c Case, exact bool) (found []print, first likeness) {
	if c.Siblings == nil {
		return nil, likeness{}
	}
	p := printOf(c.Offre)
	for _, q := range c.Siblings.near(p) {
		if l, ok := liken(p, q); ok && l.exact == exact {
			if len(found) == 0 {
				first = l
			}
			found = append(found, q)
		}
	}
	return found, first
}

// tellTwins is the breach of a formation that has twins: it names the first.
func tellTwins(c Case, begins string, found []print, why likeness) []Breach {
	if len(found) == 0 {
		return nil
	}
	message := fmt.Sprintf("%s %s, « %s » : %s.", begins, found[0].id, finding.Cut(found[0].intitule, 80), strings.Join(why.reasons, ", "))
	switch n := len(found) - 1; n {
	case 0:
	case 1:
		message += " Une autre lui ressemble autant : " + found[1].id + "."
	default:
		message += fmt.Sprintf(" %d autres lui ressemblent autant.", n)
	}
	return []Breach{{Record: c.Offre.Formation.ID, Field: layout.FormationIntitule, Value: found[0].id, Message: message}}
}
