package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// Organisation is what one organisme responsable is told of its offer: what was
// received of it, what was refused or repaired, what waits, and where its records
// are shown or why they are not. It holds nothing of any other organisation.
type Organisation struct {
	Version   string            `json:"passerelle"`
	SIRET     string            `json:"siret"`
	Name      string            `json:"nom,omitempty"`
	Branch    bool              `json:"antenne,omitempty"`   // it is attached to a head office
	Date      time.Time         `json:"date"`                // as of which it is told
	Run       string            `json:"run,omitempty"`       // whose reception is told; empty when nothing was received lately
	RunAt     time.Time         `json:"recu_le,omitzero"`    // when that run began
	Offer     Offer             `json:"offre"`               // as the catalogue holds it
	Received  []Sheet           `json:"recu,omitempty"`      // its rows of that run
	Found     Found             `json:"constats"`            // on those rows
	Awaiting  []Record          `json:"a_valider,omitempty"` // records whose last statement awaits
	Requests  []journal.Request `json:"demandes,omitempty"`  // of its own, that await
	Questions []Question        `json:"questions,omitempty"` // on the codes of its formations
	Targets   []Outlet          `json:"cibles"`
	Ending    []Ending          `json:"certifications_a_echeance,omitempty"`
}

// Offer counts the records of an organisation.
type Offer struct {
	Formations int `json:"formations"`
	Sessions   int `json:"sessions"`
	Open       int `json:"sessions_non_terminees"`
	Withdrawn  int `json:"archivees"` // formations and sessions that are no longer exported
}

// Sheet is how many rows of an organisation a sheet holds.
type Sheet struct {
	File  string `json:"fichier"`
	Sheet string `json:"feuille,omitempty"`
	Rows  int    `json:"lignes"`
}

// Found is what was found on the rows of an organisation. Totals are exact, lists
// are the first of each severity.
type Found struct {
	Refused  FoundList `json:"refuse"`
	ToCheck  FoundList `json:"a_verifier"`
	Repaired FoundList `json:"repare"`
}

// FoundList is the findings of one severity.
type FoundList struct {
	Total int               `json:"total"`
	First []finding.Finding `json:"premiers,omitempty"`
}

// How many findings of each severity an organisation is shown: what it must mend
// first.
var shownFindings = map[finding.Severity]int{finding.Error: 100, finding.Warning: 60, finding.Info: 40}

// Add counts a finding.
func (f *Found) Add(one finding.Finding) {
	list := f.of(one.Severity)
	if list.Total++; len(list.First) < shownFindings[one.Severity] {
		list.First = append(list.First, one)
	}
}

func (f *Found) of(s finding.Severity) *FoundList {
	switch s {
	case finding.Error:
		return &f.Refused
	case finding.Warning:
		return &f.ToCheck
	}
	return &f.Repaired
}

// Left is how many findings are not listed.
func (l FoundList) Left() int { return l.Total - len(l.First) }

// Record is a formation or a session as its organisation knows it.
type Record struct {
	Kind      string `json:"nature"`
	ID        string `json:"fiche"`
	Reference string `json:"reference,omitempty"` // the organisation's own number
	Title     string `json:"intitule"`
	From      string `json:"debut,omitempty"` // of a session, AAAAMMJJ
	To        string `json:"fin,omitempty"`
}

// Dates says when a session takes place, in French; nothing for a formation.
func (r Record) Dates() string {
	if len(r.From) != 8 || len(r.To) != 8 {
		return ""
	}
	return "du " + frenchDate(r.From) + " au " + frenchDate(r.To)
}

// frenchDate writes AAAAMMJJ as people do, with what is known of it.
func frenchDate(d string) string {
	switch {
	case d[:4] == "0000":
		return "(date inconnue)"
	case d[4:6] == "00":
		return d[:4]
	case d[6:] == "00":
		return d[4:6] + "/" + d[:4]
	}
	return d[6:] + "/" + d[4:6] + "/" + d[:4]
}

// Question is what the staff must choose about the codes of a formation.
type Question struct {
	Formation string `json:"formation"`
	Text      string `json:"texte"`
	Why       string `json:"pourquoi"`
}

// Outlet is what one target makes of the offer of an organisation.
type Outlet struct {
	Name       string        `json:"cible"`
	Title      string        `json:"titre"`
	Formations journal.Tally `json:"formations"`
	Sessions   journal.Tally `json:"sessions"`
	Delay      string        `json:"affichage,omitempty"` // from the feed to what the public sees, in French
	Soon       int           `json:"bientot,omitempty"`   // records exported so lately that they may not show yet
	SoonBy     time.Time     `json:"bientot_le,omitzero"` // when the last of them should
	LastFeed   time.Time     `json:"dernier_flux,omitzero"`
	FetchedAt  time.Time     `json:"recupere_le,omitzero"` // when the partner took one of them last
	Refusals   []Refusal     `json:"refus_du_partenaire,omitempty"`
	Absent     []Absence     `json:"non_diffusees,omitempty"` // all of them, formations before their sessions
}

// Absence is why a record is not exported.
type Absence struct {
	Record
	Reason   string   `json:"motif"`
	Sentence string   `json:"phrase"`
	Others   []string `json:"autres,omitempty"` // what else stands in the way, in French
}

// Refusal is what the partner answered of a record that it does not take.
type Refusal struct {
	Record
	Sentence string `json:"phrase"`
	Action   string `json:"a_faire,omitempty"`
}

// Ending is a certification whose end is near, or past.
type Ending struct {
	Record
	Code     string `json:"certification"`
	Label    string `json:"libelle"`
	Sentence string `json:"phrase"`
}

// shownAbsences is how many records of a target the page lists; the JSON has all.
const shownAbsences = 60

// HTML writes the page that the organisation can be sent.
func (o Organisation) HTML(w io.Writer) error {
	return writePage(w, "page of organisation "+o.SIRET, organisationText, o)
}

//go:embed organisation.html
var organisationText string

// JSON writes the same for programs, with all the records.
func (o Organisation) JSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(o); err != nil {
		return fmt.Errorf("write page of organisation %s: %w", o.SIRET, err)
	}
	return nil
}

// Shown is the absences that the page lists.
func (o Outlet) Shown() []Absence { return o.Absent[:min(len(o.Absent), shownAbsences)] }

// More is how many it does not.
func (o Outlet) More() int { return len(o.Absent) - len(o.Shown()) }

// Parts is the sessions of the target, for a bar.
func (o Outlet) Parts() []part {
	return []part{{o.Sessions.Exported, "diffusées", "good"}, {o.Sessions.Total - o.Sessions.Exported, "non diffusées", "out0"}}
}
