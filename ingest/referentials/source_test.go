package referentials

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// memory is a file that is not on disk.
func memory(name, content string) source {
	return source{name: name, open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

// recognised tells what a file is, and its version.
func recognised(src source, limits limits) (ref nomenclature.Referential, label string, ok bool, err error) {
	d, ok, err := identify(src, limits)
	if !ok {
		return "", "", false, err
	}
	return d.ref, d.label(), ok, err
}

// documentOf is a file that is read as a referential's, whatever it holds.
func documentOf(t testing.TB, ref nomenclature.Referential, src source) document {
	t.Helper()
	f, err := entriesOf(ref)
	if err != nil {
		t.Fatal(err)
	}
	return document{src: src, format: f, ref: ref}
}

// fixture is a good file, as its publisher would write it.
func fixture(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// put replaces a part of a good file, and fails the test that aims beside.
func put(t testing.TB, content, old, new string) string {
	t.Helper()
	if !strings.Contains(content, old) {
		t.Fatalf("the good file has no %q to break", old)
	}
	return strings.Replace(content, old, new, 1)
}

// kept gathers findings.
type kept []finding.Finding

func (k *kept) report(f finding.Finding) { *k = append(*k, f) }

// rules lists the rules of the findings, with their line and column.
func (k kept) rules() []string {
	var rules []string
	for _, f := range k {
		rules = append(rules, strings.TrimSpace(f.Severity.String()+" "+f.Rule+" "+strings.TrimPrefix(f.Place.String(), f.File)))
	}
	return rules
}

func TestCappedReaderFailsPastItsLimit(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		max  int64
		want error
	}{
		{"shorter", "abc", 4, nil},
		{"exactly as long", "abcd", 4, nil},
		{"longer", "abcde", 4, errTooBig},
		{"nothing allowed", "a", 0, errTooBig},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := io.ReadAll(&capped{src: strings.NewReader(c.text), left: c.max})
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
			if int64(len(got)) > c.max {
				t.Errorf("%d bytes given, %d allowed", len(got), c.max)
			}
		})
	}
}

func TestOpenRefusesWhatIsNoFile(t *testing.T) {
	if _, err := openRegular(t.TempDir()); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a folder was opened: %v", err)
	}
	if _, err := openRegular(filepath.Join(t.TempDir(), "absent.csv")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want one that wraps os.ErrNotExist", err)
	}
}

// counted tells how often a file was opened and closed.
type counted struct {
	io.Reader
	closed *int
}

func (c counted) Close() error { *c.closed++; return nil }

func TestEveryFileThatIsOpenedIsClosed(t *testing.T) {
	good := fixture(t, "certif_info.csv")
	for _, c := range []struct {
		name  string
		text  string
		limit limits
		stop  bool
	}{
		{"read to its end", good, defaults, false},
		{"left after its first row", good, defaults, true},
		{"cut short", good[:len(good)-20], defaults, false},
		{"columns gone", strings.ReplaceAll(good, "Code_RS", "RS"), defaults, false},
		{"a web page", "<html>", defaults, false},
		{"too big", good, limits{bytes: 10}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			opened, closed := 0, 0
			src := source{name: "certif_info.csv", open: func() (io.ReadCloser, error) {
				opened++
				return counted{strings.NewReader(c.text), &closed}, nil
			}}
			for range certifications(t.Context(), src, c.limit, nil, nil) {
				if c.stop {
					break
				}
			}
			if _, _, _, err := recognised(src, c.limit); err != nil && c.text == good && c.limit == defaults {
				t.Error(err)
			}
			if opened == 0 || opened != closed {
				t.Errorf("opened %d times, closed %d times", opened, closed)
			}
		})
	}
}

// has reports whether a finding is of a rule.
func (k kept) has(rule string) bool {
	return slices.ContainsFunc(k, func(f finding.Finding) bool { return f.Rule == rule })
}
