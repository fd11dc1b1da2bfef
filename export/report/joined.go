package report

import (
	"cmp"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// worst orders the ends of runs, the worst last.
var worst = []journal.RunState{journal.Running, journal.Done, journal.DoneRefusals, journal.DoneHeld, journal.Failed, journal.Abandoned}

// Joined tells several runs, in the order in which they began, as one: what each
// received, the last that became of each target, and the catalogue as the last leaves
// it. It has the number of the last, and ended as the worst of them.
func Joined(all ...Report) (whole Report) {
	for i, r := range all {
		before := whole
		whole = r
		if i == 0 {
			continue
		}
		whole.Run.StartedAt = before.Run.StartedAt
		whole.Run.State = slices.MaxFunc([]journal.RunState{before.Run.State, r.Run.State}, func(a, b journal.RunState) int {
			return cmp.Compare(slices.Index(worst, a), slices.Index(worst, b))
		})
		whole.Run.Error = cmp.Or(r.Run.Error, before.Run.Error)
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
