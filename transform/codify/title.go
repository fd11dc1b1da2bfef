package codify

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/transform/texte"
)

// officialTitle gives a formation that prepares one certification its official
// label. A title that holds the label in full has been completed, and stays. A
// formation said not to be certifying keeps its title.
func (c *coding) officialTitle(all []prepared) {
	f := &c.f
	if len(all) != 1 || f.Saisie.Certifiante != nil && !*f.Saisie.Certifiante {
		return
	}
	label := all[0].label
	if label == "" || holds(f.IntituleSaisi, label) {
		return
	}
	c.note(intituleOfficiel, layout.FormationIntitule, f.IntituleSaisi, label,
		fmt.Sprintf("L'intitulé devient le libellé officiel de la certification %s.", all[0].certification.CertifInfo))
	f.Intitule = label
}

// holds reports whether the words of label stand in title, in order and in one
// piece, case, accents, punctuation and spacing aside.
func holds(title, label string) bool {
	return strings.Contains(" "+texte.Fold(title)+" ", " "+texte.Fold(label)+" ")
}
