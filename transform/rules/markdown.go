package rules

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Markdown writes rules as a page of documentation, in the order given: a table
// of contents, then what each says, why, and what to do.
func Markdown(w io.Writer, rules ...finding.Rule) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# Les règles\n\nPage générée à partir du code : ne pas la modifier à la main.\n\n")
	fmt.Fprintf(out, "- *info* : une réparation faite, ou une chose bonne à savoir ; il n'y a rien à faire ;\n")
	fmt.Fprintf(out, "- *avertissement* : la valeur est gardée, ou laissée de côté ; il faut la regarder ;\n")
	fmt.Fprintf(out, "- *erreur* : la ligne ou la fiche est refusée tant qu'elle n'est pas corrigée.\n\n")
	fmt.Fprintf(out, "| règle | gravité | ce qu'elle dit |\n|---|---|---|\n")
	for _, r := range rules {
		fmt.Fprintf(out, "| [%s](#%s) | %s | %s |\n", r.Code, r.Code, r.SeverityWords(), escape(r.Sentence))
	}
	for _, r := range rules {
		fmt.Fprintf(out, "\n## %s\n\n*%s* : %s\n\n- Pourquoi : %s\n", r.Code, r.SeverityWords(), escape(r.Sentence), escape(r.Why))
		if r.Remedy != "" {
			fmt.Fprintf(out, "- Que faire : %s\n", escape(r.Remedy))
		}
		fmt.Fprintf(out, "- Source : %s\n", escape(r.Source))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the page of rules: %w", err)
	}
	return nil
}

// escape keeps a text from being read as Markdown or HTML.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "|", `\|`, "<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`, "#", `\#`).Replace(s)
}
