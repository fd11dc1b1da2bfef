package journal

import "time"

// RecordState is where a record of the catalogue stands. Only what was validated
// is exported; a record that is validated and then changed by a delivery is
// exported as it was validated until staff approve the change.
type RecordState string

// Where records stand.
const (
	ToValidate RecordState = "a-valider" // delivered or changed, waiting for staff
	Validated  RecordState = "valide"    // exported to the targets that take it
	Rejected   RecordState = "rejete"    // the last statement was refused by staff, with a reason; what was validated before stays exported, a new statement brings it back to ToValidate
	Archived   RecordState = "archive"   // withdrawn by staff or by a complete delivery: no longer exported, never deleted
)

// Decision is one change of state of a record, kept for ever.
type Decision struct {
	Kind   string      `json:"nature"` // organisme, formation or session
	Record string      `json:"fiche"`
	From   RecordState `json:"de,omitempty"` // empty for a record that is new
	To     RecordState `json:"vers"`
	Who    string      `json:"qui"` // a person, or « règle » when the configuration validates
	Why    string      `json:"pourquoi,omitempty"`
	Run    string      `json:"run,omitempty"`
	At     time.Time   `json:"le"`
}

// RequestKind says what an organisation asks for that only staff may do.
type RequestKind string

// What organisations may ask for.
const (
	CreateOrganisme      RequestKind = "creation"       // an organisation that the catalogue does not hold
	ChangeNDA            RequestKind = "nda"            // its declaration number
	ChangeAttachments    RequestKind = "rattachements"  // its head office, or the structures it is linked to
	ChangeInterlocuteurs RequestKind = "interlocuteurs" // its people
	ChangeSIRET          RequestKind = "siret"          // its SIRET: a row that names a known organisation by its number and gives another SIRET
)

// RequestState says what became of a request.
type RequestState string

// What may become of requests.
const (
	Waiting  RequestState = "en-attente" // for staff to answer
	Approved RequestState = "acceptee"   // applied to the catalogue
	Declined RequestState = "refusee"    // with a reason
)

// Request is a change that a delivery asks for and that is not applied: staff
// approve it, or refuse it with a reason. The same demand made again is the same
// request.
type Request struct {
	ID        string       `json:"id"` // short, made of what is asked: the same demand has the same ID
	Kind      RequestKind  `json:"nature"`
	Organisme string       `json:"organisme"` // SIRET of the organisation concerned
	Name      string       `json:"nom"`       // its name, for people
	Before    string       `json:"avant"`     // what the catalogue has, in words; empty for a creation
	After     string       `json:"apres"`     // what is asked, in words
	Asked     []byte       `json:"-"`         // the organisme as the delivery states it, JSON of offre.Organisme: what approval applies
	Run       string       `json:"run"`       // that first asked
	Delivery  string       `json:"livraison"`
	File      string       `json:"fichier"`
	Sheet     string       `json:"feuille,omitempty"`
	Row       int          `json:"ligne"`
	State     RequestState `json:"etat"`
	Who       string       `json:"qui,omitempty"`
	Reason    string       `json:"motif,omitempty"`
	AskedAt   time.Time    `json:"demande_le"`
	DecidedAt time.Time    `json:"decide_le,omitzero"`
}
