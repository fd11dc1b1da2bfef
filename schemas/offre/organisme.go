package offre

// Organisme is a training organisation, a head office (siège) or one of its
// branches (antenne): <organisme-formation-responsable> or <organisme-formateur>.
// Its business key is the SIRET.
type Organisme struct {
	ID            string  `json:"id"`                       // stable, ≤ 32 characters, never recycled
	SIRET         string  `json:"siret"`                    // <SIRET-organisme-formation>, 14 digits
	NDA           string  `json:"nda,omitempty"`            // <numero-activite>, declaration of activity, 11 characters; only the head office holds one
	NDAOrigine    Origine `json:"nda_origine,omitempty"`    // OrigineRegistre when the NDA was not stated but found in the register; empty when stated
	UAI           string  `json:"uai,omitempty"`            // <code-UAI-organisme-formation>, 7 digits and a letter
	Nom           string  `json:"nom,omitempty"`            // <nom-organisme>, usual name
	RaisonSociale string  `json:"raison_sociale,omitempty"` // <raison-sociale>, official name in SIRENE

	Coordonnees    Contact   `json:"coordonnees,omitzero"`     // <coordonnees-organisme>
	Interlocuteurs []Contact `json:"interlocuteurs,omitempty"` // <contact-organisme>

	Siege         string         `json:"siege,omitempty"`         // SIRET of the head office this branch is attached to; empty for a head office
	Rattachements []Rattachement `json:"rattachements,omitempty"` // other structures it depends on, or that depend on it (tab « Infos administratives »)

	Potentiel           string                  `json:"potentiel,omitempty"`            // what it can teach, in words, indexed by the public site (tab « Infos OF »)
	PotentielFormacodes []string                `json:"potentiel_formacodes,omitempty"` // <potentiel>
	Certifications      []CertificationPreparee `json:"certifications_preparees,omitempty"`
	VerifieLe           Date                    `json:"verifie_le,omitempty"`     // day of the yearly verification (tab « Historique »)
	Commentaire         string                  `json:"commentaire,omitempty"`    // « Commentaire divers »
	Renseignements      string                  `json:"renseignements,omitempty"` // <renseignements-specifiques>
}

// CertificationPreparee is a certification that an organisation prepares for.
type CertificationPreparee struct {
	Code        string `json:"code"`                  // Certif Info
	Commentaire string `json:"commentaire,omitempty"` // « uniquement en contrat d'apprentissage »
}

// Rattachement is an administrative or functional link to another structure.
type Rattachement struct {
	SIRET string `json:"siret,omitempty"`
	Nom   string `json:"nom,omitempty"`
	Sens  Sens   `json:"sens"`
}

// Sens says which of the two structures depends on the other.
type Sens string

const (
	DependDe  Sens = "rattachement" // this organisation depends on the other
	Rattachee Sens = "rattachée"    // the other depends on this organisation
)
