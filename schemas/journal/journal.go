// Package journal holds what happened: deliveries received, runs and their
// loads, and, for each target, which record is in its feed, which is not and why.
package journal

import (
	"fmt"
	"time"
)

// Delivery is a file as it arrived, kept byte for byte under its hash.
type Delivery struct {
	SHA256     string    `json:"sha256"` // lower-case hexadecimal: its identity
	Name       string    `json:"nom"`    // base name under which it first arrived
	Size       int64     `json:"octets"`
	ReceivedAt time.Time `json:"recu_le"`
}

// RunState is where a run stands.
type RunState string

// Where runs stand.
const (
	Running      RunState = "en-cours"        // or killed: only a later run can tell
	Done         RunState = "fini"            // it did all its work
	DoneRefusals RunState = "fini-avec-refus" // it did its work and refused some data
	DoneHeld     RunState = "retenu"          // it did its work and held a feed: staff decide
	Failed       RunState = "echec"           // an error of the program stopped it: what it had published before stays
	Abandoned    RunState = "abandonne"       // it was found still running by a later run: it had been killed
)

// RunStates lists them all.
var RunStates = []RunState{Running, Done, DoneRefusals, DoneHeld, Failed, Abandoned}

// Run is one execution of the chain.
type Run struct {
	ID         string    `json:"id"`   // sortable: 20261123T021500Z-1f3a
	Date       time.Time `json:"date"` // the day as of which rules look at time
	StartedAt  time.Time `json:"debut"`
	FinishedAt time.Time `json:"fin,omitzero"`
	State      RunState  `json:"etat"`
	Error      string    `json:"erreur,omitempty"`
}

// Counts accounts for every row of a sheet or file.
type Counts struct {
	Read      int `json:"lues"`
	Added     int `json:"ajoutees"`  // at least one record is new
	Changed   int `json:"modifiees"` // no record is new, at least one differs
	Unchanged int `json:"inchangees"`
	Refused   int `json:"refusees"`
	SetAside  int `json:"ecartees"` // blank, example or heading rows, each with a finding
}

// Check reports an error when the rows do not add up; what names them.
func (c Counts) Check(what string) error {
	if sum := c.Added + c.Changed + c.Unchanged + c.Refused + c.SetAside; sum != c.Read {
		return fmt.Errorf("account for %s: %d rows read but %d accounted for (%d added, %d changed, %d unchanged, %d refused, %d set aside)",
			what, c.Read, sum, c.Added, c.Changed, c.Unchanged, c.Refused, c.SetAside)
	}
	return nil
}

// Plus is the sum of two accounts.
func (c Counts) Plus(d Counts) Counts {
	return Counts{c.Read + d.Read, c.Added + d.Added, c.Changed + d.Changed,
		c.Unchanged + d.Unchanged, c.Refused + d.Refused, c.SetAside + d.SetAside}
}

// Load is what one run made of one sheet of one delivery.
type Load struct {
	Run      string `json:"run"`
	Delivery string `json:"livraison"` // SHA-256
	File     string `json:"fichier"`
	Sheet    string `json:"feuille,omitempty"`
	Layout   string `json:"gabarit"` // name of the layout by which it was read
	Counts
}

// Verdict is whether a target takes a record, and why not.
type Verdict struct {
	Target    string   `json:"cible"`
	Kind      string   `json:"nature"` // "formation" or "session"
	Record    string   `json:"fiche"`
	Formation string   `json:"formation"` // the formation of the session; itself for a formation
	Exported  bool     `json:"exportee"`
	Reason    string   `json:"motif,omitempty"`      // stable code of the condition that excludes it
	Sentence  string   `json:"phrase,omitempty"`     // the reason in French, with the facts of this record
	Others    []string `json:"autres,omitempty"`     // codes of the other conditions that exclude it too, in the target's order
	Defaulted []string `json:"defauts,omitempty"`    // LHEO elements written from the target's defaults
	Run       string   `json:"depuis_run,omitempty"` // run that first gave this verdict
}

// Tally sums the verdicts of one target and kind.
type Tally struct {
	Target   string         `json:"cible"`
	Kind     string         `json:"nature"`
	Total    int            `json:"total"`
	Exported int            `json:"exportees"`
	Excluded map[string]int `json:"exclues"` // by reason
}

// Check reports an error unless exported + excluded = total.
func (t Tally) Check() error {
	sum := t.Exported
	for _, n := range t.Excluded {
		sum += n
	}
	if sum != t.Total {
		return fmt.Errorf("account for target %s: %d %ss in the catalogue but %d accounted for (%d exported)",
			t.Target, t.Total, t.Kind, sum, t.Exported)
	}
	return nil
}

// PublicationState is what became of a feed.
type PublicationState string

// What may become of feeds.
const (
	Published PublicationState = "publie"   // it is the feed in place
	Same      PublicationState = "inchange" // same bytes as the feed in place: nothing moved
	Held      PublicationState = "retenu"   // not valid, not complete or out of the ordinary: the last good feed stays
	Refused   PublicationState = "refuse"   // held, and staff decided that it never goes out
)

// PublicationStates lists them all. A feed that could not be made, or that takes
// nothing, is held.
var PublicationStates = []PublicationState{Published, Same, Held, Refused}

// Publication is one feed made by one run.
type Publication struct {
	Target     string           `json:"cible"`
	Run        string           `json:"run"`
	State      PublicationState `json:"etat"`
	SHA256     string           `json:"sha256"` // of the uncompressed feed
	Size       int64            `json:"octets"`
	Formations int              `json:"formations"`
	Actions    int              `json:"actions"`
	Sessions   int              `json:"sessions"`
	Defaulted  map[string]int   `json:"defauts,omitempty"` // LHEO element → how many times it was written from a default
	Error      string           `json:"erreur,omitempty"`  // why it is held
	At         time.Time        `json:"le"`
	Who        string           `json:"qui,omitempty"`      // who released or refused it, when it had been held
	Why        string           `json:"pourquoi,omitempty"` // in the words of who decided
}
