package target

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Markdown writes the page of the targets for partners, in French: who each is for,
// what it selects and why, what is written where the catalogue is silent, how it is
// numbered, named and watched, and what nobody is sure of. The same targets give
// the same bytes.
func Markdown(w io.Writer, set Set) error {
	var page bytes.Buffer
	page.WriteString("# Cibles\n\nCette page est produite à partir des fichiers de `export/target/targets` ; elle ne se modifie pas à la main.\n\n")
	page.WriteString("| cible | nom | schéma | conditions |\n|---|---|---|---|\n")
	for _, name := range set.Names() {
		t := set[name]
		fmt.Fprintf(&page, "| [%s](#%s) | %s | %s | %d |\n", name, name, cell(t.Title), t.Format.Schema, len(t.Selection)+len(t.Mandatory))
	}
	for _, name := range set.Names() {
		fmt.Fprintf(&page, "\n## %s\n\n", name)
		set[name].page(&page)
	}
	if _, err := w.Write(page.Bytes()); err != nil {
		return fmt.Errorf("write the page of targets: %w", err)
	}
	return nil
}

// Markdown writes the page of one target. See Markdown.
func (t Target) Markdown(w io.Writer) error {
	var page bytes.Buffer
	fmt.Fprintf(&page, "# %s\n\n", t.Title)
	t.page(&page)
	if _, err := w.Write(page.Bytes()); err != nil {
		return fmt.Errorf("write the page of target %s: %w", t.Name, err)
	}
	return nil
}

func (t Target) page(p *bytes.Buffer) {
	fmt.Fprintf(p, "**%s.** %s\n", t.Title, t.Audience)
	if t.Contact != "" {
		fmt.Fprintf(p, "\nÀ qui s'adresser : %s\n", t.Contact)
	}
	t.calendar(p)
	bullets(p, "À savoir", t.Notes)
	bullets(p, "Ce qui n'est pas sûr", t.Doubts)
	t.selection(p)
	t.writing(p)
	t.fills(p)
	t.extensions(p)
}

// notes are references to the notes of this project, which partners do not have.
var notes = regexp.MustCompile(` \(FACTS [^)]*\)`)

// published is a source as partners read it.
func published(source string) string { return notes.ReplaceAllString(source, "") }

func bullets(p *bytes.Buffer, title string, list []string) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(p, "\n### %s\n\n", title)
	for _, l := range list {
		fmt.Fprintf(p, "- %s\n", l)
	}
}

func (t Target) calendar(p *bytes.Buffer) {
	if t.Schedule.When == "" {
		return
	}
	fmt.Fprintf(p, "\nCalendrier : %s", t.Schedule.When)
	if delay := t.Schedule.Delay("après la publication"); delay != "" {
		fmt.Fprintf(p, " Affichage : %s.", delay)
	}
	if t.Schedule.Source != "" {
		fmt.Fprintf(p, " (%s)", published(t.Schedule.Source))
	}
	p.WriteString("\n")
}

func (t Target) selection(p *bytes.Buffer) {
	p.WriteString("\n### Ce qui est transmis\n\nUne formation est transmise quand elle remplit ces conditions, et l'une au moins de ses sessions aussi ; la première qui manque est le motif donné.\n\n")
	p.WriteString("| motif | ce qui est demandé | source |\n|---|---|---|\n")
	for _, c := range t.Selection {
		fmt.Fprintf(p, "| `%s` | %s | %s |\n", c.Code, cell(c.Sentence), cell(published(c.Source)))
	}
	for _, m := range t.Mandatory {
		fmt.Fprintf(p, "| `%s` | %s (`%s`, sans valeur par défaut) | %s |\n", m.Code, cell(m.Sentence), m.Element, cell(published(m.Source)))
	}
}

// writing says how the feed is written, delivered and watched.
func (t Target) writing(p *bytes.Buffer) {
	p.WriteString("\n### Le flux\n\n")
	row := func(what, value string) {
		if value != "" {
			fmt.Fprintf(p, "- %s : %s\n", what, value)
		}
	}
	row("schéma", fmt.Sprintf("%s, en %s", t.Format.Schema, t.Format.Encoding))
	row("fichier", "`"+t.File+"`"+sentence(t.Split == bySIRET, ", un par SIRET de l'organisme responsable"))
	row("ordre", map[Order]string{ByID: "par numéro de formation", ByOrganisme: "par SIRET de l'organisme responsable, puis par numéro"}[t.Order])
	row("numéros", t.Numbering.french()+" ; 32 caractères au plus, jamais réattribués")
	row("envoi", map[Transfer]string{Full: "complet, en remplacement du précédent", Delta: "complet, ou ce qui a changé depuis une publication"}[t.Transfer])
	row("compression", strings.Join(words(t.Compress), ", "))
	row("dates des fiches", t.Format.instants())
	row("page d'une formation", t.Page)
	row("autres formes", strings.Join(t.forms(), " ; "))
	row("garde", t.Guard.french())
	for _, l := range []struct {
		what   string
		limits map[string]int
	}{{"longueurs plus courtes que celles de la norme", t.Lengths}, {"nombres plus petits que ceux de la norme", t.Counts}} {
		var list []string
		for _, name := range slices.Sorted(maps.Keys(l.limits)) {
			list = append(list, fmt.Sprintf("`%s` %d", name, l.limits[name]))
		}
		row(l.what, strings.Join(list, ", "))
	}
}

func sentence(is bool, text string) string {
	if is {
		return text
	}
	return ""
}

func (f Format) instants() string {
	var list []string
	if f.Horodatage && f.Schema == LHEO23 {
		list = append(list, "`horodatage-creation` et `horodatage-modification`")
	}
	if f.Usages {
		list = append(list, "`datecrea` et `datemaj`, comme les flux réels")
	}
	return strings.Join(list, ", ")
}

func (t Target) forms() (list []string) {
	texts := map[Twin]string{
		Index: "résumés (lheo-index)", CSV: "CSV, une ligne par session", JSONL: "JSON Lines, une ligne par formation",
		Parquet: "Parquet, une ligne par session", JSONLD: "schema.org (JSON-LD), Course et CourseInstance",
	}
	for _, twin := range t.Twins {
		list = append(list, texts[twin])
	}
	return list
}

func (g Guard) french() string {
	var list []string
	add := func(value *int, text string) {
		if value != nil {
			list = append(list, fmt.Sprintf(text, *value))
		}
	}
	floor := "le flux est retenu sous %d formation"
	if g.Floor != nil && *g.Floor > 1 {
		floor += "s"
	}
	add(g.Floor, floor)
	add(g.MaxDropPercent, "s'il baisse de plus de %d %%")
	if g.MaxRisePercent != nil && *g.MaxRisePercent > 0 {
		add(g.MaxRisePercent, "s'il monte de plus de %d %%")
	}
	return strings.Join(list, ", ")
}

// fills says what is written where the standard demands an element that the
// catalogue lacks.
func (t Target) fills(p *bytes.Buffer) {
	if len(t.Defaults) > 0 {
		p.WriteString("\n### Valeurs par défaut\n\nCe que la norme demande et que le catalogue n'a pas s'écrit ainsi ; chaque usage est compté.\n\n| élément | valeur |\n|---|---|\n")
		for _, path := range slices.Sorted(maps.Keys(t.Defaults)) {
			fmt.Fprintf(p, "| `%s` | %s |\n", path, cell(t.Defaults[path]))
		}
	}
	for _, scheme := range slices.Sorted(maps.Keys(t.DefaultsFor)) {
		for _, path := range slices.Sorted(maps.Keys(t.DefaultsFor[scheme])) {
			if value := t.DefaultsFor[scheme][path]; value != t.Defaults[path] {
				fmt.Fprintf(p, "| `%s`, quand toutes les sessions sont %s | %s |\n", path, plural(schemeWords[scheme]), cell(value))
			}
		}
	}
	if len(t.Refs) > 0 {
		var list []string
		for _, element := range slices.Sorted(maps.Keys(t.Refs)) {
			list = append(list, fmt.Sprintf("`%s` %s", element, t.Refs[element]))
		}
		fmt.Fprintf(p, "\nVersions des nomenclatures (attribut `ref`) : %s.\n", strings.Join(list, ", "))
	}
}

// plural completes « les sessions sont… » ; the words of schemes do not vary.
func plural(words string) string {
	if words == "" {
		return "d'un même dispositif"
	}
	return words
}

func (t Target) extensions(p *bytes.Buffer) {
	if len(t.Extras) == 0 {
		return
	}
	p.WriteString("\n### Extensions\n\nUne extension venue avec la fiche est écrite à la place de la nôtre.\n\n| extension | où | ce qu'elle dit | source |\n|---|---|---|---|\n")
	for _, used := range t.Extras {
		x := used.Extension
		say := x.Sentence
		if len(x.Codes) > 0 && len(used.Codes) == 0 {
			say += " Aucun code n'est donné ici : elle n'est écrite que si elle vient de la source."
		}
		for _, key := range slices.Sorted(maps.Keys(used.Codes)) {
			say += fmt.Sprintf(" %s : %s.", key, used.Codes[key])
		}
		fmt.Fprintf(p, "| `%s` | %s | %s | %s |\n", x.Name, x.Of, cell(say), cell(published(x.Source)))
	}
}

// cell keeps a text within one cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(s)
}
