package answer_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/answer"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

func read(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	return string(text)
}

func TestTheOutcomeSaysWhatToMendFirstInAFewLines(t *testing.T) {
	o := options(t, saved(t, base(t)), found())
	o.Requests = []journal.Request{{Kind: journal.ChangeSIRET, Sheet: "Formations", Row: 2, State: journal.Waiting}}
	files := answered(t, o)
	text := read(t, files.Outcome)
	for _, want := range []string{
		"Objet : à corriger : offre.xlsx", "lu le 23 novembre 2026 : 5 lignes dans 2 feuilles",
		"Nous avons repris 3 lignes (1 ajoutée, 1 modifiée, 1 inchangée). Restent 1 ligne refusée, 1 ligne écartée",
		"À corriger d'abord (2 erreurs) :", "- 1 fois : Le SIRET est faux.", "À vérifier ensuite (2 avertissements) :",
		"1 demande transmise", "« offre-reponse.xlsx »", "« offre-constats.csv »", "abababababab",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "\n"); n > 18 {
		t.Errorf("%d lines are too many for a mail", n)
	}
	if receipt := read(t, files.Receipt); !strings.Contains(receipt, "« offre.xlsx », le 23 novembre 2026") {
		t.Error(receipt)
	}
}

// TestAnAnswerSaysWhatWaitsForValidation: a sender that is told « repris » and no more
// looks for its offer in the feeds the next day.
func TestAnAnswerSaysWhatWaitsForValidation(t *testing.T) {
	for name, c := range map[string]struct {
		counts journal.Counts
		awaits bool
		told   bool
	}{
		"of a sender that is not trusted": {journal.Counts{Read: 2, Added: 1, Unchanged: 1}, true, true},
		"that changes nothing":            {journal.Counts{Read: 2, Unchanged: 2}, true, false},
		"that is validated as it loads":   {journal.Counts{Read: 2, Added: 2}, false, false},
	} {
		o := options(t, saved(t, base(t)), nil)
		o.Loads, o.Awaits = []journal.Load{{Sheet: "Formations", Counts: c.counts}}, c.awaits
		if text := read(t, answered(t, o).Outcome); strings.Contains(text, "une fois validé") != c.told {
			t.Errorf("a delivery %s:\n%s", name, text)
		}
	}
}

func TestAnAnswerWithNothingToMendSaysSo(t *testing.T) {
	o := options(t, saved(t, base(t)), nil)
	o.Loads = []journal.Load{{Sheet: "Formations", Counts: journal.Counts{Read: 2, Unchanged: 2}}}
	files := answered(t, o)
	text := read(t, files.Outcome)
	if !strings.Contains(text, "Objet : repris : offre.xlsx") || !strings.Contains(text, "Rien n'est à corriger.") || strings.Contains(text, "renvoyez") {
		t.Error(text)
	}
	line(t, opened(t, files), "Rapport", "Rien n'est à corriger.")
}

func TestAnAnswerThatAsksForChecksDoesNotSayThatNothingElseIsToDo(t *testing.T) {
	repaired := finding.Finding{Rule: "zeros-remis", Severity: finding.Info, Value: "1234", After: "01234", Message: "Les zéros ont été remis."}
	toCheck := finding.Finding{Rule: "date-forme", Severity: finding.Warning, Value: "bientôt", Message: "La valeur n'est pas une date."}
	for name, c := range map[string]struct {
		found []finding.Finding
		want  string
	}{
		"repairs alone":      {[]finding.Finding{repaired}, "que nous avons bien lu, rien d'autre n'est à faire."},
		"repairs and checks": {[]finding.Finding{repaired, toCheck}, "que nous avons bien lu.\n"},
	} {
		if text := read(t, answered(t, options(t, saved(t, base(t)), c.found)).Outcome); !strings.Contains(text, c.want) {
			t.Errorf("%s: lacks %q:\n%s", name, c.want, text)
		}
	}
}

func TestAnAnswerToAFileWithoutARowDoesNotSayThatItIsTaken(t *testing.T) {
	o := options(t, saved(t, base(t)), []finding.Finding{{Rule: "livraison-sans-offre", Severity: finding.Error, Place: finding.Place{File: "offre.xlsx"},
		Message: "Rien n'a été repris de ce fichier : il ne contient aucune ligne."}})
	o.Loads = nil
	text := read(t, answered(t, o).Outcome)
	for _, want := range []string{"Objet : à corriger : offre.xlsx", "il ne contient aucune ligne", "Aucune ligne n'a été reprise.\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
}

func TestAFileThatCannotBeReadIsAnsweredToo(t *testing.T) {
	o := options(t, "", []finding.Finding{{Rule: "classeur-protege", Severity: finding.Error, Place: finding.Place{File: "offre.xlsx"},
		Message: "Ce classeur est protégé par un mot de passe.", Remedy: "Effacez le mot de passe et renvoyez-le."}})
	o.Loads = nil
	files, err := answer.WriteUnreadable(context.Background(), o)
	must(t, err)
	if files.Workbook != "" || files.Findings != "" {
		t.Errorf("files %+v", files)
	}
	text := read(t, files.Outcome)
	for _, want := range []string{"Objet : fichier illisible : offre.xlsx", "protégé par un mot de passe", "Que faire : Effacez le mot de passe", "n'a pas changé"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	if got := readJSON(t, files.JSON); len(got.Findings) != 1 || got.Totals["erreurs"] != 1 {
		t.Errorf("json %+v", got)
	}
	left, err := filepath.Glob(filepath.Join(o.Dir, "*"))
	must(t, err)
	if len(left) != 3 {
		t.Errorf("files %q", left)
	}
}

func TestALongHostileNameMakesShortMails(t *testing.T) {
	o := options(t, saved(t, base(t)), nil)
	o.Name = strings.Repeat("nom ", 90) + "\nBcc: x@exemple.fr.xlsx"
	files := answered(t, o)
	for _, path := range []string{files.Receipt, files.Outcome} {
		if first, _, _ := strings.Cut(read(t, path), "\n"); len(first) > 200 || strings.Contains(read(t, path), "\nBcc") {
			t.Errorf("%s: %q", path, first)
		}
	}
}
