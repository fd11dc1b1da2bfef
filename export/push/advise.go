package push

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// advise adds to an error what the operator can do about it.
func advise(err error) error {
	switch {
	case err == nil || errors.Is(err, errUntrusted):
		return err
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: the account must be allowed to write, replace and rename there", err)
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: make room there", err)
	case strings.Contains(err.Error(), "unable to authenticate"):
		return fmt.Errorf("%w: check user, password and key_file with the partner", err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("%w: the other end no longer answered (connect_seconds, idle_seconds)", err)
	}
	return err
}
