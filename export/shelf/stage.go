package shelf

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// newFolder makes a folder in that of a target, to be filled and renamed.
func newFolder(dir string) (string, error) {
	temp, err := os.MkdirTemp(dir, tempPrefix)
	if err != nil {
		return "", err
	}
	return temp, os.Chmod(temp, 0o755)
}

// makeFolder makes the folder of a target survive a power cut.
func makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return syncPath(filepath.Dir(dir))
}

// stage writes, compresses, hashes and indexes all parts.
func (w *work) stage(ctx context.Context) error {
	for i := range w.parts {
		var first Check
		if checks := w.checks(); w.parts[i].Feed && len(checks) > 0 {
			first = checks[0]
		}
		r, err := w.parts[i].put(ctx, w.temp, first)
		if err != nil {
			return err
		}
		w.results = append(w.results, r)
	}
	var sources []File
	for _, r := range w.results {
		sources = append(sources, r.files[0])
	}
	w.digest = digestOf(sources)
	return nil
}

// feeds are the LHEO files among those staged.
func (w *work) feeds() (files []File) {
	for _, r := range w.results {
		if r.files[0].Role == feedRole {
			files = append(files, r.files[0])
		}
	}
	return files
}

// publication is what the journal keeps, with the hash and size of what was
// handed over.
func (w *work) publication() journal.Publication {
	p := w.Publication
	feeds := w.feeds()
	if w.results == nil { // not staged: it is known without being read
		for _, part := range w.parts {
			if part.Feed {
				feeds = append(feeds, File{Name: part.Name, SHA256: part.SHA256, Size: part.size(p.Size)})
			}
		}
	}
	p.SHA256, p.Size = digestOf(feeds), 0
	for _, f := range feeds {
		p.Size += f.Size
	}
	return p
}

// complete adds to the staged files what is made of them: the delta, the changes,
// the manifest and the sums.
func (w *work) complete(ctx context.Context, o Outcome) (Manifest, error) {
	m := w.manifest(o)
	history, err := History(w.shelf.dir, m.Target)
	if err != nil {
		return m, err
	}
	for _, h := range history {
		m.Sequence = max(m.Sequence, h.Sequence+1)
	}
	if err := w.compare(ctx, &m); err != nil {
		return m, err
	}
	slices.SortFunc(m.Files, byName)
	return m, seal(w.temp, m)
}

func (w *work) manifest(o Outcome) Manifest {
	m := Manifest{
		Schema: ManifestSchema, Target: o.Target, Title: w.Title, Run: o.Run, Date: w.Date.Format(time.DateOnly), At: o.At, Sequence: 1,
		State: o.State, SHA256: o.SHA256, Digest: w.digest, Formations: o.Formations, Actions: o.Actions, Sessions: o.Sessions,
		Tallies: w.Tallies, Defaulted: o.Defaulted, Nomenclatures: w.Nomenclatures, Generator: w.Generator, Previous: w.current.SHA256,
		Held: o.Error, Cause: o.Cause, Detail: o.Detail,
	}
	for _, r := range w.results {
		m.Files = append(m.Files, r.files...)
	}
	return m
}

// compare adds the changes since the publication in place, and the delta, when
// both publications have their records told apart.
func (w *work) compare(ctx context.Context, m *Manifest) error {
	if !w.whole || !splittable(w.current) || !splittable(*m) {
		return nil
	}
	old, now := side{filepath.Join(w.dir, latestName), w.current}, side{w.temp, *m}
	changes, err := compareSides(ctx, old, now, w.Gone)
	if err != nil {
		return err
	}
	path := filepath.Join(w.temp, changesName)
	if err := writeJSON(path, changes); err != nil {
		return err
	}
	file, err := fileOf(path, changesRole)
	if err != nil {
		return err
	}
	m.Files, m.Changes = append(m.Files, file), &changes.Summary
	if !w.Delta || m.State != journal.Published && m.Cause == Invalid {
		return nil
	}
	_, files, err := writeDelta(ctx, old, now, w.temp, w.Gone)
	m.Files, m.DeltaSince = append(m.Files, files...), w.current.SHA256
	return err
}

// splittable reports whether the records of each feed of a publication can be told
// apart.
func splittable(m Manifest) bool {
	for _, f := range m.Feeds() {
		if _, ok := m.File(f.Name + indexSuffix); !ok {
			return false
		}
	}
	return true
}

func byName(a, b File) int { return strings.Compare(a.Name, b.Name) }
