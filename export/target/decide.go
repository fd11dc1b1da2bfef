package target

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// Codes of the reasons that no target needs to name: LHEO itself demands that a
// formation has a session.
const (
	NoSession     = "au-moins-une-session"
	NoSessionKept = "aucune-session-retenue" // its sessions are excluded for several reasons
)

// Decision is what a target makes of one offer.
type Decision struct {
	Formation Outcome
	Sessions  []Outcome // one for each session of the offer, in its order
}

// Outcome is whether a record is taken.
type Outcome struct {
	Reasons []Reason // all that exclude it, in the target's order, the first being the principal one; none when it is taken
}

// Kept reports that the record is taken.
func (o Outcome) Kept() bool { return len(o.Reasons) == 0 }

// Reason is why a record is excluded.
type Reason struct {
	Code     string // of a criterion of the target
	Sentence string // French, with the facts of this record
}

// Decide says what the target takes of an offer as of a day. A formation is taken
// when it meets the conditions and at least one of its sessions does too.
func (t Target) Decide(o *offre.Offre, date time.Time) Decision {
	s := Subject{Offre: o, Date: day(date)}
	decision := Decision{Sessions: make([]Outcome, len(o.Sessions))}
	for _, c := range t.Selection {
		if c.Condition.Scope == OfFormation {
			decision.addToAll(c, s)
			continue
		}
		for i := range o.Sessions {
			s.Session = &o.Sessions[i]
			decision.Sessions[i].add(c, s)
		}
	}
	decision.settle()
	return decision
}

// day is the calendar day of t in t's own location, as midnight UTC: dates of
// the catalogue have no hour and no zone.
func day(t time.Time) time.Time {
	an, mois, jour := t.Date()
	return time.Date(an, mois, jour, 0, 0, 0, 0, time.UTC)
}

func (o *Outcome) add(c Criterion, s Subject) {
	if sentence := c.Condition.Reason(s, c.Params); sentence != "" {
		o.Reasons = append(o.Reasons, Reason{c.Code, sentence})
	}
}

func (d *Decision) addToAll(c Criterion, s Subject) {
	sentence := c.Condition.Reason(s, c.Params)
	if sentence == "" {
		return
	}
	d.Formation.Reasons = append(d.Formation.Reasons, Reason{c.Code, sentence})
	for i := range d.Sessions {
		d.Sessions[i].Reasons = append(d.Sessions[i].Reasons, Reason{c.Code, sentence})
	}
}

// settle excludes a formation of which no session is taken. What all its sessions
// are excluded for comes before what the formation itself lacks, when the target
// asks for it first: mending the formation would not help.
func (d *Decision) settle() {
	if len(d.Sessions) == 0 && d.Formation.Kept() {
		d.Formation.Reasons = []Reason{{NoSession, "la formation n'a aucune session"}}
	}
	if len(d.Sessions) == 0 || slices.ContainsFunc(d.Sessions, Outcome.Kept) {
		return
	}
	own := d.Formation.Reasons
	theirs := WithoutSession(d.Sessions)
	shared := len(theirs) == 1 && !slices.ContainsFunc(own, func(r Reason) bool { return r.Code == theirs[0].Code })
	if len(own) == 0 || shared {
		d.Formation.Reasons = append(theirs, own...)
	}
}

// WithoutSession is why a formation of which no session is taken is excluded:
// for the reason of its sessions when they have but one between them, otherwise
// for a reason of its own that counts theirs.
func WithoutSession(sessions []Outcome) []Reason {
	counts := tally(sessions)
	if len(counts) == 1 {
		return []Reason{{counts[0].Code, only(counts[0], len(sessions))}}
	}
	clauses := make([]string, len(counts))
	for i, c := range counts {
		clauses[i] = fmt.Sprintf("%d : %s", c.n, c.Sentence)
	}
	reasons := []Reason{{NoSessionKept, fmt.Sprintf("aucune de ses %d sessions n'est retenue (%s)", len(sessions), strings.Join(clauses, " ; "))}}
	for _, c := range counts {
		reasons = append(reasons, c.Reason)
	}
	return reasons
}

func only(c counted, sessions int) string {
	if sessions == 1 {
		return "sa seule session n'est pas retenue : " + c.Sentence
	}
	return fmt.Sprintf("aucune de ses %d sessions n'est retenue ; par exemple, %s", sessions, c.Sentence)
}

type counted struct {
	Reason // the first met of its code
	n      int
}

// tally counts the principal reasons, the most frequent first.
func tally(sessions []Outcome) (counts []counted) {
	for _, s := range sessions {
		principal := s.Reasons[0]
		at := slices.IndexFunc(counts, func(c counted) bool { return c.Code == principal.Code })
		if at < 0 {
			counts, at = append(counts, counted{Reason: principal}), len(counts)
		}
		counts[at].n++
	}
	slices.SortStableFunc(counts, func(a, b counted) int { return b.n - a.n })
	return counts
}
