package remote

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKilledAtAnyPoint puts a folder in each state that a kill can leave, and
// fetches: the new file must come whole, and the next fetch find it unchanged.
func TestKilledAtAnyPoint(t *testing.T) {
	before, after := lines(30_000), "code;libelle\n"+lines(40_000)
	for _, c := range []struct {
		name   string
		leave  func(t *testing.T, k *killed)
		ranged bool // the new file is not fetched from its beginning
		none   bool // the new file is not fetched at all
	}{
		{name: "before anything", leave: func(*testing.T, *killed) {}},
		{name: "once the part is made, before what is known of it", leave: func(t *testing.T, k *killed) { k.write("v2.csv.part", "") }},
		{name: "while what is known of the part is written", leave: func(t *testing.T, k *killed) { k.write(".part.json.next", `{"asked": "`) }},
		{name: "once what is known of the part is written", leave: func(t *testing.T, k *killed) { k.part(""); k.write("v2.csv.part", "") }},
		{name: "in the middle of the part", leave: func(t *testing.T, k *killed) { k.part(after[:20_000]) }, ranged: true},
		{name: "once the part is whole", leave: func(t *testing.T, k *killed) { k.part(after) }, ranged: true},
		{name: "once the file is in its place", leave: func(t *testing.T, k *killed) { k.part(after); k.move("v2.csv.part", "v2.csv") }},
		{name: "while the record is written", leave: func(t *testing.T, k *killed) {
			k.part(after)
			k.move("v2.csv.part", "v2.csv")
			k.write(".fetch.json.next", `{"asked`)
		}},
		{name: "once the record is written", leave: func(t *testing.T, k *killed) {
			k.fetch()
			k.write(".part.json", k.json(part{Asked: asked(k.src.URL), File: "v2.csv"}))
		}, none: true},
		{name: "what is known of the part is damaged", leave: func(t *testing.T, k *killed) { k.part(after[:20_000]); k.write(".part.json", "\x00\x00\x00") }},
		{name: "the part is of another address", leave: func(t *testing.T, k *killed) {
			k.part(after[:20_000])
			k.write(".part.json", strings.Replace(k.read(".part.json"), asked(k.src.URL), asked("http://autre"), 1))
		}},
		{name: "the part's name leads elsewhere", leave: func(t *testing.T, k *killed) {
			k.write(".part.json", k.json(part{Asked: asked(k.src.URL), File: "../../v1.csv", ETag: `"v2"`, Plain: true}))
		}},
		{name: "the record is damaged", leave: func(t *testing.T, k *killed) { k.write(".fetch.json", k.read(".fetch.json")[:40]) }},
		{name: "the record is of nothing", leave: func(t *testing.T, k *killed) { k.write(".fetch.json", "") }},
		{name: "the record's name leads elsewhere", leave: func(t *testing.T, k *killed) {
			k.write(".fetch.json", strings.Replace(k.read(".fetch.json"), "v1.csv", "../x", 1))
		}},
		{name: "the record was removed", leave: func(t *testing.T, k *killed) { k.remove(".fetch.json") }},
		{name: "the good file was changed by hand", leave: func(t *testing.T, k *killed) { k.write("v1.csv", "x") }},
		{name: "the good file was removed", leave: func(t *testing.T, k *killed) { k.remove("v1.csv") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &origin{content: []byte(before), etag: `"v1"`, name: "attachment; filename=v1.csv"}
			f, _ := fetcher(t)
			k := &killed{T: t, f: f, src: Source{Name: "rome", URL: serve(t, o) + "/rome"}}
			k.fetch()
			o.set(after, `"v2"`)
			o.name = "attachment; filename=v2.csv"
			c.leave(t, k)
			o.requests()

			got := k.fetch()
			if filepath.Base(got.Path) != "v2.csv" || got.Unchanged != c.none {
				t.Errorf("%+v", got)
			}
			holdsFile(t, got.Path, after)
			asked := o.requests()
			if r := asked[len(asked)-1]; (r.Header.Get("Range") != "") != c.ranged {
				t.Errorf("range %q", r.Header.Get("Range"))
			}
			if again := k.fetch(); !again.Unchanged {
				t.Errorf("the next night: %+v", again)
			}
			if got := visible(t, f, "rome"); strings.Contains(got, ".part") {
				t.Errorf("left behind: %s", got)
			}
			if _, err := os.Stat(filepath.Join(f.Dir, "rome", partName)); err == nil {
				t.Error("what was known of the part is left behind")
			}
		})
	}
}

// killed is a folder as a kill left it.
type killed struct {
	*testing.T
	f   *Fetcher
	src Source
}

func (k *killed) path(name string) string { return filepath.Join(k.f.Dir, k.src.Name, name) }

func (k *killed) check(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *killed) fetch() Fetched { k.Helper(); return must(k.T, k.f, k.src) }
func (k *killed) write(name, text string) {
	k.Helper()
	k.check(os.WriteFile(k.path(name), []byte(text), 0o600))
}
func (k *killed) remove(name string)   { k.Helper(); k.check(os.RemoveAll(k.path(name))) }
func (k *killed) move(from, to string) { k.Helper(); k.check(os.Rename(k.path(from), k.path(to))) }

func (k *killed) read(name string) string {
	k.Helper()
	text, err := os.ReadFile(k.path(name))
	k.check(err)
	return string(text)
}

func (k *killed) json(value any) string {
	k.Helper()
	text, err := json.Marshal(value)
	k.check(err)
	return string(text)
}

// part leaves so much of the new file, with what is known of it.
func (k *killed) part(content string) {
	k.Helper()
	k.write("v2.csv.part", content)
	k.write(".part.json", k.json(part{Asked: asked(k.src.URL), Place: k.src.URL, URL: k.src.URL, File: "v2.csv", Total: int64(len("code;libelle\n" + lines(40_000))), ETag: `"v2"`, Plain: true}))
}

// A file put in place under a name of its own and never recorded goes with the
// next one.
func TestAFileThatWasNeverRecordedGoes(t *testing.T) {
	o := &origin{content: []byte(lines(100)), etag: `"v1"`, name: "attachment; filename=v1.csv"}
	f, _ := fetcher(t)
	k := &killed{T: t, f: f, src: Source{Name: "rome", URL: serve(t, o) + "/rome"}}
	k.fetch()
	k.part(lines(40_000))
	k.move("v2.csv.part", "v2.csv")
	o.set(lines(200), `"v3"`)
	o.name = "attachment; filename=v3.csv"
	k.fetch()
	if got := visible(t, f, "rome"); got != "v1.csv v3.csv" {
		t.Errorf("the folder has %s", got)
	}
}

func TestAnAddressThatChangedIsFetchedWhole(t *testing.T) {
	o := &origin{content: []byte(lines(100)), etag: `"v1"`}
	f, _ := fetcher(t)
	base := serve(t, o)
	must(t, f, Source{Name: "rome", URL: base + "/rome.csv?version=1"})
	o.requests()
	must(t, f, Source{Name: "rome", URL: base + "/rome.csv?version=2"})
	if r := o.requests()[0]; r.Header.Get("If-None-Match") != "" {
		t.Errorf("the validator of another address was told: %v", r.Header)
	}
}

func TestA304ThatNobodyAskedFor(t *testing.T) {
	f, _ := fetcher(t)
	if err := fails(t, f, Source{Name: "rome", URL: serve(t, answer(http.StatusNotModified, "")) + "/rome.csv"}); err.Status != http.StatusNotModified {
		t.Errorf("%v", err)
	}
}
