package template

import (
	"unicode"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/layout"
)

// kinds says in French what the cells of each kind of column hold.
var kinds = [...]string{
	layout.Text:       "un texte court",
	layout.Title:      "un texte court, en minuscules accentuées",
	layout.Prose:      "un texte, en minuscules accentuées ; les retours à la ligne sont gardés",
	layout.List:       "des textes courts, séparés par des points-virgules",
	layout.SIRET:      "14 chiffres",
	layout.NDA:        "11 caractères",
	layout.UAI:        "7 chiffres et une lettre",
	layout.Phone:      "un numéro de téléphone, français ou avec l'indicatif du pays",
	layout.Email:      "une adresse de courriel",
	layout.URL:        "une adresse web",
	layout.Day:        "une date, JJ/MM/AAAA",
	layout.PostalCode: "5 chiffres",
	layout.INSEE:      "5 caractères",
	layout.Integer:    "un nombre entier",
	layout.Decimal:    "un montant en euros",
	layout.Boolean:    "oui ou non",
	layout.Table:      "une valeur de la liste",
	layout.Tables:     "des valeurs de la liste, séparées par des points-virgules",
	layout.ROME:       "des codes ROME, une lettre et 4 chiffres, séparés par des points-virgules",
	layout.Formacode:  "des Formacodes, 5 chiffres, séparés par des points-virgules",
	layout.NSF:        "des codes NSF, 3 chiffres, séparés par des points-virgules",
	layout.CertifInfo: "des codes Certif Info, séparés par des points-virgules",
	layout.RNCP:       "un numéro de fiche RNCP, ou plusieurs séparés par des points-virgules",
	layout.RS:         "un numéro de fiche RS, ou plusieurs séparés par des points-virgules",
	layout.CFD:        "un code diplôme, 8 caractères, ou plusieurs séparés par des points-virgules",
	layout.Scheme:     "une valeur de la liste",
	layout.Key:        "un identifiant, gardé à la lettre",
}

// kindInWords is what the cells of a column hold.
func kindInWords(c layout.Column) string {
	if int(c.Kind) < len(kinds) {
		return kinds[c.Kind]
	}
	return kinds[layout.Text]
}

// mandatory says in which case a column must be filled in, empty when it need not.
func mandatory(s layout.Sheet, c layout.Column) string {
	if !c.Required {
		return ""
	}
	for _, other := range s.Columns {
		if c.Unless != "" && other.Field == c.Unless {
			return "obligatoire, sauf si la colonne « " + other.Header + " » est remplie"
		}
	}
	return "obligatoire"
}

// capital gives a sentence its capital.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
