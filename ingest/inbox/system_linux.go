package inbox

import (
	"io/fs"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func stat(info fs.FileInfo) *syscall.Stat_t {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s
	}
	return &syscall.Stat_t{Nlink: 1}
}

func inode(info fs.FileInfo) uint64 { return stat(info).Ino }

func links(info fs.FileInfo) uint64 { return uint64(stat(info).Nlink) }

// changed is when the content, the name or the rights of a file last changed.
func changed(info fs.FileInfo) time.Time {
	c := stat(info).Ctim
	return time.Unix(c.Unix())
}

// beingWritten tells that a process of this machine has a file open to write: the
// system then refuses a lease to read it. Where leases are unknown, or not ours to
// take, nobody can say, and it is false.
func beingWritten(path string) bool {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		return false // whoever loads it will say why
	}
	defer f.Close() // lets the lease go
	_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
	return err == unix.EAGAIN
}
