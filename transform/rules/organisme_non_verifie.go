package rules

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var organismeNonVerifie = Rule{
	finding.Rule{Code: "organisme-non-verifie", Severity: finding.Warning,
		Sentence: "L'organisme n'a pas vérifié sa fiche depuis un an.",
		Why:      "La vérification annuelle est la preuve que l'organisme valide ce qui est diffusé de lui.",
		Remedy:   "Relisez toute la fiche de l'organisme, puis indiquez la date du jour dans « Vérifié le ».", Source: guideHistorique},
	func(c Case) []Breach {
		o := c.Offre.Responsable
		if o.Nom == "" && o.RaisonSociale == "" { // the catalogue does not hold it
			return nil
		}
		verified, known := o.VerifieLe.Last()
		late := !known || verified.AddDate(1, 0, 0).Before(today(c))
		return when(late, Breach{Record: recordOf(o), Field: layout.OrganismeVerifieLe, Value: french(o.VerifieLe), Message: nonVerifie(o, known)})
	},
}

func nonVerifie(o offre.Organisme, once bool) string {
	if once {
		return nomDe(o) + " n'a pas vérifié sa fiche depuis un an : elle l'a été " + le(o.VerifieLe) + "."
	}
	return nomDe(o) + " n'a encore jamais vérifié sa fiche."
}

// recordOf is the number of an organisme, or its SIRET before it has one.
func recordOf(o offre.Organisme) string {
	if o.ID != "" {
		return o.ID
	}
	return o.SIRET
}
