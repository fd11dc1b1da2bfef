//go:build !linux

package partners

import "net"

// keepUnsentLow does nothing where the system has no such wish.
func keepUnsentLow(*net.TCPConn) {}
