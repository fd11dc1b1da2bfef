package template

import (
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/layout/values"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// renamed gives the codes that people know by another name than the standard's.
var renamed = map[string]map[string]string{
	"financeurs": {"2": "Conseil régional", "4": "France Travail", "8": "Conseil départemental", "9": "Commune"},
}

// retired are the codes that the lists no longer offer: obsolete ones, and the
// levels of before 2019, whose numbers run the other way. What the catalogue
// holds under them is still written, and read back.
var retired = map[string][]string{
	"niveaux":    {"0", "2", "3", "4", "5", "6", "7", "8"},
	"AIS":        {"1", "3"},
	"financeurs": {"1", "6"},
}

// label is the words by which people know a code of a table. Of two codes that
// the standard calls alike, the second keeps its number.
func label(table, code string) string {
	if name := renamed[table][code]; name != "" {
		return name
	}
	entries := lheo.Table(table)
	i := slices.IndexFunc(entries, func(e lheo.Entry) bool { return e.Code == code })
	if i < 0 {
		return code
	}
	alike := func(e lheo.Entry) bool { return e.Label == entries[i].Label }
	if slices.IndexFunc(entries, alike) < i {
		return code + " - " + entries[i].Label
	}
	return entries[i].Label
}

// labels is a list of codes in words.
func labels(table, codes string) string {
	items := strings.Split(codes, values.Separator)
	for i := range items {
		items[i] = label(table, items[i])
	}
	return strings.Join(items, values.Separator)
}

// schemes are the dispositifs in the words of the trade.
var schemes = []struct {
	is    offre.Dispositif
	label string
}{
	{offre.Apprentissage, "apprentissage"},
	{offre.Professionnalisation, "contrat de professionnalisation"},
	{offre.FormationInitiale, "formation initiale"},
	{offre.FormationContinue, "formation continue"},
	{offre.ProgrammeRegional, "programme régional de formation"},
	{offre.POEC, "POEC (préparation opérationnelle à l'emploi collective)"},
	{offre.POEI, "POEI (préparation opérationnelle à l'emploi individuelle)"},
	{offre.AIF, "AIF (aide individuelle à la formation)"},
	{offre.CPF, "CPF (compte personnel de formation)"},
	{offre.BilanDeCompetences, "bilan de compétences"},
	{offre.VAE, "VAE (validation des acquis de l'expérience)"},
}

func schemeLabel(code string) string {
	for _, s := range schemes {
		if string(s.is) == code {
			return s.label
		}
	}
	return code
}

// booleans are LHEO's "1" and "0" in words.
var booleans = map[string]string{"1": "oui", "0": "non"}

// inWords is a value as people read it in its column. Dates and numbers are
// cell's affair.
func inWords(c layout.Column, value string) string {
	switch {
	case value == "":
		return ""
	case c.Kind == layout.Table:
		return label(c.Table, value)
	case c.Kind == layout.Tables:
		return labels(c.Table, value)
	case c.Kind == layout.Scheme:
		return schemeLabel(value)
	case c.Kind == layout.Boolean && booleans[value] != "":
		return booleans[value]
	}
	return value
}
