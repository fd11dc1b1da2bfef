package rules

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var responsableNDA = Rule{
	finding.Rule{Code: "responsable-nda", Severity: finding.Warning,
		Sentence: "L'organisme responsable n'a pas de numéro de déclaration d'activité.",
		Why:      "L'organisme responsable est celui qui porte la déclaration d'activité ; LHEO exige son numéro.",
		Remedy:   "Choisissez comme responsable l'organisme qui porte la déclaration, en général le siège, ou faites compléter sa fiche par le Carif-Oref.", Source: guideIdentification},
	func(c Case) []Breach {
		f, o := c.Offre.Formation, c.Offre.Responsable
		missing := f.Responsable != "" && strings.Trim(o.NDA, "0") == ""
		return when(missing, Breach{Record: f.ID, Field: layout.OrganismeNDA, Value: o.NDA, Message: sansNDA(o)})
	},
}

// sansNDA says who lacks a number; of a branch, that its head office may have one.
func sansNDA(o offre.Organisme) string {
	switch name := nomDe(o); {
	case o.Siege != "":
		return "L'organisme responsable, " + name + ", est une antenne sans numéro de déclaration d'activité : le responsable est sans doute son siège, " + o.Siege + "."
	case name != "":
		return "L'organisme responsable, " + name + ", n'a pas de numéro de déclaration d'activité."
	}
	return ""
}

func nomDe(o offre.Organisme) string {
	for _, name := range []string{o.Nom, o.RaisonSociale, o.SIRET} {
		if name != "" {
			return name
		}
	}
	return ""
}
