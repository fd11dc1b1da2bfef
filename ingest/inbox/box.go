// Package inbox watches the folder in which deliveries are dropped. It tells the
// files that are whole, files away those that are done, with what was answered, and
// sets aside those that cannot be loaded, with a page that says why.
//
// Beside the files and the folders of senders stand three folders of its own: traites
// (what is done) and ecartes (what is set aside), by day, where each delivery has a
// folder, and a hidden one that counts attempts. Nothing there is ever written over.
package inbox

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Folders of the inbox that hold no deliveries to load.
const (
	DoneDir  = "traites"
	AsideDir = "ecartes"
	stateDir = ".passerelle"
)

// Options of an inbox. The zero value works.
type Options struct {
	Settle   time.Duration                         // how long a file must not change to be whole; 0: 10 s
	Attempts int                                   // that may fail, or kill the program, before a file is set aside; 0: 3
	MinFree  int64                                 // bytes that must stay free on the disk; 0: 512 MiB
	Free     func(path string) (int64, error)      // bytes free where a path is; nil: what the system says
	Now      func() time.Time                      // nil: time.Now
	OnAside  func(f File, r Reason, folder string) // is told of each file set aside; nil: nobody
	Log      *slog.Logger                          // nil: none
}

// Box is an inbox. Its methods may be called at once.
type Box struct {
	dir string
	Options

	mu   sync.Mutex
	seen map[string]sight // by path
}

// File is a delivery that waits.
type File struct {
	Path    string
	Name    string // base name
	Sender  string // the folder that it stands in; empty at the top
	Size    int64
	ModTime time.Time
	inode   uint64 // 0 where there is none
}

// Errors that callers may tell.
var (
	ErrNoSpace = errors.New("too little space is left on the disk")
	ErrChanged = errors.New("the file changed since it was seen: what is there now will be loaded in its turn")
	ErrNotNow  = errors.New("not now") // in what loads a file: the fault is not the file's, and the attempt does not count
)

// Open makes the folders that lack, and ends what was cut short when the program
// last stopped.
func Open(dir string, o Options) (*Box, error) {
	b := &Box{dir: filepath.Clean(dir), Options: o.orDefaults(), seen: map[string]sight{}}
	for _, below := range []string{DoneDir, AsideDir, stateDir} {
		if err := os.MkdirAll(filepath.Join(b.dir, below), 0o750); err != nil {
			return nil, fmt.Errorf("open the inbox: %w; give the user of passerelle the right to write in %s", err, dir)
		}
	}
	if err := b.sweep(); err != nil {
		return nil, fmt.Errorf("open the inbox %s: %w", dir, err)
	}
	return b, nil
}

func (o Options) orDefaults() Options {
	if o.Settle == 0 {
		o.Settle = 10 * time.Second
	}
	if o.Attempts == 0 {
		o.Attempts = 3
	}
	if o.MinFree == 0 {
		o.MinFree = 512 << 20
	}
	if o.Free == nil {
		o.Free = free
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// same tells that a file is the one that was seen, unchanged.
func (f File) same(info fs.FileInfo) bool {
	return info.Mode().IsRegular() && info.Size() == f.Size && info.ModTime().Equal(f.ModTime) && inode(info) == f.inode
}
