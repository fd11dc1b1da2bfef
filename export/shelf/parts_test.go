package shelf_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// text is a part that is written as a stream.
func text(name, content string) shelf.Part {
	return shelf.Part{Name: name, Write: func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	}}
}

// oneFeedForEach writes a feed for each SIRET, as EDOF wants them.
func oneFeedForEach(titles map[string]string) (parts []shelf.Part) {
	for siret, title := range titles {
		part := text(siret+".xml", fmt.Sprintf("<lheo>\n<formation numero=%q>\n<intitule-formation>%s</intitule-formation>\n</formation>\n</lheo>\n", siret, title))
		part.Feed, part.Formats = true, []shelf.Format{}
		parts = append(parts, part)
	}
	return parts
}

// TestManifest holds what partners read, key by key.
func TestManifest(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	publish(t, s, 3, "v1", 0)
	c := candidate(t, s, 3, document(3, "v2"))
	c.Name, c.Delta, c.Generator = "flux-aude.xml", true, "passerelle 1.4.0"
	c.Nomenclatures = map[string]string{"rome": "4.60", "formacode": "14", "certif-info": "2026-11-20"}
	c.Publication.Defaulted = map[string]int{"rythme-formation": 3}
	c.Parts = []shelf.Part{text("aude.jsonl", "{}\n"), text("aude.csv", "numero\n")}
	if o, err := s.Publish(t.Context(), c, half); err != nil || o.State != journal.Published {
		t.Fatal(o, err)
	}
	checkInPlaceNamed(t, dir)
	got := sumsAway.ReplaceAll(read(t, filepath.Join(dir, "aude/latest/manifest.json")), []byte(`"${1}…"`))
	golden := filepath.Join("testdata", "manifest.json")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, golden); !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// sumsAway shortens the hashes, which change with every change of the encoder.
var sumsAway = regexp.MustCompile(`"()[0-9a-f]{64}"`)

func checkInPlaceNamed(t *testing.T, dir string) {
	t.Helper()
	if _, err := readSums(filepath.Join(dir, "aude", "latest")); err != nil {
		t.Error(err)
	}
}

func TestEverythingStandsUnderItsDayToo(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	publish(t, s, 3, "v1", 0)
	publish(t, s, 3, "v2", 0)
	if !bytes.Equal(read(t, filepath.Join(dir, "aude", "2026-09-16", "aude.xml")), document(3, "v2")) {
		t.Error("the day does not lead to its last feed")
	}
}

// TestTwinsCount: a feed that has not changed is published again when a twin has.
func TestTwinsCount(t *testing.T) {
	s := open(t, t.TempDir())
	ask := func(csv string) shelf.Outcome {
		c := candidate(t, s, 3, document(3, "v1"))
		c.Parts = []shelf.Part{text("aude.csv", csv)}
		o, err := s.Publish(t.Context(), c, half)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	for i, c := range []struct {
		csv  string
		want journal.PublicationState
	}{{"a", journal.Published}, {"a", journal.Same}, {"b", journal.Published}, {"b", journal.Same}} {
		if o := ask(c.csv); o.State != c.want || o.SHA256 != hash(document(3, "v1")) {
			t.Errorf("%d: %s of %s", i, o.State, o.SHA256)
		}
	}
	if left, _ := os.ReadDir(s.Scratch()); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// TestAFeedForEachSIRET is published, compared and guarded as one.
func TestAFeedForEachSIRET(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	ask := func(titles map[string]string) shelf.Outcome {
		o, err := s.Publish(t.Context(), shelf.Candidate{Parts: oneFeedForEach(titles), Date: midnight, Checks: []shelf.Check{}, Delta: true,
			Publication: journal.Publication{Target: "edof", Formations: len(titles), Sessions: len(titles), At: midnight}}, half)
		if err != nil || o.Error != "" {
			t.Fatal(o.Error, err)
		}
		return o
	}
	ask(map[string]string{"73282932000074": "CAP", "35600000000048": "BTS", "35600000009075": "FIMO"})
	base := t.TempDir()
	keep(t, filepath.Join(dir, "edof", "latest"), filepath.Join(base, "f"))
	o := ask(map[string]string{"73282932000074": "CAP", "35600000000048": "BTS rural", "11111111111111": "TP"})
	if o.Changes.New != 1 || o.Changes.Changed != 1 || o.Changes.Gone != 1 {
		t.Errorf("changes %+v", o.Changes)
	}
	if o := ask(map[string]string{"73282932000074": "CAP", "35600000000048": "BTS rural", "11111111111111": "TP"}); o.State != journal.Same {
		t.Errorf("the same again is %s", o.State)
	}
	out, latest := t.TempDir(), filepath.Join(dir, "edof", "latest")
	if err := shelf.Apply(t.Context(), filepath.Join(base, "f"), latest, out); err != nil {
		t.Fatal(err)
	}
	made, _ := filepath.Glob(filepath.Join(out, "*.xml"))
	if len(made) != 3 {
		t.Errorf("made %v", made)
	}
	for _, path := range made {
		if !bytes.Equal(read(t, path), read(t, filepath.Join(latest, filepath.Base(path)))) {
			t.Errorf("%s is not what was published", path)
		}
	}
}

// TestChecksComeInTurn: the schema, then the rules of the target, and the first
// that objects is heard.
func TestChecksComeInTurn(t *testing.T) {
	s := open(t, t.TempDir())
	var seen []string
	says := func(name, fault string, err error) shelf.Check {
		return func(_ context.Context, file string, feed io.Reader) (string, error) {
			data, _ := io.ReadAll(feed)
			seen = append(seen, fmt.Sprint(name, " ", file, " ", len(data) == len(document(2, "v1"))))
			return fault, err
		}
	}
	c := candidate(t, s, 2, document(2, "v1"))
	c.Checks = []shelf.Check{shelf.CheckLHEO(false), says("a", "", nil), says("b", "la formation 04_F000 n'a pas de code ROME", nil), says("c", "", nil)}
	o, err := s.Publish(t.Context(), c, half)
	if err != nil || o.Cause != shelf.Invalid || o.Error != "la formation 04_F000 n'a pas de code ROME" {
		t.Errorf("got %+v, %v", o, err)
	}
	if want := []string{"a aude.xml true", "b aude.xml true"}; !slices.Equal(seen, want) {
		t.Errorf("asked %v, want %v", seen, want)
	}
	c = candidate(t, s, 2, document(2, "v2"))
	c.Checks = []shelf.Check{says("d", "", errors.New("no table of ROME"))}
	if _, err := s.Publish(t.Context(), c, half); err == nil || !strings.Contains(err.Error(), "no table of ROME") {
		t.Errorf("got %v", err)
	}
}

func TestPartsThatCannotStandOnTheShelf(t *testing.T) {
	s := open(t, t.TempDir())
	for name, c := range map[string]struct {
		part shelf.Part
		want string
	}{
		"a path":                    {text("../aude.csv", ""), "letters, digits"},
		"a name of the shelf's own": {text("manifest.json", ""), "letters, digits"},
		"a hidden file":             {text(".csv", ""), "letters, digits"},
		"two points":                {text("a..csv", ""), "letters, digits"},
		"the name of a twin":        {text("aude.xml.gz", ""), "two files of the publication would be called aude.xml.gz"},
		"nothing to write":          {shelf.Part{Name: "aude.csv"}, "either a path or a stream is due"},
		"two things to write":       {shelf.Part{Name: "aude.csv", Path: "x", Write: text("", "").Write}, "either a path or a stream is due"},
		"an unknown format":         {shelf.Part{Name: "aude.csv", Write: text("", "").Write, Formats: []shelf.Format{"rar"}}, `no format "rar"`},
		"a stream that breaks": {shelf.Part{Name: "aude.csv", Write: func(context.Context, io.Writer) error { return errors.New("the catalogue is gone") }},
			"write aude.csv: the catalogue is gone"},
	} {
		t.Run(name, func(t *testing.T) {
			candidate := candidate(t, s, 1, document(1, "v1"))
			candidate.Parts = []shelf.Part{c.part}
			if _, err := s.Publish(t.Context(), candidate, half); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if _, err := s.Publish(t.Context(), shelf.Candidate{Publication: journal.Publication{Target: "aude"}, Parts: []shelf.Part{text("a.csv", "")}}, half); err == nil ||
		!strings.Contains(err.Error(), "no file of the publication is a feed") {
		t.Errorf("got %v", err)
	}
	if _, err := s.Publish(t.Context(), shelf.Candidate{Publication: journal.Publication{Target: "../aude"}}, half); err == nil || !strings.Contains(err.Error(), "name of a folder") {
		t.Errorf("got %v", err)
	}
}

// TestAClockThatJumpsBack changes the order of nothing.
func TestAClockThatJumpsBack(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for i := range 4 {
		publish(t, s, 2, fmt.Sprint("v", i), -60*24*i)
	}
	history, err := shelf.History(dir, "aude")
	if err != nil || len(history) != 4 || !history[0].Current {
		t.Fatalf("history %+v (%v)", history, err)
	}
	for i, h := range history {
		if h.Sequence != 4-i || i > 0 && history[i-1].Previous != h.SHA256 {
			t.Errorf("%d has rank %d after %s", i, h.Sequence, h.Previous)
		}
	}
}

// TestBytesDoNotDependOnHowTheyCome: compressed twins and indexes are the same
// whether a feed comes by the byte or at once, as a path or a stream.
func TestBytesDoNotDependOnHowTheyCome(t *testing.T) {
	data := document(300, "v1")
	files := map[string]string{}
	for name, part := range map[string]func(s *shelf.Shelf) shelf.Part{
		"path": func(s *shelf.Shelf) shelf.Part {
			return shelf.Part{Name: "aude.xml", Feed: true, Path: candidate(t, s, 300, data).Path}
		},
		"stream at once": func(*shelf.Shelf) shelf.Part {
			p := text("aude.xml", string(data))
			p.Feed = true
			return p
		},
		"stream by small pieces": func(*shelf.Shelf) shelf.Part {
			return shelf.Part{Name: "aude.xml", Feed: true, Write: func(_ context.Context, w io.Writer) error {
				for piece := range slices.Chunk(data, 997) {
					if _, err := w.Write(piece); err != nil {
						return err
					}
				}
				return nil
			}}
		},
	} {
		dir := t.TempDir()
		s := open(t, dir)
		o, err := s.Publish(t.Context(), shelf.Candidate{Parts: []shelf.Part{part(s)}, Date: midnight,
			Publication: journal.Publication{Target: "aude", Formations: 300, At: midnight}}, half)
		if err != nil || o.State != journal.Published || o.Size != int64(len(data)) || o.SHA256 != hash(data) {
			t.Fatalf("%s: %+v, %v", name, o, err)
		}
		for _, file := range []string{"aude.xml", "aude.xml.gz", "aude.xml.zst", "aude.xml.index", "manifest.json"} {
			sum := hash(read(t, filepath.Join(dir, "aude", "latest", file)))
			if files[file] == "" {
				files[file] = sum
			}
			if files[file] != sum {
				t.Errorf("%s: %s differs", name, file)
			}
		}
	}
}

// TestFormatsDescribesEveryKey: what partners are told of the JSON is all of it.
func TestFormatsDescribesEveryKey(t *testing.T) {
	page := string(read(t, "FORMATS.md"))
	for _, document := range []any{shelf.Manifest{}, shelf.DeltaInfo{}, shelf.Changes{}, shelf.Decision{}, journal.Tally{}} {
		for _, key := range keysOf(reflect.TypeOf(document), map[reflect.Type]bool{}) {
			if !strings.Contains(page, "`"+key+"`") {
				t.Errorf("%T: key %s is not in FORMATS.md", document, key)
			}
		}
	}
	for _, word := range []string{shelf.ManifestSchema, shelf.DeltaSchema, shelf.ChangesSchema, string(shelf.Drop), string(shelf.GoneFormation)} {
		if !strings.Contains(page, "`"+word+"`") {
			t.Errorf("%s is not in FORMATS.md", word)
		}
	}
}

func keysOf(t reflect.Type, seen map[reflect.Type]bool) (keys []string) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] || t.PkgPath() == "time" {
		return nil
	}
	seen[t] = true
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" {
			keys = append(keys, name)
		}
		keys = append(keys, keysOf(field.Type, seen)...)
	}
	return keys
}

// TestManifestsOfAnEarlierVersion can still be read, and their feeds are replaced.
func TestManifestsOfAnEarlierVersion(t *testing.T) {
	dir := t.TempDir()
	folder := strings.Repeat("a", 64)
	if err := os.MkdirAll(filepath.Join(dir, "aude", folder), 0o755); err != nil {
		t.Fatal(err)
	}
	old, err := json.Marshal(map[string]any{"cible": "aude", "formations": 4, "sessions": 4, "precedent": "b", "date": "2026-09-15",
		"fichier": map[string]any{"nom": "aude.xml", "sha256": folder, "octets": 4}})
	if err == nil {
		err = errors.Join(os.WriteFile(filepath.Join(dir, "aude", folder, "manifest.json"), old, 0o644), os.Symlink(folder, filepath.Join(dir, "aude", "latest")))
	}
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	if o, err := s.Publish(t.Context(), candidate(t, s, 1, document(1, "v1")), half); err != nil || o.Cause != shelf.Drop {
		t.Errorf("the guard forgot: %+v, %v", o, err)
	}
	if o := publish(t, s, 4, "v1", 0); o.State != journal.Published {
		t.Errorf("got %s", o.State)
	}
}
