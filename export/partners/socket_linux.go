package partners

import (
	"net"
	"syscall"
)

// tcpNotSentLowat is TCP_NOTSENT_LOWAT of Linux, which package syscall does not name.
const tcpNotSentLowat = 25

// unsent is how many bytes the system keeps for a connection beyond those that are on
// their way.
const unsent = 256 << 10

// keepUnsentLow is a wish: without it a slow client is cut later, and a transfer that
// breaks near its end may be taken for whole.
func keepUnsentLow(c *net.TCPConn) {
	raw, err := c.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpNotSentLowat, unsent)
	})
}
