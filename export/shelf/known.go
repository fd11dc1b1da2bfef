package shelf

import (
	"errors"
	"slices"
)

// Dated is a feed by its hash, and the day that it bears.
type Dated struct {
	SHA256 string
	Date   string // AAAA-MM-JJ
}

// mostRefused is how many of the last refusals of a target Known looks at.
const mostRefused = 20

// Known lists the feeds of a target that a new one may be, but for its day: the one in
// place, the one that is held, and the last that were refused. What cannot be read is
// left out, and told by the error.
func Known(dir, target string) (known []Dated, err error) {
	current, ok, err := Current(dir, target)
	if ok && err == nil {
		known = append(known, Dated{current.SHA256, current.Date})
	}
	held, ok, failed := Held(dir, target)
	if ok && failed == nil {
		known = append(known, Dated{held.SHA256, held.Date})
	}
	decided, unread := Decisions(dir, target)
	for _, d := range slices.Backward(decided) {
		if d.Kind == Rejected && d.Date != "" && len(known) < mostRefused {
			known = append(known, Dated{d.SHA256, d.Date})
		}
	}
	return known, errors.Join(err, failed, unread)
}
