package partners

import (
	"io"
	"net"
	"syscall"
)

// discard reads so many bytes and drops them in the system (MSG_TRUNC): a test that
// shares the machine with the server then measures the server.
func discard(c *net.TCPConn, size int64) (n int64, err error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0, err
	}
	for n < size && err == nil {
		var m int
		var failed error
		err = raw.Read(func(fd uintptr) bool {
			m, failed = receiveNothing(int(fd), size-n)
			return failed != syscall.EAGAIN
		})
		if err == nil {
			err = failed
		}
		if err == nil && m == 0 {
			err = io.ErrUnexpectedEOF
		}
		n += int64(m)
	}
	return n, err
}

func receiveNothing(fd int, most int64) (int, error) {
	n, _, errno := syscall.Syscall6(syscall.SYS_RECVFROM, uintptr(fd), 0, uintptr(min(most, 1<<20)), syscall.MSG_TRUNC, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}
