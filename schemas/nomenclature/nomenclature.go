// Package nomenclature holds the national referentials as their publishers
// state them: certifications, ROME, Formacode, NSF, communes, the register of
// training organisations, and the version each was read in.
package nomenclature

import "time"

// Version is one load of one referential.
type Version struct {
	Referential Referential `json:"referentiel"`
	Publisher   string      `json:"editeur"`
	File        string      `json:"fichier"`
	SHA256      string      `json:"sha256"`
	Label       string      `json:"version"` // the publisher's own: « 4.60 », « V14 », else a date
	Rows        int         `json:"lignes"`
	Refused     int         `json:"refusees"` // rows that could not be read, each with a finding
	LoadedAt    time.Time   `json:"charge_le"`

	Source string `json:"source,omitempty"` // address it was fetched from; empty when the file was put in the folder
	Date   string `json:"date,omitempty"`   // day of publication that the file states, AAAAMMJJ; empty when it states none
	Diff
}

// Diff is what a load of a referential changed since the load before it.
type Diff struct {
	Before  int `json:"avant"` // entries of the version before, 0 for a first load
	Added   int `json:"ajoutees"`
	Changed int `json:"modifiees"`
	Ended   int `json:"disparues"`
}

// Referential is a nomenclature or register of a publisher, by the name that the
// configuration and the store give it.
type Referential string

const (
	CertifInfo Referential = "certifinfo" // certifications of the Réseau des Carif-Oref, with their codes in the others
	ROME       Referential = "rome"       // ROME 4.x of France Travail: métiers and their appellations
	Formacode  Referential = "formacode"  // Formacode V14 of Centre Inffo: domains of training, a thesaurus
	NSF        Referential = "nsf"        // groups of three digits of the nomenclature des spécialités de formation
	Communes   Referential = "communes"   // INSEE and postal codes of communes
	Organismes Referential = "organismes" // public list of training organisations: NDA, SIRET, name

	RNCP        Referential = "rncp"        // fiches of France compétences, both registers: RNCP and RS
	ROME3       Referential = "rome3"       // ROME 3.x, kept to translate its codes into ROME 4
	Formacode13 Referential = "formacode13" // Formacode V13, kept to translate its codes into V14
	NSFLettres  Referential = "nsf-lettres" // letters of specialty that follow the three digits of an NSF group
	GFE         Referential = "gfe"         // groupes formation-emploi
	FAP         Referential = "fap"         // familles professionnelles, each with its ROME codes
	Exemples    Referential = "exemples"    // titles that others have coded, with their codes: what text codification learns from
)

// Referentials lists them all, in the order in which they are refreshed.
var Referentials = []Referential{CertifInfo, RNCP, ROME, ROME3, Formacode, Formacode13, NSF, NSFLettres, GFE, FAP, Communes, Organismes, Exemples}

// Certification is one entry of Certif Info.
type Certification struct {
	Code             string   `json:"code"`
	Intitule         string   `json:"intitule"` // official label
	Type             string   `json:"type"`     // « CAP », « Titre professionnel »…
	CodeType         string   `json:"code_type"`
	NiveauEuropeen   int      `json:"niveau_europeen"` // 1 to 8, 0 when not stated
	Formacode        string   `json:"formacode"`       // 5 digits
	FormacodeLibelle string   `json:"formacode_libelle"`
	ROME             []string `json:"rome"`                // up to five, in the publisher's order
	NSF              string   `json:"nsf"`                 // 3 digits
	RNCP             string   `json:"rncp"`                // bare number, without prefix
	RS               string   `json:"rs"`                  // bare number, without prefix; the latest when it has had several
	AutresRS         []string `json:"autres_rs,omitempty"` // its earlier RS numbers, latest first
	CFD              string   `json:"cfd"`                 // Code_Scolarité
	Valideur         string   `json:"valideur"`
	Certificateur    string   `json:"certificateur"`
	PremiereSession  int      `json:"premiere_session"` // year, 0 when not stated
	DerniereSession  int      `json:"derniere_session"` // year, 0 when not stated
	Etat             string   `json:"etat"`
	EtatLibelle      string   `json:"etat_libelle"`
	MisAJour         string   `json:"mis_a_jour"` // AAAAMMJJ
	Anciens          []Ancien `json:"anciens"`    // the certifications it replaced
}

// Ancien is a certification that another one replaced.
type Ancien struct {
	Code        string `json:"code"`
	Intitule    string `json:"intitule"`
	RNCP        string `json:"rncp"`
	CFD         string `json:"cfd"`
	EtatLibelle string `json:"etat_libelle"`
}

// Commune is one line of La Poste's base of postal codes: a commune has one for
// each of its postal codes and of its former communes.
type Commune struct {
	INSEE        string `json:"insee"`
	CodePostal   string `json:"code_postal"`
	Nom          string `json:"nom"`          // in La Poste's capitals, without accents
	Acheminement string `json:"acheminement"` // name on the last line of an address
	Ligne5       string `json:"ligne5"`       // former commune or locality
	Latitude     string `json:"latitude"`
	Longitude    string `json:"longitude"`
}

// Etablissement is one line of the list of training organisations.
type Etablissement struct {
	SIRET         string `json:"siret"`
	UAI           string `json:"uai"`
	NDA           string `json:"nda"`
	RaisonSociale string `json:"raison_sociale"`
	Enseigne      string `json:"enseigne"`
	Etat          string `json:"etat"`   // actif, fermé
	Nature        string `json:"nature"` // responsable, formateur, responsable_formateur, inconnue
	Adresse       string `json:"adresse"`
	Region        string `json:"region"`
	Qualiopi      string `json:"qualiopi"`
}
