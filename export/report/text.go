package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// How many rules of a severity, reasons, refused and known files the text names before it
// says how many more there are: it is to be read in one look, and what was refused
// is what somebody must act upon.
const (
	shownErrors  = 8
	shownRules   = 4
	shownReasons = 6
	shownRefused = 6
	shownKnown   = 3
)

// manyLoads is how many sheets the text lists.
const manyLoads = 12

// Text writes the report for a terminal, in French.
func (r Report) Text(w io.Writer) error {
	t := &textWriter{out: bufio.NewWriter(w)}
	t.heading(r)
	t.loads(r)
	t.rules("Refusé", r.Findings, finding.Error)
	t.rules("À vérifier", r.Findings, finding.Warning)
	t.rules("Réparé ou signalé", r.Findings, finding.Info)
	t.codification(r.Codification)
	t.worklist(r.Worklist)
	t.renewed(r.Referentials)
	t.stale(r.Referentials)
	t.targets(r.Targets)
	return t.out.Flush()
}

// textWriter writes lines; a bufio.Writer remembers its first error.
type textWriter struct{ out *bufio.Writer }

func (t *textWriter) line(format string, args ...any) {
	fmt.Fprintf(t.out, format+"\n", args...)
}

func (t *textWriter) heading(r Report) {
	t.line("Passerelle · %s · %s", frenchDay(r.Run.Date), runWords(r.Run.State))
	if r.Run.Error != "" {
		t.line("  %s", r.Run.Error)
	}
	t.line("Catalogue : %s, %s, %s", count(r.Catalogue.Organismes, "organisme"),
		count(r.Catalogue.Formations, "formation"), count(r.Catalogue.Sessions, "session"))
	if a := r.Catalogue.Awaiting; a != (Records{}) {
		t.line("À valider : %s, %s, %s (passerelle review)", count(a.Organismes, "organisme"), count(a.Formations, "formation"), count(a.Sessions, "session"))
	}
}

func (t *textWriter) loads(r Report) {
	t.line("\nReçu : %s", r.received())
	for i, l := range r.Loads {
		if i == manyLoads {
			t.line("  … et %s", count(len(r.Loads)-manyLoads, "autre feuille"))
			break
		}
		t.line("  %s  %s", pad(loadName(l, 40), 40), countsWords(l.Counts))
	}
	for i, d := range r.Refused {
		if i == shownRefused {
			t.line("  … et %s", count(len(r.Refused)-shownRefused, "autre"))
			break
		}
		t.line("  %s  refusé en entier", pad(finding.Cut(d.Name, 40), 40))
	}
	for i, d := range r.Known {
		if i == shownKnown {
			t.line("  … et de même %s", count(len(r.Known)-shownKnown, "autre fichier"))
			return
		}
		t.line("  %s  déjà chargé, rien à relire", pad(finding.Cut(d.Name, 40), 40))
	}
}

// loadName cuts the name of the file so that the name of the sheet is seen.
func loadName(l journal.Load, width int) string {
	if l.Sheet == "" {
		return finding.Cut(l.File, width)
	}
	sheet := " · " + finding.Cut(l.Sheet, width/2)
	return finding.Cut(l.File, width-utf8.RuneCountInString(sheet)) + sheet
}

// countsWords leaves out what did not happen.
func countsWords(c journal.Counts) string {
	words := []string{count(c.Read, "ligne")}
	for _, part := range []struct {
		n    int
		word string
	}{{c.Added, "ajoutée"}, {c.Changed, "modifiée"}, {c.Unchanged, "inchangée"}, {c.Refused, "refusée"}, {c.SetAside, "écartée"}} {
		if part.n > 0 {
			words = append(words, count(part.n, part.word))
		}
	}
	return strings.Join(words, ", ")
}

func (t *textWriter) rules(title string, all []RuleFindings, s finding.Severity) {
	rules := slices.DeleteFunc(slices.Clone(all), func(f RuleFindings) bool { return f.Severity != s })
	if len(rules) == 0 {
		return
	}
	total := 0
	for _, f := range rules {
		total += f.Total
	}
	t.line("\n%s : %s", title, count(total, "constat"))
	limit := shownRules
	if s == finding.Error {
		limit = shownErrors
	}
	for i, f := range rules {
		if i == limit {
			t.line("  … et %s", count(len(rules)-limit, "autre règle"))
			return
		}
		t.line("  %7s  %s", number(f.Total), f.Title())
		if s == finding.Error && len(f.Examples) > 0 {
			t.line("           %s", example(f.Examples[0]))
		}
	}
}

// example reads « Le 31 février n'existe pas. (fichier.xlsx, Sessions, ligne 12) ».
func example(f finding.Finding) string {
	at := f.Record
	if f.File != "" {
		at = finding.Place{File: f.File, Sheet: f.Sheet, Row: f.Row}.String()
	}
	text := finding.Cut(f.Message, 90)
	if at == "" {
		return text
	}
	return text + " (" + at + ")"
}

func (t *textWriter) codification(c Codification) {
	var parts []string
	for _, part := range c.parts() {
		if part.N > 0 {
			parts = append(parts, number(part.N)+" "+part.Label)
		}
	}
	if len(parts) > 0 {
		t.line("\nCodification : %s", strings.Join(parts, " ; "))
	}
}

// worklist says how many questions wait, and the first of them.
func (t *textWriter) worklist(w Worklist) {
	if w.Total == 0 {
		return
	}
	var kinds []string
	for _, asked := range w.ByKind {
		kinds = append(kinds, number(asked.N)+" "+asked.Words())
	}
	t.line("À décider : %s (passerelle worklist) : %s", count(w.Total, "question"), strings.Join(kinds, ", "))
}

// renewed names the referentials that the run took in a newer version, with what that
// changed: the questions of a night come from there when no delivery brought them.
func (t *textWriter) renewed(all []Referential) {
	for _, r := range all {
		if r.New && r.Before > 0 {
			t.line("Référentiel chargé : %s %s, %s (%s)", r.Referential, cmp.Or(r.Label, r.File), count(r.Rows, "entrée"), r.LoadWords())
		}
	}
}

// stale names the referentials that are too old.
func (t *textWriter) stale(all []Referential) {
	for _, r := range all {
		if r.Stale {
			t.line("Référentiel périmé : %s, sans vérification réussie depuis %s (au plus %d)", r.Referential, count(r.AgeDays, "jour"), r.MaxDays)
		}
	}
}

func (t *textWriter) targets(targets []Target) {
	if len(targets) > 0 {
		t.line("\nCibles")
	}
	for _, target := range targets {
		t.target(target)
	}
}

func (t *textWriter) target(target Target) {
	formations, sessions := target.tally("formation"), target.tally("session")
	t.line("  %s %s  %s sur %s, %s%s", pad(target.Name, 20), pad(target.words(), 8),
		count(formations.Exported, "formation"), number(formations.Total), count(sessions.Exported, "session"), target.changesInBrief())
	if target.Publication.Error != "" {
		t.line("    %s", target.held())
	}
	if target.Advice != "" {
		t.line("    à faire : %s", target.Advice)
	}
	if out := leftOut(target.reasons(formations)); out != "" {
		t.line("    écartées : %s", out)
	}
}

// leftOut names the most frequent reasons.
func leftOut(reasons []reason) string {
	var parts []string
	for i, r := range reasons {
		if i == shownReasons {
			parts = append(parts, "et "+count(len(reasons)-shownReasons, "autre motif"))
			break
		}
		parts = append(parts, number(r.N)+" "+r.Label)
	}
	return strings.Join(parts, " ; ")
}

// changesInBrief is what changed since the feed before; nothing when nothing did.
func (t Target) changesInBrief() string {
	if t.Changes == nil || t.Changes.Total() == 0 {
		return ""
	}
	return " (" + t.Changes.Words() + ")"
}

// held is why the feed is held and what partners have meanwhile.
func (t Target) held() string {
	if t.InPlace == "" {
		return t.Publication.Error
	}
	return t.Publication.Error + " (en place : le flux du " + t.InPlace + ")"
}

func frenchDay(t time.Time) string {
	day := fmt.Sprint(t.Day())
	if day == "1" {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, frenchMonths[t.Month()-1], t.Year())
}

var frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	"septembre", "octobre", "novembre", "décembre"}

// count reads « 1 ligne », « 4 262 lignes »; each word of the noun takes the plural.
func count(n int, noun string) string {
	if n > 1 || n < -1 {
		noun = strings.ReplaceAll(noun, " ", "s ") + "s"
	}
	return number(n) + " " + noun
}

// number groups thousands with a narrow space that does not break.
func number(n int) string {
	digits := fmt.Sprint(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "\u202f" + digits[i:]
	}
	return sign + digits
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}
