package edof

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// encoder appends elements, one a line, and keeps account of what was missing or
// changed.
type encoder struct {
	dst     []byte
	profile *Profile
	report  Report
	record  string   // numero of the formation or session being written
	path    []string // open elements, from below <formation>
}

// open starts an element; attrs are names and values in turn.
func (e *encoder) open(name string, attrs ...string) {
	if name != "formation" {
		e.path = append(e.path, name)
	}
	e.tag(name, attrs)
	e.dst = append(e.dst, '\n')
}

func (e *encoder) tag(name string, attrs []string) {
	e.dst = append(append(e.dst, '<'), name...)
	for i := 0; i+1 < len(attrs); i += 2 {
		e.dst = append(append(append(e.dst, ' '), attrs[i]...), `="`...)
		e.dst = append(lheo.AppendAttr(e.dst, lheo.InLatin1(attrs[i+1], e.report.Unsaid)), '"')
	}
	e.dst = append(e.dst, '>')
}

func (e *encoder) close(name string) {
	if name != "formation" {
		e.path = e.path[:len(e.path)-1]
	}
	e.dst = append(append(append(e.dst, "</"...), name...), ">\n"...)
}

// within writes an element and, inside it, what body writes.
func (e *encoder) within(name string, body func(), attrs ...string) {
	e.open(name, attrs...)
	body()
	e.close(name)
}

// text writes an element that holds characters. It writes nothing, and reports
// false, when the value is empty or the format has no room for it.
func (e *encoder) text(name, value string) bool {
	if value = e.fit(name, value); value == "" {
		return false
	}
	e.leaf(name, nil, value)
	return true
}

func (e *encoder) leaf(name string, attrs []string, value string) {
	e.tag(name, attrs)
	e.dst = lheo.AppendText(e.dst, value)
	e.dst = append(append(append(e.dst, "</"...), name...), ">\n"...)
}

// must is text for an element that the format demands.
func (e *encoder) must(name, value string) {
	if e.text(name, value) {
		return
	}
	path := e.pathOf(name)
	if fallback, ok := e.fallback(path); ok && e.text(name, fallback) {
		e.report.Defaulted = append(e.report.Defaulted, path)
		return
	}
	e.report.Missing = append(e.report.Missing, path)
}

func (e *encoder) pathOf(name string) string {
	return strings.Join(append(slices.Clone(e.path), name), "/")
}

// fallback is the profile's default for a path, or for the longest end of it that
// the profile names.
func (e *encoder) fallback(path string) (string, bool) {
	for {
		if v, ok := e.profile.Defaults[path]; ok {
			return v, true
		}
		_, rest, cut := strings.Cut(path, "/")
		if !cut {
			return "", false
		}
		path = rest
	}
}

// extra writes an extension that holds characters, and reports whether it did.
// The portal's default for it serves when the value is empty.
func (e *encoder) extra(info, value string) bool {
	value = e.plain(value)
	if value == "" {
		path := e.pathOf(info)
		fallback, ok := e.fallback(path)
		if !ok || fallback == "" {
			return false
		}
		e.report.Defaulted = append(e.report.Defaulted, path)
		value = e.plain(fallback)
	}
	e.leaf("extra", []string{"info", info}, value)
	return true
}

// mustExtra is extra for an extension that the portal demands.
func (e *encoder) mustExtra(info, value string) {
	if !e.extra(info, value) {
		e.report.Missing = append(e.report.Missing, e.pathOf(info))
	}
}

// plain is a text as the file may hold it.
func (e *encoder) plain(value string) string {
	return strings.TrimSpace(lheo.InLatin1(lheo.PlainText(lheo.Legible(value)), e.report.Unsaid))
}

// fit makes of a value what the format can hold.
func (e *encoder) fit(name, value string) string {
	value = e.plain(value)
	d := table[name]
	n := utf8.RuneCountInString(value)
	switch {
	case value == "":
		return ""
	case d.content == code && !slices.Contains(d.values, value), d.content == figures && !d.fits(value):
		e.note(name, valeurRefusee, value, "", fmt.Sprintf("EDOF n'admet pas « %s » ici : la valeur n'est pas transmise.", finding.Cut(value, 60)))
		return ""
	case d.content == code || d.content == whole || n >= d.min && n <= d.max:
		return value
	case d.content == figures || d.max <= 14 || n < d.min || name == "courriel" || name == "urlweb":
		e.note(name, valeurRefusee, value, "", fmt.Sprintf("« %s » a %d caractères et EDOF en demande de %d à %d : la valeur n'est pas transmise.", finding.Cut(value, 60), n, d.min, d.max))
		return ""
	}
	short := lheo.Shorten(value, d.max, "...")
	e.note(name, texteRaccourci, value, short, fmt.Sprintf("Le texte a %d caractères et EDOF en admet %d : il est raccourci.", n, d.max))
	return short
}

func (e *encoder) note(name string, r finding.Rule, value, after, message string) {
	e.report.Findings = append(e.report.Findings, finding.Finding{
		Rule: r.Code, Severity: r.Severity, Record: e.record, Field: e.pathOf(name),
		Value: finding.Cut(value, finding.MaxValue), After: finding.Cut(after, finding.MaxValue), Message: message, Remedy: r.Remedy,
	})
}

func (e *encoder) hours(name string, n int) {
	if n > 0 {
		e.text(name, strconv.Itoa(n))
	}
}
