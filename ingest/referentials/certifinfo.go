package referentials

import (
	"regexp"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of Certif Info's export.
const (
	ciCode col = iota
	ciIntitule
	ciType
	ciNiveau
	ciMisAJour
	ciFormacode
	ciFormacodeLibelle
	ciROME1
	ciROME2
	ciROME3
	ciROME4
	ciROME5
	ciNSF
	ciRNCP
	ciRS
	ciCFD
	ciValideur
	ciCertificateur
	ciPremiereSession
	ciDerniereSession
	ciAncien
	ciAncienIntitule
	ciAncienRNCP
	ciAncienCFD
	ciEtat
	ciEtatLibelle
	ciAncienEtatLibelle
	ciCodeType
)

var certifInfo = format{
	referential: nomenclature.CertifInfo,
	pattern:     regexp.MustCompile(`(?i)^certif[-_ ]?info.*\.csv$`),
	signature:   []col{ciCode, ciIntitule, ciFormacode},
	label:       latestUpdate,
	columns: []column{
		ciCode:              {name: "Code_Diplome"},
		ciIntitule:          {name: "Libelle_Diplome"},
		ciType:              {name: "Libelle_Type_Diplome"},
		ciNiveau:            {name: "Code_Niveau_Europeen"},
		ciMisAJour:          {name: "Date_MaJ"},
		ciFormacode:         {name: "Code_FormaCode"},
		ciFormacodeLibelle:  {name: "Libelle_FormaCode"},
		ciROME1:             {name: "Code_Rome_1"},
		ciROME2:             {name: "Code_Rome_2"},
		ciROME3:             {name: "Code_Rome_3"},
		ciROME4:             {name: "Code_Rome_4"},
		ciROME5:             {name: "Code_Rome_5"},
		ciNSF:               {name: "Code_Nsf"},
		ciRNCP:              {name: "Code_RNCP"},
		ciRS:                {name: "Code_RS"},
		ciCFD:               {name: "Code_Scolarité"},
		ciValideur:          {name: "valideur"},
		ciCertificateur:     {name: "certificateur"},
		ciPremiereSession:   {name: "Annee_Premiere_Session"},
		ciDerniereSession:   {name: "Annee_Derniere_Session"},
		ciAncien:            {name: "Code_Ancien_Diplome"},
		ciAncienIntitule:    {name: "Intitulé_Ancien_Diplome"},
		ciAncienRNCP:        {name: "Code_Ancien_RNCP"},
		ciAncienCFD:         {name: "Code_Ancien_Scolarité"},
		ciEtat:              {name: "Etat"},
		ciEtatLibelle:       {name: "Etat_Libelle"},
		ciAncienEtatLibelle: {name: "Etat_Ancien_Diplome_Libelle"},
		ciCodeType:          {name: "code_type_diplome"},
	},
}

// certification reads one row; ok is false when it is refused.
func certification(r *reading) (c nomenclature.Certification, ok bool) {
	if c.Code, ok = r.key(ciCode, certifCode); !ok {
		return c, false
	}
	if c.Intitule, ok = r.label(ciIntitule); !ok {
		return c, false
	}
	c.Type, c.CodeType = r.text(ciType), r.text(ciCodeType)
	c.NiveauEuropeen = r.number(ciNiveau, 1, 8, "un niveau européen (de 1 à 8)")
	c.Formacode, c.FormacodeLibelle = r.code(ciFormacode, formacodeRef), r.text(ciFormacodeLibelle)
	c.ROME, c.NSF = r.romes(), r.code(ciNSF, nsfCode)
	c.RNCP, c.RS, c.CFD = r.code(ciRNCP, rncpCode), r.code(ciRS, rsCode), r.code(ciCFD, cfdCode)
	c.Valideur, c.Certificateur = r.text(ciValideur), r.text(ciCertificateur)
	c.PremiereSession = r.number(ciPremiereSession, 1900, 2100, "une année")
	c.DerniereSession = r.number(ciDerniereSession, 1900, 2100, "une année")
	c.Etat, c.EtatLibelle = r.text(ciEtat), r.text(ciEtatLibelle)
	c.MisAJour = r.day(ciMisAJour)
	c.Anciens = r.anciens(c.Code)
	return c, true
}

// romes lists the ROME codes of the row in their order, each once.
func (r *reading) romes() []string {
	var codes []string
	for c := ciROME1; c <= ciROME5; c++ {
		if code := r.code(c, romeCode); code != "" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// anciens is the certification that the one of this row replaced, if any.
func (r *reading) anciens(code string) []nomenclature.Ancien {
	ancien := nomenclature.Ancien{Code: r.code(ciAncien, certifCode)}
	switch ancien.Code {
	case "":
		return nil
	case code:
		r.say(r.about(ciAncien, finding.Warning, "referentiel-valeur",
			"La certification dit se remplacer elle-même : ce lien n'est pas gardé.", mendSource))
		return nil
	}
	ancien.Intitule = r.text(ciAncienIntitule)
	ancien.RNCP, ancien.CFD = r.code(ciAncienRNCP, rncpCode), r.code(ciAncienCFD, cfdCode)
	ancien.EtatLibelle = r.text(ciAncienEtatLibelle)
	return []nomenclature.Ancien{ancien}
}
