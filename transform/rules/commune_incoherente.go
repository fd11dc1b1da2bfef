package rules

import (
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var communeIncoherente = Rule{
	finding.Rule{Code: "commune-incoherente", Severity: finding.Warning,
		Sentence: "Le code INSEE n'est pas celui d'une commune de ce code postal.",
		Why:      "Le lieu serait situé ailleurs par les recherches « autour de chez moi ».",
		Remedy:   "Corrigez le code postal ou la ville, et laissez le code INSEE vide : il est trouvé d'après eux.", Source: "INSEE, code officiel géographique ; La Poste, base des codes postaux"},
	func(c Case) []Breach {
		if c.Communes == nil {
			return nil
		}
		o := c.Offre.Responsable
		all := when(apart(c.Communes, o.Coordonnees.Adresse), ailleurs(recordOf(o), layout.OrganismeINSEE, o.Coordonnees.Adresse))
		return append(all, lieuxIncoherents(c)...)
	},
}

// lieuxIncoherents gives one breach for each place, at the first session there.
func lieuxIncoherents(c Case) (all []Breach) {
	seen := make(map[[2]string]bool)
	for _, s := range c.Offre.Sessions {
		a := s.Lieu.Adresse
		key := [2]string{a.CodeINSEE, a.CodePostal}
		if !seen[key] && apart(c.Communes, a) {
			all = append(all, ailleurs(s.ID, layout.SessionLieuINSEE, a))
		}
		seen[key] = true
	}
	return all
}

func ailleurs(record string, field layout.Field, a offre.Adresse) Breach {
	return Breach{Record: record, Field: field, Value: a.CodeINSEE,
		Message: "Le code INSEE " + a.CodeINSEE + " n'est pas celui d'une commune du code postal " + a.CodePostal + "."}
}

// apart reports that a commune is not served under a postal code. Of a CEDEX,
// which no base has, only the department can be told.
func apart(communes Communes, a offre.Adresse) bool {
	served := communes.PostalCodes(a.CodeINSEE)
	switch {
	case len(served) == 0 || a.CodePostal == "" || slices.Contains(served, a.CodePostal):
		return false
	case communes.KnownPostalCode(a.CodePostal):
		return true
	}
	return !slices.ContainsFunc(served, func(code string) bool { return strings.HasPrefix(code, a.CodePostal[:min(2, len(a.CodePostal))]) })
}
