package referentials

import (
	"regexp"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// kind is a kind of code: what it looks like, and how the forms that files give
// it are made one.
type kind struct {
	what string // « un code ROME : une lettre et quatre chiffres »
	form *regexp.Regexp
	mend func(string) string // nil when there is nothing to put right
}

var (
	digitsOnly   = regexp.MustCompile(`^[0-9]{1,10}$`)
	threeDigits  = regexp.MustCompile(`^[0-9]{3}$`)
	fiveDigits   = regexp.MustCompile(`^[0-9]{5}$`)
	romeForm     = regexp.MustCompile(`^[A-Z][0-9]{4}$`)
	inseeForm    = regexp.MustCompile(`^(?:[0-9]{2}|2[AB])[0-9]{3}$`)
	certifCode   = kind{"un code Certif Info (des chiffres)", digitsOnly, nil}
	rncpCode     = kind{"un numéro du RNCP (des chiffres)", digitsOnly, withoutPrefix("RNCP")}
	rsCode       = kind{"un numéro du répertoire spécifique (des chiffres)", digitsOnly, withoutPrefix("RS")}
	cfdCode      = kind{"un code de diplôme (huit caractères)", regexp.MustCompile(`^[0-9A-Z]{8}$`), strings.ToUpper}
	romeCode     = kind{"un code ROME (une lettre et quatre chiffres)", romeForm, strings.ToUpper}
	formacodeRef = kind{"un Formacode (cinq chiffres)", fiveDigits, zeros(4, 5)}
	ficheCode    = kind{"un numéro de fiche (RNCP ou RS, puis des chiffres)", regexp.MustCompile(`^(?:RNCP|RS)[1-9][0-9]{0,6}$`), upperBare}
	numberCode   = kind{"un numéro de fiche (RNCP ou RS, puis des chiffres)", regexp.MustCompile(`^(?:RNCP|RS)?[1-9][0-9]{0,6}$`), upperBare}
	blocCode     = kind{"un numéro de bloc de compétences (celui d'une fiche du RNCP, BC et des chiffres)", regexp.MustCompile(`^RNCP[1-9][0-9]{0,6}BC[0-9]{1,3}$`), upperBare}
	ogrCode      = kind{"un code OGR (des chiffres)", digitsOnly, nil}
	champCode    = kind{"un champ sémantique (trois chiffres)", threeDigits, nil}
	lettreCode   = kind{"une lettre", regexp.MustCompile(`^[A-Z]$`), strings.ToUpper}
	gfeCode      = kind{"un groupe formation-emploi (un nombre ou une lettre)", regexp.MustCompile(`^(?:[1-9][0-9]?|[A-Z])$`), strings.ToUpper}
	fapCode      = kind{"un code FAP (lettre, chiffre, lettre et deux chiffres)", regexp.MustCompile(`^[A-Z][0-9][A-Z][0-9]{2}$`), strings.ToUpper}
	nsfCode      = kind{"un groupe NSF (trois chiffres)", threeDigits, group}
	inseeCode    = kind{"un code INSEE de commune (cinq caractères)", inseeForm, upperZeros(4, 5)}
	postalCode   = kind{"un code postal (cinq chiffres)", fiveDigits, zeros(4, 5)}
	siretCode    = kind{"un SIRET (quatorze chiffres)", regexp.MustCompile(`^[0-9]{14}$`), paddedSIRET}
	uaiCode      = kind{"un code UAI (sept chiffres et une lettre)", regexp.MustCompile(`^[0-9]{7}[A-Z]$`), upperZeros(7, 8)}
	ndaCode      = kind{"un numéro de déclaration d'activité (onze caractères)", regexp.MustCompile(`^[0-9]{4}[0-9A-Z][0-9]{6}$`), upperZeros(10, 11)}
)

// read is the code in its one form; ok is false when it is none.
func (k kind) read(raw string) (code string, ok bool) {
	code = raw
	if k.mend != nil {
		code = k.mend(raw)
	}
	return code, k.form.MatchString(code)
}

// key is the code without which the row is nothing: a row that has none is refused.
func (r *reading) key(c col, k kind) (code string, ok bool) {
	raw := r.cell(c)
	if code, ok = k.read(raw); !ok {
		r.say(r.about(c, finding.Error, "referentiel-code",
			"« "+finding.Cut(raw, 40)+" » n'est pas "+k.what+" : la ligne n'est pas chargée.", mendSource))
		return "", false
	}
	r.mended(c, raw, code)
	return code, true
}

// code is a code that the row may lack; one that cannot be read is left empty.
func (r *reading) code(c col, k kind) string {
	raw := r.cell(c)
	if raw == "" {
		return ""
	}
	code, ok := k.read(raw)
	if !ok {
		r.say(r.about(c, finding.Warning, "referentiel-valeur",
			"« "+finding.Cut(raw, 40)+" » n'est pas "+k.what+" : la valeur est laissée vide.", mendSource))
		return ""
	}
	r.mended(c, raw, code)
	return code
}

// mended tells that a code was put right.
func (r *reading) mended(c col, raw, code string) {
	if raw == code {
		return
	}
	message := "Le code a été mis en forme."
	if strings.HasPrefix(code, "0") && !strings.HasPrefix(raw, "0") {
		message = "Le code avait perdu son zéro initial ; il a été remis."
	}
	f := r.about(c, finding.Info, "referentiel-code-retabli", message, "")
	f.After = code
	r.say(f)
}

// zeros puts back the initial zeros of a code that lost some, down to so many characters.
func zeros(least, full int) func(string) string {
	return func(s string) string {
		if len(s) < least || len(s) >= full {
			return s
		}
		return strings.Repeat("0", full-len(s)) + s
	}
}

func upperZeros(least, full int) func(string) string {
	pad := zeros(least, full)
	return func(s string) string { return pad(strings.ToUpper(s)) }
}

// upperBare writes « rncp 320 » RNCP320.
func upperBare(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }

func withoutPrefix(prefix string) func(string) string {
	return func(s string) string {
		return strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(s), prefix))
	}
}

var letteredGroup = regexp.MustCompile(`^[0-9]{3}[a-zA-Z]$`)

// group takes off the letter of a speciality: 326n is of group 326.
func group(s string) string {
	if letteredGroup.MatchString(s) {
		return s[:3]
	}
	return s
}
