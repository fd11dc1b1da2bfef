package offre

import (
	"strings"
	"time"
)

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

// Stated is h with the creation that the source of a record states, where it does:
// it had the record before the catalogue. What comes out is in whole seconds of UTC,
// and nothing changes before it is created.
func (h Horodatage) Stated(reste []Brut) Horodatage {
	for _, b := range reste {
		if t, ok := statedCreation(b); ok {
			h.Creation = t
			break
		}
	}
	h.Creation, h.Modification = h.Creation.UTC().Truncate(time.Second), h.Modification.UTC().Truncate(time.Second)
	if !h.Modification.IsZero() && h.Modification.Before(h.Creation) {
		h.Modification = h.Creation
	}
	return h
}

// statedCreation reads an attribute that says when its record was created, be it that
// of LHEO or that of real feeds. A time without a zone is of UTC.
func statedCreation(b Brut) (t time.Time, ok bool) {
	if b.Chemin != "" {
		return t, false
	}
	for _, attribute := range []struct {
		name    string
		layouts []string
	}{{"horodatage-creation", []string{time.RFC3339, "2006-01-02T15:04:05"}}, {"datecrea", []string{"20060102"}}} {
		value, named := strings.CutPrefix(b.XML, attribute.name+`="`)
		for _, layout := range attribute.layouts {
			if t, err := time.Parse(layout, strings.TrimSuffix(value, `"`)); named && err == nil && t.Year() > 0 {
				return t, true
			}
		}
	}
	return t, false
}
