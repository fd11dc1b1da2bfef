package shelf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Outcome is what became of a candidate.
type Outcome struct {
	journal.Publication           // its state; when it is held, Error says why in French
	Cause               Cause     // why it is held, as a word
	Detail              string    // why it is held, in English, for operators
	Known               bool      // it is held as it was before, or was refused: staff have been told already
	Refused             *Decision // a person refused these very bytes
	Changes             *Summary  // since the publication in place, when they could be compared
}

// targetName keeps targets fit for a folder.
var targetName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// Publish writes the files of a publication once, checks them, and points at them.
// A feed that is empty, not valid, or whose volume is abnormal is held instead,
// with the reason in Error, and the last good one stays; one that a person refused,
// byte for byte, is dropped; one that has not changed moves nothing. On error, too,
// the last good feed stays.
func (s *Shelf) Publish(ctx context.Context, c Candidate, g Guard) (Outcome, error) {
	w := &work{shelf: s, Candidate: c, guard: g, dir: filepath.Join(s.dir, c.Publication.Target)}
	o, err := w.publish(ctx)
	if err != nil {
		return Outcome{Publication: c.Publication}, fmt.Errorf("publish %s: %w; the feed in place was not touched", c.Publication.Target, advise(err))
	}
	return o, nil
}

// work is one publication under way.
type work struct {
	Candidate
	shelf   *Shelf
	guard   Guard
	dir     string // of the target
	parts   []Part
	current Manifest // of the feed in place, or zero
	whole   bool     // its files are there entirely
	temp    string   // the folder being filled
	results []result // of the parts
	digest  string
}

func (w *work) publish(ctx context.Context) (o Outcome, err error) {
	if err := w.begin(); err != nil {
		return o, err
	}
	digest, ok := known(w.parts)
	if ok {
		w.digest = digest
		if o, done, err := w.settled(); done || err != nil {
			return o, err
		}
	}
	if w.temp, err = newFolder(w.dir); err != nil {
		return o, err
	}
	defer os.RemoveAll(w.temp) // nothing is left of it once renamed
	if err := w.stage(ctx); err != nil {
		return o, err
	}
	if !ok {
		if o, done, err := w.settled(); done || err != nil {
			return o, err
		}
	}
	return w.judge(ctx)
}

// begin finds what stands on the shelf.
func (w *work) begin() (err error) {
	if !targetName.MatchString(w.Publication.Target) {
		return fmt.Errorf("%q cannot be the name of a folder: letters, digits and hyphens are due", w.Publication.Target)
	}
	if w.parts, err = w.Candidate.parts(); err != nil {
		return err
	}
	if err := makeFolder(w.dir); err != nil {
		return err
	}
	if w.current, w.whole, err = whole(w.dir); err != nil {
		return fmt.Errorf("%w; move %s away to start afresh", err, filepath.Join(w.dir, latestName))
	}
	return nil
}

// settled knows what to make of these bytes without looking at them: they are in
// place, or somebody refused them.
func (w *work) settled() (o Outcome, done bool, err error) {
	o.Publication = w.publication()
	if w.whole && w.current.Digest == w.digest {
		o.State = journal.Same
		return o, true, errors.Join(discard(w.parts), os.RemoveAll(filepath.Join(w.dir, heldName)))
	}
	refusal, err := refusalOf(w.dir, w.digest)
	if err != nil || refusal == nil || w.guard.Release {
		return o, false, err
	}
	o.State, o.Error, o.Who, o.Why = journal.Refused, refusal.sentence(), refusal.Who, refusal.Why
	o.Cause, o.Detail, o.Refused, o.Known = refusal.Cause, refusal.detail(), refusal, true
	return o, true, discard(w.parts)
}

// judge lets the staged files through, or holds them.
func (w *work) judge(ctx context.Context) (o Outcome, err error) {
	o.Publication = w.publication()
	objection, err := w.objection(ctx)
	if err != nil {
		return o, err
	}
	o.State, o.Error, o.Cause, o.Detail = journal.Published, "", "", ""
	if objection != nil {
		o.State, o.Error, o.Cause, o.Detail = journal.Held, objection.Sentence, objection.Cause, objection.Detail
		if held, ok, err := Held(w.shelf.dir, w.Publication.Target); err == nil && ok && held.Digest == w.digest && held.Held == o.Error {
			o.Known = true
			return o, nil
		}
	}
	m, err := w.complete(ctx, o)
	if err != nil {
		return o, err
	}
	o.Changes = m.Changes
	if o.State == journal.Held {
		return o, w.hold()
	}
	return o, w.shelf.point(w.dir, w.temp, m)
}

// whole is the manifest of the feed in place; ok says that its files are there
// entirely.
func whole(dir string) (m Manifest, ok bool, err error) {
	m, ok, err = readManifest(filepath.Join(dir, latestName, manifestName))
	if err != nil || !ok {
		return Manifest{}, false, err
	}
	for _, f := range m.Files {
		info, err := os.Stat(filepath.Join(dir, latestName, f.Name))
		if err != nil || info.Size() != f.Size {
			return m, false, nil
		}
	}
	return m, len(m.Files) > 0, nil
}
