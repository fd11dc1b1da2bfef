// Package landing keeps deliveries as they arrived, byte for byte, each in a
// folder named by its SHA-256:
//
//	<dir>/<first two digits>/<sha256>/<name>           the delivery, never modified
//	<dir>/<first two digits>/<sha256>/rows/…parquet    its rows, which can be made again
//
// A delivery appears whole or not at all. A crash leaves a temporary file, which
// the next Open removes: one process at a time may have a landing open.
package landing

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// DefaultMaxSize is the largest delivery that is kept, in bytes.
const DefaultMaxSize = 1 << 30

const temporary = ".tmp-"

// Landing is an open landing.
type Landing struct {
	// MaxSize is the size in bytes above which a delivery is refused.
	MaxSize int64

	dir string
}

// Delivery is a file that the landing keeps.
type Delivery struct {
	SHA256 string // lower-case hexadecimal
	Name   string // base name under which it was handed over, made safe to use and to show
	Size   int64  // bytes
	Path   string // of the copy, whose name is that of its first arrival
	Known  bool   // it was already there
}

// Open opens the landing in dir, which is made when it is absent, and removes
// what a crash left.
func Open(dir string) (*Landing, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("open landing: %w", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("open landing: %w", err)
	}
	for _, entry := range left {
		if !strings.HasPrefix(entry.Name(), temporary) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
			return nil, fmt.Errorf("open landing: remove what a crash left: %w", err)
		}
	}
	return &Landing{MaxSize: DefaultMaxSize, dir: dir}, nil
}

// Find gives a delivery that is kept; it is fs.ErrNotExist when it is not.
func (l *Landing) Find(sha256 string) (Delivery, error) {
	folder := l.folder(sha256)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return Delivery{}, fmt.Errorf("find delivery %s: %w", sha256, err)
	}
	for _, entry := range entries {
		if !entry.Type().IsRegular() {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			return Delivery{}, fmt.Errorf("find delivery %s: %w", sha256, err)
		}
		return Delivery{SHA256: sha256, Name: entry.Name(), Size: info.Size(), Path: filepath.Join(folder, entry.Name()), Known: true}, nil
	}
	return Delivery{}, fmt.Errorf("find delivery %s: %w", sha256, fs.ErrNotExist)
}

// RowsPath is where the rows of a sheet of a kept delivery go; its folder
// exists. The index of the sheet, from 0, tells apart two of one name.
func (l *Landing) RowsPath(sha256 string, sheetIndex int, sheet string) string {
	return filepath.Join(l.folder(sha256), rows, fmt.Sprintf("%02d-%s.parquet", sheetIndex+1, safeName(sheet, "feuille")))
}

const rows = "rows"

func (l *Landing) folder(sha256 string) string {
	return filepath.Join(l.dir, safeName(sha256[:min(2, len(sha256))], "_"), safeName(sha256, "_"))
}
