package report

import (
	"bytes"
	"cmp"
	"encoding/json"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// state is how a state is told to people.
type state struct {
	Words string
	Mood  string // its colour in the page: good, same, warn, bad
}

var runStates = map[journal.RunState]state{
	journal.Running:      {"en cours", "warn"},
	journal.Done:         {"terminé", "good"},
	journal.DoneRefusals: {"terminé, avec des refus", "warn"},
	journal.DoneHeld:     {"terminé, un flux au moins est retenu", "bad"},
	journal.Failed:       {"en échec", "bad"},
	journal.Abandoned:    {"interrompu", "bad"},
}

var publicationStates = map[journal.PublicationState]state{
	journal.Published: {"publié", "good"},
	journal.Same:      {"inchangé", "same"},
	journal.Held:      {"retenu", "bad"},
	journal.Refused:   {"refusé", "bad"},
	"":                {"aucun flux", "warn"}, // the run ended before it made one
}

// runWords says the state of a run; one that is not known by its code.
func runWords(s journal.RunState) string { return cmp.Or(runStates[s].Words, string(s)) }

// PublicationWords says what became of a feed; a state that is not known by its code.
func PublicationWords(s journal.PublicationState) string {
	return cmp.Or(publicationStates[s].Words, string(s))
}

// words says what became of the feed.
func (t Target) words() string { return PublicationWords(t.Publication.State) }

// MarshalJSON adds to the codes of states what they mean, for who reads the JSON.
func (r Report) MarshalJSON() ([]byte, error) {
	type plain Report
	return legible(struct {
		plain
		Words string `json:"etat_en_clair"`
	}{plain(r), runWords(r.Run.State)})
}

// MarshalJSON is that of the report, for a target.
func (t Target) MarshalJSON() ([]byte, error) {
	type plain Target
	return legible(struct {
		plain
		Words string `json:"etat_en_clair"`
	}{plain(t), t.words()})
}

// legible is JSON in which < > & are as they are.
func legible(v any) ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	err := out.Encode(v)
	return b.Bytes(), err
}
