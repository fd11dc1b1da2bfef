package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// essential are those without which nothing is codified nor placed.
var essential = []nomenclature.Referential{nomenclature.CertifInfo, nomenclature.ROME, nomenclature.Formacode, nomenclature.NSF, nomenclature.Communes}

// checkReferentials tells which are missing, stale, too small, or could not be read
// when a run last tried.
func (x *exam) checkReferentials(ctx context.Context) (found []diagnosis) {
	if x.store == nil {
		return nil
	}
	standing, err := x.store.LookupVersions(ctx)
	if err != nil {
		return []diagnosis{ill(broken, "referentials", err.Error(), "see what the message says to try")}
	}
	for _, s := range x.config.standings(standing, x.now) {
		if s.Version != nil || slices.Contains(essential, s.Referential) {
			found = append(found, x.config.referential(s))
		}
	}
	return found
}

func (c config) referential(s standing) diagnosis {
	what, refresh := string(s.Referential), "put the publisher's file in "+c.Referentials+", or give its address in sources; then `passerelle referentials refresh`"
	if s.Version == nil {
		return ill(attention, what, "it was never loaded: codes that come from it are found nowhere else", refresh)
	}
	told := fmt.Sprintf("%s, %d rows, found fresh %d days ago", cmp.Or(s.Version.Label, s.Version.Date, s.Version.File), s.Version.Rows, s.AgeDays)
	floor, ok := c.Floors[what]
	if !ok {
		floor = referentials.Floor(s.Referential)
	}
	switch {
	case s.Stale:
		return ill(attention, what, fmt.Sprintf("stale: %s, and %d is the most", told, s.MaxDays), refresh)
	case s.Version.Rows < floor:
		return ill(attention, what, fmt.Sprintf("%s: fewer than the %d that are due", told, floor), refresh)
	case s.Last != nil && !s.Last.Good:
		return ill(attention, what, fmt.Sprintf("%s; when last looked at: %s", told, s.Last.Outcome), "mend its file or its source; the version in use stays meanwhile")
	}
	return well(what, "%s", told)
}
