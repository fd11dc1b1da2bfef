package template

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// Dictionary writes, as Markdown in French, every sheet and column of the
// workbook: what the template shows, what the reader accepts, which field it
// fills; then the values of the lists.
func Dictionary(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, dictionaryHead)
	for _, s := range layout.Own {
		describeSheet(out, s)
	}
	fmt.Fprint(out, "\n## Valeurs des listes\n\nLe code et le libellé de LHEO sont compris aussi bien que le libellé du modèle, et les façons courantes de dire la même chose.\n")
	for _, name := range listNames() {
		describeList(out, name)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the dictionary: %w", err)
	}
	return nil
}

const dictionaryHead = `# Dictionnaire des données du classeur

Page produite à partir de ` + "`schemas/layout`" + ` : ne pas la modifier à la main
(` + "`go test ./export/template -update`" + `).

Les en-têtes sont reconnus quels que soient la casse, les accents, la ponctuation, l'astérisque et l'ordre des colonnes.
`

func describeSheet(w io.Writer, s layout.Sheet) {
	fmt.Fprintf(w, "\n## Feuille %s\n\n", s.Name)
	if len(s.Aliases) > 0 {
		fmt.Fprintf(w, "Autres noms reconnus : %s.\n\n", quoted(s.Aliases))
	}
	fmt.Fprintln(w, "| En-tête | Obligatoire | Contenu | Règle | Exemple | Autres en-têtes reconnus | Champ |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|")
	for _, c := range s.Columns {
		fmt.Fprintf(w, "| **%s** | %s | %s | %s | %s | %s | `%s` |\n", plain(c.Header), strings.Replace(mandatory(s, c), "obligatoire", "oui", 1),
			contents(c), plain(c.Help), plain(c.Example), quoted(c.Aliases), c.Field)
	}
}

// contents is the kind of a column, with a link to its list.
func contents(c layout.Column) string {
	if list := listOf(c); list != "" && c.Kind != layout.Boolean {
		return fmt.Sprintf("%s [%s](#%s)", kindInWords(c), list, anchor(list))
	}
	return kindInWords(c)
}

func describeList(w io.Writer, name string) {
	fmt.Fprintf(w, "\n### %s\n\n", name)
	entries := lheo.Table(name)
	if len(entries) == 0 {
		for _, words := range choices(name) {
			fmt.Fprintf(w, "- %s\n", words)
		}
		return
	}
	offered := map[string]bool{}
	for _, words := range choices(name) {
		offered[words] = true
	}
	fmt.Fprint(w, "| Code | Libellé de LHEO | Dans la liste du modèle |\n|---|---|---|\n")
	for _, e := range entries {
		shown := label(name, e.Code)
		if !offered[shown] {
			shown = "—"
		}
		fmt.Fprintf(w, "| %s | %s | %s |\n", e.Code, plain(e.Label), plain(shown))
	}
}

// anchor is the link that Markdown makes of a heading.
func anchor(heading string) string { return strings.ReplaceAll(strings.ToLower(heading), " ", "-") }

// plain keeps a text within its cell of a table.
func plain(s string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ").Replace(s)
}

func quoted(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return plain("« " + strings.Join(words, " », « ") + " »")
}
