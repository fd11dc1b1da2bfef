package inbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// sight is what a file was when it was seen to change.
type sight struct {
	File
	since time.Time
}

// Settled lists the files that are whole, those that came first first: they have not
// changed for Settle, and nobody has them open to write where that can be known. What
// is no regular file is set aside: a link could name what its sender may not read.
// It is ErrNoSpace when the disk is too full to load anything.
func (b *Box) Settled(ctx context.Context) ([]File, error) {
	left, err := b.Free(b.dir)
	if err != nil {
		return nil, fmt.Errorf("look into the inbox: %w", err)
	}
	if left < b.MinFree {
		return nil, fmt.Errorf("look into the inbox: %w: %d MiB where %d are due; make room, then it goes on by itself", ErrNoSpace, left>>20, b.MinFree>>20)
	}
	paths, err := b.list()
	if err != nil {
		return nil, fmt.Errorf("look into the inbox: %w", err)
	}
	b.forget(paths)
	var files []File
	for _, path := range paths {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		f, whole, err := b.look(path)
		if err != nil {
			return nil, fmt.Errorf("look into the inbox: %w", err)
		}
		if whole && b.hasRoom(f, left) {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, c File) int { return cmp.Or(a.ModTime.Compare(c.ModTime), cmp.Compare(a.Path, c.Path)) })
	return files, nil
}

// list gives the paths of what may be deliveries: at the top, and in the folders of
// senders right below.
func (b *Box) list() (paths []string, err error) {
	top, err := os.ReadDir(b.dir)
	if err != nil {
		return nil, err
	}
	for _, e := range top {
		path := filepath.Join(b.dir, e.Name())
		switch {
		case ignored(e.Name()) || e.IsDir() && (e.Name() == DoneDir || e.Name() == AsideDir):
		case !e.IsDir():
			paths = append(paths, path)
		default:
			below, err := os.ReadDir(path)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				b.Log.Warn("a folder of the inbox cannot be read", "folder", path, "error", err)
			}
			for _, f := range below {
				if !f.IsDir() && !ignored(f.Name()) {
					paths = append(paths, filepath.Join(path, f.Name()))
				}
			}
		}
	}
	return paths, nil
}

// ignored tells names of files that are being written or are no deliveries: those of
// transfers, of office programs, of systems, and hidden ones.
func ignored(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "thumbs.db" || name == "desktop.ini" {
		return true
	}
	return slices.Contains([]string{".part", ".tmp", ".filepart", ".partial", ".crdownload"}, filepath.Ext(name))
}

// look says whether what is at a path is a delivery that is whole.
func (b *Box) look(path string) (f File, whole bool, err error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, false, nil // gone since it was listed
	}
	if err != nil {
		return f, false, err
	}
	f = b.file(path, info)
	if why, refused := refusal(info); refused {
		return f, false, b.aside(f, why, true)
	}
	return f, b.unchanged(f, info) && !beingWritten(path), nil
}

func (b *Box) file(path string, info fs.FileInfo) File {
	f := File{Path: path, Name: filepath.Base(path), Size: info.Size(), ModTime: info.ModTime(), inode: inode(info)}
	if folder := filepath.Dir(path); folder != b.dir {
		f.Sender = filepath.Base(folder)
	}
	return f
}

// unchanged tells that a file has not changed for Settle, as we saw or, when we see it
// for the first time, as its dates say. Dates may lie, on a disk of another machine or
// by a copy that keeps them; the date of the inode, which no copy sets, rarely does.
func (b *Box) unchanged(f File, info fs.FileInfo) bool {
	now := b.Now()
	old := func(t time.Time) bool { return now.Sub(t) >= b.Settle }
	b.mu.Lock()
	defer b.mu.Unlock()
	s, known := b.seen[f.Path]
	switch {
	case !known && old(f.ModTime) && old(changed(info)):
		s = sight{f, now.Add(-b.Settle)}
	case !known || s.File != f:
		s = sight{f, now}
	}
	b.seen[f.Path] = s
	return old(s.since)
}

// forget drops what was seen of files that are gone.
func (b *Box) forget(paths []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	there := map[string]sight{}
	for _, path := range paths {
		if s, known := b.seen[path]; known {
			there[path] = s
		}
	}
	b.seen = there
}

func (b *Box) unsee(f File) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.seen, f.Path)
}

// copies is how many times the size of a delivery loading it may take on the disk:
// the copy that is kept, its rows, and the answer.
const copies = 3

func (b *Box) hasRoom(f File, left int64) bool {
	if left-b.MinFree >= copies*f.Size {
		return true
	}
	b.Log.Warn("a file of the inbox waits: too little space is left on the disk", "file", f.Path, "size", f.Size, "free", left)
	return false
}
