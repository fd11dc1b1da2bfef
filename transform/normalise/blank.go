package normalise

import (
	"strings"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/layout"
)

// excelErrors are what a cell shows when its formula failed, in English and in
// French.
var excelErrors = map[string]bool{
	"#NAME?": true, "#REF!": true, "#N/A": true, "#VALUE!": true, "#DIV/0!": true, "#NUM!": true, "#NULL!": true,
	"#NOM?": true, "#VALEUR!": true, "#NOMBRE!": true, "#NUL!": true,
	"#SPILL!": true, "#CALC!": true, "#FIELD!": true, "#BLOCKED!": true, "#CONNECT!": true, "#UNKNOWN!": true, "#GETTING_DATA": true,
	"#PROPAGATION!": true, "#CALCUL!": true, "#CHAMP!": true, "#BLOQUE!": true,
}

// excelError says that the cell holds an error of Excel's instead of a value.
func (c *cell) excelError() bool {
	if c.raw[0] != '#' {
		return false
	}
	hidden := len(c.raw) > 2 && strings.Trim(c.raw, "#") == ""
	if !hidden && !excelErrors[strings.ToUpper(c.raw)] {
		return false
	}
	c.refuse(erreurExcel, "La cellule contient l'erreur "+c.quoted()+" au lieu d'une valeur.")
	return true
}

// fillers are what people type when they have nothing to say, folded.
var fillers = map[string]bool{
	"neant": true, "nc": true, "n c": true, "nr": true, "n r": true, "n a": true, "na": true, "null": true,
	"non renseigne": true, "non renseignee": true, "non communique": true, "non communiquee": true,
	"non precise": true, "non precisee": true, "non connu": true, "non connue": true, "inconnu": true, "inconnue": true,
	"a completer": true, "a renseigner": true, "a definir": true, "a preciser": true, "a venir": true,
	"x": true, "xx": true, "xxx": true, "xxxx": true, "xxxxx": true,
}

// weakFillers blank a code or a date, and mean something in a sentence: no
// prerequisite is « Aucun ».
var weakFillers = map[string]bool{
	"aucun": true, "aucune": true, "sans objet": true, "so": true, "s o": true, "non": true, "rien": true, "sans": true,
}

// filler leaves the cell blank when it holds nothing but a way to say so. The
// filler is reported where the column must be filled, since it is why the row is
// refused.
func (c *cell) filler() bool {
	if !c.isFiller(c.raw) {
		return false
	}
	if c.column.Required {
		c.info(valeurDeRemplissage, "", "La valeur "+c.quoted()+" ne dit rien : la cellule compte comme vide.")
	}
	return true
}

// longestFiller is the length in bytes beyond which a text with a letter in it
// says something.
const longestFiller = 20

// isFiller reports that a text says nothing in the cell's column.
func (c *cell) isFiller(text string) bool {
	if strings.IndexFunc(text, meaningful) < 0 {
		return true
	}
	if len(text) > longestFiller {
		return false
	}
	folded := fold(text)
	switch kind := c.column.Kind; {
	case kind == layout.Key || folded == "x" && kind == layout.Boolean:
		return false
	case isIdentifier(kind):
		return fillers[folded] || weakFillers[folded] || isZero(folded, kind)
	}
	return fillers[folded]
}

// isZero tells a number of zeros, which stands for none; of dates, 00000000 is
// LHEO's way to say that a date is not known.
func isZero(folded string, kind layout.Kind) bool {
	if kind == layout.Day {
		return folded == "0"
	}
	return strings.Trim(folded, "0 ") == ""
}

func meaningful(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isIdentifier(k layout.Kind) bool {
	switch k {
	case layout.SIRET, layout.NDA, layout.UAI, layout.Phone, layout.PostalCode, layout.INSEE, layout.RNCP, layout.RS,
		layout.CFD, layout.CertifInfo, layout.Formacode, layout.ROME, layout.NSF, layout.Day, layout.Email, layout.URL:
		return true
	}
	return false
}
