package classify

import (
	"sync"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// scheme is one of the nomenclatures that a text is coded in.
type scheme int

const (
	rome scheme = iota
	nsf
	formacode
	schemes
)

// perScheme is one value for each nomenclature.
type perScheme[T any] [schemes]T

// Query is what a formation says of itself.
type Query struct {
	Title         string
	Objectif      string
	Contenu       string
	Metiers       string // jobs that it leads to
	Level         int    // European level, 0 when it is not known; not weighed: measured, it moves no figure by half a point
	Certification bool   // whether it leads to a certification; not weighed: all coded titles do
}

// Proposal is one code, with the share of such proposals that prove right.
type Proposal struct {
	Code       string  `json:"code"`
	Libelle    string  `json:"libelle"`
	Confidence float64 `json:"confiance"` // 0 to 1
	Evidence   string  `json:"preuve"`    // in French, for the person who checks it
}

// Result is what is proposed for one text, best first.
type Result struct {
	ROME      []Proposal `json:"rome,omitempty"`
	NSF       []Proposal `json:"nsf,omitempty"`
	Formacode []Proposal `json:"formacode,omitempty"`
}

// Index knows coded titles and thesauri. It is safe for concurrent use.
type Index struct {
	codes    perScheme[*codebook]
	examples []example
	families *families
	words    *vocabulary
	near     *postings
	terms    *terms
	together *together
	linear   *trainer
	narrow   perScheme[groups]
	wide     perScheme[groups]
	weigh    perScheme[forest]
	scratch  sync.Pool
}

// Classify proposes codes for q, at most limit for each nomenclature. All that is
// ranked is returned, with an honest confidence: it is for the caller to leave
// out what stands below its Thresholds.
func (x *Index) Classify(q Query, limit int) Result {
	return x.classify(q, limit, hiding{})
}

// hiding is what an answer must be given without.
type hiding struct {
	examples []int32 // positions of the examples that do not vote
	sets     []int32 // code sets that are not counted
	folds    int     // set of the folds that the linear model must not have seen
}

func (x *Index) classify(q Query, limit int, without hiding) Result {
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	ranked := x.rank(q, without, s)
	var out Result
	out.ROME = x.proposals(rome, ranked[rome], limit)
	out.NSF = x.proposals(nsf, ranked[nsf], limit)
	out.Formacode = x.proposals(formacode, ranked[formacode], limit)
	return out
}

// Nomenclature names the scheme as the referentials do.
func (k scheme) nomenclature() nomenclature.Referential {
	return [schemes]nomenclature.Referential{nomenclature.ROME, nomenclature.NSF, nomenclature.Formacode}[k]
}

// Threshold says what may be done with a proposal of a nomenclature, by its
// confidence.
type Threshold struct {
	Automatic float64 // from here on it may be applied without a person
	Propose   float64 // from here on it is worth a person's time
}

// Thresholds are those of each nomenclature. Confidences are shares measured on
// titles whose certification was hidden, so the bound of the automatic is a
// promise of precision. Two fiches of the very same title share the code that
// one puts first in 78 % of cases for ROME, 87 % for NSF, 59 % for Formacode: the
// codes themselves allow little above that. Below Propose, fewer than one in
// eight is right.
type Thresholds struct{ ROME, NSF, Formacode Threshold }

// DefaultThresholds is what the measurements advise.
func DefaultThresholds() Thresholds {
	return Thresholds{
		ROME:      Threshold{Automatic: 0.97, Propose: 0.12},
		NSF:       Threshold{Automatic: 0.97, Propose: 0.12},
		Formacode: Threshold{Automatic: 0.95, Propose: 0.12},
	}
}
