// Package answer writes what goes back to those who sent a delivery: a copy of
// their own workbook that shows each cell to mend, the whole list of findings for
// a spreadsheet and for a program, and the texts of the two mails.
//
// The copy is made by rewriting the parts of the original as streams, in memory
// that does not grow with them. Only what is named in allow-lists goes through:
// values, formats, widths, simple lists of choices. Formulas leave their last
// value; macros, links, images, queries and whatever else the file holds never
// reach the answer.
//
// Same in, same out: no clock is read, and the same delivery with the same
// findings gives the same bytes.
package answer

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// Options is what is answered, and to what.
type Options struct {
	// Original is the path of the delivered workbook (.xlsx), as the landing keeps
	// it. It is empty for a delivery of another kind (CSV): its sheets are then made
	// of Rows.
	Original string

	Name     string    // base name under which it was delivered
	Delivery string    // its SHA-256
	Run      string    // the run that read it
	Date     time.Time // the day of that run

	Loads    []journal.Load                                    // what became of its rows, sheet by sheet; each adds up
	Findings iter.Seq2[finding.Finding, error]                 // all of them, of this delivery; ranged over once
	Requests []journal.Request                                 // those that this delivery makes
	Awaits   bool                                              // what it adds or changes is shown nowhere until somebody validates it
	Rules    []finding.Rule                                    // give the sentences under which findings are grouped
	Rows     func(sheet string) iter.Seq2[delivery.Row, error] // raw rows of a sheet; may be nil when Original is given

	Dir string // where the files are written; it is made when it does not exist
}

// Files are the paths of what was written; those that were not are empty.
type Files struct {
	Workbook string // <nom>-reponse.xlsx: the annotated copy
	Findings string // <nom>-constats.csv: every finding
	JSON     string // <nom>-reponse.json: counts, findings and requests
	Receipt  string // <nom>-accuse.txt: text of the mail that says the file arrived
	Outcome  string // <nom>-resultat.txt: text of the mail that says what became of it
}

// Write writes the whole answer to a delivery that was read. Files of the same
// names are replaced, and only once all are written.
func Write(ctx context.Context, o Options) (Files, error) {
	files, err := o.write(ctx, true)
	if err != nil {
		return Files{}, fmt.Errorf("answer %s: %w", o.Name, err)
	}
	return files, nil
}

// WriteUnreadable answers a delivery of which nothing could be read: the two
// texts and the JSON. Its findings say why.
func WriteUnreadable(ctx context.Context, o Options) (Files, error) {
	files, err := o.write(ctx, false)
	if err != nil {
		return Files{}, fmt.Errorf("answer %s: %w", o.Name, err)
	}
	return files, nil
}
