package lheo

import "github.com/carif-oref/passerelle/schemas/offre"

// AppendOrganisme appends one <organisme-formation-responsable>, a record of
// lheo-plus: an organism with what it can teach.
func (p Profile) AppendOrganisme(dst []byte, o offre.Organisme) ([]byte, Report) {
	w := encoder{dst: startLine(dst), profile: &p, schema: p.schema(), record: o.ID}
	w.responsable(&Offer{Responsable: o}, &o, "")
	return w.dst, w.report
}

// AppendResumeOrganisme appends one <resume-organisme>, a record of lheo-index;
// href is where the organism is described, when there is such a page.
func (p Profile) AppendResumeOrganisme(dst []byte, o offre.Organisme, href string) ([]byte, Report) {
	w := encoder{dst: startLine(dst), profile: &p, schema: p.schema(), record: o.ID}
	w.resumeOrganisme(&o, href)
	return w.dst, w.report
}

func (w *encoder) resumeOrganisme(o *offre.Organisme, href string) {
	w.openLinked(eResumeOrganisme, o.ID, href)
	w.must(eNomOrganisme, firstOf(o.Nom, o.RaisonSociale))
	w.must(eRaisonSociale, firstOf(o.RaisonSociale, o.Nom))
	w.must(eSIRET, o.SIRET)
	w.must(eNumeroActivite, o.NDA)
	w.close()
}

// AppendResumes appends one <resume-offre> for each action of an offer, since a
// summary has one place; href is where the formation is described. A formation
// of one action gives its number to its summary; else the action's is added.
func (p Profile) AppendResumes(dst []byte, o Offer, href string) ([]byte, Report) {
	w := encoder{dst: startLine(dst), profile: &p, schema: p.schema(), record: o.Formation.ID, summary: true}
	for i := range o.Actions {
		numero := o.Formation.ID
		if len(o.Actions) > 1 {
			numero += "_" + o.Actions[i].ID
		}
		w.resume(&o, &o.Actions[i], numero, href)
	}
	return w.dst, w.report
}

func (w *encoder) resume(o *Offer, a *offre.Action, numero, href string) {
	f, lieu := &o.Formation, &a.Lieu.Adresse
	w.openLinked(eResumeOffre, numero, href)
	w.domaine(f)
	w.must(eIntituleFormation, f.Intitule)
	w.must(eNomOrganisme, firstOf(o.Responsable.Nom, o.Responsable.RaisonSociale))
	w.must(eSIRET, firstOf(o.Responsable.SIRET, f.Responsable))
	w.text(eCodepostal, lieu.CodePostal)
	w.text(eCodeINSEECommune, lieu.CodeINSEE)
	w.must(eVille, lieu.Ville)
	w.must(eDepartement, firstOf(lieu.Departement, departementOf(lieu.CodeINSEE), departementByPost(lieu.CodePostal)))
	w.text(eRegion, lieu.Region)
	w.must(eCertifiante, yesNo(f.Certifiante))
	w.must(eCodeNiveauEntree, w.niveau(f.NiveauEntree))
	w.must(ePriseEnChargeFraisPossible, a.PriseEnCharge)
	w.text(eModalitesEnseignement, a.Enseignement)
	w.mustList(eResumeOffre, eCodePublicVise, f.Publics)
	w.hours(eNombreHeuresTotal, a.HeuresTotal)
	w.sessions(o, a)
	w.contactResume(contactOf(f.Contact, o.Responsable))
	w.certifications(f.Certifications)
	w.close()
}

// openLinked is openWith for a summary, which links to what it sums up.
func (w *encoder) openLinked(e elem, numero, href string) {
	w.openWith(e, numero)
	if href == "" {
		return
	}
	w.dst = w.dst[:len(w.dst)-len(">\n")]
	w.attribute("href", href)
	w.dst = append(w.dst, '>', '\n')
}

func (w *encoder) contactResume(c offre.Contact) {
	if c.Vide() {
		return
	}
	w.open(eContactFormationResume)
	w.text(eNom, c.Nom)
	w.wrapped(eTelfixe, eNumtel, firstOf(c.Telephone, c.Portable))
	w.text(eCourriel, c.Courriel)
	w.close()
}

// departementOf is the département of a commune, by its official code.
func departementOf(insee string) string {
	switch {
	case len(insee) != 5:
		return ""
	case insee[:2] == "97" || insee[:2] == "98":
		return insee[:3]
	}
	return insee[:2]
}

// departementByPost is the département that a postal code says: right but for the
// few communes that the post of another département serves.
func departementByPost(code string) string {
	if len(code) == 5 && code[:2] == "20" {
		if code[2] <= '1' {
			return "2A"
		}
		return "2B"
	}
	return departementOf(code)
}
