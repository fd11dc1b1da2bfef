package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/store"
)

// checkStore opens the store, unless that would change it, and looks for damage.
func (x *exam) checkStore(ctx context.Context) (found []diagnosis) {
	what := store.Shown(x.config.Store)
	if err := mustHaveStore(x.config); err != nil {
		return []diagnosis{ill(attention, what, "there is none yet", "passerelle run makes it")}
	}
	pending, err := pendingMigrations(ctx, x.config.Store)
	if err != nil {
		return []diagnosis{ill(broken, what, err.Error(), remedyOfStore(x.config.Store, err))}
	}
	if len(pending) > 0 {
		return []diagnosis{toMigrate(ctx, x.config.Store, pending)}
	}
	if x.store, err = store.Open(ctx, x.config.Store); err != nil {
		return []diagnosis{ill(broken, what, err.Error(), "see what the message says to try")}
	}
	found = append(found, x.vitals(ctx, what)...)
	if !store.IsServer(x.config.Store) {
		found = append(found, storeFile(x.config.Store))
	}
	return append(found, x.integrity(ctx, what))
}

// toMigrate tells of a store whose tables are not up to date, and whether the user may
// bring them there.
func toMigrate(ctx context.Context, path string, pending []string) diagnosis {
	what, told := store.Shown(path), fmt.Sprintf("%s not applied yet (%s): it is not looked into", plural(len(pending), "migration"), strings.Join(pending, ", "))
	lacking, err := store.WithheldFromMigrate(ctx, path)
	switch {
	case err != nil:
		return ill(broken, what, err.Error(), remedyOfStore(path, err))
	case lacking != nil:
		return ill(broken, what, fmt.Sprintf("%s; %s, so that neither `passerelle migrate` nor a run can apply them", told, lacking.Right),
			fmt.Sprintf("let an administrator of the database run there: %s then back it up, and `passerelle migrate`", lacking.Grant))
	}
	return ill(attention, what, told, "back it up, then `passerelle migrate`, or the next run, applies them")
}

// remedyOfStore says what to try when a store cannot even be asked for its migrations.
func remedyOfStore(path string, err error) string {
	switch {
	case store.IsServer(path):
		return "see what the message says to try; the feeds in place stay as they are meanwhile"
	case errors.Is(err, fs.ErrPermission):
		return "let the user of the service own it: chown, with the files beside it (" + path + "*)"
	}
	return "`passerelle restore` puts a backup back elsewhere; the feeds in place stay as they are meanwhile"
}

func pendingMigrations(ctx context.Context, path string) (pending []string, err error) {
	all, err := store.MigrationStatus(ctx, path)
	for _, m := range all {
		if !m.Applied {
			pending = append(pending, m.Name)
		}
	}
	return pending, err
}

// Limits between the clock of a server and ours: what is due by one is recorded by
// the other.
const (
	clockDrift = 5 * time.Second
	clockWrong = 2 * time.Minute
)

func (x *exam) vitals(ctx context.Context, what string) []diagnosis {
	before := x.app.now()
	v, err := x.store.Vitals(ctx)
	if err != nil {
		return []diagnosis{ill(broken, what, err.Error(), "see what the message says to try")}
	}
	found := []diagnosis{database(what, v)}
	if !v.Clock.IsZero() {
		found = append(found, serverClock(what, driftOf(v.Clock, before, x.app.now())))
	}
	return found
}

func database(what string, v store.Vitals) diagnosis {
	told := fmt.Sprintf("%s %s, %s, %s, %d MiB", v.Database, v.Version, v.Encoding, v.Journal, v.Size/mib)
	switch {
	case v.Journal == "fsync=off":
		return ill(broken, what, told+": the server would lose what it has told us is safe", "set fsync = on in postgresql.conf")
	case v.Encoding != "UTF8" && v.Encoding != "UTF-8":
		return ill(broken, what, told+": it does not keep every French name", "make a database with ENCODING 'UTF8' and copy the store into it (`passerelle store copy`)")
	}
	return well(what, "%s", told)
}

func serverClock(what string, drift time.Duration) diagnosis {
	told := fmt.Sprintf("its clock is %s away from ours", drift.Round(time.Second))
	const remedy = "set both clocks by NTP (timedatectl, chronyc)"
	switch {
	case drift > clockWrong:
		return ill(broken, what, told, remedy)
	case drift > clockDrift:
		return ill(attention, what, told, remedy)
	}
	return well(what, "its clock is ours")
}

// driftOf is how far a clock is from ours, which was read before and after it.
func driftOf(clock, before, after time.Time) time.Duration {
	switch {
	case clock.IsZero() || !clock.Before(before) && !clock.After(after):
		return 0
	case clock.Before(before):
		return before.Sub(clock)
	}
	return clock.Sub(after)
}

// maxWAL is the size of the write-ahead log above which something keeps it from being
// folded into the database.
const maxWAL = 512 * mib

func storeFile(path string) diagnosis {
	info, err := os.Stat(path)
	if err != nil {
		return ill(broken, path, err.Error(), "let the user of the service reach it")
	}
	if info.Mode()&0o004 != 0 {
		return ill(attention, path, fmt.Sprintf("anybody on this machine can read it (%s), and it holds people's names and telephone numbers", info.Mode().Perm()), "chmod 640 "+path)
	}
	wal, err := os.Stat(path + "-wal")
	if err == nil && wal.Size() > maxWAL {
		return ill(attention, path+"-wal", fmt.Sprintf("it has grown to %d MiB: a reader has been open for long, or a load is under way", wal.Size()/mib), "look for it with `fuser "+path+"`; the log is folded into the store once it is closed")
	}
	return well(path, "%s", info.Mode().Perm())
}

func (x *exam) integrity(ctx context.Context, what string) diagnosis {
	if x.quick {
		return well(what, "not read for damage: --quick")
	}
	if err := x.store.Integrity(ctx); err != nil {
		return ill(broken, what, err.Error(), "stop the service, keep the file aside, and `passerelle restore` the last backup")
	}
	return well(what, "no damage")
}
