package nomenclature

// Terme is one code of a nomenclature: ROME, Formacode, NSF, GFE, FAP. Fields
// that its nomenclature does not have are empty.
type Terme struct {
	Code    string `json:"code"`
	Libelle string `json:"libelle"`
	Relations
}

// Relations is what a thesaurus states of a term beside its label.
type Relations struct {
	Synonymes    []string      `json:"synonymes,omitempty"`    // Formacode: EP and EP métier
	Appellations []Appellation `json:"appellations,omitempty"` // ROME: names of jobs under the code
	Generiques   []string      `json:"generiques,omitempty"`   // codes of the broader terms (TG); labels where the publisher gives no code
	Specifiques  []string      `json:"specifiques,omitempty"`  // codes of the narrower terms (TS)
	Associes     []string      `json:"associes,omitempty"`     // codes of related terms (TA); for FAP, its ROME codes
	Domaine      string        `json:"domaine,omitempty"`      // what the code stands under: champ sémantique, domaine professionnel, domaine NSF
	ExSynonymes  []string      `json:"ex_synonymes,omitempty"` // Formacode: terms that were its synonyms in the version before (ex-synonyme V-1)
	NoteVersion  string        `json:"note_version,omitempty"` // Formacode: what changed since the version before (Note de version)
	Definition   string        `json:"definition,omitempty"`   // what it covers, in the publisher's words
	Parent       string        `json:"parent,omitempty"`       // ROME: code_rome_parent when it is another code
}

// Appellation is a name of a job in ROME. Its number lasts from one version of
// ROME to the next, when the code it stands under may change.
type Appellation struct {
	OGR     string `json:"ogr"`
	Libelle string `json:"libelle"`
	Court   string `json:"court,omitempty"` // short form, when it differs
}
