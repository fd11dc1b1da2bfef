package remote

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func listen(t *testing.T, address string) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestReach(t *testing.T) {
	for want, all := range map[reach]string{
		public:  "8.8.8.8 193.55.10.1 2001:660::1 64:ff9b::808:808 ::ffff:8.8.8.8",
		private: "10.0.0.1 172.16.3.4 192.168.1.1 100.64.0.1 fd00::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1:: 198.18.0.1 240.0.0.1 fec0::1",
		local:   "127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 ::1 :: 169.254.169.254 fe80::1 fe80::1%eth0 224.0.0.1 ff02::1 ::ffff:127.0.0.1 64:ff9b::a9fe:a9fe",
	} {
		for _, text := range strings.Fields(all) {
			if got := reachOf(netip.MustParseAddr(text)); got != want {
				t.Errorf("%s: %d, want %d", text, got, want)
			}
		}
	}
	if reachOf(netip.Addr{}) != local {
		t.Error("no address at all is trusted")
	}
}

// TestRedirectsLeadOutAndNeverIn plays a public server at 127.0.0.2, one of the
// organisation at 127.0.0.3, and one of this machine at 127.0.0.1.
func TestRedirectsLeadOutAndNeverIn(t *testing.T) {
	file := &origin{content: []byte(lines(100))}
	at := map[reach]string{}
	for r, ip := range map[reach]string{public: "127.0.0.2", private: "127.0.0.3", local: "127.0.0.1"} {
		at[r] = serveAt(t, ip, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if to := r.URL.Query().Get("to"); to != "" {
				http.Redirect(w, r, to, http.StatusFound)
				return
			}
			file.ServeHTTP(w, r)
		}))
	}
	name := strings.Replace(at[local], "127.0.0.1", "localhost", 1)
	decimal := strings.Replace(at[local], "127.0.0.1", "2130706433", 1)
	for _, c := range []struct {
		name     string
		from, to string
		good     bool
	}{
		{"from public to itself", at[public], at[public], true},
		{"from public to the organisation", at[public], at[private], false},
		{"from public to this machine", at[public], at[local], false},
		{"from public to this machine by its name", at[public], name, false},
		{"from public to this machine in decimal", at[public], decimal, false},
		{"from public, by way of itself, to this machine", at[public], at[public] + "/?to=" + at[local], false},
		{"from the organisation to public", at[private], at[public], true},
		{"from the organisation to itself", at[private], at[private], true},
		{"from the organisation to this machine", at[private], at[local], false},
		{"from this machine to anywhere", at[local], at[private], true},
		{"from this machine by its name", name, at[private], true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _ := fetcher(t)
			f.reach, f.Retries = apart, -1
			src := Source{Name: "rome", URL: c.from + "/?to=" + c.to}
			if c.good {
				must(t, f, src)
				return
			}
			err := fails(t, f, src)
			if !errors.Is(err, ErrAddress) {
				t.Errorf("%v", err)
			}
			f.AllowPrivate = true
			if c.to != decimal { // which not every system takes for an address
				must(t, f, src)
			}
		})
	}
	if n := len(file.requests()); n != 10 {
		t.Errorf("the file was asked for %d times, where 5 redirects are good and 5 are allowed by hand", n)
	}
}

// A name that resolves to an address of this machine is caught when it is
// dialled, whatever it says of itself.
func TestNamesAreJudgedByWhatIsDialled(t *testing.T) {
	g := &guard{reachOf: reachOf}
	g.source, g.known = public, true
	g.redirected = true
	for address, refused := range map[string]bool{"10.1.2.3:443": true, "[::1]:80": true, "8.8.8.8:443": false, "[fe80::1%eth0]:80": true, "nonsense": true} {
		if err := g.dialling("tcp", address, nil); (err != nil) != refused || err != nil && !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
