package shelf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Candidate is a feed that was written and asks to be published.
type Candidate struct {
	Path        string              // its file, uncompressed, best in Scratch; Publish takes it away
	Title       string              // of the target, in French
	Date        time.Time           // the day as of which the target decided
	Publication journal.Publication // target, run, hash, counts and instant; its state is still to be said
	Tallies     []journal.Tally
}

// Guard says what makes a feed wait for somebody to look at it.
type Guard struct {
	MaxDropPercent int  // share of its formations that a target may lose from one feed to the next
	Release        bool // a person has looked: let a drop through. An empty or invalid feed is held all the same
}

// Publish checks the whole file against LHEO, puts it on the shelf and points at
// it. A feed that is empty, not valid, or has lost too much is held instead, with
// the reason in Error, and the last good one stays; one that has not changed moves
// nothing. On error, too, the last good feed stays.
func (s *Shelf) Publish(ctx context.Context, c Candidate, g Guard) (journal.Publication, error) {
	p := c.Publication
	dir := filepath.Join(s.dir, p.Target)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return p, fmt.Errorf("publish %s: %w; is the shelf writable?", p.Target, err)
	}
	current, ok, err := whole(dir)
	if err != nil {
		return p, fmt.Errorf("publish %s: %w; move %s away to start afresh", p.Target, err, filepath.Join(dir, latestName))
	}
	if ok && p.Formations > 0 && current.File.SHA256 == p.SHA256 {
		p.State = journal.Same
		return p, s.discard(c, dir)
	}
	if p.Error, err = objection(ctx, c, g, current); err != nil {
		return p, fmt.Errorf("publish %s: %w", p.Target, err)
	}
	if p.State = journal.Published; p.Error != "" {
		p.State = journal.Held
	}
	if err := s.place(ctx, c, p, dir, current.File.SHA256); err != nil {
		return c.Publication, fmt.Errorf("publish %s: %w; the feed in place was not touched", p.Target, err)
	}
	return p, nil
}

// objection is why a feed must be held, in French; empty when it may go.
func objection(ctx context.Context, c Candidate, g Guard, current Manifest) (string, error) {
	p := c.Publication
	if p.Formations == 0 {
		return "aucune formation n'est retenue pour cette cible : un flux vide n'est pas publié" + stays(current), nil
	}
	if fault, err := invalid(ctx, c.Path, p.Formations); err != nil || fault != "" {
		return fault, err
	}
	if lost := current.Formations - p.Formations; !g.Release && lost*100 > g.MaxDropPercent*current.Formations {
		return fmt.Sprintf("le flux passerait de %d à %d formations, une baisse de plus de %d %% : à vérifier avant publication",
			current.Formations, p.Formations, g.MaxDropPercent), nil
	}
	return "", nil
}

// stays says what partners read meanwhile.
func stays(current Manifest) string {
	if current.Formations == 0 {
		return ""
	}
	return ", le dernier flux reste en place"
}

// whole is the manifest of the feed in place, when its files are there entirely.
func whole(dir string) (Manifest, bool, error) {
	m, ok, err := readManifest(filepath.Join(dir, latestName, manifestName))
	if err != nil || !ok {
		return Manifest{}, false, err
	}
	for _, f := range []File{m.File, m.Gzip} {
		info, err := os.Stat(filepath.Join(dir, latestName, f.Name))
		if err != nil || info.Size() != f.Size {
			return Manifest{}, false, nil
		}
	}
	return m, true, nil
}

// discard throws away a feed that changes nothing, and one that was held before:
// what stands on the shelf is again what the catalogue gives.
func (s *Shelf) discard(c Candidate, dir string) error {
	if err := errors.Join(os.Remove(c.Path), os.RemoveAll(filepath.Join(dir, heldName))); err != nil {
		return fmt.Errorf("publish %s: %w", c.Publication.Target, err)
	}
	return nil
}
