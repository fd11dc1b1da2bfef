//go:build linux || darwin

package push

import (
	"fmt"
	"syscall"
)

// freeBytes is how much a user may still write on the disk of a folder.
func freeBytes(path string) (bytes int64, known bool, err error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(path, &disk); err != nil {
		return 0, false, fmt.Errorf("ask how much room is left in %s: %w", path, err)
	}
	return int64(disk.Bavail) * int64(disk.Bsize), true, nil
}
