package remote

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// reach is how far inside a network an address is. A redirect may lead out, and
// never further in than the source itself is.
type reach int

const (
	public  reach = iota
	private       // of an organisation
	local         // of this machine or its link, cloud metadata among them
)

var privateToo = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"), // shared by the customers of a provider
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("fec0::/10"),
}

var (
	nat64  = netip.MustParsePrefix("64:ff9b::/96")
	sixTo4 = netip.MustParsePrefix("2002::/16")
)

func reachOf(ip netip.Addr) reach {
	ip = within(ip)
	switch {
	case ip.IsLoopback(), ip.IsUnspecified(), ip.IsLinkLocalUnicast(), ip.IsMulticast(), !ip.IsValid(), ip.Is4() && ip.As4()[0] == 0:
		return local
	case ip.IsPrivate():
		return private
	}
	for _, p := range privateToo {
		if p.Contains(ip) {
			return private
		}
	}
	return public
}

// within is the IPv4 address that one of IPv6 stands for.
func within(ip netip.Addr) netip.Addr {
	ip = ip.Unmap().WithZone("")
	switch b := ip.As16(); {
	case ip.Is4():
	case nat64.Contains(ip):
		return netip.AddrFrom4([4]byte(b[12:16]))
	case sixTo4.Contains(ip):
		return netip.AddrFrom4([4]byte(b[2:6]))
	}
	return ip
}

// guard keeps the redirects of one source from leading inside. It looks at the
// addresses that are really dialled, so that no name can hide one.
type guard struct {
	reachOf func(netip.Addr) reach
	open    bool // everything is allowed

	mu         sync.Mutex
	source     reach
	known      bool // source was learned from an address
	redirected bool
	proxies    map[string]bool // addresses that are dialled for others
}

// start is the first request to an address that somebody chose: it may lead
// anywhere, and tells where redirects may.
func (g *guard) start(u *url.URL) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.redirected, g.known, g.source = false, false, public
	if r, literal := g.literal(u); literal {
		g.source, g.known = r, true
	}
}

// redirect is what comes after: it fails when the address says by itself that it
// is inside.
func (g *guard) redirect(u *url.URL) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.redirected = true
	if r, literal := g.literal(u); literal && r > g.source && !g.open {
		return inside(u.Hostname())
	}
	return nil
}

// literal is the reach of an address that needs no resolving.
func (g *guard) literal(u *url.URL) (reach, bool) {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return g.reachOf(netip.AddrFrom4([4]byte{127, 0, 0, 1})), true
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case err == nil:
		return g.reachOf(ip), true
	case numeric.MatchString(host):
		return local, true
	}
	return public, false
}

// numeric is a host that ends in a number and is no plain address: no name does,
// and some systems read it as an address (2130706433 and 0x7f.1 are 127.0.0.1).
var numeric = regexp.MustCompile(`(^|\.)(0x[0-9a-f]*|[0-9]+)$`)

// dialling looks at an address about to be dialled.
func (g *guard) dialling(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s is no address of a network", ErrAddress, address)
	}
	r := g.reachOf(at.Addr())
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case !g.redirected && (!g.known || r < g.source):
		g.source, g.known = r, true
	case g.redirected && r > g.source && !g.open:
		return inside(at.Addr().String())
	}
	return nil
}

func inside(where string) error {
	return fmt.Errorf("%w: it redirects to %s, which is inside the network", ErrAddress, where)
}

// client is a client whose connections the guard watches, and which follows no
// redirect by itself.
func (g *guard) client(given *http.Client) *http.Client {
	var c http.Client
	if given != nil {
		c = *given
	}
	c.Timeout, c.CheckRedirect = 0, func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	switch t := c.Transport.(type) {
	case nil:
		c.Transport = g.transport(&http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 30 * time.Second})
	case *http.Transport:
		c.Transport = g.transport(t.Clone())
	}
	return &c
}

// transport lets no connection and no goroutine live after a fetch.
func (g *guard) transport(t *http.Transport) *http.Transport {
	t.DisableCompression, t.MaxIdleConnsPerHost, t.MaxResponseHeaderBytes = true, 1, 256<<10
	if proxy := t.Proxy; proxy != nil {
		t.Proxy = func(r *http.Request) (*url.URL, error) {
			u, err := proxy(r)
			g.passBy(u)
			return u, err
		}
	}
	if t.DialContext == nil {
		t.DialContext = g.dial
	}
	return t
}

// passBy remembers a proxy, which may be inside: it is not where one goes.
func (g *guard) passBy(proxy *url.URL) {
	if proxy == nil {
		return
	}
	port := proxy.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[proxy.Scheme]
	}
	if port == "" {
		port = "80"
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.proxies == nil {
		g.proxies = map[string]bool{}
	}
	g.proxies[net.JoinHostPort(proxy.Hostname(), port)] = true
}

func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: 30 * time.Second}
	g.mu.Lock()
	proxy := g.proxies[address]
	g.mu.Unlock()
	if !proxy {
		dialer.Control = g.dialling
	}
	return dialer.DialContext(ctx, network, address)
}
