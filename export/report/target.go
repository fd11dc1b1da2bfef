package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Target is what became of the feed of one target.
type Target struct {
	Name        string              `json:"nom"`
	Title       string              `json:"titre"`
	Publication journal.Publication `json:"publication"`
	Tallies     []journal.Tally     `json:"comptes"`
	Labels      map[string]string   `json:"motifs"`             // code of a reason → what it leaves out, in French
	Examples    []journal.Verdict   `json:"exemples"`           // see Verdicts.Of
	InPlace     string              `json:"en_place,omitempty"` // day of the feed that partners read when this one is held, JJ/MM/AAAA
	Advice      string              `json:"a_faire,omitempty"`  // what to do with a feed that is held, in French
	Changes     *Changes            `json:"changements,omitempty"`
	History     []Past              `json:"historique,omitempty"` // the oldest first, this run's the last
}

// tally is the account of one kind of record, zero when there is none.
func (t Target) tally(kind string) journal.Tally {
	for _, tally := range t.Tallies {
		if tally.Kind == kind {
			return tally
		}
	}
	return journal.Tally{Kind: kind}
}

// Changes is what a feed brings, or would bring were it not held, over the one
// that partners read before.
type Changes struct {
	Since    string         `json:"depuis"` // day of that one, AAAA-MM-JJ
	New      int            `json:"nouvelles"`
	Changed  int            `json:"modifiees"`
	Gone     int            `json:"retirees"`
	Fields   map[string]int `json:"par_champ,omitempty"` // changed formations, by what changed in them
	Examples []string       `json:"exemples,omitempty"`  // sentences about the first of them
}

// Total is how many formations differ.
func (c Changes) Total() int { return c.New + c.Changed + c.Gone }

// Words reads « 40 nouvelles, 12 modifiées, 1 retirée »: what did not happen is left
// out.
func (c Changes) Words() string {
	var words []string
	for _, part := range []struct {
		n    int
		word string
	}{{c.New, "nouvelle"}, {c.Changed, "modifiée"}, {c.Gone, "retirée"}} {
		if part.n > 0 {
			words = append(words, count(part.n, part.word))
		}
	}
	return cmp.Or(strings.Join(words, ", "), "aucun changement")
}

// Past is one feed of a target.
type Past struct {
	Run        string                   `json:"run"`
	At         time.Time                `json:"le"`
	State      journal.PublicationState `json:"etat"`
	Formations int                      `json:"formations"`
	Sessions   int                      `json:"sessions"`
}

// History is the publications of a target as the journal gives them, the latest
// first, the other way round.
func History(publications []journal.Publication) (list []Past) {
	for _, p := range slices.Backward(publications) {
		list = append(list, Past{Run: p.Run, At: p.At, State: p.State, Formations: p.Formations, Sessions: p.Sessions})
	}
	return list
}

// reason is one line of a tally.
type reason struct {
	Code  string
	Label string
	N     int
}

// reasons orders what a tally excludes, the most frequent first.
func (t Target) reasons(tally journal.Tally) []reason {
	var list []reason
	for _, code := range slices.Sorted(maps.Keys(tally.Excluded)) {
		list = append(list, reason{code, t.label(code), tally.Excluded[code]})
	}
	slices.SortStableFunc(list, func(a, b reason) int { return cmp.Compare(b.N, a.N) })
	return list
}

// label is what a reason leaves out, in French.
func (t Target) label(code string) string {
	return cmp.Or(t.Labels[code], lheoReasons[code], code)
}

// lheoReasons are those that no target states.
var lheoReasons = map[string]string{
	"lheo-incomplet": "sans un élément que LHEO exige",
	"lheo-invalide":  "que LHEO n'accepte pas",
}
