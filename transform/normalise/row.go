package normalise

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// Row is a record whose values are clean.
type Row struct {
	File     string
	Sheet    string
	Number   int
	Values   map[layout.Field]Value // every column that the sheet has, blank ones too: a blank is a statement; a value that could not be read states nothing and is not here
	Findings []finding.Finding
	Refused  bool // a finding of severity Error stands against the row: nothing of it is kept
}

// Value is one clean value.
type Value struct {
	Text   string   // the value; for kinds that hold several, they are in List
	List   []string // values of the kinds List, Tables, ROME, Formacode, NSF and CertifInfo, in order, without doubles; also of RNCP, RS and CFD, whose first is in Text
	Column string   // letters of its column; empty when the value was found from others of the row
	Header string   // header of its column
}

// Blank reports that the cell was empty, or held nothing that could be kept.
func (v Value) Blank() bool { return v.Text == "" && len(v.List) == 0 }

// Text is the clean text of a field, empty when blank or not stated.
func (r Row) Text(f layout.Field) string { return r.Values[f].Text }
