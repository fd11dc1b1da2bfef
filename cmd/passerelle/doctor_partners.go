package main

import (
	"context"
	"net"
	"net/netip"
	"strings"
)

// checkPartners looks at the address on which partners are answered: tokens must not
// travel in clear, and behind a proxy each partner must be told from the others.
func (x *exam) checkPartners(context.Context) []diagnosis {
	c := x.config
	if c.Listen == "" {
		return []diagnosis{well("partners", "nobody is answered: listen is empty")}
	}
	proxies, err := c.proxies()
	if err != nil {
		return []diagnosis{ill(broken, c.Listen, err.Error(), "mend proxies in "+x.path)}
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return []diagnosis{ill(broken, c.Listen, err.Error(), `write listen as "127.0.0.1:8080", or ":443"`)}
	}
	encrypted, inside := c.TLSCert != "", ofThisMachine(host)
	switch {
	case !encrypted && !inside && len(proxies) == 0:
		return []diagnosis{ill(attention, c.Listen, "no certificate and no proxy: the tokens of partners travel in clear", "give tls_cert and tls_key; or listen on 127.0.0.1 behind a proxy that has a certificate, named in proxies")}
	case inside && len(proxies) == 0:
		return []diagnosis{ill(attention, c.Listen, "only this machine is answered, and no proxy is believed: all partners would count as one, in limits and in the access log", "name the proxy in proxies (127.0.0.1/32 when it runs here)")}
	case strings.HasPrefix(c.PublicURL, "http://"):
		return []diagnosis{ill(attention, c.PublicURL, "partners are given addresses that are not encrypted", "write https:// in public_url")}
	}
	return []diagnosis{well(c.Listen, "certificate: %t, proxies believed: %d", encrypted, len(proxies))}
}

// ofThisMachine tells whether a host that is listened on is reached from here alone.
func ofThisMachine(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}
