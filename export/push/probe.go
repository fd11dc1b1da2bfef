package push

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Probe goes to a destination and leaves: it says whether the settings work, and
// sends nothing.
func Probe(ctx context.Context, d Destination) error {
	to, _, err := enterBase(ctx, d)
	if err != nil {
		return err
	}
	return to.close()
}

// Trial is an attempt to write in a folder of a destination.
type Trial struct {
	Folder  string
	File    string // that was made, and taken away
	Refused error  // why it could not be made; nil when it was
	Left    error  // why it could not be taken away; nil when nothing is left
}

// trialName begins the name of the file of a trial: hidden, so that nobody takes it for
// a feed.
const trialName = ".passerelle-essai-d-ecriture-"

// trialText is what the file of a trial holds, for whoever finds one.
const trialText = "Essai d'écriture de Passerelle (passerelle doctor --network). Ce fichier peut être supprimé.\n"

// TryWriting makes a small file wherever a feed of that date would be put, or the first
// folder for it be made: it writes it, renames it as feeds are, and takes it away. Its
// error says that the destination cannot be reached.
func TryWriting(ctx context.Context, d Destination, date string) (trials []Trial, err error) {
	to, base, err := enterBase(ctx, d)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	for _, folder := range foldersOf(to, d, date) {
		t := Trial{Folder: path.Join(base, folder), File: trialName + strings.ToLower(rand.Text())}
		t.try(ctx, to, d, path.Join(folder, t.File))
		trials = append(trials, t)
	}
	return trials, nil
}

// foldersOf are the deepest folders that are there on the way of the feeds of each
// target, below the one that must be there.
func foldersOf(to place, d Destination, date string) (all []string) {
	for _, target := range d.Targets {
		_, made := d.folders(Publication{Target: target, Date: date})
		folder := path.Clean(made)
		for folder != "." && !to.isFolder(folder) {
			folder = path.Dir(folder)
		}
		if !slices.Contains(all, folder) {
			all = append(all, folder)
		}
	}
	return all
}

// try makes the file at a path, and takes it away under whatever name it has by then.
func (t *Trial) try(ctx context.Context, to place, d Destination, at string) {
	under := at + ".part"
	size, err := to.write(under, strings.NewReader(trialText))
	switch {
	case err != nil:
	case size != int64(len(trialText)):
		err = fmt.Errorf("%d bytes arrived of %d", size, len(trialText))
	default:
		if err = to.rename(under, at); err == nil {
			under = at
		}
	}
	t.File, t.Refused = path.Base(under), advise(err)
	if unmade, never := errors.AsType[unmade](err); never && unmade.isRefusal() {
		return
	}
	if t.Left = to.remove(under); t.Left != nil {
		t.Left = takeAwayAnew(ctx, d, under, t.Left)
	}
}

// takeAwayTime is how long it may last to come back for a file.
const takeAwayTime = 15 * time.Second

// takeAwayAnew comes back over another line for a file that the first, which may have
// been cut, could not take away.
func takeAwayAnew(ctx context.Context, d Destination, name string, why error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takeAwayTime)
	defer cancel()
	to, _, err := enterBase(ctx, d)
	if err != nil {
		return why
	}
	return errors.Join(to.remove(name), to.close())
}

// enterBase opens the part of the folder of a destination that must be there.
func enterBase(ctx context.Context, d Destination) (to place, base string, err error) {
	base, _ = d.folders(Publication{})
	d.Folder = base
	if to, err = open(ctx, d, Publication{}); err != nil {
		return nil, base, fmt.Errorf("try destination %s: %w", d.Name, advise(err))
	}
	return to, base, nil
}

// unmade is why a file could not be opened for writing.
type unmade struct{ error }

func (u unmade) Unwrap() error { return u.error }

// isRefusal tells an answer, after which there is no file, from a line that was cut.
func (u unmade) isRefusal() bool {
	return errors.Is(u, fs.ErrPermission) || errors.Is(u, fs.ErrNotExist) || errors.Is(u, syscall.EROFS)
}
