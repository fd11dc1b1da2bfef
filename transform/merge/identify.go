package merge

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// identify tells what the row speaks of and checks that each thing is named;
// wrong is true when the row cannot be kept.
func (r *row) identify() (f finding.Finding, wrong bool) {
	r.speaks = subjectsOf(r)
	if r.speaks.organisme {
		r.borrow(layout.OrganismeSIRET, layout.FormationResponsable)
	}
	if r.speaks.formation {
		r.borrow(layout.FormationResponsable, layout.OrganismeSIRET)
	}
	r.siret, r.fiche, r.session = r.text(layout.OrganismeSIRET), r.text(layout.FormationID), r.text(layout.SessionID)
	r.speaks.organisme = r.speaks.organisme && (r.siret != "" || !r.speaks.formation)
	return r.unnamed()
}

// unnamed finds the first thing that the row speaks of without saying which.
func (r *row) unnamed() (finding.Finding, bool) {
	switch {
	case r.speaks.none():
		return keyless(r, "", "La ligne ne parle d'aucun organisme, formation ni session."), true
	case (r.speaks.organisme || r.speaks.interlocuteur) && r.siret == "":
		return keyless(r, layout.OrganismeSIRET, "Le SIRET de l'organisme manque : rien ne dit de quel organisme il s'agit."), true
	case r.text(layout.OrganismeID) != "" && !acceptable(r.text(layout.OrganismeID)):
		return badNumber(r, layout.OrganismeID), true
	case r.fiche != "" && !acceptable(r.fiche):
		return badNumber(r, layout.FormationID), true
	case r.session != "" && !acceptable(r.session):
		return badNumber(r, layout.SessionID), true
	case (r.speaks.formation || r.speaks.session) && r.fiche == "" && (r.call().responsable == "" || r.call().reference == ""):
		return keyless(r, layout.FormationReference, "Rien ne dit de quelle formation il s'agit : il faut le SIRET de son organisme responsable et sa référence, ou son identifiant."), true
	}
	return finding.Finding{}, false
}

// call is what people call a formation: the responsable and its reference.
type call struct{ responsable, reference string }

func (r *row) call() call {
	return call{r.text(layout.FormationResponsable), r.text(layout.FormationReference)}
}

func keyless(r *row, f layout.Field, message string) finding.Finding {
	found := about(cleAbsente, r, f, "", "")
	found.Message = message
	return found
}

func badNumber(r *row, f layout.Field) finding.Finding {
	found := about(identifiantRefuse, r, f, "", r.text(f))
	found.Message = fmt.Sprintf("Cet identifiant ne peut pas servir de numéro : %d caractères au plus, lettres sans accent, chiffres, tiret, point et tiret bas.", maxID)
	return found
}
