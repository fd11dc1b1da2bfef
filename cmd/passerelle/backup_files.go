package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/store"
)

const (
	backupSchema   = "passerelle/sauvegarde/1"
	backupManifest = "sauvegarde.json"
)

// backup is the manifest of a backup: all that stands in its folder beside itself.
type backup struct {
	Schema  string     `json:"schema"`
	Version string     `json:"version"` // of the program that made it
	At      time.Time  `json:"le"`
	Folders []savedDir `json:"dossiers"`
	Files   []saved    `json:"fichiers"`
	Links   []pointer  `json:"liens"`

	dir    string
	linked int // files that are not copies
}

// savedDir is a folder; saved is a file; pointer is a symbolic link. Their paths have
// slashes, below the folder of the backup.
type savedDir struct {
	Path string      `json:"chemin"`
	Mode fs.FileMode `json:"mode"`
}

type saved struct {
	Path   string      `json:"chemin"`
	Size   int64       `json:"octets"`
	SHA256 string      `json:"sha256"`
	Mode   fs.FileMode `json:"mode"`
	At     time.Time   `json:"modifie_le"`
}

type pointer struct {
	Path   string `json:"chemin"`
	Target string `json:"vers"`
}

func (b *backup) size() (bytes int64) {
	for _, f := range b.Files {
		bytes += f.Size
	}
	return bytes
}

// store copies the store first: what it names is in the folders copied after it.
func (b *backup) store(ctx context.Context, path string) error {
	s, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	to := filepath.Join(b.dir, savedStore)
	if err := errors.Join(s.BackupTo(ctx, to), s.Close()); err != nil {
		return err
	}
	return b.add(savedStore, to)
}

// add puts a file that stands in the backup in its manifest.
func (b *backup) add(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return err
	}
	return b.record(name, f, size, sum.Sum(nil))
}

func (b *backup) record(name string, f *os.File, size int64, sum []byte) error {
	info, err := f.Stat()
	if err == nil {
		b.Files = append(b.Files, saved{name, size, hex.EncodeToString(sum), info.Mode().Perm(), info.ModTime()})
	}
	return err
}

// errMoved says that files vanished while they were copied.
var errMoved = errors.New("it changed while it was copied")

// copyTries is how often a folder is copied again that changed meanwhile.
const copyTries = 5

// folder copies a folder that the configuration names. Each folder of the shelf is a
// target: one that changes while it is copied is copied again, so that its pointers
// lead where they should. In the others a file that vanished is left out.
func (b *backup) folder(ctx context.Context, from, name string, shelf bool) error {
	info, err := os.Stat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := b.makeDir(name, info.Mode().Perm()); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if passing(e.Name()) {
			continue
		}
		c := copying{b, ctx, name == savedNames["landing"] || shelf, shelf}
		if err := c.again(filepath.Join(from, e.Name()), path.Join(name, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// passing tells the names of files being written, which the next run removes.
func passing(name string) bool {
	return strings.HasPrefix(name, ".tmp-") || strings.HasPrefix(name, ".reponse-")
}

func (b *backup) makeDir(name string, mode fs.FileMode) error {
	b.Folders = append(b.Folders, savedDir{name, mode})
	return os.Mkdir(filepath.Join(b.dir, filepath.FromSlash(name)), 0o700)
}

// copying is how one folder is copied.
type copying struct {
	*backup
	ctx    context.Context
	link   bool // files are never modified once they have their name
	steady bool // nothing may vanish meanwhile
}

func (c copying) again(from, name string) (err error) {
	dirs, files, links, linked := len(c.Folders), len(c.Files), len(c.Links), c.linked
	for range copyTries {
		if err = c.tree(from, name); !errors.Is(err, errMoved) {
			return err
		}
		c.Folders, c.Files, c.Links, c.linked = c.Folders[:dirs], c.Files[:files], c.Links[:links], linked
		if err := os.RemoveAll(filepath.Join(c.dir, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s: %w, %d times", from, err, copyTries)
}

func (c copying) tree(from, name string) error {
	begins := len(c.Links)
	err := filepath.WalkDir(from, func(at string, d fs.DirEntry, err error) error {
		if err == nil {
			err = c.ctx.Err()
		}
		if err == nil && at != from && passing(d.Name()) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if err == nil {
			var below string
			if below, err = filepath.Rel(from, at); err == nil {
				err = c.entry(at, path.Join(name, filepath.ToSlash(below)), d)
			}
		}
		switch {
		case !errors.Is(err, fs.ErrNotExist):
			return err
		case c.steady:
			return errMoved
		}
		return nil
	})
	if err != nil || !c.steady {
		return err
	}
	return c.lead(c.Links[begins:])
}

// lead checks that pointers lead to what was copied.
func (c copying) lead(links []pointer) error {
	for _, l := range links {
		if _, err := os.Stat(filepath.Join(c.dir, filepath.FromSlash(l.Path))); err != nil {
			return errMoved
		}
	}
	return nil
}

func (c copying) entry(from, name string, d fs.DirEntry) error {
	to := filepath.Join(c.dir, filepath.FromSlash(name))
	switch {
	case d.IsDir():
		info, err := d.Info()
		if err != nil {
			return err
		}
		return c.makeDir(name, info.Mode().Perm())
	case d.Type() == fs.ModeSymlink:
		target, err := os.Readlink(from)
		if err != nil || !within(name, target) {
			return err // one that leads out is not ours
		}
		c.Links = append(c.Links, pointer{name, target})
		return os.Symlink(target, to)
	case !d.Type().IsRegular():
		return nil
	case c.link && path.Ext(name) != ".jsonl" && os.Link(from, to) == nil:
		c.linked++
		return c.add(name, to)
	}
	return c.copy(from, to, name)
}

// within tells whether a symbolic link leads to a place below the same folder of the
// backup.
func within(name, target string) bool {
	if path.IsAbs(target) || filepath.IsAbs(target) {
		return false
	}
	top, _, _ := strings.Cut(name, "/")
	to := path.Join(path.Dir(name), filepath.ToSlash(target))
	return to == top || strings.HasPrefix(to, top+"/")
}

func (c copying) copy(from, to, name string) error {
	sum, size, err := copyFileTo(from, to)
	if err != nil {
		return err
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	return c.record(name, f, size, sum)
}

// copyFileTo copies a file into a new one, safe from a power cut, and hashes it.
func copyFileTo(from, to string) (sum []byte, size int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return nil, 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, 0, err
	}
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(out, hash), in)
	return hash.Sum(nil), size, errors.Join(err, out.Sync(), out.Close())
}

// configuration copies the file of the configuration, if there is one, its paths
// changed into those of the backup.
func (b *backup) configuration(from string, c config) error {
	text, err := os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return err
	}
	to := filepath.Join(b.dir, configName)
	if err := os.WriteFile(to, []byte(relocated(string(text), c)), 0o600); err != nil {
		return err
	}
	if _, err := readConfig(to, nil); err != nil {
		return fmt.Errorf("change the paths of %s: %w; write each on a line of its own", from, err)
	}
	return b.add(configName, to)
}

// write writes the manifest, last.
func (b *backup) write() error {
	text, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.dir, backupManifest), append(text, '\n'), 0o600)
}
