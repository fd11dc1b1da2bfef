package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// eachCommand visits all that help lists, but what cobra adds.
func eachCommand(of *cobra.Command, visit func(*cobra.Command)) {
	for _, cmd := range of.Commands() {
		if cmd.Name() != "help" && cmd.Name() != "completion" {
			visit(cmd)
			eachCommand(cmd, visit)
		}
	}
}

func TestEachCommandSaysWhatItDoes(t *testing.T) {
	names := map[string]bool{}
	eachCommand((&app{}).root(), func(cmd *cobra.Command) {
		names[cmd.CommandPath()] = true
		if cmd.Name() != "version" && (cmd.Long == "" || cmd.Long == cmd.Short) {
			t.Errorf("%s: one line is all its help", cmd.CommandPath())
		}
		if takesArguments := strings.Contains(cmd.Use, " "); takesArguments && cmd.Example == "" {
			t.Errorf("%s: it takes arguments, and nobody shows which", cmd.CommandPath())
		}
	})
	for name := range examples {
		if !names[name] {
			t.Errorf("%s is shown, and is no command", name)
		}
	}
}

// TestExamplesAreCommandLines parses each: its flags are known, its arguments as many
// as are due.
func TestExamplesAreCommandLines(t *testing.T) {
	n := 0
	eachCommand((&app{}).root(), func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.Example) {
			n++
			words, known := strings.CutPrefix(strings.TrimSpace(line), "passerelle ")
			if !known {
				t.Errorf("%s: %q is no command line", cmd.CommandPath(), line)
				continue
			}
			if err := parse(words); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	})
	if n < 60 {
		t.Errorf("only %d examples were read", n)
	}
}

// shellWords cuts a line as a shell does that knows double quotes alone.
func shellWords(line string) (words []string) {
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	return words
}
