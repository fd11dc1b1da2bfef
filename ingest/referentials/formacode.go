package referentials

import (
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of the thesaurus Formacode. The list of its grands domaines begins
// alike, but has no semantic field.
const (
	formacodeCode col = iota
	formacodeLibelle
	formacodeChamp
	formacodeSynonymes
	formacodeMetiers
	formacodeTG
	formacodeTS
	formacodeTA
	formacodeNE
	formacodeNA
)

var formacode = format{
	referential: nomenclature.Formacode,
	openEnded:   true,
	signature:   []col{formacodeCode, formacodeLibelle, formacodeChamp},
	label:       formacodeVersion,
	pattern:     regexp.MustCompile(`(?i)^formacodes?[-_ ]v1[4-9].*\.csv$`),
	columns: []column{
		formacodeCode:      {name: "Code du Terme"},
		formacodeLibelle:   {name: "Descripteur en typo riche"},
		formacodeChamp:     {name: "Champ sémantique"},
		formacodeSynonymes: {name: "Synonymes", optional: true},
		formacodeMetiers:   {name: "Synonymes métier", optional: true},
		formacodeTG:        {name: "TG (Terme Générique)", optional: true},
		formacodeTS:        {name: "TS (Termes Spécifiques)", optional: true},
		formacodeTA:        {name: "TA (Termes Associés)", optional: true},
		formacodeNE:        {name: "NE (Note d’Explication)", optional: true},
		formacodeNA:        {name: "NA (Note d’Application)", optional: true},
	},
}

// Columns of the list of the grands domaines of Formacode.
const (
	grandCode col = iota
	grandLibelle
	grandTS
	grandArbre
)

var formacodeDomaines = format{
	referential: nomenclature.Formacode,
	part:        domaines,
	openEnded:   true,
	signature:   []col{grandCode, grandLibelle, grandTS, grandArbre},
	label:       formacodeVersion,
	pattern:     regexp.MustCompile(`(?i)^formacodes?[-_ ]grands[-_ ]domaines.*\.csv$`),
	columns: []column{
		grandCode:    {name: "Code du Terme"},
		grandLibelle: {name: "Descripteur en typo riche"},
		grandTS:      {name: "TS (Termes Spécifiques)"},
		grandArbre:   {name: "Code arborescence"},
	},
}

var formacodeReader = reader{
	entry:  formacodeEntry,
	beside: map[part]func(*book, *reading) bool{domaines: takeGrandDomaine},
}

func takeGrandDomaine(b *book, r *reading) bool {
	code, ok := r.key(grandCode, formacodeRef)
	if !ok {
		return false
	}
	libelle, ok := r.label(grandLibelle)
	if ok {
		b.labels[b.keep(libelle)] = b.keep(code)
	}
	return ok
}

func formacodeEntry(b *book, r *reading) (t nomenclature.Terme, ok bool) {
	if t.Code, ok = r.key(formacodeCode, formacodeRef); !ok {
		return t, false
	}
	if t.Libelle, ok = r.label(formacodeLibelle); !ok {
		return t, false
	}
	t.Domaine = r.text(formacodeChamp)
	t.Synonymes = distinct(append(listed(r.text(formacodeSynonymes)), listed(r.text(formacodeMetiers))...), t.Libelle)
	t.Generiques = b.codes(r.text(formacodeTG), t.Code)
	t.Specifiques, t.Associes = b.codes(r.text(formacodeTS), t.Code), b.codes(r.text(formacodeTA), t.Code)
	t.Definition = note(r.text(formacodeNE), r.text(formacodeNA))
	return t, true
}

// listed are the values of a cell that holds several; its publisher writes null
// for none.
func listed(cell string) []string {
	var values []string
	for _, v := range strings.Split(cell, "###") {
		if v = strings.TrimSpace(v); v != "" && v != "null" {
			values = append(values, v)
		}
	}
	return values
}

// distinct keeps each value once, but one.
func distinct(values []string, but string) []string {
	var out []string
	for _, v := range values {
		if v != but && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

var coded = regexp.MustCompile(`^(.*) - ([0-9]{5})$`)

// codes reads « Métal - 23000###Tôle - 23001 » as codes, without that of the term
// itself. A grand domaine has no code there: its own list gives it, else its
// label stands.
func (b *book) codes(cell, self string) []string {
	values := listed(cell)
	for i, v := range values {
		if m := coded.FindStringSubmatch(v); m != nil {
			values[i] = m[2]
		} else if code, ok := b.labels[v]; ok {
			values[i] = code
		}
	}
	return distinct(values, self)
}

var linked = strings.NewReplacer("[[", "", "]]", "")

// note joins the notes of a term, without the marks of their links.
func note(notes ...string) string {
	var texts []string
	for _, n := range notes {
		texts = append(texts, listed(linked.Replace(n))...)
	}
	return strings.Join(texts, " ")
}
