package partners

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

func basic(user, password string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

func TestTokens(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		token, hash := NewToken()
		if len(token) != len(tokenPrefix)+43 || HashToken(token) != hash || seen[token] || len(hash) != 64 || !tokenShape.MatchString(token) {
			t.Fatalf("token %q, hash %q", token, hash)
		}
		seen[token] = true
	}
	token, _ := NewToken()
	if got := redact("GET /feeds/" + token + "/x"); strings.Contains(got, token) || !strings.Contains(got, "pst_…/x") {
		t.Errorf("redacted: %s", got)
	}
}

func TestAuthentication(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits.Failures = 1000 })
	h.publish("aude", 3, "un", 0)
	good := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	withBasic := h.partner(journal.Partner{Name: "vieux-outil", Targets: []string{"aude"}, Basic: true})
	later := h.partner(journal.Partner{Name: "bientot", Targets: []string{"aude"}, ExpiresAt: morning.Add(time.Second)})
	expired := h.partner(journal.Partner{Name: "hier", Targets: []string{"aude"}, ExpiresAt: morning})
	revoked := h.partner(journal.Partner{Name: "parti", Targets: []string{"aude"}, RevokedAt: night})
	unknown, _ := NewToken()
	for name, c := range map[string]struct {
		header string
		status int
		says   string
	}{
		"bearer":                            {"Authorization: Bearer " + good, 200, ""},
		"in another case":                   {"Authorization: bearer  " + good, 200, ""},
		"basic":                             {basic("vieux-outil", withBasic), 200, ""},
		"bearer where basic is allowed":     {"Authorization: Bearer " + withBasic, 200, ""},
		"a second before it expires":        {"Authorization: Bearer " + later, 200, ""},
		"nothing":                           {"X: y", 401, "Un jeton est nécessaire"},
		"unknown":                           {"Authorization: Bearer " + unknown, 401, "inconnu"},
		"expired":                           {"Authorization: Bearer " + expired, 401, "a expiré le 23/11/2026 à 06:15 (UTC)"},
		"revoked":                           {"Authorization: Bearer " + revoked, 401, "révoqué"},
		"basic where it is not allowed":     {basic("ft", good), 401, "n'est accepté que"},
		"basic under another name":          {basic("ft", withBasic), 401, "nom d'utilisateur"},
		"basic without a name":              {basic("", withBasic), 401, "nom d'utilisateur"},
		"one character more":                {"Authorization: Bearer " + good + "x", 401, "inconnu"},
		"one character less":                {"Authorization: Bearer " + good[:len(good)-1], 401, "inconnu"},
		"its hash instead of it":            {"Authorization: Bearer " + HashToken(good), 401, "inconnu"},
		"empty":                             {"Authorization: ", 401, "inconnu"},
		"another scheme":                    {"Authorization: Digest " + good, 401, "inconnu"},
		"with something before":             {"Authorization: Bearer x " + good, 401, "inconnu"},
		"very long":                         {"Authorization: Bearer " + strings.Repeat("a", 8000), 401, "inconnu"},
		"in the address, where it does not": {"X-Token: " + good, 401, "Un jeton est nécessaire"},
	} {
		t.Run(name, func(t *testing.T) {
			a := h.ask("GET", "/feeds/aude/latest.xml", "", c.header).want(t, c.status)
			if c.status == 200 {
				return
			}
			var p problem
			a.decode(t, &p)
			if !strings.Contains(p.Detail, c.says) || p.English == "" || p.Status != 401 || a.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%v: %s", a.Header, a.body)
			}
			if got := strings.Join(a.Header.Values("WWW-Authenticate"), "; "); !strings.Contains(got, "Bearer realm=") || !strings.Contains(got, "Basic realm=") {
				t.Errorf("WWW-Authenticate: %s", got)
			}
		})
	}
	if a := raw(t, h, "GET /feeds/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+good+"\r\nAuthorization: Bearer "+good+"\r\n\r\n"); a.StatusCode != 401 {
		t.Errorf("two tokens: %d", a.StatusCode)
	}
	h.ask("GET", "/feeds/"+good+"/latest.xml", "").want(t, 401)
	h.ask("GET", "/feeds/aude/latest.xml?token="+good, "", "Referer: "+good).want(t, 401)
	for _, token := range []string{good, withBasic, later, expired, revoked, unknown} {
		if strings.Contains(h.log.String(), token) {
			t.Errorf("a token is in the log:\n%s", h.log)
		}
	}
	for _, line := range []string{`"why":"expired","partner":"hier"`, `"why":"revoked","partner":"parti"`, `"why":"unknown","partner":""`} {
		if !strings.Contains(h.log.String(), line) {
			t.Errorf("the log has no %s", line)
		}
	}
}

// TestRevocationIsImmediate: a token that was good a moment ago is not.
func TestRevocationIsImmediate(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	h.ask("GET", "/feeds/", token).want(t, 200)
	p, _, err := h.store.PartnerByHash(t.Context(), HashToken(token))
	if err != nil {
		t.Fatal(err)
	}
	p.RevokedAt = morning
	if err := h.store.KeepPartner(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	h.ask("GET", "/feeds/", token).want(t, 401)
}

// TestBadTokensAreThrottled: a flood from one address is refused cheaply, and neither
// other addresses nor the partners that are known behind the same one suffer.
func TestBadTokensAreThrottled(t *testing.T) {
	h := newHouse(t, func(c *Config) {
		c.Limits.Failures, c.Trusted = 5, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
	good, fresh := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}}), h.partner(journal.Partner{Name: "neuf", Targets: []string{"aude"}})
	from := func(address, token string) answer {
		return h.ask("GET", "/feeds/", token, "X-Forwarded-For: "+address)
	}
	from("192.0.2.1", good).want(t, 200)
	for i := range 50 {
		bad, _ := NewToken()
		want := 401
		if i >= 5 {
			want = 429
		}
		a := from("192.0.2.1", bad).want(t, want)
		if wait := a.Header.Get("Retry-After"); want == 429 && wait != "6" {
			t.Fatalf("Retry-After: %q", wait)
		}
	}
	from("192.0.2.1", good).want(t, 200)
	from("192.0.2.1", fresh).want(t, 429)
	from("192.0.2.2", fresh).want(t, 200)
	from("192.0.2.1, 192.0.2.2", good).want(t, 200)
	h.now = h.now.Add(time.Minute)
	bad, _ := NewToken()
	from("192.0.2.1", bad).want(t, 401)
	if n := strings.Count(h.log.String(), "failed authentications are throttled"); n != 1 {
		t.Errorf("the log tells of the flood %d times", n)
	}
	if n := strings.Count(h.log.String(), `"msg":"token refused"`); n != 6 {
		t.Errorf("the log tells of %d tokens", n)
	}
}

func TestThrottleIsBounded(t *testing.T) {
	th := newThrottle(3, time.Second)
	now := morning
	for i := range 100_000 {
		th.fail(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), now)
	}
	if len(th.byAddr) > th.max || th.recent.Len() != len(th.byAddr) {
		t.Fatalf("%d addresses are remembered, %d in order", len(th.byAddr), th.recent.Len())
	}
	v6 := func(s string) netip.Addr { return netip.MustParseAddr(s) }
	for range 3 {
		th.fail(v6("2001:db8:1:2::1"), now)
	}
	if wait, _ := th.wait(v6("2001:db8:1:2:ffff::9"), now); wait != time.Second {
		t.Errorf("a neighbour of the same host waits %v", wait)
	}
	if wait, _ := th.wait(v6("2001:db8:1:3::1"), now); wait != 0 {
		t.Errorf("another host waits %v", wait)
	}
	if wait, _ := th.wait(v6("2001:db8:1:2::1"), now.Add(-time.Hour)); wait != time.Second {
		t.Errorf("a clock that goes back: %v", wait)
	}
	th.fail(netip.Addr{}, now)
	var f familiar
	for i := range 3 * maxFamiliar {
		f.set(fmt.Sprint(i), true)
	}
	if len(f.hashes) > maxFamiliar || !f.has(fmt.Sprint(3*maxFamiliar-1)) {
		t.Errorf("%d tokens are familiar", len(f.hashes))
	}
}

func TestClientAddress(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for name, c := range map[string]struct {
		peer string
		via  []string
		want string
	}{
		"no proxy":                        {"192.0.2.9:1234", nil, "192.0.2.9"},
		"a stranger says who it is":       {"192.0.2.9:1234", []string{"1.1.1.1"}, "192.0.2.9"},
		"a proxy that we trust":           {"10.0.0.1:1234", []string{"192.0.2.7"}, "192.0.2.7"},
		"two of them":                     {"10.0.0.1:1234", []string{"192.0.2.7, 10.0.0.2"}, "192.0.2.7"},
		"in two headers":                  {"10.0.0.1:1234", []string{"192.0.2.7", "10.0.0.2"}, "192.0.2.7"},
		"what the client wrote before":    {"10.0.0.1:1234", []string{"1.1.1.1, 192.0.2.7"}, "192.0.2.7"},
		"a proxy that says nothing":       {"10.0.0.1:1234", nil, "10.0.0.1"},
		"a proxy that says nonsense":      {"10.0.0.1:1234", []string{"1.1.1.1, <script>"}, "10.0.0.1"},
		"IPv6":                            {"[fd00::1]:1234", []string{"2001:db8::7"}, "2001:db8::7"},
		"IPv4 in IPv6":                    {"[::ffff:10.0.0.1]:1234", []string{"::ffff:192.0.2.7"}, "192.0.2.7"},
		"a socket of the system":          {"@", []string{"192.0.2.7"}, "invalid IP"},
		"all are proxies: the first told": {"10.0.0.1:1234", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
	} {
		r := request(t, "GET", "/")
		r.RemoteAddr = c.peer
		for _, via := range c.via {
			r.Header.Add("X-Forwarded-For", via)
		}
		if got := clientAddress(r, trusted).String(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
