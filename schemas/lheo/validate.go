package lheo

import (
	"bytes"
	"context"
	"io"
	"sync"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Options says how to judge a feed. The zero value is the official schema with
// every warning, ten samples of each rule.
type Options struct {
	NoWarnings bool            // the schema alone
	Without    map[string]bool // codes of the rules to leave out; a rule of the schema left out no longer counts against the feed
	Accept22   bool            // a feed in LHEO 2.2 is judged by 2.2 instead of being refused for it
	Samples    int             // faults kept in the result for each rule; 0 means 10, a negative number none
	OnFault    func(Fault)     // called with every fault, in the order of the document, kept or not

	// Known reports whether a referential has a code, by the name of the element
	// that holds it: code-FORMACODE, code-ROME, code-NSF, code-public-vise,
	// code-RNCP, code-RS, code-CERTIFINFO, code-INSEE-commune, codepostal. Nil
	// knows them all.
	Known func(element, code string) bool
}

// Fault is one thing that is wrong with a feed.
type Fault struct {
	Rule      string           `json:"regle"`
	Severity  finding.Severity `json:"gravite"`
	Line      int              `json:"ligne"`               // 1 is the first
	Column    int              `json:"colonne"`             // in characters, 1 is the first
	Path      string           `json:"chemin"`              // lheo/offres/formation[12]/action[1]/session[3]/periode/debut
	Formation string           `json:"formation,omitempty"` // numero of the nearest one
	Session   string           `json:"session,omitempty"`   // numero of the nearest one
	Value     string           `json:"valeur,omitempty"`    // as it was found, cut
	Message   string           `json:"message"`             // what is wrong, one French sentence
	Remedy    string           `json:"remede,omitempty"`    // what to do, one French sentence
}

// Finding is the fault as the rest of the house knows it.
func (f Fault) Finding(file string) finding.Finding {
	record := f.Session
	if record == "" {
		record = f.Formation
	}
	return finding.Finding{
		Rule: f.Rule, Severity: f.Severity, Place: finding.Place{File: file, Row: f.Line},
		Record: record, Field: f.Path, Value: f.Value, Message: f.Message, Remedy: f.Remedy,
	}
}

// Result is the verdict on a feed.
type Result struct {
	Valid      bool    `json:"valide"`     // no fault of severity Error
	Version    string  `json:"version"`    // of the standard that it was judged by: 2.3, 2.2
	Root       string  `json:"racine"`     // name of its root
	Encoding   string  `json:"encodage"`   // in which it was read
	Stopped    bool    `json:"interrompu"` // the end could not be read: there may be more faults
	Bytes      int64   `json:"octets"`     // read, in UTF-8
	Formations int     `json:"formations"`
	Actions    int     `json:"actions"`
	Sessions   int     `json:"sessions"`
	Organismes int     `json:"organismes"`       // of lheo-plus and lheo-index
	Counts     []Count `json:"comptes"`          // of the rules that were broken, in the order of Rules
	Faults     []Fault `json:"fautes,omitempty"` // samples, in the order of the document
}

// Count is how often a rule was broken.
type Count struct {
	Rule
	N int `json:"nombre"`
}

// Total is how many faults there are of a severity.
func (r Result) Total(s finding.Severity) (n int) {
	for _, c := range r.Counts {
		if c.Severity == s {
			n += c.N
		}
	}
	return n
}

// Validate judges a feed of any size, in bounded memory. What is wrong with the
// feed is in the result; the error is about reading it.
func Validate(ctx context.Context, r io.Reader, o Options) (Result, error) {
	j := newJudge(o)
	src, enc, err := decodeText(r)
	if err != nil {
		j.unreadable(enc, err)
		return j.result(), j.readError()
	}
	j.scan.reset(ctx, src, nil)
	j.run()
	j.encoding(src, enc)
	return j.result(), j.readError()
}

var judges = sync.Pool{New: func() any { return newJudge(Options{NoWarnings: true, Samples: -1}) }}

// ValidateFormation judges one <formation> as AppendOffer writes it: in UTF-8,
// without a declaration of its namespace. It gives the faults against the
// schema, all of them, with paths that begin at formation.
func ValidateFormation(fragment []byte) []Fault { return validateFormation(fragment, Namespace23) }

func validateFormation(fragment []byte, namespace string) []Fault {
	var faults []Fault
	j := judges.Get().(*judge)
	j.restart()
	j.opts.Accept22 = namespace == Namespace22
	j.opts.OnFault = func(f Fault) { faults = append(faults, f) }
	j.scan.reset(context.Background(), nil, bytes.TrimSpace(fragment))
	j.fragment(namespace)
	j.run()
	j.scan.buf, j.opts.OnFault = nil, nil
	judges.Put(j)
	return faults
}
