package target_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/target"
)

var update = flag.Bool("update", false, "write CIBLES.md anew")

// TestPage holds the page for partners against the targets that it is made from.
func TestPage(t *testing.T) {
	var page bytes.Buffer
	if err := target.Markdown(&page, builtIn(t)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("CIBLES.md", page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("CIBLES.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page.Bytes(), want) {
		t.Error("CIBLES.md is not what the targets say: run `go test ./export/target -run TestPage -update` and look at what changed")
	}
}

// TestPageSaysAllOfATarget holds that nothing that partners are told of is left out,
// but the references to notes that they do not have.
func TestPageSaysAllOfATarget(t *testing.T) {
	for name, tg := range builtIn(t) {
		var page bytes.Buffer
		if err := tg.Markdown(&page); err != nil {
			t.Fatal(err)
		}
		texts := append(append([]string{tg.Title, tg.Audience, tg.Contact, tg.Schedule.When, string(tg.Format.Encoding)}, tg.Notes...), tg.Doubts...)
		for _, c := range tg.Selection {
			texts = append(texts, c.Code, c.Sentence, c.Source)
		}
		for path, value := range tg.Defaults {
			texts = append(texts, path, value)
		}
		for _, used := range tg.Extras {
			texts = append(texts, used.Extension.Name, used.Extension.Source)
		}
		for _, text := range texts {
			text, _, _ = strings.Cut(text, " (FACTS ")
			if !strings.Contains(page.String(), text) {
				t.Errorf("%s: the page does not say %q", name, text)
			}
		}
		if strings.Contains(page.String(), "FACTS") {
			t.Errorf("%s: the page names notes that partners do not have", name)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }

func TestPageThatCannotBeWritten(t *testing.T) {
	if err := target.Markdown(broken{}, builtIn(t)); err == nil || !strings.Contains(err.Error(), "the pipe is closed") {
		t.Errorf("got %v", err)
	}
}
