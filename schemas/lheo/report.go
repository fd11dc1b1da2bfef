package lheo

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// WriteReport writes the verdict for a person to read, in French; name is the
// file's.
func (r Result) WriteReport(out io.Writer, name string) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%s : %s\n", name, r.verdict())
	fmt.Fprintf(w, "%s\n", r.contents())
	if r.Stopped {
		fmt.Fprintln(w, "La lecture s'est arrêtée avant la fin : d'autres fautes peuvent suivre.")
	}
	r.writeCounts(w, finding.Error, "Fautes")
	r.writeCounts(w, finding.Warning, "Avertissements")
	for _, c := range r.Counts {
		r.writeSamples(w, c)
	}
	return w.Flush()
}

func (r Result) verdict() string {
	errors, warnings := r.Total(finding.Error), r.Total(finding.Warning)
	switch {
	case errors > 0:
		return "NON VALIDE, " + plural(errors, "faute") + andWarnings(warnings)
	case warnings > 0:
		return "valide" + andWarnings(warnings)
	}
	return "valide"
}

func andWarnings(n int) string {
	if n == 0 {
		return ""
	}
	return ", " + plural(n, "avertissement")
}

// contents is « LHEO 2.3, <lheo> en UTF-8 : 12 formations, 14 actions, 30 sessions ».
func (r Result) contents() string {
	var parts []string
	for _, part := range []struct {
		n    int
		name string
	}{{r.Formations, "formation"}, {r.Actions, "action"}, {r.Sessions, "session"}, {r.Organismes, "organisme"}} {
		if part.n > 0 {
			parts = append(parts, plural(part.n, part.name))
		}
	}
	text := "LHEO " + r.Version
	if r.Root != "" {
		text += ", <" + r.Root + "> en " + r.Encoding
	}
	if len(parts) > 0 {
		text += " : " + strings.Join(parts, ", ")
	}
	return text
}

func (r Result) writeCounts(w io.Writer, s finding.Severity, title string) {
	for _, c := range r.Counts {
		if c.Severity != s {
			continue
		}
		if title != "" {
			fmt.Fprintf(w, "\n%s\n", title)
			title = ""
		}
		fmt.Fprintf(w, "%8s  %s (%s)\n", thousands(c.N), c.Title, c.Code)
	}
}

func (r Result) writeSamples(w io.Writer, c Count) {
	shown := 0
	for _, f := range r.Faults {
		if f.Rule != c.Code {
			continue
		}
		if shown++; shown == 1 {
			fmt.Fprintf(w, "\n%s (%s)\n", c.Title, c.Code)
		}
		f.write(w)
	}
	if more := c.N - shown; more > 0 && shown > 0 {
		fmt.Fprintf(w, "  et %s de plus\n", thousands(more))
	}
}

func (f Fault) write(w io.Writer) {
	fmt.Fprintf(w, "  ligne %d, colonne %d", f.Line, f.Column)
	if f.Formation != "" {
		fmt.Fprintf(w, ", formation %s", f.Formation)
	}
	if f.Session != "" {
		fmt.Fprintf(w, ", session %s", f.Session)
	}
	if f.Path != "" {
		fmt.Fprintf(w, "\n    %s", f.Path)
	}
	fmt.Fprintf(w, "\n    %s\n", f.Message)
	if f.Remedy != "" {
		fmt.Fprintf(w, "    → %s\n", f.Remedy)
	}
}

func plural(n int, noun string) string {
	if n > 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}

// thousands parts the digits of a number by three.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}
