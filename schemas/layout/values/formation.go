package values

import (
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var ofFormation = readers[offre.Formation]{
	layout.FormationID:             func(f *offre.Formation) string { return f.ID },
	layout.FormationReference:      func(f *offre.Formation) string { return f.Reference },
	layout.FormationResponsable:    func(f *offre.Formation) string { return f.Responsable },
	layout.FormationIntitule:       func(f *offre.Formation) string { return f.AvantCodification().Intitule },
	layout.FormationCertifiante:    func(f *offre.Formation) string { return yesOrNo(stated(f).Certifiante) },
	layout.FormationCertifInfo:     certification(func(c offre.Certification) string { return c.CertifInfo }),
	layout.FormationRNCP:           certification(func(c offre.Certification) string { return c.RNCP }),
	layout.FormationRS:             certification(func(c offre.Certification) string { return c.RS }),
	layout.FormationCFD:            certification(func(c offre.Certification) string { return c.CFD }),
	layout.FormationMotsCles:       func(f *offre.Formation) string { return join(f.MotsCles) },
	layout.FormationMetiers:        func(f *offre.Formation) string { return f.MetiersVises },
	layout.FormationObjectif:       func(f *offre.Formation) string { return f.Objectif },
	layout.FormationContenu:        func(f *offre.Formation) string { return f.Contenu },
	layout.FormationResultats:      func(f *offre.Formation) string { return f.Resultats },
	layout.FormationROME:           func(f *offre.Formation) string { return join(stated(f).ROME) },
	layout.FormationFormacodes:     func(f *offre.Formation) string { return join(stated(f).Formacodes) },
	layout.FormationNSF:            func(f *offre.Formation) string { return join(stated(f).NSF) },
	layout.FormationNiveauEntree:   func(f *offre.Formation) string { return f.NiveauEntree },
	layout.FormationNiveauSortie:   func(f *offre.Formation) string { return stated(f).NiveauSortie },
	layout.FormationReconnaissance: func(f *offre.Formation) string { return f.TypeReconnaissance },
	layout.FormationValidation:     func(f *offre.Formation) string { return f.CommentaireValidation },
	layout.FormationPrerequis:      func(f *offre.Formation) string { return f.Prerequis },
	layout.FormationPublics:        func(f *offre.Formation) string { return join(f.Publics) },
	layout.FormationInfoPublic:     func(f *offre.Formation) string { return f.InfoPublic },
	layout.FormationParcours:       func(f *offre.Formation) string { return f.Parcours },
	layout.FormationObjectifGal:    func(f *offre.Formation) string { return f.ObjectifGeneral },
	layout.FormationPositionnement: func(f *offre.Formation) string { return f.Positionnement },
	layout.FormationModule:         func(f *offre.Formation) string { return f.Module },
	layout.FormationURL:            func(f *offre.Formation) string { return f.URL },
	layout.FormationContactNom:     func(f *offre.Formation) string { return f.Contact.Nom },
	layout.FormationContactPrenom:  func(f *offre.Formation) string { return f.Contact.Prenom },
	layout.FormationContactTel:     func(f *offre.Formation) string { return f.Contact.Telephone },
	layout.FormationContactMail:    func(f *offre.Formation) string { return f.Contact.Courriel },
	layout.FormationBesides:        formationComplement,
	layout.FormationReste:          func(f *offre.Formation) string { return raw(f.Reste) },
}

// stated is what codification started from.
func stated(f *offre.Formation) offre.Saisie { return f.AvantCodification().Saisie }

// certification reads one code of each certification stated. Those of one column
// pair with those of the others by their rank on the row: see Rows.
func certification(code func(offre.Certification) string) func(*offre.Formation) string {
	return func(f *offre.Formation) string {
		var items []string
		for _, c := range stated(f).Certifications {
			if text := code(c); text != "" {
				items = append(items, text)
			}
		}
		return join(items)
	}
}
