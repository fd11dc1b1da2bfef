// Package finding holds what is wrong with the data, for the person who can
// mend it. However many there are, the run goes on: an error of Go is for what
// keeps the program itself from working.
package finding

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Severity says what a finding does to the row or record it is about.
type Severity uint8

const (
	Info    Severity = iota // a repair that was made, or something worth knowing: nothing to do
	Warning                 // kept, and to be looked at
	Error                   // refused until mended
)

var severityNames = [...]string{"info", "avertissement", "erreur"}

// String is the word shown to staff, in French: info, avertissement, erreur.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return strconv.Itoa(int(s))
}

// MarshalText writes the word of String.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word of String.
func (s *Severity) UnmarshalText(text []byte) error {
	for i, name := range severityNames {
		if name == string(text) {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("read severity %q: info, avertissement or erreur is due", text)
}

// Place is where in a delivery the data stands. Row and Column are those that a
// spreadsheet shows; a row of 0 speaks of the whole sheet or file.
type Place struct {
	File   string `json:"fichier,omitempty"`
	Sheet  string `json:"feuille,omitempty"`
	Row    int    `json:"ligne,omitempty"`   // 1 is the first row of the sheet or line of the file
	Column string `json:"colonne,omitempty"` // letters for a sheet (AB), a name or number elsewhere
	Header string `json:"entete,omitempty"`  // header of the column, as the file has it
}

// String reads « fichier.xlsx, feuille Sessions, ligne 12, colonne C (Date de début) ».
func (p Place) String() string {
	parts := make([]string, 0, 4)
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, label+value)
		}
	}
	add("", p.File)
	add("feuille ", p.Sheet)
	if p.Row > 0 {
		add("ligne ", strconv.Itoa(p.Row))
	}
	column := p.Column
	if p.Header != "" {
		column = strings.TrimSpace(column + " (" + Cut(p.Header, 60) + ")")
	}
	add("colonne ", column)
	return strings.Join(parts, ", ")
}

// Finding is one thing that a rule says of one value, row or record.
type Finding struct {
	Rule     string   `json:"regle"` // stable code of the rule: siret-cle, date-inexistante
	Severity Severity `json:"gravite"`
	Place
	Record  string `json:"fiche,omitempty"`  // ID of the record concerned, when it is known
	Field   string `json:"champ,omitempty"`  // field concerned (see schemas/layout)
	Value   string `json:"valeur,omitempty"` // the value as it was found, cut to MaxValue
	After   string `json:"apres,omitempty"`  // the value as it was repaired, when it was
	Message string `json:"message"`          // what is wrong, one French sentence
	Remedy  string `json:"remede,omitempty"` // what to do, one French sentence; empty when nothing is to be done
}

// MaxValue is how many characters of an offending value a finding keeps.
const MaxValue = 200

// Cut shortens s to at most n characters, the last an ellipsis when any was lost.
func Cut(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := 0
	for i := range s {
		if runes++; runes == n {
			return s[:i] + "…"
		}
	}
	return s
}
