package partners

import (
	"net/http"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// targetName is the shape of the names of targets on the shelf.
var targetName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// maxPath is the longest path, in bytes, that means anything here.
const maxPath = 1024

// checkPath refuses a path that is written in a roundabout way. Ours never are, so
// that whoever writes one is looking for a hole, in us or in a proxy before us.
func checkPath(r *http.Request) error {
	p, raw := r.URL.Path, strings.ToLower(r.URL.EscapedPath())
	trick := p == "" || p[0] != '/' || len(p) > maxPath || !utf8.ValidString(p) ||
		strings.ContainsAny(p, "\\\x00") || strings.ContainsFunc(p, unicode.IsControl) ||
		strings.Contains(raw, "%2f") || strings.Contains(raw, "%5c") || strings.Contains(raw, "%2e") || strings.Contains(raw, "%25") ||
		strings.Contains(p, "//") || path.Clean(p) != strings.TrimSuffix(p, "/") && p != "/"
	if !trick {
		return nil
	}
	return refusal(http.StatusBadRequest, "L'adresse est mal écrite.", "The address is malformed.")
}

// shorten makes a stranger's text fit for a line of the log.
func shorten(s string) string {
	const most = 200
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return redact(s)
}
