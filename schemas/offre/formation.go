package offre

// Formation is what is taught, whoever teaches it where and when <formation>.
// Its business key is the publisher's number, or the responsible organisation's
// SIRET with that organisation's own reference.
type Formation struct {
	ID          string `json:"id"`                    // number in feeds <formation numero>, stable, ≤ 32 characters, never recycled
	Reference   string `json:"reference,omitempty"`   // the organisation's own reference
	Responsable string `json:"responsable,omitempty"` // SIRET of the organisme responsable: it signs the contract and is legally answerable

	Intitule      string   `json:"intitule,omitempty"`       // <intitule-formation>; the official label when certifying
	IntituleSaisi string   `json:"intitule_saisi,omitempty"` // as the organisation writes it
	Objectif      string   `json:"objectif,omitempty"`       // <objectif-formation>
	Contenu       string   `json:"contenu,omitempty"`        // <contenu-formation>
	Resultats     string   `json:"resultats,omitempty"`      // <resultats-attendus>
	MotsCles      []string `json:"mots_cles,omitempty"`      // must not repeat words of the title
	MetiersVises  string   `json:"metiers_vises,omitempty"`  // jobs it prepares for

	Certifiante    *bool           `json:"certifiante,omitempty"`    // <certifiante>; nil when not stated
	Certifications []Certification `json:"certifications,omitempty"` // <certification>, in order of importance
	Formacodes     []Code          `json:"formacodes,omitempty"`     // <code-FORMACODE>, the first is the principal one: order carries meaning
	NSF            []Code          `json:"nsf,omitempty"`            // <code-NSF>, three digits
	ROME           []Code          `json:"rome,omitempty"`           // <code-ROME>

	TypeReconnaissance    string   `json:"type_reconnaissance,omitempty"`    // non certifying only: what the trainee is given
	CommentaireValidation string   `json:"commentaire_validation,omitempty"` // how it is examined, several certifications…
	NiveauEntree          string   `json:"niveau_entree,omitempty"`          // <code-niveau-entree>, LHEO table « niveaux »
	NiveauSortie          string   `json:"niveau_sortie,omitempty"`          // <code-niveau-sortie>, LHEO table « niveaux »
	Prerequis             string   `json:"prerequis,omitempty"`              // <conditions-specifiques> of its actions
	Parcours              string   `json:"parcours,omitempty"`               // <parcours-de-formation>, LHEO table « type-parcours »
	ObjectifGeneral       string   `json:"objectif_general,omitempty"`       // <objectif-general-formation>, LHEO table « AIS »
	Publics               []string `json:"publics,omitempty"`                // <code-public-vise>, Formacodes 80000–83999
	InfoPublic            string   `json:"info_public,omitempty"`            // <info-public-vise>
	Positionnement        string   `json:"positionnement,omitempty"`         // <positionnement>, LHEO table
	Module                string   `json:"module,omitempty"`                 // <identifiant-module>
	URL                   string   `json:"url,omitempty"`                    // <url-formation>
	Contact               Contact  `json:"contact,omitzero"`                 // <contact-formation>

	Saisie Saisie `json:"saisie,omitzero"` // what codification started from
	Reste  []Brut `json:"reste,omitempty"` // what its source says of it, outside its actions, that the fields above have no place for
}

// Code is a code of a nomenclature with where it came from.
type Code struct {
	Code    string  `json:"code"`
	Origine Origine `json:"origine"`
	De      string  `json:"de,omitempty"`      // what it was taken from: a Certif Info code when Origine is OrigineCertification
	Version string  `json:"version,omitempty"` // of the referential it was read in: Certif Info's when inherited, its own nomenclature's when typed

	Confiance float64 `json:"confiance,omitempty"` // OrigineAutomatique: chance in [0, 1] that it is right, as measured
	Preuve    string  `json:"preuve,omitempty"`    // OrigineAutomatique and OrigineDecision: why, in words a person can check
}

// Origine says who put a code on a formation.
type Origine string

const (
	OrigineSaisie        Origine = "saisie"        // typed by the organisation or the staff
	OrigineCertification Origine = "certification" // inherited from the certification
	OrigineSuccesseur    Origine = "successeur"    // inherited from the certification that replaced the one named
	OrigineRegistre      Origine = "registre"      // found in the list of training organisations
	OrigineAutomatique   Origine = "automatique"   // found from the text, with a confidence above the automatic threshold
	OrigineDecision      Origine = "decision"      // chosen by the staff for this text
	OrigineMigration     Origine = "migration"     // typed in an older version of its nomenclature, and translated
)

// Certification is a certification that a formation leads to <certification>.
type Certification struct {
	CertifInfo string  `json:"certif_info,omitempty"` // <code-CERTIFINFO>
	RNCP       string  `json:"rncp,omitempty"`        // <code-RNCP>, with its prefix: RNCP320
	RS         string  `json:"rs,omitempty"`          // <code-RS>, with its prefix: RS5080
	CFD        string  `json:"cfd,omitempty"`         // code of the education nationale: level, NSF, order
	Intitule   string  `json:"intitule,omitempty"`
	Origine    Origine `json:"origine"`
	Remplace   string  `json:"remplace,omitempty"` // Certif Info code of the certification it takes over from
	Version    string  `json:"version,omitempty"`  // version of Certif Info in which it was looked up

	Confiance float64 `json:"confiance,omitempty"` // OrigineAutomatique: chance in [0, 1] that it is right, as measured
	Preuve    string  `json:"preuve,omitempty"`    // OrigineAutomatique and OrigineDecision: why, in words a person can check
}
