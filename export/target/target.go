// Package target says who receives what: each recipient of a feed is one
// readable YAML file that names, in order, the conditions a record must meet,
// and what to write where LHEO demands an element that the catalogue lacks.
//
// The conditions themselves are Go functions in one explicit list, Conditions;
// a target only names them, with parameters. What is selected depends on the
// record and on a date given by the caller, never on the clock.
package target

import (
	"maps"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Target is one recipient of a feed.
type Target struct {
	Name      string            // stable: aude, intercarif
	Title     string            // as people call it, in French
	Audience  string            // who it is for, in French
	Doubts    []string          // what the sources leave unsure about it, in French
	Selection []Criterion       // in order: the first that fails is the reason given
	Defaults  map[string]string // by LHEO path, see lheo.Profile
	Refs      map[string]string // by LHEO element, see lheo.Profile

	// DefaultsFor refines Defaults for the formations whose sessions are all
	// under one scheme: the public of an apprenticeship is known.
	DefaultsFor map[offre.Dispositif]map[string]string
}

// Criterion is a condition as a target uses it.
type Criterion struct {
	Code      string // stable, unique in its target: the reason that the ledger keeps
	Condition Condition
	Params    Params
	Sentence  string // what the target asks for, in French
	Excludes  string // what that leaves out, in French, as a label beside a count
	Source    string // where that is known from
}

// Profile is how feeds of this target are written for formations whose sessions
// are all under the given scheme; the empty scheme is any other formation.
func (t Target) Profile(scheme offre.Dispositif) lheo.Profile {
	refined, ok := t.DefaultsFor[scheme]
	if !ok {
		return lheo.Profile{Defaults: t.Defaults, Refs: t.Refs}
	}
	defaults := maps.Clone(t.Defaults)
	maps.Copy(defaults, refined)
	return lheo.Profile{Defaults: defaults, Refs: t.Refs}
}

// Labels says in French, by the code of each reason, what the target leaves out.
func (t Target) Labels() map[string]string {
	labels := map[string]string{
		NoSession:     "sans aucune session",
		NoSessionKept: "dont toutes les sessions sont écartées, pour des motifs différents",
	}
	for _, c := range t.Selection {
		labels[c.Code] = c.Excludes
	}
	return labels
}
