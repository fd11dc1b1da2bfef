package partners

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// form is a multipart body with files, and its type.
func form(t *testing.T, files ...string) (body *bytes.Buffer, contentType string) {
	t.Helper()
	body = new(bytes.Buffer)
	w := multipart.NewWriter(body)
	if err := w.WriteField("commentaire", "bonjour"); err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		part, err := w.CreateFormFile("fichier", name)
		if err == nil {
			_, err = io.WriteString(part, "contenu de "+name)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return body, w.FormDataContentType()
}

// inFolder lists what stands in the folder of a sender.
func (h *house) inFolder(sender string) (names []string) {
	h.Helper()
	entries, err := os.ReadDir(filepath.Join(h.inbox, sender))
	if err != nil && !os.IsNotExist(err) {
		h.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestDeposit(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "greta", Deposit: true})
	formBody, formType := form(t, "Offre été.xlsx")
	for _, c := range []struct {
		name    string
		body    string
		headers []string
		file    string
	}{
		{"raw, Content-Disposition", "un", []string{`Content-Disposition: attachment; filename="offre.csv"`}, "offre.csv"},
		{"raw, in UTF-8", "deux", []string{`Content-Disposition: attachment; filename*=UTF-8''offre%20d%27%C3%A9t%C3%A9.xml`}, "offre d'été.xml"},
		{"raw, X-Filename", "trois", []string{"X-Filename: offre%20trois.xml.gz"}, "offre trois.xml.gz"},
		{"the same name, other bytes", "quatre", []string{`Content-Disposition: attachment; filename="OFFRE.CSV"`}, "OFFRE.csv"},
		{"the same name again", "cinq", []string{`Content-Disposition: attachment; filename="offre.csv"`}, "offre (2).csv"},
		{"a form", formBody.String(), []string{"Content-Type: " + formType}, "Offre été.xlsx"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := h.send("POST", "/deliveries", token, strings.NewReader(c.body), c.headers...).want(t, 202)
			var line deliveryLine
			a.decode(t, &line)
			data, err := os.ReadFile(filepath.Join(h.inbox, "greta", c.file))
			if err != nil || line.SHA256 != sumOf(data) || line.State != deliveryWaits || a.Header.Get("Location") != "/deliveries/"+line.SHA256 || line.Known {
				t.Fatalf("%+v, in the inbox: %v (%v)", line, h.inFolder("greta"), err)
			}
			var followed deliveryLine
			h.ask("GET", line.Self, token).want(t, 200).decode(t, &followed)
			if followed.SHA256 != line.SHA256 || followed.State != deliveryWaits || !followed.At.Equal(morning) {
				t.Errorf("followed: %+v", followed)
			}
		})
	}
	if n := len(h.inFolder("greta")); n != 6 {
		t.Errorf("the inbox has %v", h.inFolder("greta"))
	}
}

// TestSameDeliveryTwice: the same bytes are taken once, while they wait and once they
// are loaded; after they were put aside, they are taken again.
func TestSameDeliveryTwice(t *testing.T) {
	h := newHouse(t, nil)
	token, other := h.partner(journal.Partner{Name: "greta", Deposit: true}), h.partner(journal.Partner{Name: "afpa", Deposit: true})
	deposit := func(who, name string, status int) (line deliveryLine) {
		t.Helper()
		h.send("POST", "/deliveries", who, strings.NewReader("les mêmes octets"), "X-Filename: "+name).want(t, status).decode(t, &line)
		return line
	}
	first := deposit(token, "a.csv", 202)
	if again := deposit(token, "b.csv", 200); again.SHA256 != first.SHA256 || !again.Known || again.Name != "a.csv" {
		t.Errorf("again: %+v", again)
	}
	deposit(other, "a.csv", 202)
	h.ask("GET", first.Self, other).want(t, 200)
	if got := fmt.Sprint(h.inFolder("greta"), h.inFolder("afpa")); got != "[a.csv] [a.csv]" {
		t.Errorf("in the inbox: %s", got)
	}

	// It leaves the inbox without being loaded: it may come again.
	if err := os.Remove(filepath.Join(h.inbox, "greta", "a.csv")); err != nil {
		t.Fatal(err)
	}
	var line deliveryLine
	if h.ask("GET", first.Self, token).want(t, 200).decode(t, &line); line.State != deliveryTaken {
		t.Errorf("taken: %+v", line)
	}
	deposit(token, "b.csv", 202)
	if err := os.Remove(filepath.Join(h.inbox, "greta", "b.csv")); err != nil {
		t.Fatal(err)
	}

	// It is loaded: it may not, and what became of it is told.
	ctx := t.Context()
	counts := journal.Counts{Read: 3, Added: 2, Refused: 1}
	if err := h.store.BeginRun(ctx, journal.Run{ID: "r1", Date: night, StartedAt: night}); err != nil {
		t.Fatal(err)
	}
	if err := h.store.InLoad(ctx, func(l *store.Load) error {
		if err := l.KeepDelivery(ctx, journal.Delivery{SHA256: first.SHA256, Name: "b.csv", Size: first.Size, ReceivedAt: night}); err != nil {
			return err
		}
		return l.KeepLoads(ctx, []journal.Load{{Run: "r1", Delivery: first.SHA256, File: "b.csv", Sheet: "Sessions", Layout: "sessions", Counts: counts}})
	}); err != nil {
		t.Fatal(err)
	}
	if got := deposit(token, "c.csv", 200); got.State != deliveryLoaded || got.Run != "r1" || len(got.Sheets) != 1 || got.Sheets[0].Counts != counts {
		t.Errorf("loaded: %+v", got)
	}
	if got := h.inFolder("greta"); len(got) > 0 {
		t.Errorf("in the inbox: %v", got)
	}
}

func TestDepositRefuses(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits.MaxDelivery = 1 << 20 })
	token := h.partner(journal.Partner{Name: "greta", Deposit: true})
	puller := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	odd := h.partner(journal.Partner{Name: "../carif", Deposit: true})
	named := "X-Filename: a.csv"
	twoFiles, twoType := form(t, "a.csv", "b.csv")
	noFile, noType := form(t)
	badFile, badType := form(t, "a.exe")
	for name, c := range map[string]struct {
		token, body string
		headers     []string
		status      int
	}{
		"without the right":        {puller, "x", []string{named}, 403},
		"a name of another folder": {odd, "x", []string{named}, 403},
		"without a name":           {token, "x", nil, 415},
		"another ending":           {token, "x", []string{"X-Filename: a.exe"}, 415},
		"an ending alone":          {token, "x", []string{"X-Filename: .csv"}, 415},
		"compressed on its way":    {token, "x", []string{named, "Content-Encoding: gzip"}, 415},
		"empty":                    {token, "", []string{named}, 400},
		"too large":                {token, strings.Repeat("x", 1<<20+1), []string{named}, 413},
		"far too large":            {token, strings.Repeat("x", 2<<20), []string{named}, 413},
		"two files":                {token, twoFiles.String(), []string{"Content-Type: " + twoType}, 400},
		"no file":                  {token, noFile.String(), []string{"Content-Type: " + noType}, 400},
		"a form, another ending":   {token, badFile.String(), []string{"Content-Type: " + badType}, 415},
		"half a form":              {token, twoFiles.String()[:200], []string{"Content-Type: " + twoType}, 400},
		"a form of nothing":        {token, "x", []string{"Content-Type: multipart/form-data; boundary=x"}, 400},
		"a form without a border":  {token, "x", []string{"Content-Type: multipart/form-data"}, 400},
	} {
		t.Run(name, func(t *testing.T) {
			a := h.send("POST", "/deliveries", c.token, io.MultiReader(strings.NewReader(c.body)), c.headers...).want(t, c.status)
			if a.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s", a.body)
			}
		})
	}
	h.send("POST", "/deliveries", token, strings.NewReader(strings.Repeat("x", 1<<20)), named).want(t, 202)
	if got := h.inFolder("greta"); fmt.Sprint(got) != "[a.csv]" {
		t.Errorf("in the inbox: %v", got)
	}
	for _, path := range []string{"/deliveries/" + strings.Repeat("0", 64), "/deliveries/x", "/deliveries/..%2fgreta"} {
		if a := h.ask("GET", path, token); a.StatusCode != 404 && a.StatusCode != 400 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
	if _, err := os.Stat(filepath.Join(h.inbox, "..", "carif")); err == nil {
		t.Error("a file was written beside the inbox")
	}
}

// TestDepositsAtOnce: twenty senders of the same bytes, and twenty of the same name.
func TestDepositsAtOnce(t *testing.T) {
	h := newHouse(t, nil)
	token := h.partner(journal.Partner{Name: "greta", Deposit: true})
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			body := "les mêmes octets"
			if i%2 == 0 {
				body = fmt.Sprint("d'autres octets ", i)
			}
			if a, err := h.try("POST", "/deliveries", token, strings.NewReader(body), "X-Filename: a.csv"); err != nil || a.StatusCode > 202 {
				t.Errorf("%v %s", err, a.body)
			}
		})
	}
	all.Wait()
	got := h.inFolder("greta")
	if len(got) != 21 || slices.ContainsFunc(got, func(name string) bool { return !strings.HasSuffix(name, ".csv") }) {
		t.Errorf("%d files: %v", len(got), got)
	}
}

// TestCutDeposit: what does not come whole leaves nothing, and what a killed server
// left is swept.
func TestCutDeposit(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits.Stall, c.Limits.MinRate = 300*time.Millisecond, 1<<20 })
	token := h.partner(journal.Partner{Name: "greta", Deposit: true})
	head := "POST /deliveries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\nX-Filename: a.csv\r\nContent-Length: 1000000\r\n\r\n"
	if a := raw(t, h, head+"le début"); a.StatusCode != 408 {
		t.Errorf("one that stops sending: %d %s", a.StatusCode, a.body)
	}
	c := dial(t, h)
	if _, err := io.WriteString(c, head+"le début"); err != nil {
		t.Fatal(err)
	}
	h.until("the file is begun", func() bool { return len(h.inFolder("greta")) == 1 })
	if name := h.inFolder("greta")[0]; !strings.HasSuffix(name, ".part") {
		t.Errorf("half a delivery is called %s", name)
	}
	c.Close()
	h.until("nothing is left of it", func() bool { return len(h.inFolder("greta")) == 0 })
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{partPrefix + "123" + partSuffix, "mine.csv", "theirs.part"} {
		if err := os.WriteFile(filepath.Join(h.inbox, "greta", name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h.open(nil)
	if got := fmt.Sprint(h.inFolder("greta")); got != "[mine.csv theirs.part]" {
		t.Errorf("after the sweep: %s", got)
	}
}

func TestSafeName(t *testing.T) {
	for stated, want := range map[string]string{
		"offre.xlsx":                             "offre.xlsx",
		"OFFRE.XLSX":                             "OFFRE.xlsx",
		`C:\Users\moi\offre.xlsx`:                "offre.xlsx",
		"../../etc/offre.csv":                    "offre.csv",
		"a/b/.cache.csv":                         "cache.csv",
		"~$offre.xlsx":                           "offre.xlsx",
		"offre\x00\n\u202e.xlsx":                 "offre___.xlsx",
		"e\u0301te\u0301.csv":                    "été.csv",
		"offre.xml.gz":                           "offre.xml.gz",
		"offre .xml.gz":                          "offre.xml.gz",
		"offre.gz":                               "",
		"offre":                                  "",
		"":                                       "",
		"..":                                     "",
		".csv":                                   "",
		"offre.csv.exe":                          "",
		"a<b>c:d|e?.csv":                         "a_b_c_d_e_.csv",
		"\xff.csv":                               "_.csv",
		strings.Repeat("é", 300) + ".csv":        strings.Repeat("é", 88) + ".csv",
		"con.csv":                                "con.csv",
		"offre.csv.":                             "offre.csv",
		strings.Repeat("x", 300) + ".\u212a.csv": strings.Repeat("x", 176) + ".csv",
	} {
		if got, ok := safeName(stated); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, want %q", stated, got, want)
		}
	}
}

// FuzzSafeName: whatever a sender says, the name is one of a file in its folder.
func FuzzSafeName(f *testing.F) {
	for _, name := range []string{"offre.xlsx", `..\..\x.csv`, "/etc/passwd", "\u202excslx.csv", "a.xml.gz", ". .csv", "K.\u212a.zip"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, stated string) {
		name, ok := safeName(stated)
		if !ok {
			return
		}
		if filepath.Base(name) != name || len(name) > maxName || strings.HasPrefix(name, ".") || strings.ContainsAny(name, "/\\\x00\n") || !filepath.IsLocal(name) {
			t.Fatalf("%q gives %q", stated, name)
		}
		if again, ok := safeName(name); !ok || again != name {
			t.Fatalf("%q gives %q, which gives %q", stated, name, again)
		}
	})
}
