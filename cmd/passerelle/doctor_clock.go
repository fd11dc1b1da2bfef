package main

import (
	"context"
	"fmt"
	"time"
)

// firstYear is that of this program: a clock before it is wrong.
const firstYear = 2026

// checkClock holds the clock against what is known to have happened already, and
// looks for the database of time zones.
func (x *exam) checkClock(ctx context.Context) []diagnosis {
	const byNTP = "set it by NTP (timedatectl, chronyc): sessions are judged, feeds stamped and tokens expire by it"
	what := "clock"
	if x.now.Year() < firstYear {
		return []diagnosis{ill(broken, what, "it says "+x.now.Format(time.RFC3339), byNTP), zones()}
	}
	if x.store != nil {
		last, ok, err := x.store.LastRun(ctx)
		switch {
		case err != nil:
			return []diagnosis{ill(broken, what, err.Error(), "see what the message says to try"), zones()}
		case ok && last.StartedAt.After(x.now.Add(clockDrift)):
			return []diagnosis{ill(broken, what, fmt.Sprintf("it says %s, but the last run began at %s", x.now.Format(time.RFC3339), last.StartedAt.In(x.now.Location()).Format(time.RFC3339)), byNTP), zones()}
		}
	}
	zone, _ := x.now.Zone()
	return []diagnosis{well(what, "%s (%s)", x.now.Format(time.RFC3339), zone), zones()}
}

// zones tells whether times can be told by the clocks of France, summer included.
func zones() diagnosis {
	const what, remedy = "time zones", "install the package tzdata, or set ZONEINFO: jobs are due by the clocks of Europe/Paris"
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return ill(broken, what, err.Error(), remedy)
	}
	if _, offset := time.Date(firstYear, time.July, 1, 12, 0, 0, 0, paris).Zone(); offset != 7200 {
		return ill(broken, what, fmt.Sprintf("Europe/Paris is %d s from UTC in July", offset), remedy)
	}
	return well(what, "Europe/Paris is known")
}
