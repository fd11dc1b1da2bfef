package merge

import (
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// formationFields leaves out the certifications, which stand in four columns:
// see certifications.go.
var formationFields = []field[offre.Formation]{
	{layout.FormationReference, text(func(f *offre.Formation) *string { return &f.Reference })},
	{layout.FormationResponsable, text(func(f *offre.Formation) *string { return &f.Responsable })},
	{layout.FormationIntitule, text(func(f *offre.Formation) *string { return &f.IntituleSaisi })},
	{layout.FormationCertifiante, func(f *offre.Formation, v value) { f.Saisie.Certifiante = yesOrNo(v.text) }},
	{layout.FormationMotsCles, list(func(f *offre.Formation) *[]string { return &f.MotsCles })},
	{layout.FormationMetiers, text(func(f *offre.Formation) *string { return &f.MetiersVises })},
	{layout.FormationObjectif, text(func(f *offre.Formation) *string { return &f.Objectif })},
	{layout.FormationContenu, text(func(f *offre.Formation) *string { return &f.Contenu })},
	{layout.FormationResultats, text(func(f *offre.Formation) *string { return &f.Resultats })},
	{layout.FormationROME, list(func(f *offre.Formation) *[]string { return &f.Saisie.ROME })},
	{layout.FormationFormacodes, list(func(f *offre.Formation) *[]string { return &f.Saisie.Formacodes })},
	{layout.FormationNSF, list(func(f *offre.Formation) *[]string { return &f.Saisie.NSF })},
	{layout.FormationNiveauEntree, text(func(f *offre.Formation) *string { return &f.NiveauEntree })},
	{layout.FormationNiveauSortie, text(func(f *offre.Formation) *string { return &f.Saisie.NiveauSortie })},
	{layout.FormationReconnaissance, text(func(f *offre.Formation) *string { return &f.TypeReconnaissance })},
	{layout.FormationValidation, text(func(f *offre.Formation) *string { return &f.CommentaireValidation })},
	{layout.FormationPrerequis, text(func(f *offre.Formation) *string { return &f.Prerequis })},
	{layout.FormationPublics, list(func(f *offre.Formation) *[]string { return &f.Publics })},
	{layout.FormationInfoPublic, text(func(f *offre.Formation) *string { return &f.InfoPublic })},
	{layout.FormationParcours, text(func(f *offre.Formation) *string { return &f.Parcours })},
	{layout.FormationObjectifGal, text(func(f *offre.Formation) *string { return &f.ObjectifGeneral })},
	{layout.FormationPositionnement, text(func(f *offre.Formation) *string { return &f.Positionnement })},
	{layout.FormationModule, text(func(f *offre.Formation) *string { return &f.Module })},
	{layout.FormationURL, text(func(f *offre.Formation) *string { return &f.URL })},
	{layout.FormationContactNom, text(func(f *offre.Formation) *string { return &f.Contact.Nom })},
	{layout.FormationContactPrenom, text(func(f *offre.Formation) *string { return &f.Contact.Prenom })},
	{layout.FormationContactTel, text(func(f *offre.Formation) *string { return &f.Contact.Telephone })},
	{layout.FormationContactMail, text(func(f *offre.Formation) *string { return &f.Contact.Courriel })},
	{layout.FormationBesides, beyond(formationBeyond)},
	{layout.FormationReste, raw(func(f *offre.Formation) *[]offre.Brut { return &f.Reste })},
}

// yesOrNo reads LHEO's "1" and "0"; anything else is not stated.
func yesOrNo(s string) *bool {
	yes := s == "1"
	if !yes && s != "0" {
		return nil
	}
	return &yes
}
