package certify

import (
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Query is what a row says of the certification that its formation prepares.
// Only Title is needed; empty fields are not looked at.
type Query struct {
	Title     string
	Type      string    // kind of diploma: « Licence professionnelle », « Titre professionnel (TP de niveau 4) »
	Diploma   string    // the diploma's own name, where a column states it
	Level     int       // European level, 1 to 8
	Certifier string    // name of the certifier
	Date      time.Time // day of the examination: the end of the session, where it is known; zero for the latest version
}

// Match is one family of certifications that a query may mean.
type Match struct {
	Code          string // the entry of the family that fits words and date best
	Famille       string // key of the family: the lowest of its codes
	Certification nomenclature.Certification
	Archived      bool     // Certif Info lists it only as replaced by others
	Autres        []string // codes of the other entries of the family, sorted
	Confidence    float64  // chance that the family is right, and the entry within it
	Evidence      string   // reasons, in French
}
