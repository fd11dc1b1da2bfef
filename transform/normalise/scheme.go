package normalise

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// schemes are the words that name a dispositif, folded. The longest that a text
// holds are taken first, so that « contrat de professionnalisation » is not
// searched for anything shorter.
var schemes = []struct {
	words string
	is    offre.Dispositif
}{
	{"preparation operationnelle a l emploi collective", offre.POEC},
	{"preparation operationnelle a l emploi individuelle", offre.POEI},
	{"validation des acquis de l experience", offre.VAE},
	{"programme regional de formation", offre.ProgrammeRegional},
	{"aide individuelle a la formation", offre.AIF},
	{"contrat de professionnalisation", offre.Professionnalisation},
	{"compte personnel de formation", offre.CPF},
	{"validation des acquis", offre.VAE},
	{"mon compte formation", offre.CPF},
	{"bilan de competences", offre.BilanDeCompetences},
	{"bilan de competence", offre.BilanDeCompetences},
	{"programme regional", offre.ProgrammeRegional},
	{"formation initiale", offre.FormationInitiale},
	{"formation continue", offre.FormationContinue},
	{"professionnalisation", offre.Professionnalisation},
	{"marche regional", offre.ProgrammeRegional},
	{"poe individuelle", offre.POEI},
	{"poe collective", offre.POEC},
	{"voie scolaire", offre.FormationInitiale},
	{"apprentissage", offre.Apprentissage},
	{"contrat pro", offre.Professionnalisation},
	{"apprenti", offre.Apprentissage},
	{"scolaire", offre.FormationInitiale},
	{"initiale", offre.FormationInitiale},
	{"continue", offre.FormationContinue},
	{"bilan", offre.BilanDeCompetences},
	{"poec", offre.POEC},
	{"poei", offre.POEI},
	{"aif", offre.AIF},
	{"cpf", offre.CPF},
	{"prf", offre.ProgrammeRegional},
	{"vae", offre.VAE},
	{"fpc", offre.FormationContinue},
}

// readScheme reads the dispositif of a session.
func readScheme(_ *Normaliser, c *cell) {
	found := schemesIn(fold(c.raw))
	switch len(found) {
	case 1:
		c.keep(string(found[0]))
	case 0:
		c.refuse(dispositifInconnu, c.quoted()+" n'est pas un dispositif connu.")
	default:
		c.refuse(dispositifInconnu, c.quoted()+" nomme plusieurs dispositifs : une session n'en a qu'un.")
	}
}

var schemeSpellings = strings.NewReplacer("formation professionnelle continue", "formation continue", "contrats", "contrat")

// schemesIn gives the dispositifs that a folded text names, each once.
func schemesIn(text string) (found []offre.Dispositif) {
	text = " " + schemeSpellings.Replace(text) + " "
	seen := make(map[offre.Dispositif]bool)
	for _, scheme := range schemes {
		words := " " + scheme.words + " "
		if !strings.Contains(text, words) {
			continue
		}
		text = strings.ReplaceAll(text, words, " ")
		if !seen[scheme.is] {
			seen[scheme.is] = true
			found = append(found, scheme.is)
		}
	}
	return found
}
