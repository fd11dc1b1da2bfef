//go:build !linux

package inbox

import (
	"io/fs"
	"time"
)

func inode(fs.FileInfo) uint64 { return 0 }

func links(fs.FileInfo) uint64 { return 1 }

func changed(info fs.FileInfo) time.Time { return info.ModTime() }

func beingWritten(string) bool { return false }
