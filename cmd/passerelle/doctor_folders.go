package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/carif-oref/passerelle/schemas/store"
)

// folder is one that the configuration names.
type folder struct {
	key     string // of the configuration
	path    string
	written bool // we write in it
	must    bool // it holds what is due: its absence is worth a word
}

// folders lists those that the configuration names, in its order.
func (c config) folders() []folder {
	all := []folder{
		{"inbox", c.Inbox, true, true}, {"referentials", c.Referentials, true, true}, {"landing", c.Landing, true, false},
		{"store", filepath.Dir(c.Store), true, false}, {"shelf", c.Shelf, true, false}, {"reports", c.Reports, true, false},
		{"answers", c.Answers, true, false}, {"layouts_dir", c.LayoutsDir, false, true}, {"targets_dir", c.TargetsDir, false, true},
		{"mappings_dir", c.MappingsDir, false, true}, {"work", c.Work, true, false},
	}
	var named []folder
	for _, f := range all {
		if f.path != "" && (f.key != "store" || !store.IsServer(c.Store)) {
			named = append(named, f)
		}
	}
	return named
}

// reportPath is the report of the last run, for people.
func (c config) reportPath() string { return filepath.Join(c.Reports, "latest.html") }

// checkFolders tries each folder for what is done in it.
func (x *exam) checkFolders(context.Context) (found []diagnosis) {
	for _, f := range x.config.folders() {
		found = append(found, f.look())
	}
	return found
}

func (f folder) look() diagnosis {
	what := f.key + " " + absolute(f.path)
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f.absent(what)
	case err != nil:
		return ill(broken, what, err.Error(), "let the user of the service reach it: chmod o+x, or chown, the folders above it")
	case !info.IsDir():
		return ill(broken, what, "it is no folder", "move that file away, or mend "+f.key+" in the configuration")
	}
	if _, err := os.ReadDir(f.path); err != nil {
		return ill(broken, what, "it cannot be read: "+cause(err), "chown or chmod it for the user of the service")
	}
	if !f.written {
		return well(what, "can be read")
	}
	if err := tryFolder(f.path); err != nil {
		return ill(broken, what, "nothing can be written in it: "+cause(err), f.remedy(err))
	}
	if info.Mode()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0 {
		return ill(attention, what, fmt.Sprintf("anybody can change what it holds (%s)", info.Mode().Perm()), "chmod o-w "+f.path)
	}
	return well(what, "can be read and written")
}

// absent judges a folder that does not exist: a run makes those that it writes.
func (f folder) absent(what string) diagnosis {
	above := existing(f.path)
	switch err := tryFolder(above); {
	case !f.written:
		return ill(broken, what, "it does not exist", "make it, or mend "+f.key+" in the configuration")
	case err != nil:
		return ill(broken, what, fmt.Sprintf("it does not exist and cannot be made: %s: %s", above, cause(err)), "mkdir "+f.path+" as an administrator, and chown it to the user of the service")
	case f.must:
		return ill(attention, what, "it does not exist: nothing will come from it", "make it and put files in it, or mend "+f.key+" in the configuration")
	}
	return well(what, "does not exist yet: a run makes it")
}

func (f folder) remedy(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "make room on that disk, or raise the quota"
	case errors.Is(err, syscall.EROFS):
		return "mount the disk for writing; one that turned read-only by itself may be dying: see dmesg"
	}
	return "chown or chmod it for the user of the service"
}

// tryFolder really writes a file and removes it, under a name that other parts of the
// program take for their own leftovers should this one be killed.
func tryFolder(dir string) error {
	f, err := os.CreateTemp(dir, ".tmp-doctor-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 4096))
	return errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
}

// cause is an error of the system without the path, which is told beside it.
func cause(err error) string {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err.Error()
	}
	return err.Error()
}

// absolute is a path as it reads from any folder.
func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}
