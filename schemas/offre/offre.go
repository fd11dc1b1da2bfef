package offre

import "time"

// Offre is one formation with all that the catalogue knows about it: what a
// target decides on, and what a feed writes.
type Offre struct {
	Formation   Formation
	Responsable Organisme            // zero but for its SIRET when the catalogue does not hold it
	Formateurs  map[string]Organisme // by SIRET, those that its sessions name and the catalogue holds
	Sessions    []Session            // all of them, ordered by ID

	Horodatage          Horodatage            // of the formation
	HorodatageSessions  map[string]Horodatage // by session ID
	HorodatageOrganisme Horodatage            // of the responsable
}

// Horodatage is when the catalogue took a record in and when what it says last
// changed <horodatage-creation>, <horodatage-modification>. An instant that the
// catalogue does not know is zero.
type Horodatage struct {
	Creation     time.Time
	Modification time.Time
}
