// Package report tells the staff what a run did: what came in, what was repaired,
// what was refused and why, how records were codified, what each target got and
// did not get. The same Report is written as text for a terminal, as JSON, and as
// one HTML page; the findings in full are a CSV file that a spreadsheet opens.
//
// A report stays small whatever the run found: totals are exact, examples are
// capped.
package report

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Report is what one run did.
type Report struct {
	Version      string                     `json:"passerelle"` // of the program
	Run          journal.Run                `json:"run"`
	Catalogue    Catalogue                  `json:"catalogue"`
	Loads        []journal.Load             `json:"chargements"`
	Known        []journal.Delivery         `json:"deja_recus,omitempty"`        // files loaded by an earlier run, byte for byte: nothing was read again
	Refused      []journal.Delivery         `json:"refuses_en_entier,omitempty"` // files that came and of which nothing was taken: no row, or none that can be read
	Findings     []RuleFindings             `json:"constats"`                    // see Findings.ByRule
	Codification Codification               `json:"codification"`
	Worklist     Worklist                   `json:"travail"`
	Referentials []Referential              `json:"referentiels"`
	NeverLoaded  []nomenclature.Referential `json:"referentiels_absents,omitempty"` // those that are expected and that no run has loaded
	Targets      []Target                   `json:"cibles"`
	FindingsFile string                     `json:"fichier_constats,omitempty"` // name of the CSV beside this report, for a link
}

// Catalogue counts what the catalogue holds after the run.
type Catalogue struct {
	Records
	Awaiting Records `json:"a_valider"` // those whose last statement awaits staff
}

// Records counts records by kind.
type Records struct {
	Organismes int `json:"organismes"`
	Formations int `json:"formations"`
	Sessions   int `json:"sessions"`
}

// Codification counts the formations of the catalogue by how they came to their
// codes; each is counted once.
type Codification struct {
	Inherited int `json:"certification"` // from the certification that the row names
	Replaced  int `json:"remplacee"`     // from the certification that has replaced the one named
	Text      int `json:"texte"`         // found from its text, with a confidence above the automatic threshold
	Decided   int `json:"decision"`      // chosen by the staff for that text
	Typed     int `json:"saisie"`        // typed codes alone
	Proposed  int `json:"proposee"`      // no code yet: the worklist has proposals
	Unknown   int `json:"inconnue"`      // the certification named is not in Certif Info, no code was typed nor proposed
	None      int `json:"sans_code"`     // no certification named, no code typed nor proposed
}

// Total is how many formations were counted.
func (c Codification) Total() int {
	return c.Inherited + c.Replaced + c.Text + c.Decided + c.Typed + c.Proposed + c.Unknown + c.None
}

// Rows sums the loads.
func (r Report) Rows() (sum journal.Counts) {
	for _, l := range r.Loads {
		sum = sum.Plus(l.Counts)
	}
	return sum
}

// Count is how many findings have that severity.
func (r Report) Count(s finding.Severity) (n int) {
	for _, f := range r.Findings {
		if f.Severity == s {
			n += f.Total
		}
	}
	return n
}
