package remote

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFileName(t *testing.T) {
	for _, c := range []struct{ name, disposition, path, kind, head, want string }{
		{"from the address", "", "/exports/rome.csv", "", "a;b", "rome.csv"},
		{"from the server", `attachment; filename="certif_info.csv"`, "/r/1", "", "a;b", "certif_info.csv"},
		{"from the server, in UTF-8", `attachment; filename*=UTF-8''Voix%20d%27acc%C3%A8s.csv`, "/r/1", "", "a;b", "Voix d'accès.csv"},
		{"a path", `attachment; filename="../../etc/passwd"`, "/r/1", "text/csv", "a;b", "passwd.csv"},
		{"a path of Windows", `attachment; filename="C:\\temp\\rome.csv"`, "/r/1", "", "a;b", "rome.csv"},
		{"hidden", `attachment; filename=".bashrc"`, "/r/1", "", "a;b", "bashrc.csv"},
		{"one of ours", `attachment; filename=".fetch.json"`, "/r/1", "", "a;b", "fetch.json"},
		{"a part", `attachment; filename="rome.csv.part"`, "/r/1", "", "a;b", "rome.csv"},
		{"nothing left", `attachment; filename="..."`, "/", "text/csv", "a;b", "source.csv"},
		{"a header that cannot be read", `attachment; filename=`, "/rome.csv", "", "a;b", "rome.csv"},
		{"no extension, a zip", "", "/r/4d7a5d8e", "", "PK\x03\x04", "4d7a5d8e.zip"},
		{"an extension that lies, a zip", "", "/export.csv", "", "PK\x03\x04", "export.csv.zip"},
		{"a workbook is a zip", "", "/export.xlsx", "", "PK\x03\x04", "export.xlsx"},
		{"a .csv.gz", "", "/export.csv.gz", "", "\x1f\x8b\x08", "export.csv.gz"},
		{"a program that answers", "", "/download.php", "text/csv; charset=utf-8", "a;b", "download.php.csv"},
		{"an escaped slash", "", "/a/%2e%2e%2frome.csv", "", "a;b", "rome.csv"},
		{"what does not show", "", "/ro\u202eme\x00.csv", "", "a;b", "rome.csv"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := http.Header{"Content-Disposition": {c.disposition}, "Content-Type": {c.kind}}
			if c.kind == "" {
				h.Set("Content-Type", "text/csv")
			}
			u := &url.URL{Path: c.path}
			if path, err := url.PathUnescape(c.path); err == nil {
				u.Path = path
			}
			if got := fileName(Source{Name: "source"}, u, h, []byte(c.head)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLongNamesKeepTheirExtensions(t *testing.T) {
	got := safeName(strings.Repeat("é", 200) + ".csv.gz")
	if len(got) > maxName || !strings.HasSuffix(got, "é.csv.gz") || !utf8.ValidString(got) {
		t.Errorf("%d bytes: %s", len(got), got)
	}
}

// FuzzSafeName holds that no name leaves its folder, hides, or changes when it is
// made safe again.
func FuzzSafeName(f *testing.F) {
	for _, s := range []string{"rome.csv", "../x", ".part.json", "a.part.part", "- ~.", strings.Repeat(". ", 200), "\xff/\xfe", "x" + strings.Repeat("é", 90) + ". .csv"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name := safeName(s)
		if name == "" {
			return
		}
		if name != filepath.Base(name) || strings.HasPrefix(name, ".") || len(name) > maxName || strings.HasSuffix(name, partSuffix) || !utf8.ValidString(name) || strings.ContainsAny(name, "\x00/\\\n") {
			t.Errorf("%q gives %q", s, name)
		}
		if !isName(name) {
			t.Errorf("%q gives %q, then %q", s, name, safeName(name))
		}
	})
}

func TestPage(t *testing.T) {
	for text, want := range map[string]bool{
		"<!DOCTYPE html>\n<html>":                        true,
		"  \r\n<html lang=\"fr\">":                       true,
		"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC": true,
		"<?xml version=\"1.0\"?>\n<html xmlns=":          true,
		"<!-- a --> <!-- b --><head>":                    true,
		"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00":         true,
		"<html":                                          true,
		"<htmlfiche>":                                    false,
		"<?xml version=\"1.0\"?><FICHES>":                false,
		"code;libelle\n1;<html>":                         false,
		"<!-- never closed":                              false,
		"":                                               false,
		"PK\x03\x04":                                     false,
		"{\"error\": \"<html>\"}":                        false,
		"<header>;<body>":                                false,
		"<lheo xmlns=\"https://lheo\"><offres>":          false,
	} {
		if got := page([]byte(text)); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add([]byte("<!-- --><?xml ?><html>"))
	f.Fuzz(func(_ *testing.T, b []byte) { page(b) })
}
