package journal

import "time"

// Partner is who may take feeds, or send deliveries, with a token.
type Partner struct {
	Name       string    `json:"nom"`
	TokenHash  string    `json:"-"`                  // SHA-256 of the token, lower-case hexadecimal: the token itself is kept nowhere
	Targets    []string  `json:"cibles"`             // whose feeds it may take
	Deposit    bool      `json:"depot"`              // it may send deliveries
	Basic      bool      `json:"basic"`              // the token is accepted as the password of basic authentication too
	Courriel   string    `json:"courriel,omitempty"` // to whom what concerns it is written
	CreatedAt  time.Time `json:"cree_le"`
	ExpiresAt  time.Time `json:"expire_le,omitzero"`
	RevokedAt  time.Time `json:"revoque_le,omitzero"`
	LastUsedAt time.Time `json:"utilise_le,omitzero"`
}

// Firing is one time that a job of the schedule was due, and what came of it.
type Firing struct {
	Job        string    `json:"tache"`
	Due        time.Time `json:"du"`
	StartedAt  time.Time `json:"debut"`
	FinishedAt time.Time `json:"fin,omitzero"`
	State      RunState  `json:"etat"`
	Attempt    int       `json:"tentative"` // 1 for the first
	Error      string    `json:"erreur,omitempty"`
	Run        string    `json:"run,omitempty"` // that it made, once there is one
	Worker     string    `json:"par"`           // who does it: host and process
}

// Mail is a message to send, or sent. Nothing is sent twice: of two with one key
// the first is kept.
type Mail struct {
	Key       string    `json:"cle"`
	Kind      string    `json:"nature"` // of message: which template made it
	To        []string  `json:"a"`
	Subject   string    `json:"objet"`
	Run       string    `json:"run,omitempty"`
	Body      []byte    `json:"-"` // the message as it goes out
	QueuedAt  time.Time `json:"mis_le"`
	NextAt    time.Time `json:"suivant_le,omitzero"` // not to be tried before; zero once sent or given up
	SentAt    time.Time `json:"envoye_le,omitzero"`
	Attempts  int       `json:"tentatives"`
	LastError string    `json:"erreur,omitempty"`
}
