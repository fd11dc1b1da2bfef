package report

import (
	"bufio"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// HTML writes the report as one page that needs nothing else: no script, no file,
// no network. It prints as it shows, and is read in the dark.
func (r Report) HTML(w io.Writer) error { return writePage(w, "report page", pageText, view(r)) }

// writePage writes a page with the style and the pieces that all pages share.
func writePage(w io.Writer, what, text string, data any) error {
	page, err := template.New("page").Funcs(functions).Parse(pieces)
	if err == nil {
		page, err = page.Parse(text)
	}
	if err == nil {
		out := bufio.NewWriterSize(w, 64<<10)
		err = errors.Join(page.Execute(out, data), out.Flush())
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}

//go:embed page.html
var pageText string

//go:embed pieces.html
var pieces string

//go:embed style.css
var style string

var functions = template.FuncMap{"number": number, "count": count, "plural": plural, "bar": bar, "shorten": finding.Cut, "place": place,
	"loadParts": loadParts, "version": versionLabel, "spark": sparkline, "day": dayWords, "percent": percent,
	"style": func() template.CSS { return template.CSS(style) }}

// dayWords turns AAAA-MM-JJ into JJ/MM/AAAA.
func dayWords(day string) string {
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		return t.Format("02/01/2006")
	}
	return day
}

func percent(share float64) string { return fmt.Sprintf("%.0f\u00a0%%", 100*share) }

// pageView is what the page shows, in its order.
type pageView struct {
	Report
	Date, State, Mood string // Mood colours the state: good, warn, bad
	Duration          string
	Rows              journal.Counts
	Tiles             []tile
	Files             []fileView
	Sections          []ruleSection
	Codes             []part
	Feeds             []feedView
	Tripped           []feedView // those that are held
}

// tile is one figure of the summary.
type tile struct {
	Figure, Label, Mood string
}

// ruleSection is the findings of one severity.
type ruleSection struct {
	ID, Title, Lead, Mood string
	Brief                 bool // one line a rule: nothing is to be done
	Total                 int
	Rules                 []RuleFindings
}

// fileView is one file with what was made of its sheets.
type fileView struct {
	Name  string
	Loads []journal.Load
}

// files groups the loads of each file, in the order in which they came.
func files(loads []journal.Load) (list []fileView) {
	for _, l := range loads {
		if n := len(list); n == 0 || list[n-1].Loads[0].Delivery != l.Delivery || list[n-1].Name != l.File {
			list = append(list, fileView{Name: l.File})
		}
		last := &list[len(list)-1]
		last.Loads = append(last.Loads, l)
	}
	return list
}

// feedView is one target.
type feedView struct {
	Target
	State, Mood, Held    string
	Spark                *spark
	Formations, Sessions account
	Defaults             []part
}

// account is one tally as a bar and lines.
type account struct {
	journal.Tally
	Parts   []part
	Reasons []reasonView
}

type reasonView struct {
	reason
	Examples []journal.Verdict
}

func view(r Report) pageView {
	v := pageView{Report: r, Date: frenchDay(r.Run.Date), State: runWords(r.Run.State), Mood: runStates[r.Run.State].Mood,
		Rows: r.Rows(), Codes: r.Codification.parts()}
	if !r.Run.FinishedAt.IsZero() {
		v.Duration = duration(r.Run.FinishedAt.Sub(r.Run.StartedAt))
	}
	for _, t := range r.Targets {
		feed := feedOf(t)
		v.Feeds = append(v.Feeds, feed)
		if feed.Held != "" {
			v.Tripped = append(v.Tripped, feed)
		}
	}
	v.Tiles, v.Files = tiles(r), files(r.Loads)
	v.Sections = sections(r)
	return v
}

func tiles(r Report) []tile {
	states := map[journal.PublicationState]int{}
	for _, t := range r.Targets {
		states[t.Publication.State]++
	}
	rows := r.Rows()
	return []tile{
		{number(rows.Read), plural(rows.Read, "ligne lue", "lignes lues"), ""},
		{number(rows.Refused), plural(rows.Refused, "ligne refusée", "lignes refusées"), moodOf(rows.Refused, "bad")},
		{number(r.Count(finding.Warning)), "à vérifier", moodOf(r.Count(finding.Warning), "warn")},
		{number(r.repaired()), plural(r.repaired(), "valeur réparée", "valeurs réparées"), ""},
		{number(states[journal.Published] + states[journal.Same]), plural(states[journal.Published]+states[journal.Same], "flux à jour", "flux à jour"), "good"},
		{number(states[journal.Held]), plural(states[journal.Held], "flux retenu", "flux retenus"), moodOf(states[journal.Held], "bad")},
	}
}

func moodOf(n int, mood string) string {
	if n == 0 {
		return ""
	}
	return mood
}

func plural(n int, one, many string) string {
	if n > 1 {
		return many
	}
	return one
}

// repaired counts the findings whose value was replaced.
func (r Report) repaired() (n int) {
	for _, f := range r.Findings {
		n += f.Repaired
	}
	return n
}

func sections(r Report) []ruleSection {
	all := []ruleSection{
		{ID: "refuse", Title: "Refusé", Mood: "bad", Lead: "Ces données ne sont pas entrées dans le catalogue. Elles y entreront quand elles auront été corrigées dans le fichier d'origine."},
		{ID: "verifier", Title: "À vérifier", Mood: "warn", Lead: "Ces données sont dans le catalogue ; elles méritent un regard."},
		{ID: "repare", Title: "Réparé ou signalé", Mood: "same", Brief: true, Lead: "Passerelle a remis ces données en forme ou les a seulement relevées. Rien n'est à faire."},
	}
	var shown []ruleSection
	for i, severity := range []finding.Severity{finding.Error, finding.Warning, finding.Info} {
		section := all[i]
		section.Rules = slices.DeleteFunc(slices.Clone(r.Findings), func(f RuleFindings) bool { return f.Severity != severity })
		for i := range section.Rules {
			section.Rules[i].Examples = firstOf(section.Rules[i].Examples, len(r.Findings))
		}
		if section.Total = r.Count(severity); section.Total > 0 {
			shown = append(shown, section)
		}
	}
	return shown
}

// pageExamples is about how many examples the page shows, whatever was found: it
// is to open fast. Each rule shows a few all the same.
const pageExamples = 500

// firstOf keeps the share of one of so many rules.
func firstOf(examples []finding.Finding, rules int) []finding.Finding {
	return examples[:min(len(examples), max(pageExamples/rules, 3))]
}

func feedOf(t Target) feedView {
	v := feedView{Target: t, State: t.words(), Mood: publicationStates[t.Publication.State].Mood,
		Formations: t.account("formation"), Sessions: t.account("session"), Spark: sparkline(t.History)}
	if t.Publication.Error != "" {
		v.Held = t.held()
	}
	for _, element := range slices.Sorted(maps.Keys(t.Publication.Defaulted)) {
		v.Defaults = append(v.Defaults, part{N: t.Publication.Defaulted[element], Label: element})
	}
	slices.SortStableFunc(v.Defaults, func(a, b part) int { return cmp.Compare(b.N, a.N) })
	return v
}

// account is the tally of one kind of record: what is exported, then what is not,
// by reason, in shades that tell one reason from the next.
func (t Target) account(kind string) account {
	a := account{Tally: t.tally(kind)}
	a.Parts = []part{{a.Exported, "exportées", "good"}}
	for i, r := range t.reasons(a.Tally) {
		a.Parts = append(a.Parts, part{r.N, r.Label, fmt.Sprintf("out%d", i%4)})
		a.Reasons = append(a.Reasons, reasonView{r, t.examples(kind, r.Code)})
	}
	return a
}

func (t Target) examples(kind, code string) (list []journal.Verdict) {
	for _, v := range t.Examples {
		if v.Kind == kind && v.Reason == code {
			list = append(list, v)
		}
	}
	return list
}

// loadParts is what became of the rows of one load.
func loadParts(c journal.Counts) []part {
	return []part{{c.Added, "ajoutées", "good"}, {c.Changed, "modifiées", "info"}, {c.Unchanged, "inchangées", "same"},
		{c.SetAside, "écartées", "none"}, {c.Refused, "refusées", "bad"}}
}

func place(f finding.Finding) string {
	if p := f.Place.String(); p != "" {
		return p
	}
	return f.Record
}

func duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return "moins d'une seconde"
	case d < 2*time.Minute:
		return count(int(d.Round(time.Second).Seconds()), "seconde")
	}
	return fmt.Sprintf("%.0f minutes", d.Minutes())
}

func versionLabel(publisher, label string) string {
	return strings.TrimSpace(publisher + " " + label)
}
