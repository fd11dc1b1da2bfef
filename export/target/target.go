// Package target says who receives what: each recipient of a feed is one
// readable YAML file that names, in order, the conditions a record must meet,
// what to write where the standard demands an element that the catalogue lacks,
// and how the feed is written, named and watched. CIBLES.md, for partners, is made
// from these files.
//
// The conditions and the extensions themselves are Go functions in two explicit
// lists, Conditions and Extensions; a target only names them, with parameters.
// What is selected depends on the record and on a date given by the caller, never
// on the clock.
package target

import (
	"maps"

	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Target is one recipient of a feed.
type Target struct {
	Name      string            // stable: aude, intercarif
	Title     string            // as people call it, in French
	Audience  string            // who it is for, in French
	Contact   string            // whom to ask there, in French; empty when nobody is known
	Notes     []string          // what partners and staff should know of it, in French
	Doubts    []string          // what the sources leave unsure about it, in French
	Schedule  Schedule          // when it is sent, and shown
	Selection []Criterion       // in order: the first that fails is the reason given
	Mandatory []Mandatory       // elements that its records must have, beyond what the standard demands
	Defaults  map[string]string // by LHEO path, see lheo.Profile; by EDOF path, see edof.Profile
	Refs      map[string]string // by LHEO element, see lheo.Profile

	// DefaultsFor refines Defaults for the formations whose sessions are all
	// under one scheme: the public of an apprenticeship is known.
	DefaultsFor map[offre.Dispositif]map[string]string

	Format    Format
	Lengths   map[string]int // by LHEO element, see lheo.Profile
	Counts    map[string]int // by LHEO element, see lheo.Profile
	Extras    []UsedExtension
	Numbering Numbering
	Order     Order  // of its records
	Split     string // "siret": one file for each organisme responsable; empty: one file
	File      string // name of its files: {target}.xml; see FileName
	Page      string // address of the page of a formation on the web: {formation} is its number; empty when there is none
	Transfer  Transfer
	Compress  []Compression
	Guard     Guard
	Twins     []Twin
	BOM       bool // the CSV twin begins with a byte order mark, so that Excel reads its accents
}

// Criterion is a condition as a target uses it.
type Criterion struct {
	Code      string // stable, unique in its target: the reason that the ledger keeps
	Condition Condition
	Params    Params
	Sentence  string // what the target asks for, in French
	Excludes  string // what that leaves out, in French, as a label beside a count
	Source    string // where that is known from
}

// Mandatory is an element that the records of a target must have, and not from a
// default.
type Mandatory struct {
	Code     string // stable, unique in its target: the reason that the ledger keeps
	Element  string // LHEO path below <formation>
	Sentence string // what the target asks for, in French
	Excludes string // what that leaves out, in French, as a label beside a count
	Source   string // where that is known from
}

// Profile is how feeds of this target are written for formations whose sessions
// are all under the given scheme; the empty scheme is any other formation. It has
// no extensions, which depend on the day: see Extensions.
func (t Target) Profile(scheme offre.Dispositif) lheo.Profile {
	p := lheo.Profile{
		Defaults: t.Defaults, Refs: t.Refs, Version: t.Format.version(), Latin1: t.Format.Encoding == ISO88591,
		Lengths: t.Lengths, Counts: t.Counts, Horodatage: t.Format.Horodatage, Usages: t.Format.Usages, URI: t.uri(t.Format.URI), Href: t.uri(t.Format.Usages),
	}
	if refined, ok := t.DefaultsFor[scheme]; ok {
		p.Defaults = maps.Clone(t.Defaults)
		maps.Copy(p.Defaults, refined)
	}
	return p
}

// EDOF is how catalogues of this target are written, when its schema is EDOF's.
func (t Target) EDOF() edof.Profile { return edof.Profile{Defaults: t.Defaults} }

// uri gives the addresses of records on the web, when they are to be written.
func (t Target) uri(wanted bool) map[string]string {
	if t.Page == "" || !wanted {
		return nil
	}
	return map[string]string{"formation": t.Page}
}

// Labels says in French, by the code of each reason, what the target leaves out.
func (t Target) Labels() map[string]string {
	labels := map[string]string{
		NoSession:     "sans aucune session",
		NoSessionKept: "dont toutes les sessions sont écartées, pour des motifs différents",
		NumberTaken:   "dont le numéro est trop long, ou déjà pris dans le flux",
	}
	if t.Format.Schema == EDOF {
		maps.Copy(labels, edof.Labels())
		labels[EDOFIncomplete] = "sans un élément qu'EDOF exige"
		labels[EDOFInvalid] = "qu'EDOF refuserait"
	}
	for _, m := range t.Mandatory {
		labels[m.Code] = m.Excludes
	}
	for _, c := range t.Selection {
		labels[c.Code] = c.Excludes
	}
	return labels
}

// Codes of the reasons that come from how a target writes its feed.
const (
	NumberTaken    = "numero-impossible"
	EDOFIncomplete = "edof-incomplet"
	EDOFInvalid    = "edof-invalide"
)
