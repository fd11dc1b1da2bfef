package offre

// Adresse is a postal address <adresse>.
type Adresse struct {
	Denomination string   `json:"denomination,omitempty"` // <denomination>
	Lignes       []string `json:"lignes,omitempty"`       // <ligne>, street first
	CodePostal   string   `json:"code_postal,omitempty"`  // <codepostal>, 5 digits
	Ville        string   `json:"ville,omitempty"`        // <ville>
	CodeINSEE    string   `json:"code_insee,omitempty"`   // <code-INSEE-commune>, official code of the commune, not the postal code
	Departement  string   `json:"departement,omitempty"`  // <departement>: 14, 2A, 971
	Region       string   `json:"region,omitempty"`       // <region>, INSEE code since 2016: 28 is Normandie
	Pays         string   `json:"pays,omitempty"`         // <pays>, ISO 3166-1 alpha-2
	Latitude     string   `json:"latitude,omitempty"`     // decimal degrees, WGS 84
	Longitude    string   `json:"longitude,omitempty"`    // decimal degrees, WGS 84
}

// Vide reports that nothing at all is known of the address.
func (a Adresse) Vide() bool {
	return a.Denomination == "" && len(a.Lignes) == 0 && a.CodePostal == "" && a.Ville == "" && a.CodeINSEE == ""
}

// Contact is a person or a desk that can be reached <coordonnees>.
type Contact struct {
	Civilite  string  `json:"civilite,omitempty"`
	Nom       string  `json:"nom,omitempty"`
	Prenom    string  `json:"prenom,omitempty"`
	Fonction  string  `json:"fonction,omitempty"` // not in LHEO; the guide asks for it
	Telephone string  `json:"telephone,omitempty"`
	Portable  string  `json:"portable,omitempty"`
	Fax       string  `json:"fax,omitempty"`
	Courriel  string  `json:"courriel,omitempty"`
	Web       string  `json:"web,omitempty"`
	Adresse   Adresse `json:"adresse,omitzero"`
}

// Vide reports that there is neither a name nor a way to reach anybody.
func (c Contact) Vide() bool {
	return c.Nom == "" && c.Prenom == "" && c.Telephone == "" && c.Portable == "" &&
		c.Courriel == "" && c.Web == "" && c.Adresse.Vide()
}

// Lieu is where training takes place <lieu-de-formation>.
type Lieu struct {
	SIRET   string  `json:"siret,omitempty"` // <SIRET-lieu-formation>
	UAI     string  `json:"uai,omitempty"`   // <code-UAI-lieu-formation>
	Adresse Adresse `json:"adresse,omitzero"`
}

// Vide reports that nothing is known of the place.
func (l Lieu) Vide() bool { return l.SIRET == "" && l.UAI == "" && l.Adresse.Vide() }
