package normalise

// Tables gives the entries of an LHEO table by its name (niveaux, financeurs…),
// in the standard's order, nil when there is no such table.
type Tables func(name string) []Entry

// Entry is one line of an LHEO table.
type Entry struct {
	Code  string
	Label string
}

// Communes finds communes. Index is one; the catalogue may be another.
type Communes interface {
	// Find gives the one commune that a postal code and the name of a town
	// designate, whatever the spelling; false when there is none, or several.
	// Either may be empty.
	Find(codePostal, ville string) (Commune, bool)
	// ByINSEE gives the commune of an official code.
	ByINSEE(code string) (Commune, bool)
	// KnownPostalCode reports whether La Poste's base has the postal code; it
	// has no CEDEX.
	KnownPostalCode(code string) bool
}

// Commune is a commune or a municipal arrondissement.
type Commune struct {
	INSEE        string
	Nom          string   // readable: « Cherbourg-en-Cotentin »
	CodesPostaux []string // in the publisher's order
	Latitude     string   // decimal degrees, WGS 84; empty when not known
	Longitude    string
}
