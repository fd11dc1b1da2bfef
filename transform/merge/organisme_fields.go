package merge

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var organismeFields = []field[offre.Organisme]{
	{layout.OrganismeNDA, text(func(o *offre.Organisme) *string { return &o.NDA })},
	{layout.OrganismeUAI, text(func(o *offre.Organisme) *string { return &o.UAI })},
	{layout.OrganismeNom, text(func(o *offre.Organisme) *string { return &o.Nom })},
	{layout.OrganismeRaisonSociale, text(func(o *offre.Organisme) *string { return &o.RaisonSociale })},
	{layout.OrganismeAdresse, street(organismeAdresse)},
	{layout.OrganismeComplement, complement(organismeAdresse)},
	{layout.OrganismeCodePostal, text(func(o *offre.Organisme) *string { return &o.Coordonnees.Adresse.CodePostal })},
	{layout.OrganismeVille, text(func(o *offre.Organisme) *string { return &o.Coordonnees.Adresse.Ville })},
	{layout.OrganismeINSEE, text(func(o *offre.Organisme) *string { return &o.Coordonnees.Adresse.CodeINSEE })},
	{layout.OrganismeTelephone, text(func(o *offre.Organisme) *string { return &o.Coordonnees.Telephone })},
	{layout.OrganismePortable, text(func(o *offre.Organisme) *string { return &o.Coordonnees.Portable })},
	{layout.OrganismeFax, text(func(o *offre.Organisme) *string { return &o.Coordonnees.Fax })},
	{layout.OrganismeCourriel, text(func(o *offre.Organisme) *string { return &o.Coordonnees.Courriel })},
	{layout.OrganismeWeb, text(func(o *offre.Organisme) *string { return &o.Coordonnees.Web })},
	{layout.OrganismeSiege, text(func(o *offre.Organisme) *string { return &o.Siege })},
	{layout.OrganismeDependDe, rattachements(offre.DependDe)},
	{layout.OrganismeRattachees, rattachements(offre.Rattachee)},
	{layout.OrganismePotentiel, text(func(o *offre.Organisme) *string { return &o.Potentiel })},
	{layout.OrganismePotentielCodes, list(func(o *offre.Organisme) *[]string { return &o.PotentielFormacodes })},
	{layout.OrganismeCertifications, func(o *offre.Organisme, v value) { o.Certifications = preparees(v.items()) }},
	{layout.OrganismeRenseignements, text(func(o *offre.Organisme) *string { return &o.Renseignements })},
	{layout.OrganismeVerifieLe, date(func(o *offre.Organisme) *offre.Date { return &o.VerifieLe })},
	{layout.OrganismeCommentaire, text(func(o *offre.Organisme) *string { return &o.Commentaire })},
	{layout.OrganismeBesides, beyond(organismeBeyond)},
}

var interlocuteurFields = []field[offre.Contact]{
	{layout.InterlocuteurCivilite, text(func(c *offre.Contact) *string { return &c.Civilite })},
	{layout.InterlocuteurNom, text(func(c *offre.Contact) *string { return &c.Nom })},
	{layout.InterlocuteurPrenom, text(func(c *offre.Contact) *string { return &c.Prenom })},
	{layout.InterlocuteurFonction, text(func(c *offre.Contact) *string { return &c.Fonction })},
	{layout.InterlocuteurTelephone, text(func(c *offre.Contact) *string { return &c.Telephone })},
	{layout.InterlocuteurPortable, text(func(c *offre.Contact) *string { return &c.Portable })},
	{layout.InterlocuteurCourriel, text(func(c *offre.Contact) *string { return &c.Courriel })},
	{layout.InterlocuteurBesides, beyond(interlocuteurBeyond)},
}

func organismeAdresse(o *offre.Organisme) *offre.Adresse { return &o.Coordonnees.Adresse }

// rattachements makes the setter of the links of one direction, the others kept.
func rattachements(sens offre.Sens) func(*offre.Organisme, value) {
	return func(o *offre.Organisme, v value) {
		var all []offre.Rattachement
		for _, r := range o.Rattachements {
			if r.Sens != sens {
				all = append(all, r)
			}
		}
		for _, name := range v.items() {
			all = append(all, rattachement(name, sens))
		}
		o.Rattachements = inOrder(all)
	}
}

// rattachement takes 14 digits for a SIRET and all else for a name.
func rattachement(name string, sens offre.Sens) offre.Rattachement {
	if digits := strings.ReplaceAll(name, " ", ""); len(digits) == 14 && strings.Trim(digits, "0123456789") == "" {
		return offre.Rattachement{SIRET: digits, Sens: sens}
	}
	return offre.Rattachement{Nom: name, Sens: sens}
}

// inOrder puts the structures that the organisme depends on before those that
// depend on it, whichever column came last.
func inOrder(all []offre.Rattachement) []offre.Rattachement {
	var first, then []offre.Rattachement
	for _, r := range all {
		if r.Sens == offre.DependDe {
			first = append(first, r)
		} else {
			then = append(then, r)
		}
	}
	return append(first, then...)
}

// preparees reads « 54912 : uniquement en apprentissage ».
func preparees(list []string) (all []offre.CertificationPreparee) {
	for _, item := range list {
		code, comment, _ := strings.Cut(item, ":")
		all = append(all, offre.CertificationPreparee{Code: strings.TrimSpace(code), Commentaire: strings.TrimSpace(comment)})
	}
	return all
}
