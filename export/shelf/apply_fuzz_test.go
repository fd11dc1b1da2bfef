package shelf

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// FuzzApply: whatever a delta says, applying it gives a feed that has the hash that it
// promised, under a name of the folder, or nothing at all.
func FuzzApply(f *testing.F) {
	const head, tail = "<lheo><offres>\n", "</offres></lheo>\n"
	record := func(n, text string) string { return "<formation numero=\"" + n + "\">" + text + "</formation>\n" }
	sum := func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }
	old, fresh := head+record("1", "a")+record("2", "b")+tail, head+record("2", "c")+record("3", "d")+tail
	add := func(d FeedDelta, base, document string) {
		text, err := json.Marshal(DeltaInfo{Schema: DeltaSchema, Feeds: []FeedDelta{d}})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), base, document)
	}
	good := FeedDelta{Name: "aude.xml", SinceName: "aude.xml", Since: sum(old), Document: "delta.xml", To: sum(fresh), Added: []string{"3"}, Changed: []string{"2"}, Withdrawn: []Withdrawal{{Number: "1"}}}
	add(good, old, fresh)
	add(FeedDelta{Name: "aude.xml", To: sum(fresh), Document: "delta.xml", Added: []string{"2", "3"}}, "", fresh)
	add(FeedDelta{Name: "../aude.xml", To: sum(fresh)}, old, fresh)
	again := good
	again.Order = []string{"3", "2", "3", "9"}
	add(again, old, fresh)
	f.Add(`{"schema":"`+DeltaSchema+`","flux":[{"nom":"a.xml","vers_sha256":"0","tete":"//8=","ajoutees":[""]}]}`, "", "")
	f.Fuzz(func(t *testing.T, delta, base, document string) {
		root := t.TempDir()
		dirs := map[string]string{}
		for _, name := range []string{"base", "delta", "out"} {
			dirs[name] = filepath.Join(root, name)
			if err := os.Mkdir(dirs[name], 0o700); err != nil {
				t.Fatal(err)
			}
		}
		for path, text := range map[string]string{filepath.Join(dirs["base"], "aude.xml"): base, filepath.Join(dirs["delta"], "delta.xml"): document, filepath.Join(dirs["delta"], deltaName): delta} {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		err := Apply(t.Context(), dirs["base"], dirs["delta"], dirs["out"])
		kept(t, root, 3)
		kept(t, dirs["base"], 1)
		kept(t, dirs["delta"], 2)
		promised(t, dirs["out"], delta, err)
	})
}

// kept fails the test unless a folder holds a number of entries.
func kept(t *testing.T, dir string, n int) {
	t.Helper()
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != n {
		t.Fatalf("%s holds %v (%v)", dir, entries, err)
	}
}

// promised fails the test when a folder holds anything that a delta did not promise, or
// lacks a feed of one that was applied.
func promised(t *testing.T, out, delta string, failed error) {
	t.Helper()
	var d DeltaInfo
	if err := json.Unmarshal([]byte(delta), &d); err != nil && failed == nil {
		t.Fatalf("no JSON, and applied: %q", delta)
	}
	due := map[string]string{}
	for _, f := range d.Feeds {
		if f.To != "" {
			due[f.Name] = f.To
		}
	}
	entries, err := os.ReadDir(out)
	if err != nil || failed == nil && len(entries) != len(due) {
		t.Fatalf("%d feeds of %d (%v): %v", len(entries), len(due), err, failed)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(out, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if h := sha256.Sum256(text); hex.EncodeToString(h[:]) != due[e.Name()] && len(d.Feeds) == 1 {
			t.Fatalf("%s holds %q, which was not promised", e.Name(), text)
		}
	}
}
