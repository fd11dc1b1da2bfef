package shelf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// ErrNothingHeld is returned by Release and Refuse when no feed waits.
var ErrNothingHeld = errors.New("nothing is held; a later feed may have superseded it")

// Release publishes exactly the bytes that are held. A feed that is empty or not
// valid cannot be released: its data must be mended.
func (s *Shelf) Release(ctx context.Context, target string, by Judgement) (o Outcome, err error) {
	dir := filepath.Join(s.dir, target)
	m, err := s.held(target, by)
	if err == nil {
		o, err = s.release(ctx, dir, m, by)
	}
	if err != nil {
		return o, fmt.Errorf("release %s: %w", target, advise(err))
	}
	return o, nil
}

func (s *Shelf) release(ctx context.Context, dir string, m Manifest, by Judgement) (o Outcome, err error) {
	if !m.Cause.Releasable() {
		return o, fmt.Errorf("the feed is held because %s; it cannot be released: mend the data and run again", m.Detail)
	}
	temp, err := newFolder(dir)
	if err != nil {
		return o, err
	}
	defer os.RemoveAll(temp) // nothing is left of it once renamed
	if err := linkAll(ctx, filepath.Join(dir, heldName), temp, m.Files); err != nil {
		return o, err
	}
	decision := m.decision(Released, by)
	m.State, m.At, m.Released, m.Held, m.Cause, m.Detail = journal.Published, by.At, &decision, "", "", ""
	history, err := History(s.dir, m.Target)
	if err != nil {
		return o, err
	}
	for _, h := range history {
		m.Sequence = max(m.Sequence, h.Sequence+1)
	}
	if err := errors.Join(seal(temp, m), ctx.Err()); err != nil {
		return o, err
	}
	if err := s.point(dir, temp, m); err != nil {
		return o, err
	}
	o.Publication, o.Changes = m.publication(), m.Changes
	o.Who, o.Why = decision.Who, decision.Why
	return o, record(dir, decision)
}

// Refuse drops what is held and remembers it: the same bytes are not held and
// announced again.
func (s *Shelf) Refuse(ctx context.Context, target string, by Judgement) (o Outcome, err error) {
	m, err := s.held(target, by)
	if err == nil {
		err = ctx.Err()
	}
	d := m.decision(Rejected, by)
	if err == nil {
		err = errors.Join(record(filepath.Join(s.dir, target), d), s.drop(filepath.Join(s.dir, target), heldName))
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("refuse %s: %w", target, advise(err))
	}
	o = Outcome{Publication: m.publication(), Cause: m.Cause, Detail: d.detail(), Refused: &d, Changes: m.Changes}
	o.State, o.Error, o.Who, o.Why, o.At = journal.Refused, d.sentence(), d.Who, d.Why, d.At
	return o, nil
}

// held is the manifest of what somebody is to decide on.
func (s *Shelf) held(target string, by Judgement) (Manifest, error) {
	if strings.TrimSpace(by.Who) == "" {
		return Manifest{}, errors.New("who decides is not said; give a name")
	}
	if !targetName.MatchString(target) {
		return Manifest{}, ErrNothingHeld
	}
	m, ok, err := Held(s.dir, target)
	if err == nil && !ok {
		err = ErrNothingHeld
	}
	return m, err
}

func (m Manifest) decision(kind DecisionKind, by Judgement) Decision {
	return Decision{Kind: kind, Target: m.Target, Who: strings.TrimSpace(by.Who), Why: strings.TrimSpace(by.Why), At: by.At, Digest: m.Digest,
		SHA256: m.SHA256, Date: m.Date, Run: m.Run, Formations: m.Formations, Sessions: m.Sessions, Cause: m.Cause, Held: m.Held}
}

// publication is what the journal keeps of a manifest.
func (m Manifest) publication() journal.Publication {
	p := journal.Publication{Target: m.Target, Run: m.Run, State: m.State, SHA256: m.SHA256, Formations: m.Formations,
		Actions: m.Actions, Sessions: m.Sessions, Defaulted: m.Defaulted, Error: m.Held, At: m.At}
	for _, f := range m.Feeds() {
		p.Size += f.Size
	}
	return p
}

// linkAll gives files a second name in another folder, after it has looked at
// every byte of them.
func linkAll(ctx context.Context, from, to string, files []File) error {
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !fileName.MatchString(f.Name) {
			return fmt.Errorf("the manifest names a file %q", f.Name)
		}
		found, err := fileOf(filepath.Join(from, f.Name), f.Role)
		if err != nil {
			return err
		}
		if found != f {
			return fmt.Errorf("%s is no longer what was held; refuse it and run again", f.Name)
		}
		if err := link(filepath.Join(from, f.Name), filepath.Join(to, f.Name)); err != nil {
			return err
		}
	}
	return nil
}
