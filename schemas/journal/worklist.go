package journal

import "time"

// TaskKind says what a task asks of the staff.
type TaskKind string

// What may be asked about codification.
const (
	TaskCertification TaskKind = "certification" // which certification a title names
	TaskROME          TaskKind = "rome"          // which ROME codes a text has
	TaskFormacode     TaskKind = "formacode"     // which Formacodes, the principal one first
	TaskNSF           TaskKind = "nsf"           // which NSF groups
	TaskSuccession    TaskKind = "succession"    // which of several successors, or whether to move to the one there is
	TaskOrphan        TaskKind = "orpheline"     // a code that its nomenclature no longer has and that nothing translates
)

// Proposal is an answer to a task, with why.
type Proposal struct {
	Code      string  `json:"code"`
	Libelle   string  `json:"libelle"`
	Confiance float64 `json:"confiance"` // chance in [0, 1] that it is right, as measured
	Preuve    string  `json:"preuve"`    // the evidence in French, in words a person can check
}

// Task is one thing that the staff must decide about the codification of a
// formation. Formations that ask the same question have the same key: one answer
// serves them all.
type Task struct {
	Key       string     `json:"cle"` // short, made of the kind and the text or code asked about
	Kind      TaskKind   `json:"nature"`
	Formation string     `json:"formation"`
	Text      string     `json:"texte"`                  // title or code that the question is about, as a person reads it
	Proposals []Proposal `json:"propositions,omitempty"` // ranked, best first; none when nothing comes near
	Why       string     `json:"pourquoi"`               // why a person must decide, in French
	Run       string     `json:"run"`                    // that first asked
}

// Choice is what a person answered to a task. It holds for every formation that
// asks the same, now and later, and no machine overwrites it.
type Choice struct {
	Key   string    `json:"cle"`
	Kind  TaskKind  `json:"nature"`
	Text  string    `json:"texte"`
	Codes []string  `json:"codes"` // in order; empty: nothing fits, and do not ask again
	Who   string    `json:"qui"`
	Why   string    `json:"pourquoi,omitempty"`
	At    time.Time `json:"le"`
}

// TaskGroup is one question of the worklist with all the formations that ask it.
type TaskGroup struct {
	Task                // as the first of those formations asks it
	Formations int      `json:"formations"` // how many ask it
	Examples   []string `json:"exemples"`   // IDs of the first of them
}
