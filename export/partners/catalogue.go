package partners

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
)

// Names on the shelf.
const (
	latestName   = "latest"
	manifestName = "manifest.json"
	sumsName     = "SHA256SUMS"
	changesName  = "changes.json"
	deltaName    = "delta.json"
)

// folderName is the shape of the folders of publications: what was held, and work
// under way, has another and is not served.
var folderName = regexp.MustCompile(`^[0-9a-f]{64}(-[0-9]+)?$`)

// errNoPublication says that no publication goes by a name.
var errNoPublication = errors.New("no such publication")

// catalogue reads the shelf as partners may. It keeps the manifests that it read,
// for they are written once.
type catalogue struct {
	dir string

	mu    sync.Mutex
	kept  map[string]keptManifest // by folder
	bytes int64                   // that they take on disk
}

type keptManifest struct {
	info fs.FileInfo
	*shelf.Manifest
}

// maxKept is how many bytes of manifests are kept; beyond, all are read anew.
const maxKept = 32 << 20

func newCatalogue(dir string) *catalogue {
	return &catalogue{dir: dir, kept: map[string]keptManifest{}}
}

// latest is the publication that the pointer of a target points at, now. Its folder
// is never written again, so that all its files are those of one publication.
func (c *catalogue) latest(target string) (p shelf.Shelved, err error) {
	for range 3 { // it may be moved, and what it pointed at pruned, at any time
		if p, err = c.pointed(target); !errors.Is(err, fs.ErrNotExist) {
			return p, err
		}
	}
	return p, fmt.Errorf("%w: nothing of %s was published", errNoPublication, target)
}

func (c *catalogue) pointed(target string) (p shelf.Shelved, err error) {
	folder, err := os.Readlink(filepath.Join(c.dir, target, latestName))
	if err != nil {
		return p, err
	}
	if !folderName.MatchString(folder) {
		return p, fmt.Errorf("the pointer of %s leads to %q, which is no publication; publish it again", target, folder)
	}
	m, err := c.manifest(target, folder)
	if err != nil {
		return p, err
	}
	return shelf.Shelved{Folder: folder, Current: true, Manifest: *m}, nil
}

// manifest reads that of a publication, unless it was read before.
func (c *catalogue) manifest(target, folder string) (*shelf.Manifest, error) {
	path := filepath.Join(c.dir, target, folder, manifestName)
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	k, known := c.kept[path]
	if known && os.SameFile(k.info, info) && k.info.ModTime().Equal(info.ModTime()) && k.info.Size() == info.Size() {
		return k.Manifest, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	m := new(shelf.Manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("read manifest %s: %w", path, err)
	}
	if c.bytes += info.Size(); c.bytes > maxKept {
		clear(c.kept)
		c.bytes = info.Size()
	}
	c.kept[path] = keptManifest{info, m}
	return m, nil
}

// all lists the publications of a target that partners were given and that are still
// there, the newest first.
func (c *catalogue) all(target string) ([]shelf.Shelved, error) {
	entries, err := os.ReadDir(filepath.Join(c.dir, target))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list publications of %s: %w", target, err)
	}
	current, _ := os.Readlink(filepath.Join(c.dir, target, latestName)) // none: nothing is current
	var list []shelf.Shelved
	for _, e := range entries {
		if !e.IsDir() || !folderName.MatchString(e.Name()) {
			continue
		}
		if m, err := c.manifest(target, e.Name()); err == nil { // without a manifest, or pruned since: it is none
			list = append(list, shelf.Shelved{Folder: e.Name(), Current: e.Name() == current, Manifest: *m})
		}
	}
	slices.SortFunc(list, func(a, b shelf.Shelved) int {
		return cmp.Or(cmp.Compare(b.Sequence, a.Sequence), b.At.Compare(a.At), cmp.Compare(b.Folder, a.Folder))
	})
	return given(list), nil
}

// given leaves out what a killed run put on the shelf and never pointed at.
func given(all []shelf.Shelved) []shelf.Shelved {
	replaced := map[string]bool{}
	for _, p := range all {
		replaced[p.Previous] = true
	}
	return slices.DeleteFunc(all, func(p shelf.Shelved) bool { return !p.Current && !replaced[p.SHA256] })
}

// shortest is how many characters of a SHA-256 name a publication, at least.
const shortest = 8

// find gives the publication that a name in an address stands for: latest, a day
// (AAAA-MM-JJ), a SHA-256 or its first characters. A day is that of the publication, or,
// with before, may be later.
func (c *catalogue) find(target, name string, before bool) (p shelf.Shelved, err error) {
	if name == latestName {
		return c.latest(target)
	}
	list, err := c.all(target)
	if err != nil {
		return p, err
	}
	_, notDay := time.Parse(time.DateOnly, name)
	found := slices.DeleteFunc(list, func(p shelf.Shelved) bool {
		switch {
		case notDay != nil:
			return len(name) < shortest || !strings.HasPrefix(p.SHA256, name)
		case before:
			return p.Date > name
		}
		return p.Date != name
	})
	if len(found) == 0 || notDay != nil && found[0].SHA256 != found[len(found)-1].SHA256 {
		return p, fmt.Errorf("%w: %q of %s", errNoPublication, name, target)
	}
	return found[0], nil
}

// open opens a file of a publication. It stays whole, whatever is published or
// pruned meanwhile.
func (c *catalogue) open(p shelf.Shelved, f shelf.File) (*os.File, error) {
	return openFile(filepath.Join(c.dir, p.Target, p.Folder), f)
}

// openFile opens a file that is what a manifest says, and no way out of its folder.
func openFile(dir string, f shelf.File) (*os.File, error) {
	file, err := os.OpenInRoot(dir, f.Name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && (!info.Mode().IsRegular() || info.Size() != f.Size) {
		err = fmt.Errorf("%s is not what its manifest says (%d bytes of %d); publish again", file.Name(), info.Size(), f.Size)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
