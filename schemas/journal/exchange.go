package journal

import "time"

// Via is the way by which a feed reached a partner.
type Via string

// How a partner may be given a feed.
const (
	ViaHTTP   Via = "http"    // it came to take it
	ViaSFTP   Via = "sftp"    // it was sent
	ViaFolder Via = "dossier" // it was put in a folder
)

// Fetch is one time that a partner took a publication, or part of one, or was
// given it.
type Fetch struct {
	Target      string    `json:"cible"`
	Partner     string    `json:"partenaire"`
	Publication string    `json:"publication"` // SHA-256 of the uncompressed feed
	File        string    `json:"fichier"`     // as the partner named it
	Bytes       int64     `json:"octets"`      // sent
	Status      int       `json:"statut"`      // of HTTP; 0 for another way
	From        int64     `json:"depuis"`      // first byte sent, when a range was asked for
	Complete    bool      `json:"complet"`     // the last byte was sent: with what it had before, the partner has it whole
	Via         Via       `json:"par"`
	At          time.Time `json:"le"`
}

// PushState is where the sending of a feed stands.
type PushState string

// Where sendings stand.
const (
	PushWaiting PushState = "en-attente" // not tried yet, or to be tried again
	PushSent    PushState = "envoye"     // whole, under its own name there
	PushFailed  PushState = "echec"      // given up
)

// Push is the sending of one publication to one place.
type Push struct {
	Target      string    `json:"cible"`
	Destination string    `json:"destination"` // name in the configuration, without its secrets
	SHA256      string    `json:"sha256"`      // of the uncompressed feed
	State       PushState `json:"etat"`
	Attempts    int       `json:"tentatives"`
	Error       string    `json:"erreur,omitempty"` // of the last attempt
	At          time.Time `json:"le"`               // of the last attempt
}

// Acknowledgement is what a partner answered about one record of a feed.
type Acknowledgement struct {
	Target   string    `json:"cible"`
	Kind     string    `json:"nature"` // "formation" or "session"
	Record   string    `json:"fiche"`  // as the catalogue numbers it
	Accepted bool      `json:"acceptee"`
	Code     string    `json:"code,omitempty"`    // the partner's own
	Message  string    `json:"message,omitempty"` // the partner's own words
	Sentence string    `json:"phrase,omitempty"`  // what it means, in French
	Action   string    `json:"action,omitempty"`  // what to do, in French
	File     string    `json:"fichier"`
	Line     int       `json:"ligne"` // in the file, 1 for the first
	At       time.Time `json:"le"`    // of the file, as the partner dates it; else when it was read
	Run      string    `json:"run"`   // that read it
}
