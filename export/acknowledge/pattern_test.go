package acknowledge_test

import (
	"strings"
	"testing"
)

// TestBuiltInPatterns reads refusals as partners word them, and what staff are
// told.
func TestBuiltInPatterns(t *testing.T) {
	for _, c := range []struct{ code, message, sentence, by string }{
		{"10133", "", "Deux sessions de la même action ont les mêmes dates.", "Organisme de formation"},
		{"", "ERREUR 12 : sessions avec dates identiques", "Deux sessions de la même action ont les mêmes dates.", "Organisme de formation"},
		{"30013", "Le nom de voie est obligatoire", "L'adresse n'a ni nom de voie ni ligne 5, ce qui est obligatoire en France.", "Organisme de formation"},
		{"30017", "", "Le contact d'information manque ou est incomplet.", "Organisme de formation"},
		{"", "La date de début est postérieure à la date de fin", "La session finit avant de commencer.", "Organisme de formation"},
		{"30022", "", "Le contact d'inscription manque ou est incomplet.", "Organisme de formation"},
		{"30056", "", "L'action est identique à une autre : mêmes modalités, lieu, langue, prix et durée.", "Organisme de formation"},
		{"30057", "", "Une action presque identique existe : moins de dix heures les séparent.", "Organisme de formation"},
		{"", "Action de formation strictement identique", "L'action est identique à une autre : mêmes modalités, lieu, langue, prix et durée.", "Organisme de formation"},
		{"30070", "", "Un même bloc de compétences est cité deux fois.", "Organisme de formation"},
		{"30077", "", "La catégorie VAE est déjà utilisée par une autre offre.", "Organisme de formation"},
		{"", "Action en apprentissage exclue", "Le partenaire ne prend ni l'apprentissage ni la formation initiale.", "Carif-Oref"},
		{"", "Session terminée depuis plus de 30 jours", "La session est terminée depuis trop longtemps pour ce partenaire.", "Organisme de formation"},
		{"", "SIRET 732 829 320 00074 inconnu", "Le SIRET 732 829 320 00074 n'est pas reconnu par le partenaire.", "Carif-Oref"},
		{"", "Siret erroné", "Le SIRET de l'organisme manque ou n'est pas reconnu par le partenaire.", "Carif-Oref"},
		{"", "Organisme non certifié QUALIOPI", "Le partenaire ne trouve pas la certification Qualiopi de l'organisme pour ce type d'action.", "Organisme de formation"},
		{"", "NDA inactif", "Le numéro de déclaration d'activité manque ou n'est plus actif.", "Carif-Oref"},
		{"", "Doublon de session", "Le partenaire a déjà une fiche de ce numéro, ou la même sous un autre numéro.", "Carif-Oref"},
		{"", "Formacode 42752 périmé", "Le Formacode 42752 n'est pas de la version que lit le partenaire.", "Carif-Oref"},
		{"", "Code certifinfo 100357 inconnu", "La certification 100357 n'est pas connue du partenaire, ou n'est plus active.", "Carif-Oref"},
		{"", "Code RNCP38430 archivé", "La certification RNCP38430 n'est pas connue du partenaire, ou n'est plus active.", "Carif-Oref"},
		{"", "code ROME obligatoire", "Un code ROME manque ou n'est pas de la version que lit le partenaire.", "Carif-Oref"},
		{"", "Commune inconnue", "La commune du lieu n'est pas reconnue.", "Organisme de formation"},
		{"", "Code postal invalide", "Le code postal manque ou n'existe pas.", "Organisme de formation"},
		{"", "cvc-pattern-valid: Value '2026-09-01' is not facet-valid with respect to pattern", "La valeur « 2026-09-01 » n'est pas de celles que le schéma du partenaire admet.", "Carif-Oref"},
		{"", "Element 'ligne': [facet 'maxLength'] The value has a length of '60'", "Un texte est plus long que le partenaire ne l'admet.", "Carif-Oref"},
		{"", "Erreur technique, réessayez", "Le partenaire a eu un incident : la fiche n'est pas en cause.", "Partenaire"},
		{"", "Le champ objectif est obligatoire", "Une information que ce partenaire demande manque.", "Organisme de formation"},
		{"E999", "Zorglub", "", ""},
	} {
		t.Run(c.code+" "+c.message, func(t *testing.T) {
			file := "Numéro de session;Statut;Code;Libellé\nS1;Rejetée;" + c.code + ";\"" + c.message + "\"\n"
			answers, _ := readAll(t, mapping(t, kairos), strings.NewReader(file))
			by, action, _ := strings.Cut(answers[0].Action, " : ")
			if answers[0].Sentence != c.sentence || by != c.by || c.by != "" && action == "" {
				t.Errorf("got %q, by %q: %q", answers[0].Sentence, by, action)
			}
		})
	}
}

// TestOwnPatternsComeFirst: what an operator writes for a partner is more precise
// than what holds for all.
func TestOwnPatternsComeFirst(t *testing.T) {
	m := mapping(t, kairos+`patterns:
  - match: "siret (?P<siret>\\d{14}) non rattache a (?P<region>.+)"
    sentence: "Le SIRET ${siret} n'est pas rattaché à la région ${region}."
    action: "demandez le rattachement de ${siret}."
    by: carif
  - code: [E12]
    sentence: "Le lot de marché est inconnu."
    action: "indiquez le numéro de lot."
    by: organisme
`)
	answers, _ := readAll(t, m, strings.NewReader("Numéro de session;Statut;Code;Libellé\nS1;KO;;SIRET 73282932000074 non rattaché à Normandie\nS2;KO;e-12;\nS3;KO;E120;\n"))
	if answers[0].Sentence != "Le SIRET 73282932000074 n'est pas rattaché à la région Normandie." || answers[0].Action != "Carif-Oref : demandez le rattachement de 73282932000074." {
		t.Errorf("got %q %q", answers[0].Sentence, answers[0].Action)
	}
	if answers[1].Sentence != "Le lot de marché est inconnu." || answers[2].Sentence != "" {
		t.Errorf("got %q and %q", answers[1].Sentence, answers[2].Sentence)
	}
}

// TestSeveralReasonsAreAllTold, each once.
func TestSeveralReasonsAreAllTold(t *testing.T) {
	file := `<rapport><sessions><session ref="S1"><etat>KO</etat><erreurs><erreur code="30020"/><erreur code="30017">Contact</erreur><erreur code="30020">bis</erreur></erreurs></session></sessions></rapport>`
	answers, _ := readAll(t, mapping(t, rapport), strings.NewReader(file))
	if want := "La session finit avant de commencer. Le contact d'information manque ou est incomplet."; answers[0].Sentence != want {
		t.Errorf("got %q, want %q", answers[0].Sentence, want)
	}
}
