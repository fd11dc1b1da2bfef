package target

import (
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// Condition is a rule of selection that targets can name.
type Condition struct {
	Name  string   // stable: session-terminee-depuis
	Scope Scope    // what it looks at
	Takes []string // keys of Params that it needs

	// Reason is why the subject does not meet the condition, one French clause
	// with the record's own facts; empty when it does. It must not say anything
	// that changes from one day to the next while the verdict stays.
	Reason func(Subject, Params) string
}

// Scope says whether a condition is about a formation or one of its sessions.
type Scope uint8

const (
	OfFormation Scope = iota // fails the formation, and so each of its sessions
	OfSession                // fails one session
)

// Subject is what a condition looks at.
type Subject struct {
	Offre   *offre.Offre
	Session *offre.Session // nil when the condition is OfFormation
	Date    time.Time      // the day as of which the selection is made, midnight UTC
}

// Params are the parameters of conditions, as targets write them. Each condition
// takes some of them and refuses the others.
type Params struct {
	Jours       *int               `yaml:"jours"`       // days
	Dispositifs []offre.Dispositif `yaml:"dispositifs"` // schemes
	Debut       Precision          `yaml:"debut"`       // how precisely the first day must be known
	Fin         Precision          `yaml:"fin"`         // how precisely the last day must be known

	Registres    []Registre `yaml:"registres"`    // registers of certifications
	Formacodes   []string   `yaml:"formacodes"`   // codes, or what they begin with: 152 is the whole of a field
	Departements []string   `yaml:"departements"` // 14, 2A, 971
	Etats        []string   `yaml:"etats"`        // codes of LHEO's table « etat-recrutement »
	Caracteres   *int       `yaml:"caracteres"`   // longest number
}

// Registre is a register in which a certification has a number.
type Registre string

const (
	RNCP       Registre = "rncp"
	RS         Registre = "rs"
	CertifInfo Registre = "certifinfo"
)

var registres = []Registre{RNCP, RS, CertifInfo}

// Conditions lists every condition that a target can name.
var Conditions = []Condition{
	{Name: "au-moins-une-session", Scope: OfFormation, Reason: auMoinsUneSession},
	{Name: "intitule", Scope: OfFormation, Reason: intitule},
	{Name: "contenu", Scope: OfFormation, Reason: contenu},
	{Name: "responsable-siret", Scope: OfFormation, Reason: responsableSIRET},
	{Name: "responsable-connu", Scope: OfFormation, Reason: responsableConnu},
	{Name: "responsable-nda", Scope: OfFormation, Reason: responsableNDA},
	{Name: "sans-dispositif", Scope: OfSession, Takes: []string{"dispositifs"}, Reason: sansDispositif},
	{Name: "session-terminee-depuis", Scope: OfSession, Takes: []string{"jours"}, Reason: sessionTermineeDepuis},
	{Name: "session-a-venir-ou-commencee-depuis", Scope: OfSession, Takes: []string{"jours"}, Reason: sessionCommenceeDepuis},
	{Name: "dates-connues", Scope: OfSession, Takes: []string{"debut", "fin"}, Reason: datesConnues},
	{Name: "lieu", Scope: OfSession, Reason: lieu},
	{Name: "dispositif-parmi", Scope: OfSession, Takes: []string{"dispositifs"}, Reason: dispositifParmi},
	{Name: "departement-parmi", Scope: OfSession, Takes: []string{"departements"}, Reason: departementParmi},
	{Name: "recrutement-parmi", Scope: OfSession, Takes: []string{"etats"}, Reason: recrutementParmi},
	{Name: "periode-coherente", Scope: OfSession, Reason: periodeCoherente},
	{Name: "certification-au", Scope: OfFormation, Takes: []string{"registres"}, Reason: certificationAu},
	{Name: "formacode-principal", Scope: OfFormation, Reason: formacodePrincipal},
	{Name: "formacode-parmi", Scope: OfFormation, Takes: []string{"formacodes"}, Reason: formacodeParmi},
	{Name: "numero-court", Scope: OfFormation, Takes: []string{"caracteres"}, Reason: numeroCourt},
}

// given lists the keys of the parameters that were written.
func (p Params) given() (keys []string) {
	for _, param := range []struct {
		key string
		set bool
	}{
		{"jours", p.Jours != nil}, {"dispositifs", p.Dispositifs != nil},
		{"debut", p.Debut != ""}, {"fin", p.Fin != ""},
		{"registres", p.Registres != nil}, {"formacodes", p.Formacodes != nil}, {"departements", p.Departements != nil},
		{"etats", p.Etats != nil}, {"caracteres", p.Caracteres != nil},
	} {
		if param.set {
			keys = append(keys, param.key)
		}
	}
	return keys
}

// days is the parameter jours; a condition that takes it has it.
func (p Params) days() int {
	if p.Jours == nil {
		return 0
	}
	return *p.Jours
}
