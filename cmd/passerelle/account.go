package main

import (
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/merge"
)

// account says what became of each row that was read: those that the reading set
// aside or refused, and those that merging added, changed, left or refused. A
// sum that is wrong fails the load.
func (h *house) account(delivery journal.Delivery, read *reading, merged merge.Result) ([]journal.Load, error) {
	loads := read.loads
	for i := range loads {
		l := &loads[i]
		l.Run, l.Delivery, l.File = h.run.ID, delivery.SHA256, delivery.Name
		l.Counts = tally(l.Counts, merged.Sheets[l.Sheet])
		if err := l.Check("sheet " + l.Sheet + " of " + l.File); err != nil {
			return nil, err
		}
	}
	return loads, nil
}

// tally joins the counts of reading, which knows every row, to those of merging,
// which knows what became of the rows it was given.
func tally(read, merged journal.Counts) journal.Counts {
	merged.Read = 0
	return read.Plus(merged)
}

// origins is where each record comes from, as the store keeps it.
func origins(delivery journal.Delivery, all []merge.Origin) []store.Origin {
	kept := make([]store.Origin, len(all))
	for i, o := range all {
		kept[i] = store.Origin{Kind: o.Kind, Record: o.Record, Delivery: delivery.SHA256,
			File: delivery.Name, Sheet: o.Place.Sheet, Row: o.Place.Row}
	}
	return kept
}
