package acknowledge

import (
	"cmp"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// RetryLast puts the records to send in the order in which a partner with a quota
// should have them: those that it did not refuse last time, as they come; then those
// that it did, the one refused the longest ago first. answers are in any order;
// of those about a record the last counts.
func RetryLast[T any](records []T, number func(T) string, answers []journal.Acknowledgement) []T {
	last := map[string]journal.Acknowledgement{}
	for _, a := range answers {
		if known, ok := last[a.Record]; !ok || later(a, known) {
			last[a.Record] = a
		}
	}
	refused := func(r T) (journal.Acknowledgement, bool) {
		a, ok := last[number(r)]
		return a, ok && !a.Accepted
	}
	sorted := slices.Clone(records)
	slices.SortStableFunc(sorted, func(a, b T) int {
		was, no := refused(a)
		is, not := refused(b)
		switch {
		case no && not:
			return was.At.Compare(is.At)
		case no:
			return 1
		case not:
			return -1
		}
		return 0
	})
	return sorted
}

// later orders answers: by date, then by file and line; of one line that says both,
// the refusal counts.
func later(a, b journal.Acknowledgement) bool {
	order := cmp.Or(a.At.Compare(b.At), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	return order > 0 || order == 0 && !a.Accepted
}
