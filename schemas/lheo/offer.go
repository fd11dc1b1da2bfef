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
}

// Report says what writing one offer took.
type Report struct {
	Defaulted []string          // paths written from Profile.Defaults, one entry for each time
	Missing   []string          // paths that LHEO demands, that the catalogue lacks and that have no default: the offer is not valid
	Findings  []finding.Finding // texts shortened, characters dropped, elements of the source left out
}
