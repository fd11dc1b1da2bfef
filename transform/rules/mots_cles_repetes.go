package rules

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var motsClesRepetes = Rule{
	finding.Rule{Code: "mots-cles-repetes", Severity: finding.Warning,
		Sentence: "Des mots-clés répètent l'intitulé de la formation ou de la certification.",
		Why:      "La recherche lit déjà les intitulés : ces mots-clés n'aident personne à trouver la formation.",
		Remedy:   "Remplacez-les par d'autres mots que le public emploie.", Source: "Guide de saisie, zone « Mots-clés » de l'action de formation"},
	func(c Case) []Breach {
		f := c.Offre.Formation
		repeated, useful := triMotsCles(f)
		return when(len(repeated) > 0, Breach{Record: f.ID, Field: layout.FormationMotsCles,
			Value: strings.Join(f.MotsCles, " ; "), After: strings.Join(useful, " ; "),
			Message: "Déjà dans l'intitulé de la formation ou de la certification : « " + strings.Join(repeated, " », « ") + " »."})
	},
}

// triMotsCles parts the keywords whose every word stands in a title from the others.
func triMotsCles(f offre.Formation) (repeated, useful []string) {
	titles := []string{f.Intitule}
	for _, c := range f.Certifications {
		titles = append(titles, c.Intitule)
	}
	known := wordSet(titles...)
	for _, keyword := range f.MotsCles {
		if within(known, words(keyword)) {
			repeated = append(repeated, keyword)
		} else {
			useful = append(useful, keyword)
		}
	}
	return repeated, useful
}

// within reports that every meaning word of a list is known, and that there is one.
func within(known map[string]bool, list []string) bool {
	meaning := 0
	for _, word := range list {
		if tool(word) {
			continue
		}
		if !known[word] {
			return false
		}
		meaning++
	}
	return meaning > 0
}
