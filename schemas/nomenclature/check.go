package nomenclature

import "time"

// Check is one time that the source of a referential was looked at.
type Check struct {
	Referential Referential `json:"referentiel"`
	At          time.Time   `json:"le"`
	Good        bool        `json:"bon"` // the source was read and what it holds is in use: loaded now, or unchanged
	Outcome     string      `json:"issue"`
}

// Standing is where a referential is: its current version, and when its source
// was looked at.
type Standing struct {
	Referential Referential `json:"referentiel"`
	Version     *Version    `json:"courante,omitempty"` // nil when none was ever loaded
	Last        *Check      `json:"verification,omitempty"`
	FreshAt     time.Time   `json:"frais_le,omitzero"` // last good check, or load when later: its age counts from then
}
