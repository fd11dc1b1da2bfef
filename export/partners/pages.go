package partners

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"
)

//go:embed pages.html
var pagesText string

//go:embed pages.css
var pageStyle string

// pagePolicy lets a page have its own style, and nothing else: no script, no picture, no
// frame, no form.
var pagePolicy = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}()

// pageTemplates are the pages, in French.
var pageTemplates = template.Must(template.New("pages").Funcs(template.FuncMap{
	"style": func() template.CSS { return template.CSS(pageStyle) },
	"bytes": readableSize, "number": spaced, "day": readableDay, "compact": compactDay, "counted": counted,
	"when": func(at time.Time, zone *time.Location) string { return at.In(zone).Format("02/01/2006 15:04") },
}).Parse(pagesText))

// shownPage is what a page is made of.
type shownPage struct {
	Publisher string
	Zone      *time.Location
	Of        any
}

// page answers with a page.
func (v *visit) page(status int, name string, of any) error {
	var body bytes.Buffer
	if err := pageTemplates.ExecuteTemplate(&body, name, shownPage{v.s.Publisher, v.s.Zone, of}); err != nil {
		return fmt.Errorf("write page %s: %w", name, err)
	}
	v.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.WriteHeader(status)
	_, _ = v.Write(body.Bytes()) // who is gone needs no page
	return nil
}

// readableSize is a size for people.
func readableSize(n int64) string {
	switch {
	case n < 1<<10:
		return strconv.FormatInt(n, 10) + " o"
	case n < 1<<20:
		return spaced(int(n>>10)) + " Kio"
	}
	return strings.Replace(strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64), ".", ",", 1) + " Mio"
}

// spaced writes a number as French does, by groups of three.
func spaced(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// readableDay turns AAAA-MM-JJ round.
func readableDay(day string) string {
	if at, err := time.Parse(time.DateOnly, day); err == nil {
		return at.Format("02/01/2006")
	}
	return day
}

// compactDay turns AAAAMMJJ round, of which the day may be 00.
func compactDay(day string) string {
	if len(day) != 8 {
		return day
	}
	if strings.HasSuffix(day, "00") {
		return day[4:6] + "/" + day[:4]
	}
	return day[6:] + "/" + day[4:6] + "/" + day[:4]
}
