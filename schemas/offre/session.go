package offre

// Session is one occurrence of a formation at a place and time <session>, with
// what LHEO says of the action it belongs to. Its business key is the
// publisher's number; or its formation with the organisation's own reference,
// or else its dates, place and formateur.
type Session struct {
	ID        string `json:"id"`                  // number in feeds <session numero>, stable, ≤ 32 characters, never recycled
	Formation string `json:"formation"`           // ID of its formation
	Reference string `json:"reference,omitempty"` // the organisation's own reference
	Action    string `json:"action,omitempty"`    // number of its action as the source gives it; empty when the source has none

	Debut                Date    `json:"debut,omitempty"`                 // <debut>
	Fin                  Date    `json:"fin,omitempty"`                   // <fin>
	InscriptionDebut     Date    `json:"inscription_debut,omitempty"`     // <periode-inscription>
	InscriptionFin       Date    `json:"inscription_fin,omitempty"`       // <periode-inscription>
	EtatRecrutement      string  `json:"etat_recrutement,omitempty"`      // <etat-recrutement>, LHEO table
	ModalitesInscription string  `json:"modalites_inscription,omitempty"` // <modalites-inscription>
	AdresseInscription   Adresse `json:"adresse_inscription,omitzero"`    // <adresse-inscription>
	Contact              Contact `json:"contact,omitzero"`                // <contact-session>: one and only one
	NumeroMarche         string  `json:"numero_marche,omitempty"`         // only for winners of a public tender
	Places               int     `json:"places,omitempty"`                // seats offered by the session
	URL                  string  `json:"url,omitempty"`                   // <url-session>
	Reste                []Brut  `json:"reste,omitempty"`                 // what its source says of it that the fields have no place for; that of its action is in Modalites

	Modalites
}

// Modalites is what LHEO states once for an action: sessions of one formation
// that agree on all of it form one action.
type Modalites struct {
	EntreesSorties string `json:"entrees_sorties,omitempty"` // <modalites-entrees-sorties>: "0" fixed dates, "1" permanent
	Lieu           Lieu   `json:"lieu,omitzero"`             // <lieu-de-formation>
	Formateur      string `json:"formateur,omitempty"`       // SIRET of the <organisme-formateur>; empty when the responsable teaches
	FormateurNom   string `json:"formateur_nom,omitempty"`   // <raison-sociale-formateur>, kept for when the SIRET is not known

	Dispositif Dispositif `json:"dispositif,omitempty"`
	Financeurs []string   `json:"financeurs,omitempty"` // <code-financeur>, LHEO table « financeurs »

	Rythme                  string   `json:"rythme,omitempty"`                    // <rythme-formation>
	Alternance              string   `json:"alternance,omitempty"`                // <modalites-alternance>
	Enseignement            string   `json:"enseignement,omitempty"`              // <modalites-enseignement>: "0" on site, "1" mixed, "2" remote
	NiveauEntreeObligatoire string   `json:"niveau_entree_obligatoire,omitempty"` // <niveau-entree-obligatoire>: "0" or "1"
	ConditionsSpecifiques   string   `json:"conditions_specifiques,omitempty"`    // <conditions-specifiques>
	PriseEnCharge           string   `json:"prise_en_charge,omitempty"`           // <prise-en-charge-frais-possible>: "0" or "1"
	DetailPriseEnCharge     string   `json:"detail_prise_en_charge,omitempty"`    // <detail-conditions-prise-en-charge>
	Conventionnement        string   `json:"conventionnement,omitempty"`          // <conventionnement>: "0" or "1"
	HeuresCentre            int      `json:"heures_centre,omitempty"`             // <nombre-heures-centre>, hours
	HeuresEntreprise        int      `json:"heures_entreprise,omitempty"`         // <nombre-heures-entreprise>, hours
	HeuresTotal             int      `json:"heures_total,omitempty"`              // <nombre-heures-total>, hours
	DureeIndicative         string   `json:"duree_indicative,omitempty"`          // <duree-indicative>, in words
	PrixTotal               string   `json:"prix_total,omitempty"`                // <prix-total-TTC>, euros
	PrixHoraire             string   `json:"prix_horaire,omitempty"`              // <prix-horaire-TTC>, euros an hour
	FraisRestants           string   `json:"frais_restants,omitempty"`            // <frais-restants>
	ModalitesRecrutement    string   `json:"modalites_recrutement,omitempty"`     // <modalites-recrutement>
	ModalitesPedagogiques   string   `json:"modalites_pedagogiques,omitempty"`    // <modalites-pedagogiques>
	PerimetreRecrutement    string   `json:"perimetre_recrutement,omitempty"`     // <code-perimetre-recrutement>, LHEO table
	Langues                 []string `json:"langues,omitempty"`                   // <langue-formation>, ISO 639-1
	Restauration            string   `json:"restauration,omitempty"`
	Hebergement             string   `json:"hebergement,omitempty"`
	Transport               string   `json:"transport,omitempty"`
	AccesHandicapes         string   `json:"acces_handicapes,omitempty"`
	AdresseInformation      Adresse  `json:"adresse_information,omitzero"` // <adresse-information>
	Reste                   []Brut   `json:"reste_action,omitempty"`       // what the source says of the action, outside its sessions, that the fields have no place for
}

// Dispositif is the scheme under which a session is run and paid for. LHEO has
// no element for it; feeds say it with financeurs and extras.
type Dispositif string

const (
	Apprentissage        Dispositif = "apprentissage"        // contrat d'apprentissage
	Professionnalisation Dispositif = "professionnalisation" // contrat de professionnalisation
	FormationInitiale    Dispositif = "formation-initiale"   // of school and university, before working life
	FormationContinue    Dispositif = "formation-continue"   // of adults, whoever pays
	ProgrammeRegional    Dispositif = "programme-regional"   // bought by the région, for job seekers above all
	POEC                 Dispositif = "poec"                 // préparation opérationnelle à l'emploi collective
	POEI                 Dispositif = "poei"                 // the same, for one person
	AIF                  Dispositif = "aif"                  // aide individuelle à la formation
	CPF                  Dispositif = "cpf"                  // compte personnel de formation
	BilanDeCompetences   Dispositif = "bilan-de-competences"
	VAE                  Dispositif = "vae" // validation des acquis de l'expérience
)

// Action is the group of sessions of one formation that share place, formateur
// and modalities <action>. It is derived from the sessions, never stored.
type Action struct {
	ID string // number in feeds <action numero>
	Modalites
	Sessions []Session
}
