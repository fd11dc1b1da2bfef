package delivery

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Sheet is one sheet of a file; a file that has none counts for one without a name.
type Sheet struct {
	Name    string
	Hidden  bool
	LastRow int // number of the last row that the sheet has, blank or not
}

// Unreadable says that a file cannot be read, whatever the machine does. Finding
// tells its sender what the file is and how to save it.
type Unreadable struct {
	Finding finding.Finding
	Cause   error // what was met, for the log; may be nil
}

// Refuse makes an Unreadable of a rule, whose sentence a detail completes; the
// detail, in French, may be empty.
func Refuse(file string, rule finding.Rule, detail string, cause error) *Unreadable {
	sentence := rule.Sentence
	if detail != "" {
		sentence = strings.TrimSuffix(sentence, ".") + " : " + detail + "."
	}
	return &Unreadable{Finding: rule.At(finding.Place{File: file}, sentence), Cause: cause}
}

// Error is for the log; Finding is for people.
func (u *Unreadable) Error() string {
	what := fmt.Sprintf("read %s: %s", u.Finding.File, u.Finding.Rule)
	if u.Cause != nil {
		what += fmt.Sprintf(": %v", u.Cause)
	}
	return what + "; its sender must save it anew and send it again"
}

// Unwrap gives what was met.
func (u *Unreadable) Unwrap() error { return u.Cause }
