package mapping

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// fallback is what a column says of a row where its own cell is blank, or where
// the file has no such column at all.
type fallback struct {
	kind fallbackKind
	of   []string // headers of the columns that it is made of
}

type fallbackKind uint8

const (
	joined    fallbackKind = iota + 1 // what the columns hold, one after the other
	reference                         // the same, without what a spreadsheet or a hand changes from one year to the next
	siretOf                           // the SIRET that the register gives for a UAI
)

// otherwise gives the value of a column whose cell is blank, with what is to be
// said of it.
func (b *Binding) otherwise(c *Column, row delivery.Row) (value string, rule *finding.Rule, sentence string) {
	switch c.fallback.kind {
	case joined:
		if value = b.join(row, c.fallback.of); value != "" {
			rule = &valeurComposee
		}
		return value, rule, "La cellule est vide : sa valeur est composée de « " + strings.Join(c.fallback.of, " » et « ") + " »."
	case reference:
		return stable(b.join(row, c.fallback.of)), nil, ""
	case siretOf:
		return b.siretOf(b.other(row, c.fallback.of[0]))
	}
	return "", nil, ""
}

func (b *Binding) join(row delivery.Row, headers []string) string {
	var parts []string
	for _, header := range headers {
		if part := b.other(row, header); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// stable is a text as a reference: words without case nor accents, codes without
// the zeros before them, which spreadsheets lose.
func stable(text string) string {
	words := strings.Fields(key(text))
	for i, word := range words {
		if bare := strings.TrimLeft(word, "0"); bare != "" {
			words[i] = bare
		}
	}
	return strings.Join(words, " ")
}

// siretOf asks the register for the establishment of a UAI: only one will do.
func (b *Binding) siretOf(raw string) (string, *finding.Rule, string) {
	uai := uaiCode(raw)
	if uai == "" {
		return "", &siretIntrouvable, "La ligne ne donne ni SIRET ni UAI : rien ne dit de quel organisme est la formation."
	}
	var sirets []string
	if b.ByUAI != nil {
		sirets = b.ByUAI(uai)
	}
	switch len(sirets) {
	case 0:
		return "", &siretIntrouvable, "L'UAI " + uai + " n'est pas dans la liste nationale des organismes de formation : rien ne dit de quel organisme est la formation."
	case 1:
		return sirets[0], &siretTrouve, "Le SIRET " + sirets[0] + " est celui que la liste nationale donne à l'UAI " + uai + "."
	}
	return "", &siretIntrouvable, fmt.Sprintf("L'UAI %s est celui de %d établissements de la liste nationale (%s…) : rien ne dit duquel est la formation.",
		uai, len(sirets), strings.Join(sirets[:2], ", "))
}

// uaiCode is a UAI without what people and spreadsheets do to it.
func uaiCode(raw string) string {
	code := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, finding.Cut(raw, 60))
	if code != "" && len(code) < 8 {
		code = strings.Repeat("0", 8-len(code)) + code
	}
	return code
}
