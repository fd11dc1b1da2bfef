package mail

import (
	"fmt"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/export/answer"
)

// Answered is the answer that was made to a delivery.
type Answered struct {
	Delivery string // its SHA-256
	Run      string
	To       []string
	Text     string       // of answer.Files.Outcome, whose first line is the subject
	Files    []Attachment // annotated workbook, findings
	Left     []string     // sentences that say where are those too large: see Attach
}

// ReadAnswer takes the answer from the files that export/answer wrote: the text, and
// the annotated workbook and the list of findings as attachments, limit bytes of them
// at most; where says to the sender where the others are.
func ReadAnswer(files answer.Files, limit int64, where string) (a Answered, err error) {
	text, err := os.ReadFile(files.Outcome)
	if err != nil {
		return a, fmt.Errorf("read the answer to send: %w", err)
	}
	a.Text = string(text)
	a.Files, a.Left, err = Attach(limit, where, files.Workbook, files.Findings)
	return a, err
}

// Outcome tells a sender what became of a delivery: once a delivery and run.
func Outcome(a Answered, at time.Time) Message {
	subject, body := subjectOf(a.Text)
	l := letter{Hello: true, Blocks: blocksOf(body)}
	if len(a.Left) > 0 {
		l.Blocks = append(l.Blocks, block{Paragraphs: a.Left})
	}
	return Message{
		Key: key(KindOutcome, reference(a.Delivery), people(a.To), a.Run), Kind: KindOutcome, Run: a.Run, To: a.To, At: at,
		Subject: subject, Attachments: a.Files, letter: l,
	}
}

// subjectOf takes the line « Objet : … » off a text.
func subjectOf(text string) (subject, body string) {
	first, rest, _ := strings.Cut(text, "\n")
	subject, named := strings.CutPrefix(first, "Objet : ")
	if !named {
		return "Votre fichier", text
	}
	return capital(line(subject, maxSubject)), strings.TrimPrefix(strings.TrimLeft(rest, "\r\n"), "Bonjour,")
}

func capital(text string) string {
	_, n := utf8.DecodeRuneInString(text)
	return strings.ToUpper(text[:n]) + text[n:]
}

// blocksOf makes blocks of a plain text: a line is a paragraph, lines that begin
// with « - » are points.
func blocksOf(text string) (blocks []block) {
	for _, l := range strings.Split(text, "\n") {
		l, point := strings.CutPrefix(strings.TrimSpace(l), "- ")
		if l = line(l, 2000); l == "" {
			continue
		}
		if n := len(blocks); point && n > 0 {
			blocks[n-1].Points = append(blocks[n-1].Points, l)
			continue
		}
		if n := len(blocks); n > 0 && blocks[n-1].Points == nil {
			blocks[n-1].Paragraphs = append(blocks[n-1].Paragraphs, l)
			continue
		}
		blocks = append(blocks, block{Paragraphs: []string{l}})
	}
	return blocks
}
