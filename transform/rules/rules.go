package rules

import (
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Case is what rules look at: one offer, the referentials it needs, the day. A
// look-up that is nil leaves its rules silent.
type Case struct {
	Offre          offre.Offre
	Certifications func(code string) (nomenclature.Certification, bool) // by Certif Info code
	Communes       Communes
	Siblings       *Siblings // formations that may be the same
	Date           time.Time // the day as of which rules look at time
}

// Communes tells which postal codes go with which commune.
type Communes interface {
	// PostalCodes gives the postal codes of a commune, nil when it is not known.
	PostalCodes(insee string) []string
	// KnownPostalCode reports whether La Poste's base has a postal code; it has
	// no CEDEX.
	KnownPostalCode(code string) bool
}

// Rule is one rule: how it is told, and what breaks it.
type Rule struct {
	finding.Rule
	Breaches func(Case) []Breach
}

// Breach is one thing in a case that breaks a rule.
type Breach struct {
	Record  string // ID of the formation, session or organisme
	Field   layout.Field
	Value   string
	After   string // what it should be, when the rule knows
	Message string // the rule's own sentence when empty
}

// All lists every rule, in the order in which they run.
var All = []Rule{
	responsableAbsent,
	responsableSIRET,
	responsableNDA,
	organismeNonVerifie,
	certifianteSansCertification,
	certificationNonCertifiante,
	certificationTerminee,
	intituleSansLibelle,
	motsClesRepetes,
	reconnaissanceCertifiante,
	formacodeAnnexe,
	publicHorsPlage,
	formationDejaSaisie,
	formationPresqueIdentique,
	formationNonDiffusee,
	sessionTerminee,
	inscriptionDates,
	entreesPermanentes,
	sessionsMemesDates,
	sessionSansContact,
	sessionPlusieursContacts,
	contactInjoignable,
	marcheSansConvention,
	heuresIncoherentes,
	communeIncoherente,
}

// Rules describes every rule of All.
func Rules() []finding.Rule {
	described := make([]finding.Rule, len(All))
	for i, r := range All {
		described[i] = r.Rule
	}
	return described
}

// Check runs every rule on a case: the same findings in the same order for the
// same case. Cases that share an organisme repeat what is said of it.
func Check(c Case) (found []finding.Finding) {
	for _, rule := range All {
		for _, breach := range rule.Breaches(c) {
			found = append(found, rule.finding(breach))
		}
	}
	return found
}

func (r Rule) finding(b Breach) finding.Finding {
	if b.Message == "" {
		b.Message = r.Sentence
	}
	return finding.Finding{
		Rule: r.Code, Severity: r.Severity, Record: b.Record, Field: string(b.Field),
		Value: finding.Cut(b.Value, finding.MaxValue), After: finding.Cut(b.After, finding.MaxValue),
		Message: b.Message, Remedy: r.Remedy,
	}
}

// when is the one breach, if it is one.
func when(broken bool, b Breach) []Breach {
	if !broken {
		return nil
	}
	return []Breach{b}
}

// eachSession gathers the breaches of the sessions, in the offer's order.
func eachSession(c Case, breach func(offre.Session) (Breach, bool)) (all []Breach) {
	for _, s := range c.Offre.Sessions {
		if b, broken := breach(s); broken {
			b.Record = s.ID
			all = append(all, b)
		}
	}
	return all
}

// Tabs of the entry guide, as sources of rules.
const (
	guideIdentification = "Guide de saisie, onglet « Identification » de l'action de formation"
	guideValidation     = "Guide de saisie, onglet « Validation et prérequis » de l'action de formation"
	guideSession        = "Guide de saisie, onglet « Identification » de la session"
	guideSessions       = "Guide de saisie, onglet « Sessions » de l'action de formation"
	guideHistorique     = "Guide de saisie, onglet « Historique » de la fiche organisme"
	guideDoublons       = "Guide de saisie, « Pour voir les formations déjà saisies » : vérifier qu'elle n'existe pas déjà"
	guideCouleurs       = "Guide de saisie, couleurs de la liste des formations"
)
