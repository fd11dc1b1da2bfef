package remote

import (
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest name given to a file, in bytes: file systems stop at
// 255, and suffixes are added.
const maxName = 150

// safeName makes a plain name that cannot leave its folder, hide, or pass for one
// of ours; empty when nothing is left.
func safeName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(safeRune, strings.ToValidUTF8(name, "_"))
	for {
		trimmed := strings.TrimRight(strings.TrimLeft(name, ". -~"), ". ")
		trimmed = strings.TrimSuffix(trimmed, partSuffix)
		if trimmed = shorten(trimmed); trimmed == name {
			return name
		}
		name = trimmed
	}
}

// safeRune drops what does not show, and replaces what file systems refuse.
func safeRune(r rune) rune {
	switch {
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	case strings.ContainsRune(`<>:"|?*`, r):
		return '_'
	}
	return r
}

// shorten keeps the extensions, which tell what kind of file it is.
func shorten(name string) string {
	if len(name) <= maxName {
		return name
	}
	ext := extensions(name)
	cut := maxName - len(ext)
	for cut > 0 && !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + ext
}

// extensions are the last one or two of a name: .csv.gz.
func extensions(name string) string {
	last := path.Ext(name)
	both := path.Ext(strings.TrimSuffix(name, last)) + last
	switch {
	case len(both) <= 12:
		return both
	case len(last) <= 12:
		return last
	}
	return ""
}

// fileName is what a file is called: as the server says, else as its address
// ends, else as its source; with an extension that says what it is.
func fileName(src Source, final *url.URL, header http.Header, head []byte) string {
	name := disposition(header.Get("Content-Disposition"))
	for _, other := range []string{path.Base(final.Path), src.Name} {
		if name == "" {
			name = safeName(other)
		}
	}
	if ext := extensionFor(path.Ext(strings.ToLower(name)), header.Get("Content-Type"), head); ext != "" {
		name = safeName(name) + ext
	}
	return safeName(name)
}

func disposition(text string) string {
	_, params, err := mime.ParseMediaType(text)
	if err != nil {
		return ""
	}
	return safeName(params["filename"])
}

// pages are extensions of programs that answer, not of what they answer.
var pages = []string{"", ".php", ".aspx", ".asp", ".jsp", ".do", ".cgi", ".html", ".htm"}

// extensionFor is what a name lacks to say what the file is.
func extensionFor(ext, contentType string, head []byte) string {
	switch {
	case zipped(head):
		return unless(ext, ".zip", ".xlsx", ".ods", ".docx", ".xlsm")
	case gzipped(head):
		return unless(ext, ".gz", ".tgz")
	case !slices.Contains(pages, ext):
		return ""
	}
	kind, _, _ := mime.ParseMediaType(contentType)
	return map[string]string{"text/csv": ".csv", "application/csv": ".csv", "text/plain": ".txt", "application/json": ".json",
		"application/xml": ".xml", "text/xml": ".xml", "text/tab-separated-values": ".tsv"}[kind]
}

func unless(ext string, good ...string) string {
	if slices.Contains(good, ext) {
		return ""
	}
	return good[0]
}

func zipped(head []byte) bool  { return len(head) > 3 && string(head[:4]) == "PK\x03\x04" }
func gzipped(head []byte) bool { return len(head) > 1 && head[0] == 0x1f && head[1] == 0x8b }
