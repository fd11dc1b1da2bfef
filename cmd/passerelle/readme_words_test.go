package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	inline = regexp.MustCompile("`([a-z][^`]*)`")
	linked = regexp.MustCompile(`\]\(([^)#]+)\)`)
)

// TestReadmeNamesCommands parses the commands that stand inside its sentences: their
// flags are known, their arguments as many as are due.
func TestReadmeNamesCommands(t *testing.T) {
	n := 0
	for _, found := range inline.FindAllStringSubmatch(fence.ReplaceAllString(readme(t), ""), -1) {
		words, whole := strings.CutPrefix(strings.ReplaceAll(found[1], "\n", " "), "passerelle ")
		if !whole {
			continue
		}
		n++
		if err := parse(words); err != nil && !named(words) {
			t.Errorf("`%s`: %v", found[1], err)
		}
	}
	if n < 6 {
		t.Errorf("only %d commands were found in the sentences", n)
	}
}

func TestWhatIsNoCommandIsNotParsed(t *testing.T) {
	for _, line := range []string{"unlod RUN", "unload", "codify evl FILE.csv", "export --targt aude", ""} {
		if parse(line) == nil || line != "unload" && named(line) {
			t.Errorf("%q is taken for a command", line)
		}
	}
}

// parse tells whether a line, less the name of the program, is a command of it.
func parse(line string) error {
	cmd, rest, err := (&app{}).root().Find(shellWords(line))
	if err != nil {
		return err
	}
	if !cmd.HasParent() {
		return fmt.Errorf("%q is no command", line)
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}

// named tells whether words are the name of a command and no more: it is spoken of,
// not shown.
func named(words string) bool {
	cmd, rest, err := (&app{}).root().Find(strings.Fields(words))
	return err == nil && len(rest) == 0 && cmd.HasParent()
}

func TestReadmeLinksLead(t *testing.T) {
	links := linked.FindAllStringSubmatch(readme(t), -1)
	for _, link := range links {
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(link[1]))); err != nil {
			t.Error(err)
		}
	}
	if len(links) < 5 {
		t.Errorf("only %d links were found", len(links))
	}
}
