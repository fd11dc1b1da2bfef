package nomenclature

// Fiche is one entry of a register of France compétences: RNCP or RS.
type Fiche struct {
	Numero         string   `json:"numero"` // with its prefix: RNCP38430, RS5080
	Intitule       string   `json:"intitule"`
	Abrege         string   `json:"abrege,omitempty"`          // « CAP », « BTS », « TP »…
	AbregeIntitule string   `json:"abrege_intitule,omitempty"` // what it stands for
	NiveauEuropeen int      `json:"niveau_europeen,omitempty"` // 1 to 8, 0 when not stated
	Active         bool     `json:"active"`
	FinLe          string   `json:"fin_le,omitempty"` // end of registration, AAAAMMJJ
	ROME           []string `json:"rome,omitempty"`
	NSF            []string `json:"nsf,omitempty"` // three digits, the publisher's order
	Formacodes     []string `json:"formacodes,omitempty"`
	Certificateurs []string `json:"certificateurs,omitempty"`
	Anciennes      []string `json:"anciennes,omitempty"` // numbers of the fiches it replaced, with prefix
	Nouvelles      []string `json:"nouvelles,omitempty"` // numbers of the fiches that replaced it, with prefix
	Blocs          []string `json:"blocs,omitempty"`     // numbers of its skill blocks, in order: RNCP38430BC01
	Objectif       string   `json:"objectif,omitempty"`  // activities and targeted jobs in a few lines, where the source states them
}

// Exemple is a title that somebody coded: an entry of no register, or the way an
// organisation writes a certification.
type Exemple struct {
	Intitule   string   `json:"intitule"`
	ROME       []string `json:"rome,omitempty"`
	NSF        []string `json:"nsf,omitempty"`
	Formacodes []string `json:"formacodes,omitempty"`
	Fiche      string   `json:"fiche,omitempty"`      // RNCP or RS number it comes from, with prefix
	CertifInfo string   `json:"certifinfo,omitempty"` // Certif Info code it was given
}
