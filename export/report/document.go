package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Document is one page about one thing, in sections, which is written alike for a
// terminal and as HTML: the story of a record.
type Document struct {
	Title    string
	State    string // a word beside the title
	Mood     string // of the state: good, warn, bad, or empty
	Facts    []string
	Sections []Section
	Made     string // who wrote it and when, at the foot of the page
}

// Section is a part of a document; without entries it is not written.
type Section struct {
	Title   string
	Lead    string
	Entries []Entry
}

// Entry is one line of a section, with what stands below it.
type Entry struct {
	Label string // what it is about: a target, an instant; may be empty
	Text  string
	Mood  string // good, warn, bad, or empty
	Below []string
	Cells []Pair
	Code  string // as it stands in a file
}

// Pair is a value under its name.
type Pair struct{ Name, Value string }

// Add adds a section.
func (d *Document) Add(title string, entries ...Entry) {
	if len(entries) > 0 {
		d.Sections = append(d.Sections, Section{Title: title, Entries: entries})
	}
}

// HTML writes the document as one page that needs nothing else.
func (d Document) HTML(w io.Writer) error { return writePage(w, "page", documentText, d) }

//go:embed document.html
var documentText string

// Width of the labels and of the names of cells in the text.
const (
	labelWidth = 20
	nameWidth  = 34
)

// Text writes the document for a terminal.
func (d Document) Text(w io.Writer) error {
	t := &textWriter{out: bufio.NewWriter(w)}
	t.line("%s", d.Title)
	for _, fact := range d.Facts {
		t.line("  %s", fact)
	}
	for _, s := range d.Sections {
		t.section(s)
	}
	return t.out.Flush()
}

func (t *textWriter) section(s Section) {
	t.line("\n%s", s.Title)
	if s.Lead != "" {
		t.line("  %s", s.Lead)
	}
	labelled := 0
	for _, e := range s.Entries {
		labelled = max(labelled, min(labelWidth, utf8.RuneCountInString(e.Label)))
	}
	for _, e := range s.Entries {
		t.entry(e, labelled)
	}
}

func (t *textWriter) entry(e Entry, labelled int) {
	if labelled > 0 {
		t.line("  %s %s", pad(e.Label, max(labelled, labelWidth)), e.Text)
	} else {
		t.line("  %s", e.Text)
	}
	for _, below := range e.Below {
		t.line("      %s", below)
	}
	for _, c := range e.Cells {
		t.line("      %s %s", pad(oneLine(c.Name, nameWidth), nameWidth), oneLine(c.Value, 120))
	}
	for line := range strings.Lines(e.Code) {
		t.line("    %s", strings.TrimRight(line, "\r\n"))
	}
}

// oneLine cuts a text and keeps it on a line.
func oneLine(text string, width int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > width {
		runes := []rune(text)
		text = string(runes[:width-1]) + "…"
	}
	return text
}

// Stamp says who wrote a page, and as of when.
func Stamp(version, when string) string {
	return fmt.Sprintf("Écrit par Passerelle %s, %s.", version, when)
}
