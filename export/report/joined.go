package report

import (
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// gravest orders the ends of runs that went to their term, the gravest last.
var gravest = []journal.RunState{journal.Done, journal.DoneRefusals, journal.DoneHeld}

// Joined tells several runs, in the order in which they began, as one: what each
// received, the last that became of each target, and the catalogue as the last leaves
// it. It has the number of the last and its end, or the gravest that an earlier one had
// when all went to their term: what failed and was done again is over.
func Joined(all ...Report) (whole Report) {
	for i, r := range all {
		before := whole
		whole = r
		if i == 0 {
			continue
		}
		whole.Run.StartedAt = before.Run.StartedAt
		if slices.Index(gravest, r.Run.State) >= 0 && slices.Index(gravest, before.Run.State) > slices.Index(gravest, r.Run.State) {
			whole.Run.State = before.Run.State
		}
		whole.Loads = slices.Concat(before.Loads, r.Loads)
		whole.Known = slices.Concat(before.Known, r.Known)
		whole.Refused = slices.Concat(before.Refused, r.Refused)
		whole.Findings = slices.Concat(before.Findings, r.Findings)
		whole.Targets = lastOf(before.Targets, r.Targets)
	}
	return whole
}

// lastOf puts the targets of a later run in the place of those of an earlier one.
func lastOf(earlier, later []Target) []Target {
	all := slices.Clone(earlier)
	for _, t := range later {
		if i := slices.IndexFunc(all, func(e Target) bool { return e.Name == t.Name }); i >= 0 {
			all[i] = t
		} else {
			all = append(all, t)
		}
	}
	return all
}
