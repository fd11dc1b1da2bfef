package partners

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// FuzzRequest: whatever a stranger or a partner asks, the server answers without a
// fault of its own, gives no feed to who may not have it and nothing from elsewhere on
// the disk, and keeps what is left in the folder of its sender alone.
func FuzzRequest(f *testing.F) {
	h := newHouse(f, nil)
	h.publish("aude", 3, "one", 0)
	h.publish("kairos", 3, "deux", 0)
	token := h.partner(journal.Partner{Name: "aude", Targets: []string{"aude"}})
	sender := h.partner(journal.Partner{Name: "greta", Deposit: true})
	const secret = "ce que nul ne doit lire"
	for _, path := range []string{filepath.Join(h.dir, "secret.txt"), filepath.Join(h.dir, "shelf", "..", "secret.xml")} {
		if err := os.WriteFile(path, []byte(secret), 0o600); err != nil {
			f.Fatal(err)
		}
	}
	for _, path := range []string{"/", "/feeds", "/feeds/aude", "/feeds/aude/latest.xml", "/feeds/aude/latest.xml.gz", "/feeds/kairos/latest.xml", "/feeds/aude/manifest.json", "/feeds/aude/SHA256SUMS", "/feeds/aude/changes.atom", "/feeds/aude/delta.xml?since=r00",
		"/feeds/aude/delta/x.xml", "/feeds/aude/x/aude.xml", "/feeds/aude/../../secret.txt", "/feeds/aude/%2e%2e/%2e%2e%2fsecret.txt", "/sessions/73282932000074", "/records/04_F001", "//feeds//aude", "/\x00", "/healthz", "/openapi.json", "/deliveries", "/deliveries/" + strings.Repeat("0", 64)} {
		f.Add(uint8(0), uint8(1), path, "bytes=0-9", "W/\"x\", *", "gzip;q=0, br", "")
		f.Add(uint8(0), uint8(1), path, "", "", "", "")
		f.Add(uint8(2), uint8(2), path, "bytes=-1,5-", "offre.csv", "", "multipart/form-data; boundary=x")
		f.Add(uint8(2), uint8(2), path, "", "../offre.xlsx", "", "")
		f.Add(uint8(2), uint8(0), path, "", "Mon, 23 Nov 2026 02:30:00 GMT", "", "text/html")
	}
	methods := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, "PROPFIND", "get"}
	tokens := []string{"", token, sender, token[:len(token)-1], strings.Repeat("x", 5000)}
	f.Fuzz(func(t *testing.T, method, who uint8, path, ranged, match, coding, kind string) {
		r, err := http.NewRequestWithContext(t.Context(), methods[int(method)%len(methods)], h.url+path, strings.NewReader(match+"\r\n"+path))
		if err != nil {
			return // no client could send it
		}
		r.RemoteAddr, r.RequestURI = "192.0.2.7:5000", r.URL.RequestURI()
		for name, value := range map[string]string{"Range": ranged, "If-Range": match, "If-None-Match": match, "If-Modified-Since": match, "If-Match": kind, "Accept-Encoding": coding, "Accept": kind, "Content-Type": kind, "Content-Encoding": coding, "X-Forwarded-For": path, "Content-Disposition": match, "Repr-Digest": kind, "X-Filename": match} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		as := tokens[int(who)%len(tokens)]
		if as != "" {
			r.Header.Set("Authorization", "Bearer "+as)
		}
		w := httptest.NewRecorder()
		h.server.ServeHTTP(w, r)
		body := w.Body.String()
		if w.Code >= 500 && w.Code != http.StatusNotImplemented || strings.Contains(body, secret) {
			t.Fatalf("%s %q: status %d: %.300s", r.Method, path, w.Code, body)
		}
		if holds := strings.Contains(body, "<formation numero"); holds && (as != token || strings.Contains(body, "deux")) {
			t.Fatalf("%s %q as %q: %.300s", r.Method, path, as, body)
		}
		for name, values := range w.Header() {
			if strings.ContainsAny(strings.Join(values, ""), "\r\n\x00") {
				t.Fatalf("header %s: %q", name, values)
			}
		}
		entries, err := os.ReadDir(h.inbox)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Name() != "greta" && !strings.HasPrefix(e.Name(), ".") {
				t.Fatalf("%s in the inbox after %s %q", e.Name(), r.Method, path)
			}
		}
	})
}
