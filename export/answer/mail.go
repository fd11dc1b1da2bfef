package answer

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// maxNamed is how many characters of a stranger's text a mail repeats.
const maxNamed = 120

// receipt is the text of the mail that says that the file arrived.
func (w *writing) receipt(out io.Writer) error {
	return write(out,
		fmt.Sprintf("Objet : bien reçu : %s", w.shortName()),
		"",
		"Bonjour,",
		"",
		fmt.Sprintf("Nous avons bien reçu votre fichier « %s », le %s.", w.shortName(), frenchDay(w.Date)),
		"Il est conservé tel que vous l'avez envoyé.",
		"Un second message vous dira ce qui a été repris et ce qui est à corriger.",
		fmt.Sprintf("Référence à rappeler si vous nous écrivez : %s.", w.reference()),
	)
}

// reference names the delivery in a few characters that can be read over a telephone.
func (o Options) reference() string { return o.Delivery[:min(len(o.Delivery), 12)] }

// shortName is the name of the file, on one line.
func (o Options) shortName() string {
	return finding.Cut(strings.Join(strings.Fields(o.Name), " "), maxNamed)
}

// outcome is the text of the mail that says what became of the delivery.
func (w *writing) outcome(readable bool) func(io.Writer) error {
	return func(out io.Writer) error {
		lines := []string{"Objet : " + w.subject(readable), "", "Bonjour,", ""}
		if readable {
			lines = append(lines, w.account()...)
		} else {
			lines = append(lines, w.unread()...)
		}
		return write(out, append(lines, fmt.Sprintf("Référence à rappeler si vous nous écrivez : %s.", w.reference()))...)
	}
}

func (w *writing) subject(readable bool) string {
	refused, errors := w.rows().Refused, w.found.bySeverity[finding.Error]
	switch {
	case !readable:
		return "fichier illisible : " + w.shortName()
	case refused+errors > 0:
		return "à corriger : " + w.shortName()
	}
	return "repris : " + w.shortName()
}

// account says what was received, what was taken, what is to be mended first and
// where to look, in about ten lines.
func (w *writing) account() []string {
	c := w.rows()
	lines := []string{
		fmt.Sprintf("Votre fichier « %s » a été lu le %s : %s.", w.shortName(), frenchDay(w.Date), w.extent()),
		strings.TrimSpace(taken(c) + " " + setAside(c)),
	}
	if w.Awaits && c.Added+c.Changed > 0 {
		lines = append(lines, "Ce qui est ajouté ou modifié sera diffusé une fois validé par notre équipe.")
	}
	lines = append(lines, w.firstToMend()...)
	if n := w.found.repaired; n > 0 {
		lines = append(lines, fmt.Sprintf("Nous avons remis en forme %s : vérifiez que nous avons bien lu%s.", count(n, "valeur"), w.nothingElse()))
	}
	if n := len(w.Requests); n > 0 {
		lines = append(lines, fmt.Sprintf("%s à notre équipe (création d'organisme, SIRET, NDA, rattachements ou interlocuteurs) : rien ne change avant son accord.", count(n, "demande transmise")))
	}
	return append(lines, w.whereToLook()...)
}

// extent is how much was read.
func (w *writing) extent() string {
	if len(w.Loads) == 0 {
		return "il ne contient aucune ligne"
	}
	return count(w.rows().Read, "ligne") + " dans " + count(len(w.Loads), "feuille")
}

// nothingElse says, where it is so, that nothing is left to do.
func (w *writing) nothingElse() string {
	if w.found.bySeverity[finding.Error]+w.found.bySeverity[finding.Warning] > 0 {
		return ""
	}
	return ", rien d'autre n'est à faire"
}

func taken(c journal.Counts) string {
	if c.Added+c.Changed+c.Unchanged == 0 {
		return "Aucune ligne n'a été reprise."
	}
	return fmt.Sprintf("Nous avons repris %s (%s).", count(c.Added+c.Changed+c.Unchanged, "ligne"),
		some(tally{c.Added, "ajoutée"}, tally{c.Changed, "modifiée"}, tally{c.Unchanged, "inchangée"}))
}

func setAside(c journal.Counts) string {
	switch {
	case c.Read == 0:
		return ""
	case c.Refused+c.SetAside == 0:
		return "Aucune n'est laissée de côté."
	}
	words := some(tally{c.Refused, "ligne refusée"}, tally{c.SetAside, "ligne écartée"})
	if c.SetAside > 0 {
		words += " (vide, exemple, titre, ou feuille sans tableau reconnu)"
	}
	return "Restent " + words + "."
}

type tally struct {
	n    int
	noun string
}

// some counts what there is any of.
func some(tallies ...tally) string {
	var words []string
	for _, t := range tallies {
		if t.n > 0 {
			words = append(words, count(t.n, t.noun))
		}
	}
	return strings.Join(words, ", ")
}

// firstToMend names the gravest rules, the most frequent first.
func (w *writing) firstToMend() []string {
	errors, warnings := w.found.groups(finding.Error), w.found.groups(finding.Warning)
	if len(errors)+len(warnings) == 0 {
		return []string{"Rien n'est à corriger."}
	}
	var lines []string
	if len(errors) > 0 {
		lines = append(lines, fmt.Sprintf("À corriger d'abord (%s) :", count(w.found.bySeverity[finding.Error], "erreur")))
		lines = append(lines, bullets(errors, 3)...)
	}
	if len(warnings) > 0 {
		lines = append(lines, fmt.Sprintf("À vérifier ensuite (%s) :", count(w.found.bySeverity[finding.Warning], "avertissement")))
		lines = append(lines, bullets(warnings, 2)...)
	}
	return lines
}

func bullets(groups []*ruleFindings, most int) (lines []string) {
	for i, g := range groups {
		if i == most {
			return append(lines, fmt.Sprintf("  - et %s.", count(len(groups)-most, "autre motif")))
		}
		lines = append(lines, fmt.Sprintf("  - %s fois : %s", number(g.total), finding.Cut(oneLine(g.title), 160)))
	}
	return lines
}

func (w *writing) whereToLook() []string {
	if w.found.total() == 0 {
		return nil
	}
	resend := ""
	if w.found.bySeverity[finding.Error]+w.found.bySeverity[finding.Warning] > 0 {
		resend = " Corrigez votre fichier et renvoyez-le en entier : ce qui est déjà repris ne sera pas doublé."
	}
	return []string{
		fmt.Sprintf("Ouvrez « %s » : c'est une copie de votre classeur, les cellules concernées y sont en couleur ; sa première feuille dit quoi faire.", filepath.Base(w.files.Workbook)),
		fmt.Sprintf("La liste complète est dans « %s ».%s", filepath.Base(w.files.Findings), resend),
	}
}

// unread says why nothing could be read, and what to do.
func (w *writing) unread() []string {
	lines := []string{fmt.Sprintf("Nous n'avons rien pu lire de votre fichier « %s », reçu le %s.", w.shortName(), frenchDay(w.Date))}
	for _, s := range []finding.Severity{finding.Error, finding.Warning} {
		for _, g := range w.found.groups(s) {
			f := g.first[0]
			lines = append(lines, finding.Cut(oneLine(f.Message), 300))
			if f.Remedy != "" {
				lines = append(lines, "Que faire : "+finding.Cut(oneLine(f.Remedy), 300))
			}
		}
	}
	return append(lines, "Ce qui était déjà au catalogue n'a pas changé.")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func write(out io.Writer, lines ...string) error {
	_, err := io.WriteString(out, strings.Join(lines, "\n")+"\n")
	return err
}
