package offre

// Offre is one formation with all that the catalogue knows about it: what a
// target decides on, and what a feed writes.
type Offre struct {
	Formation   Formation
	Responsable Organisme            // zero but for its SIRET when the catalogue does not hold it
	Formateurs  map[string]Organisme // by SIRET, those that its sessions name and the catalogue holds
	Sessions    []Session            // all of them, ordered by ID
}
