package shelf

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
)

// advise adds to an error of the system what the operator can do about it.
func advise(err error) error {
	switch {
	case isAny(err, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG):
		return fmt.Errorf("%w: make room on the disk of the shelf (or keep fewer feeds there) and run again", err)
	case isAny(err, syscall.EROFS, syscall.EACCES, syscall.EPERM):
		return fmt.Errorf("%w: the shelf must be writable by the user who runs passerelle", err)
	case errors.Is(err, syscall.EIO):
		return fmt.Errorf("%w: the disk of the shelf may be failing", err)
	}
	return err
}

func isAny(err error, codes ...syscall.Errno) bool {
	return slices.ContainsFunc(codes, func(code syscall.Errno) bool { return errors.Is(err, code) })
}
