package codify

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/carif-oref/passerelle/schemas/layout"
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
	return strings.Contains(" "+words(title)+" ", " "+words(label)+" ")
}

// words is s in lower case without accents, its words one space apart.
func words(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(ligatures.Replace(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}

// ligatures are letters that decomposition leaves whole.
var ligatures = strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae")
