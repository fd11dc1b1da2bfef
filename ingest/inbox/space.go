package inbox

import (
	"fmt"
	"syscall"
)

// free is what the system lets an ordinary user write where a path is, in bytes.
func free(path string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, fmt.Errorf("measure the disk of %s: %w", path, err)
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
