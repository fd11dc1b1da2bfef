package mail

import (
	"bytes"
	_ "embed"
	"fmt"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"
	"unicode/utf8"
)

// letter is what a message says, whatever the format.
type letter struct {
	Hello  bool // begins with « Bonjour, »
	Blocks []block
}

// block is a part of a letter: a title, paragraphs, facts and points, in that order,
// of which any may lack.
type block struct {
	Title      string
	Paragraphs []string
	Facts      []fact
	Points     []string
	Quote      string // what the program said, word for word
}

// fact is a thing and its value.
type fact struct{ Label, Value string }

//go:embed letter.txt
var textSource string

//go:embed letter.html
var htmlSource string

// textWidth is how long lines of text are, in characters; longestWord how many
// characters a word has before HTML may break it.
const (
	textWidth   = 76
	longestWord = 30
)

// page is what the templates show.
type page struct {
	letter
	Subject   string
	Signature []string
}

// Render gives the two alternatives of a message. The lines of signature stand at
// their foot.
func (m Message) Render(signature string) (text, html string, err error) {
	p := page{letter: m.letter, Subject: m.Subject, Signature: lines(signature)}
	asText, err := texttemplate.New("text").Funcs(texttemplate.FuncMap{"wrap": wrap, "pad": pad}).Parse(textSource)
	if err != nil {
		return "", "", fmt.Errorf("write the text of %s: %w", m.Key, err)
	}
	asHTML, err := htmltemplate.New("html").Funcs(htmltemplate.FuncMap{"soft": soft}).Parse(htmlSource)
	if err != nil {
		return "", "", fmt.Errorf("write the HTML of %s: %w", m.Key, err)
	}
	var one, other bytes.Buffer
	if err := asText.Execute(&one, p); err != nil {
		return "", "", fmt.Errorf("write the text of %s: %w", m.Key, err)
	}
	if err := asHTML.Execute(&other, p); err != nil {
		return "", "", fmt.Errorf("write the HTML of %s: %w", m.Key, err)
	}
	return strings.Trim(one.String(), "\n") + "\n", other.String(), nil
}

func lines(text string) (kept []string) {
	for _, l := range strings.Split(text, "\n") {
		if l = line(l, maxNamed); l != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

// wrap breaks a text into lines of which the first begins with first, the others
// with indent. A word that is longer than a line is cut.
func wrap(first, indent, text string) string {
	margin := utf8.RuneCountInString(indent)
	done, current, empty := "", first, true
	for _, word := range words(text, textWidth-margin) {
		space := " "
		if empty {
			space = ""
		}
		if utf8.RuneCountInString(current+space+word) > textWidth {
			done, current, space = done+strings.TrimRight(current, " ")+"\n", indent, ""
		}
		current, empty = current+space+word, false
	}
	return done + current
}

// words splits a text at its spaces, those that do not break excepted, and cuts what
// is too long.
func words(text string, most int) (list []string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }) {
		list = append(list, chunks(word, most)...)
	}
	return list
}

// chunks cuts a word in pieces of most characters.
func chunks(word string, most int) (list []string) {
	for utf8.RuneCountInString(word) > most {
		at, n := 0, 0
		for at = range word {
			if n == most {
				break
			}
			n++
		}
		list, word = append(list, word[:at]), word[at:]
	}
	return append(list, word)
}

// pad aligns the labels of facts.
func pad(facts []fact, label string) string {
	widest := 0
	for _, f := range facts {
		widest = max(widest, utf8.RuneCountInString(f.Label))
	}
	return label + " :" + strings.Repeat(" ", widest-utf8.RuneCountInString(label)+1)
}

// soft escapes a text for HTML and lets its long words break.
func soft(text string) htmltemplate.HTML {
	var out strings.Builder
	for i, word := range strings.Split(text, " ") {
		if i > 0 {
			out.WriteByte(' ')
		}
		for j, chunk := range chunks(word, longestWord) {
			if j > 0 {
				out.WriteString("<wbr>")
			}
			out.WriteString(htmltemplate.HTMLEscapeString(chunk))
		}
	}
	return htmltemplate.HTML(out.String()) // each piece of it was escaped above
}
