package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
	files, err := x.config.referentialFiles()
	if err != nil {
		return []diagnosis{ill(broken, "referentials", err.Error(), "let the user of the service read "+x.config.Referentials)}
	}
	for _, s := range x.config.standings(standing, x.now) {
		file, there := files[s.Referential]
		switch {
		case there && (s.Version == nil || s.Stale) && differs(file, s.Version):
			found = append(found, x.config.unread(s, file))
		case s.Version != nil || slices.Contains(essential, s.Referential):
			found = append(found, x.config.referential(s))
		}
	}
	return found
}

// referentialFiles are those of the folder, as a run would find them; a folder that is
// not there holds none.
func (c config) referentialFiles() (map[nomenclature.Referential]referentials.File, error) {
	found := map[nomenclature.Referential]referentials.File{}
	if _, err := os.Stat(c.Referentials); errors.Is(err, fs.ErrNotExist) {
		return found, nil
	}
	files, err := referentials.Scan(c.Referentials, nil)
	for _, f := range files {
		found[f.Referential] = f
	}
	return found, err
}

// differs tells a file from the version in use; one that cannot be read is told of when
// it is loaded.
func differs(file referentials.File, current *nomenclature.Version) bool {
	if current == nil {
		return true
	}
	v, err := referentials.Version(file)
	return err == nil && v.SHA256 != current.SHA256
}

// unread tells of files that wait in the folder, or were refused when last read.
func (c config) unread(s standing, file referentials.File) diagnosis {
	told, waits := "it was never loaded", filepath.Base(file.Path)
	if s.Version != nil {
		told = fmt.Sprintf("stale: found fresh %d days ago, and %d is the most", s.AgeDays, s.MaxDays)
	}
	if more := len(file.Paths) - 1; more > 0 {
		waits = fmt.Sprintf("%s and %s", waits, plural(more, "other file"))
	}
	if s.Last != nil && !s.Last.Good {
		return ill(attention, string(s.Referential), fmt.Sprintf("%s; %s in %s was refused when last read: %s", told, waits, c.Referentials, s.Last.Outcome),
			"put a whole file in its place, then `passerelle referentials refresh`; `--accept "+string(s.Referential)+"` applies this one all the same if only its guard refuses it")
	}
	return ill(attention, string(s.Referential), fmt.Sprintf("%s, and %s in %s", told, word(len(file.Paths) > 1, waits+" wait", waits+" waits"), c.Referentials), "`passerelle referentials refresh`, or the next run, loads what waits")
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
