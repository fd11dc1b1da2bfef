package remote

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFetchThenUnchangedThenChanged(t *testing.T) {
	quiet(t)
	o := &origin{content: []byte(lines(5000)), etag: `"v1"`, kind: "text/csv"}
	f, _ := fetcher(t)
	src := Source{Name: "certifinfo", URL: serve(t, o) + "/exports/certif_info.csv"}

	first := must(t, f, src)
	sum := sha256.Sum256(o.content)
	if first.Unchanged || first.SHA256 != hex.EncodeToString(sum[:]) || first.Size != int64(len(o.content)) || first.ETag != `"v1"` ||
		first.URL != src.URL || first.Attempts != 1 || !first.FetchedAt.Equal(f.Now()) || len(first.Notes) != 0 {
		t.Errorf("first fetch: %+v", first)
	}
	if want := filepath.Join(f.Dir, "certifinfo", "certif_info.csv"); first.Path != want {
		t.Errorf("path %s, want %s", first.Path, want)
	}
	holdsFile(t, first.Path, string(o.content))
	if r := o.requests()[0]; r.Header.Get("If-None-Match") != "" || !strings.HasPrefix(r.UserAgent(), "passerelle") {
		t.Errorf("first request: %v", r.Header)
	}

	second := must(t, f, src)
	if !second.Unchanged || second.SHA256 != first.SHA256 || second.Path != first.Path || second.ETag != `"v1"` || second.Size != first.Size {
		t.Errorf("second fetch: %+v", second)
	}
	if r := o.requests()[0]; r.Header.Get("If-None-Match") != `"v1"` {
		t.Errorf("second request: %v", r.Header)
	}

	o.set(lines(6000), `"v2"`)
	third := must(t, f, src)
	if third.Unchanged || third.ETag != `"v2"` {
		t.Errorf("third fetch: %+v", third)
	}
	holdsFile(t, third.Path, lines(6000))
	if got := visible(t, f, "certifinfo"); got != "certif_info.csv" {
		t.Errorf("the folder has %s", got)
	}
	if last, ok := f.Last(src); !ok || last.SHA256 != third.SHA256 || last.Path != third.Path {
		t.Errorf("last: %t %+v", ok, last)
	}
}

func TestUnchangedByDateOrByContent(t *testing.T) {
	for _, c := range []struct {
		name    string
		changed time.Time
		asked   string
	}{
		{"the date of the last change", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), "Sun, 01 Feb 2026 00:00:00 GMT"},
		{"nothing but the content itself", time.Time{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &origin{content: []byte(lines(3000)), changed: c.changed}
			f, _ := fetcher(t)
			src := Source{Name: "rome", URL: serve(t, o) + "/rome.csv"}
			must(t, f, src)
			if again := must(t, f, src); !again.Unchanged {
				t.Errorf("%+v", again)
			}
			if got := o.requests()[1].Header.Get("If-Modified-Since"); got != c.asked {
				t.Errorf("If-Modified-Since %q, want %q", got, c.asked)
			}
		})
	}
}

// The address that data.gouv.fr gives for a resource never changes, and leads to
// the file of the day.
func TestAStableAddressThatRedirectsToTheFileOfTheDay(t *testing.T) {
	static := &origin{content: []byte(lines(3000)), etag: `"a"`}
	files := serve(t, static)
	day := "20260201-020202/export-fiches-csv-2026-02-01.csv"
	portal := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			t.Errorf("the validators of the file were told to the portal")
		}
		http.Redirect(w, r, files+"/resources/"+day, http.StatusFound)
	}))
	f, _ := fetcher(t)
	src := Source{Name: "rncp", URL: portal + "/fr/datasets/r/4d7a5d8e-0000-4000-8000-000000000000"}

	first := must(t, f, src)
	if filepath.Base(first.Path) != "export-fiches-csv-2026-02-01.csv" || first.URL != files+"/resources/"+day {
		t.Errorf("%+v", first)
	}
	if again := must(t, f, src); !again.Unchanged {
		t.Errorf("%+v", again)
	}

	day = "20260202-020202/export-fiches-csv-2026-02-02.csv"
	static.set(lines(4000), `"a"`) // an ETag that means another file at another address
	static.requests()
	next := must(t, f, src)
	if next.Unchanged || filepath.Base(next.Path) != "export-fiches-csv-2026-02-02.csv" {
		t.Errorf("%+v", next)
	}
	if got := static.requests()[0].Header.Get("If-None-Match"); got != "" {
		t.Errorf("a validator was told to an address that did not give it: %s", got)
	}
	if got := visible(t, f, "rncp"); got != "export-fiches-csv-2026-02-01.csv export-fiches-csv-2026-02-02.csv" {
		t.Errorf("the file before stays: %s", got)
	}

	day = "20260203-020202/export-fiches-csv-2026-02-03.csv"
	static.set(lines(4500), `"b"`)
	must(t, f, src)
	if got := visible(t, f, "rncp"); got != "export-fiches-csv-2026-02-02.csv export-fiches-csv-2026-02-03.csv" {
		t.Errorf("the file before the one before goes: %s", got)
	}
}

func TestResumesWhatWasCut(t *testing.T) {
	quiet(t)
	content := lines(200_000)
	for _, c := range []struct {
		name    string
		etag    string
		changed time.Time
		cuts    []int
		ranges  []string // of the requests
	}{
		{"once", `"v1"`, time.Time{}, []int{70_000}, []string{"", "bytes=70000-"}},
		{"again and again", `"v1"`, time.Time{}, []int{10_000, 20_000, 30_000, 40_000, 50_000, 1000, 1000, 1000},
			[]string{"", "bytes=10000-", "bytes=30000-", "bytes=60000-", "bytes=100000-", "bytes=150000-", "bytes=151000-", "bytes=152000-", "bytes=153000-"}},
		{"by the date of the last change", "", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), []int{70_000}, []string{"", "bytes=70000-"}},
		{"not on a weak ETag", `W/"v1"`, time.Time{}, []int{70_000}, []string{"", ""}},
		{"not without a validator", "", time.Time{}, []int{70_000}, []string{"", ""}},
		{"not what is nothing", `"v1"`, time.Time{}, []int{0}, []string{"", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &origin{content: []byte(content), etag: c.etag, changed: c.changed, cuts: c.cuts}
			f, _ := fetcher(t)
			got := must(t, f, Source{Name: "rncp", URL: serve(t, o) + "/rncp.csv"})
			holdsFile(t, got.Path, content)
			var ranges []string
			for _, r := range o.requests() {
				ranges = append(ranges, r.Header.Get("Range"))
			}
			if strings.Join(ranges, "|") != strings.Join(c.ranges, "|") || got.Attempts != len(c.ranges) {
				t.Errorf("ranges %q in %d attempts, want %q", ranges, got.Attempts, c.ranges)
			}
		})
	}
}

func TestResumesTheNextNight(t *testing.T) {
	content := lines(100_000)
	o := &origin{content: []byte(content), etag: `"v1"`, cuts: []int{40_000}}
	f, _ := fetcher(t)
	f.Retries = -1
	src := Source{Name: "rncp", URL: serve(t, o) + "/rncp.csv"}
	if err := fails(t, f, src); err.Attempts != 1 || !strings.Contains(err.Error(), "unexpected EOF") {
		t.Errorf("the first night: %v", err)
	}
	if got := visible(t, f, "rncp"); got != "rncp.csv.part" {
		t.Errorf("the folder has %s", got)
	}
	got := must(t, f, src)
	holdsFile(t, got.Path, content)
	if r := o.requests()[1]; r.Header.Get("Range") != "bytes=40000-" || r.Header.Get("If-Range") != `"v1"` {
		t.Errorf("the second night: %v", r.Header)
	}
	if got := visible(t, f, "rncp"); got != "rncp.csv" {
		t.Errorf("the folder has %s", got)
	}
}

func TestAPartOfAnotherVersionIsLeft(t *testing.T) {
	before, after := lines(100_000), "x;y\n"+lines(120_000)
	for _, c := range []struct {
		name   string
		answer func(o *origin)
	}{
		{"the server sends the whole again", func(*origin) {}},
		{"the server ignores If-Range and says another ETag", func(o *origin) {
			o.script = []http.HandlerFunc{answer(206, after[40_000:], "ETag: \"v2\"", "Content-Range: bytes 40000-120003/120004")}
		}},
		{"the server ignores If-Range and says another size", func(o *origin) {
			o.script = []http.HandlerFunc{answer(206, after[40_000:], "Content-Range: bytes 40000-120003/120004")}
		}},
		{"the server sends another range", func(o *origin) {
			o.script = []http.HandlerFunc{answer(206, after[:10], "ETag: \"v1\"", "Content-Range: bytes 0-9/120004")}
		}},
		{"the server says nothing of the range", func(o *origin) { o.script = []http.HandlerFunc{answer(206, after)} }},
		{"the server has no such range any more", func(o *origin) {
			o.script = []http.HandlerFunc{answer(416, "", "Content-Range: bytes */1000")}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &origin{content: []byte(before), etag: `"v1"`, cuts: []int{40_000}}
			f, _ := fetcher(t)
			f.Retries = -1
			src := Source{Name: "rncp", URL: serve(t, o) + "/rncp.csv"}
			fails(t, f, src)
			o.set(after, `"v2"`)
			c.answer(o)
			f.Retries = 1
			holdsFile(t, must(t, f, src).Path, after)
		})
	}
}

func TestAServerThatIgnoresRanges(t *testing.T) {
	content := lines(50_000)
	o := &origin{content: []byte(content), etag: `"v1"`}
	o.cuts = []int{30_000, 20_000}
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Range")
		o.ServeHTTP(w, r)
	})
	f, _ := fetcher(t)
	got := must(t, f, Source{Name: "rncp", URL: serve(t, plain) + "/rncp.csv"})
	holdsFile(t, got.Path, content)
	if got.Attempts != 3 {
		t.Errorf("%d attempts", got.Attempts)
	}
}

func TestChecksum(t *testing.T) {
	content := lines(3000)
	sum := sha256.Sum256([]byte(content))
	good, bad := hex.EncodeToString(sum[:]), strings.Repeat("0", 64)
	o := &origin{content: []byte(content), etag: `"v1"`}
	listing := ""
	mux := http.NewServeMux()
	mux.Handle("/rome.csv", o)
	mux.HandleFunc("/rome.csv.sha256", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(listing)) })
	base := serve(t, mux)
	for _, c := range []struct {
		name    string
		src     Source
		listing string
		wrong   string
	}{
		{"as expected", Source{SHA256: good}, "", ""},
		{"in capitals", Source{SHA256: strings.ToUpper(good)}, "", ""},
		{"another", Source{SHA256: bad}, "", "not the checksum"},
		{"no checksum at all", Source{SHA256: "12345"}, "", "no SHA-256"},
		{"beside the file", Source{ChecksumURL: ".sha256"}, good + "\n", ""},
		{"at a relative address, as sha256sum writes it", Source{ChecksumURL: "/rome.csv.sha256"}, bad + "  autre.csv\n" + good + " *rome.csv\n", ""},
		{"at a whole address, as BSD writes it", Source{ChecksumURL: base + "/rome.csv.sha256"}, "SHA256 (rome.csv) = " + good + "\nSHA256 (b.csv) = " + bad, ""},
		{"beside the file, another", Source{ChecksumURL: ".sha256"}, bad, "not the checksum"},
		{"several, none of them named", Source{ChecksumURL: ".sha256"}, good + "\n" + bad, "none is stated"},
		{"a page instead", Source{ChecksumURL: ".sha256"}, "<html>login</html>", "none is stated"},
		{"nowhere", Source{ChecksumURL: ".sha512"}, "", "404"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _ := fetcher(t)
			listing = c.listing
			c.src.Name, c.src.URL = "rome", base+"/rome.csv"
			if c.wrong == "" {
				holdsFile(t, must(t, f, c.src).Path, content)
				o.requests()
				if again := must(t, f, c.src); !again.Unchanged || len(o.requests()) != 0 {
					t.Errorf("a file that has the checksum needs no request: %+v", again)
				}
				return
			}
			if err := fails(t, f, c.src); !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%v does not say %q", err, c.wrong)
			}
			if got := visible(t, f, "rome"); got != "" {
				t.Errorf("left behind: %s", got)
			}
		})
	}
}

// Two versions of one size under one careless ETag, spliced, are not the file:
// the checksum tells, and it is fetched again from its beginning.
func TestASplicedFileIsFetchedAgain(t *testing.T) {
	before, after := strings.Repeat("a;1\n", 20_000), strings.Repeat("b;2\n", 20_000)
	sum := sha256.Sum256([]byte(after))
	o := &origin{content: []byte(before), etag: `"v1"`, cuts: []int{40_000}}
	f, _ := fetcher(t)
	f.Retries = -1
	src := Source{Name: "rome", URL: serve(t, o) + "/rome.csv"}
	fails(t, f, src)
	o.set(after, `"v1"`)
	f.Retries, src.SHA256 = 1, hex.EncodeToString(sum[:])
	holdsFile(t, must(t, f, src).Path, after)
}
