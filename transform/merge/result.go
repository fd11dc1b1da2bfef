package merge

import (
	"fmt"
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// Result is what became of the rows of a delivery.
type Result struct {
	Sheets       map[string]journal.Counts // by name of sheet; only the rows that were added
	Findings     []finding.Finding         // those that merging made, not those of the rows
	Origins      []Origin                  // every record of every accepted row, in the order of the rows
	Refused      []Origin                  // the formation and session that each refused row names, as far as it can be told
	Organismes   []string                  // SIRET of the organismes added or changed, sorted
	Formations   []string                  // IDs of the formations added or changed, sorted
	Sessions     []string                  // IDs of the sessions added or changed, sorted
	Requests     []journal.Request         // what only staff may do, not applied; by SIRET, empty of a trusted delivery
	Responsables []string                  // of a complete delivery, SIRETs for which it speaks: what they no longer have in it may be archived; sorted
	Seen         map[string]bool           // of a complete delivery, IDs of the formations and sessions that it names, those of refused rows too
	Renamed      map[string]string         // of a trusted delivery, the former SIRET → the new one of organismes; formations of the catalogue still name the former
}

// Check reports an error when the rows of a sheet do not add up.
func (r Result) Check() error {
	for _, name := range slices.Sorted(maps.Keys(r.Sheets)) {
		if err := r.Sheets[name].Check(fmt.Sprintf("sheet %q", name)); err != nil {
			return err
		}
	}
	return nil
}

// outcome is what a row or record became; the greater one is the stronger.
type outcome uint8

const (
	unchanged outcome = iota
	changed
	added
	refused
)

// count adds one row of outcome o to c.
func (o outcome) count(c journal.Counts) journal.Counts {
	c.Read++
	switch o {
	case added:
		c.Added++
	case changed:
		c.Changed++
	case refused:
		c.Refused++
	default:
		c.Unchanged++
	}
	return c
}
