package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// disk is a file system that some of our folders stand on.
type disk struct {
	Folders   []string `json:"dossiers"`
	Free      uint64   `json:"libres"` // bytes, for a program that is not the administrator's
	Size      uint64   `json:"octets"`
	Inodes    uint64   `json:"inodes_libres"`
	AllInodes uint64   `json:"inodes"` // 0 where there is no limit
}

const (
	mib = 1 << 20
	gib = 1 << 30
)

// level says whether there is room for the nights to come. A large disk that is nearly
// full still has room for many.
func (d disk) level() level {
	switch {
	case d.Free < 256*mib, d.AllInodes > 0 && d.Inodes < 1000:
		return broken
	case d.Free < d.wanted(), d.AllInodes > 0 && d.Inodes < d.AllInodes/50 && d.Inodes < 100_000:
		return attention
	}
	return fine
}

// wanted is how much room there should be, in bytes: a twentieth of the disk, within
// reason.
func (d disk) wanted() uint64 { return max(2*gib, min(20*gib, d.Size/20)) }

// left tells in French how much room there is, and where.
func (d disk) left() string {
	told := fmt.Sprintf("%s sur %s", volume(d.Free), volume(d.Size))
	if d.AllInodes > 0 && d.Inodes < 100_000 {
		told += fmt.Sprintf(" (%d fichiers de plus)", d.Inodes)
	}
	return told + " : " + strings.Join(d.Folders, ", ") + "."
}

// volume tells a number of bytes in French.
func volume(n uint64) string {
	told := fmt.Sprintf("%d Mio", n/mib)
	if n >= 10*gib {
		told = fmt.Sprintf("%d Gio", n/gib)
	} else if n >= gib {
		told = fmt.Sprintf("%.1f Gio", float64(n)/gib)
	}
	return strings.ReplaceAll(told, ".", ",")
}

// disks gives the file systems of folders, each once. One that cannot be looked at is
// left out: other checks speak of it.
func disks(folders []string) (all []disk) {
	at := map[uint64]int{}
	for _, folder := range folders {
		id, d, err := diskOf(existing(folder))
		if err != nil {
			continue
		}
		i, known := at[id]
		if !known {
			i = len(all)
			at[id] = i
			all = append(all, d)
		}
		all[i].Folders = append(all[i].Folders, folder)
	}
	return all
}

func diskOf(path string) (id uint64, d disk, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, d, err
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(path, &fs); err != nil {
		return 0, d, err
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		id = uint64(st.Dev)
	}
	block := uint64(fs.Bsize)
	return id, disk{Free: fs.Bavail * block, Size: fs.Blocks * block, Inodes: fs.Ffree, AllInodes: fs.Files}, nil
}

// existing is the folder, or the nearest of those that hold it that exists.
func existing(folder string) string {
	for {
		parent := filepath.Dir(folder)
		if _, err := os.Stat(folder); err == nil || parent == folder {
			return folder
		}
		folder = parent
	}
}

// diskFolders are the folders that grow, each once.
func (c config) diskFolders() (paths []string) {
	for _, f := range c.folders() {
		if f.written && !slices.Contains(paths, f.path) {
			paths = append(paths, f.path)
		}
	}
	return paths
}

// checkDisks tells how much room there is.
func (x *exam) checkDisks(context.Context) (found []diagnosis) {
	for _, d := range disks(x.config.diskFolders()) {
		what := strings.Join(d.Folders, ", ")
		told := fmt.Sprintf("%d MiB free of %d", d.Free/mib, d.Size/mib)
		if d.AllInodes > 0 {
			told += fmt.Sprintf(", %d inodes free of %d", d.Inodes, d.AllInodes)
		}
		if l := d.level(); l > fine {
			found = append(found, ill(l, what, told, "make room: keep_feeds and keep_reports say how much is kept; answers and landing are never emptied by the program"))
			continue
		}
		found = append(found, well(what, "%s", told))
	}
	return found
}
