package lheo

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Offer is one <formation> to write: a formation with the actions that a target
// takes, and the organisms it names.
type Offer struct {
	Formation   offre.Formation
	Responsable offre.Organisme
	Formateurs  map[string]offre.Organisme // by SIRET
	Actions     []offre.Action

	// When the records came in and last changed, as far as it is known; those of
	// actions and sessions by their ID.
	Horodatage          offre.Horodatage
	HorodatageActions   map[string]offre.Horodatage
	HorodatageSessions  map[string]offre.Horodatage
	HorodatageOrganisme offre.Horodatage
}

// Profile is what may differ from one feed to another.
type Profile struct {
	// Defaults gives the text to write where LHEO demands an element that the
	// catalogue lacks, by its path below <formation>: "objectif-formation",
	// "action/code-public-vise", "action/session/adresse-inscription/adresse/ligne".
	// The end of a path serves for all the paths that end so, unless a longer one
	// is given: "adresse/ligne". The value "lieu-de-formation" of
	// "action/session/adresse-inscription" is the address of the place of training.
	Defaults map[string]string
	// Refs gives the version of a nomenclature, written as the ref attribute of
	// each of its codes, by element: "code-FORMACODE" → "V14". An element that is
	// not named gets no ref.
	Refs map[string]string
	// Dispositif has the scheme of each action written in extensions, as the
	// national feed does, since LHEO has no element for it: formation-initiale in
	// "type-action", contrat-apprentissage and contrat-professionnalisation in
	// "dispositif".
	Dispositif bool
	// Integral has what the nouns carry of their source written back even where
	// LHEO 2.3 does not know it: attributes and elements of others, children in
	// excess. A feed that must be valid leaves it off, as it is by default:
	// attributes that LHEO 2.3 does not know in their place are then left out
	// without a word, and so is, with a finding, any element that would make the
	// feed invalid. Those of national feeds (datecrea, datemaj, href, file) it knows.
	Integral bool

	// Version is that of the standard that is written, "2.2" or, as it is when
	// empty, "2.3". What 2.2 has no place for is left out.
	Version string
	// Latin1 has every character written that ISO-8859-1 can say, and the others
	// by what comes nearest: œ as oe, ’ as '. The bytes are still UTF-8; Latin1 the
	// function makes them those of the encoding.
	Latin1 bool
	// Lengths gives, by element, how many characters a text may have, where that
	// is fewer than the standard's; Counts how many elements of a name may follow
	// one another.
	Lengths, Counts map[string]int
	// Horodatage has horodatage-creation and horodatage-modification written where
	// they are known, and Usages datecrea and datemaj, which real feeds have in
	// their place. What came in with the record has precedence.
	Horodatage, Usages bool
	// URI gives the address of a record on the web, by element: "formation",
	// "action", "session". « {numero} » stands for its number, « {formation} » for
	// that of its formation.
	URI map[string]string
	// Href is the same, written as the attribute href that real feeds have; that
	// of the source has precedence.
	Href map[string]string
	// Extras gives the extensions to be written. One that came in with the record
	// under the same name is written in its place.
	Extras Extensions
}

// Extensions gives the extensions of the records of an offer. A function that is
// nil gives none.
type Extensions struct {
	Formation   func(o *Offer) []Extra
	Responsable func(o *Offer) []Extra
	Action      func(o *Offer, a *offre.Action) []Extra
	Session     func(o *Offer, a *offre.Action, s *offre.Session) []Extra
	Financeur   func(o *Offer, a *offre.Action, code string) []Extra
}

// schema is the version of the standard that is written.
func (p *Profile) schema() *Schema {
	if p.Version == "2.2" {
		return V22()
	}
	return V23()
}

// Validate judges one <formation> as AppendOffer writes it, by the version of the
// profile. See ValidateFormation.
func (p Profile) Validate(formation []byte) []Fault {
	if p.Version == "2.2" {
		return validateFormation(formation, Namespace22)
	}
	return ValidateFormation(formation)
}

// Report says what writing one offer took.
type Report struct {
	Defaulted []string          // paths written from Profile.Defaults, one entry for each time
	Missing   []string          // paths that LHEO demands, that the catalogue lacks and that have no default: the offer is not valid
	Findings  []finding.Finding // texts shortened, characters dropped, elements of the source left out
	Unsaid    map[rune]int      // characters that ISO-8859-1 has not, with how many were written otherwise
}
