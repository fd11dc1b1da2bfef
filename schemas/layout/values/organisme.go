package values

import (
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var ofOrganisme = readers[offre.Organisme]{
	layout.OrganismeID:             func(o *offre.Organisme) string { return o.ID },
	layout.OrganismeSIRET:          func(o *offre.Organisme) string { return o.SIRET },
	layout.OrganismeNDA:            func(o *offre.Organisme) string { return o.AvantRegistre().NDA },
	layout.OrganismeUAI:            func(o *offre.Organisme) string { return o.UAI },
	layout.OrganismeNom:            func(o *offre.Organisme) string { return o.Nom },
	layout.OrganismeRaisonSociale:  func(o *offre.Organisme) string { return o.RaisonSociale },
	layout.OrganismeAdresse:        func(o *offre.Organisme) string { return line(o.Coordonnees.Adresse, 0) },
	layout.OrganismeComplement:     func(o *offre.Organisme) string { return line(o.Coordonnees.Adresse, 1) },
	layout.OrganismeCodePostal:     func(o *offre.Organisme) string { return o.Coordonnees.Adresse.CodePostal },
	layout.OrganismeVille:          func(o *offre.Organisme) string { return o.Coordonnees.Adresse.Ville },
	layout.OrganismeINSEE:          func(o *offre.Organisme) string { return o.Coordonnees.Adresse.CodeINSEE },
	layout.OrganismeTelephone:      func(o *offre.Organisme) string { return o.Coordonnees.Telephone },
	layout.OrganismePortable:       func(o *offre.Organisme) string { return o.Coordonnees.Portable },
	layout.OrganismeFax:            func(o *offre.Organisme) string { return o.Coordonnees.Fax },
	layout.OrganismeCourriel:       func(o *offre.Organisme) string { return o.Coordonnees.Courriel },
	layout.OrganismeWeb:            func(o *offre.Organisme) string { return o.Coordonnees.Web },
	layout.OrganismeSiege:          func(o *offre.Organisme) string { return o.Siege },
	layout.OrganismeDependDe:       func(o *offre.Organisme) string { return rattachements(o, offre.DependDe) },
	layout.OrganismeRattachees:     func(o *offre.Organisme) string { return rattachements(o, offre.Rattachee) },
	layout.OrganismePotentiel:      func(o *offre.Organisme) string { return o.Potentiel },
	layout.OrganismePotentielCodes: func(o *offre.Organisme) string { return join(o.PotentielFormacodes) },
	layout.OrganismeCertifications: preparees,
	layout.OrganismeRenseignements: func(o *offre.Organisme) string { return o.Renseignements },
	layout.OrganismeVerifieLe:      func(o *offre.Organisme) string { return string(o.VerifieLe) },
	layout.OrganismeCommentaire:    func(o *offre.Organisme) string { return o.Commentaire },
	layout.OrganismeBesides:        organismeComplement,
}

var ofInterlocuteur = readers[offre.Contact]{
	layout.InterlocuteurCivilite:  func(c *offre.Contact) string { return c.Civilite },
	layout.InterlocuteurNom:       func(c *offre.Contact) string { return c.Nom },
	layout.InterlocuteurPrenom:    func(c *offre.Contact) string { return c.Prenom },
	layout.InterlocuteurFonction:  func(c *offre.Contact) string { return c.Fonction },
	layout.InterlocuteurTelephone: func(c *offre.Contact) string { return c.Telephone },
	layout.InterlocuteurPortable:  func(c *offre.Contact) string { return c.Portable },
	layout.InterlocuteurCourriel:  func(c *offre.Contact) string { return c.Courriel },
	layout.InterlocuteurBesides:   interlocuteurComplement,
}

// rattachements names the structures of one direction, by SIRET or else by name.
func rattachements(o *offre.Organisme, sens offre.Sens) string {
	var items []string
	for _, r := range o.Rattachements {
		switch {
		case r.Sens != sens:
		case r.SIRET != "":
			items = append(items, r.SIRET)
		case r.Nom != "":
			items = append(items, r.Nom)
		}
	}
	return join(items)
}

// preparees is « 54912 : uniquement en apprentissage ; 81001 ».
func preparees(o *offre.Organisme) string {
	var items []string
	for _, c := range o.Certifications {
		if c.Commentaire != "" {
			items = append(items, c.Code+" : "+c.Commentaire)
		} else {
			items = append(items, c.Code)
		}
	}
	return join(items)
}
