package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// leftoverAge is how old a temporary file is that no run can still be writing.
const leftoverAge = 24 * time.Hour

// leftovers are the names of what a killed run may leave, below the folder of a key.
// The landing and the shelf sweep their own when a run opens them.
func (c config) leftovers() []string {
	join := filepath.Join
	return []string{
		join(c.Landing, ".tmp-*"), join(c.Shelf, ".tmp-*"), join(c.Shelf, "*", ".tmp-*"), join(c.Reports, ".tmp-*"),
		join(c.Answers, ".reponse-*"), join(c.Answers, "*", ".reponse-*"), join(c.Answers, "*", "*", ".reponse-*"),
		join(c.Inbox, ".tmp-*"), join(c.Referentials, ".tmp-*"),
		join(os.TempDir(), "passerelle-essai-*"), join(os.TempDir(), "passerelle-referentiels-*"), join(os.TempDir(), ".tmp-classeur-*"),
	}
}

// checkLeftovers looks for what killed runs left.
func (x *exam) checkLeftovers(context.Context) []diagnosis {
	var paths []string
	var size int64
	for _, pattern := range x.config.leftovers() {
		matches, err := filepath.Glob(pattern)
		if err != nil { // a folder whose name reads as a pattern
			continue
		}
		for _, path := range matches {
			if info, err := os.Lstat(path); err == nil && x.now.Sub(info.ModTime()) > leftoverAge {
				paths, size = append(paths, path), size+sizeOf(path)
			}
		}
	}
	if len(paths) == 0 {
		return []diagnosis{well("temporary files", "none was left")}
	}
	return []diagnosis{ill(attention, "temporary files", fmt.Sprintf("killed runs left %d, %d MiB: %s", len(paths), size/mib, shortList(paths)), "the next run removes those of landing and shelf; remove the others by hand")}
}

// sizeOf is the size of a file, or of all that a folder holds.
func sizeOf(path string) (size int64) {
	_ = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // what cannot be read is not counted
		}
		if info, err := d.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	return size
}

// shortList names the first few.
func shortList(names []string) string {
	const few = 3
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
