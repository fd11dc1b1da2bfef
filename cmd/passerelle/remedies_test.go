package main

import (
	"regexp"
	"strings"
	"testing"
)

// infinitive is a first word that names what to do instead of asking for it.
var infinitive = regexp.MustCompile(`(?i)^(?:ne (?:pas|jamais|plus) |n')?\p{L}+(?:er|ir|re|oir)\b`)

// coordinated is an infinitive further on in the sentence, after a first verb.
var coordinated = regexp.MustCompile(`(?:, | ; )(?:puis |ou |et |sinon )?(?:l'|l[ea]s? |y )?(?:corriger|vérifier|ajouter|retirer|supprimer|donner|laisser|remettre|choisir|reprendre|écrire|ressaisir|saisir|relancer|renvoyer|accepter|rattacher|chercher)\b`)

// TestEveryRemedyAsks: what to do is said to people, in « vous », in one voice.
func TestEveryRemedyAsks(t *testing.T) {
	n := 0
	for _, r := range allRules() {
		if r.Remedy == "" {
			continue
		}
		n++
		if found := infinitive.FindString(r.Remedy) + coordinated.FindString(r.Remedy); found != "" {
			t.Errorf("%s: « %s »: the remedy says %q where an imperative is due", r.Code, r.Remedy, found)
		}
		if !strings.HasSuffix(r.Remedy, ".") && !strings.HasSuffix(r.Remedy, "…") {
			t.Errorf("%s: « %s » does not end as a sentence", r.Code, r.Remedy)
		}
	}
	if n < 100 {
		t.Errorf("only %d remedies were read", n)
	}
}

// TestInfinitivesAreTold: the check above can fail.
func TestInfinitivesAreTold(t *testing.T) {
	for text, want := range map[string]bool{
		"Ajouter l'organisme.": true, "Choisir un code.": true, "Écrire la date.": true, "Ne pas reprendre le numéro.": true,
		"Corrigez la date.": false, "Tapez les 14 chiffres.": false, "Saisissez une session par date.": false, "S'il s'agit d'un CSV, ouvrez-le.": false,
	} {
		if got := infinitive.MatchString(text); got != want {
			t.Errorf("%q: infinitive %v, want %v", text, got, want)
		}
	}
	if !coordinated.MatchString("Ajoutez la formation, ou corriger sa référence.") || coordinated.MatchString("Ajoutez la formation, ou corrigez sa référence.") {
		t.Error("a second verb is not told")
	}
}

// TestPluralsAreWritten: « 1 formation(s) » is nobody's French.
func TestPluralsAreWritten(t *testing.T) {
	for _, r := range allRules() {
		if text := r.Sentence + r.Why + r.Remedy; strings.Contains(text, "(s)") || strings.Contains(text, "(e") {
			t.Errorf("%s leaves the plural to its reader: %s", r.Code, text)
		}
	}
	for _, page := range []string{"transform/rules/RULES.md", "export/target/CIBLES.md"} {
		if strings.Contains(string(content(t, "../../"+page)), "(s)") {
			t.Errorf("%s leaves a plural to its reader", page)
		}
	}
}
