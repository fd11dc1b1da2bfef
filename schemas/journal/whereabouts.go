package journal

import "time"

// Whereabouts is how far one record has come on its way to the partners: what
// answers « is my session exported? ».
type Whereabouts struct {
	Kind      string `json:"nature"` // "formation" or "session"
	Record    string `json:"fiche"`
	Formation string `json:"formation"`           // the formation of the session; itself for a formation
	Reference string `json:"reference,omitempty"` // the organisation's own number
	Intitule  string `json:"intitule"`            // of the formation, as stated last
	SIRET     string `json:"siret"`               // of the organisme responsable
	Formateur string `json:"formateur,omitempty"` // SIRET of the one that teaches a session, when it is another
	Debut     string `json:"debut,omitempty"`     // of a session, AAAAMMJJ
	Fin       string `json:"fin,omitempty"`

	State       RecordState `json:"etat"`                // of its last statement
	Why         string      `json:"pourquoi,omitempty"`  // it is rejected or archived, in the words of who decided
	File        string      `json:"fichier,omitempty"`   // of the delivery that first stated it; empty when none did
	ReceivedAt  time.Time   `json:"recu_le"`             // when that delivery arrived; without one, when the run that made it began
	ValidatedAt time.Time   `json:"valide_le,omitzero"`  // when what is exported was validated; zero when nothing ever was
	Awaited     []Awaited   `json:"attendues,omitempty"` // what belongs with it and awaits validation: targets do not see that yet
	Targets     []Passage   `json:"cibles,omitempty"`    // that have judged it, in order
}

// Awaited is a record that awaits validation, and that another does not leave whole
// without: a session of a formation, the formation of a session, an organisme of both.
type Awaited struct {
	Kind   string `json:"nature"` // "organisme", "formation" or "session"
	Record string `json:"fiche"`
}

// Passage is how far a record has come in one target.
type Passage struct {
	Verdict                       // the one that stands
	Since        time.Time        `json:"depuis"`                 // when it was first given
	Published    *Publication     `json:"publication,omitempty"`  // the first feed it appeared in, of those since which it has always been exported; nil when it is in none
	Fetched      *Fetch           `json:"recuperation,omitempty"` // the first whole fetch of a feed that has it
	Acknowledged *Acknowledgement `json:"acquittement,omitempty"` // the last
}

// LedgerLine is a verdict that stands, with what a person knows the record by.
type LedgerLine struct {
	Verdict
	Intitule  string    `json:"intitule"` // of the formation
	SIRET     string    `json:"siret"`    // of the organisme responsable
	Formateur string    `json:"formateur,omitempty"`
	Since     time.Time `json:"depuis"` // when the verdict was first given
}
