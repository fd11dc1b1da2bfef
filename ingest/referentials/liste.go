package referentials

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of the public list of training organisations (code du travail, L6351-7-1).
const (
	lpNDA col = iota
	lpDenomination
	lpSIREN
	lpSIRET // of the declaring establishment: fourteen digits, or the last five in older files
	lpVoie
	lpCodePostal
	lpVille
	lpRegion
	lpComplement
	lpActions // Qualiopi, by kind of action
	lpBilans
	lpVAE
	lpApprentissage
)

// listePublique is the list since 2021: as its publisher writes it, and as its
// portal names the same columns in exports.
var listePublique = format{
	referential: nomenclature.Organismes,
	part:        liste,
	family:      state,
	signature:   []col{lpNDA, lpSIREN, lpSIRET},
	label:       dated,
	columns: []column{
		lpNDA:          {name: "numeroDeclarationActivite"},
		lpDenomination: {name: "denomination"},
		lpSIREN:        {name: "siren", aliases: []string{"Code SIREN"}},
		lpSIRET:        {name: "siretEtablissementDeclarant"},
		lpVoie:         {name: "adressePhysiqueOrganismeFormation.voie", aliases: []string{"Adresse Organisme de Formation"}, optional: true},
		lpCodePostal:   {name: "adressePhysiqueOrganismeFormation.codePostal", aliases: []string{"Code Postal Organisme de Formation"}, optional: true},
		lpVille:        {name: "adressePhysiqueOrganismeFormation.ville", aliases: []string{"Ville Organisme de Formation"}, optional: true},
		lpRegion: {name: "adressePhysiqueOrganismeFormation.codeRegion", optional: true,
			aliases: []string{"Code Région Organisme de Formation"}},
		lpComplement: {name: "adressePhysiqueOrganismeFormation.complement", optional: true},
		lpActions: {name: "certifications.actionsDeFormation", optional: true,
			aliases: []string{"Certification Actions de Formation", "Actions de formation"}},
		lpBilans: {name: "certifications.bilansDeCompetences", optional: true,
			aliases: []string{"Certification Bilans de Compétences", "Bilans de compétences"}},
		lpVAE: {name: "certifications.VAE", optional: true, aliases: []string{"Certification VAE", "VAE"}},
		lpApprentissage: {name: "certifications.actionsDeFormationParApprentissage", optional: true,
			aliases: []string{"Certification Actions de Formation par Apprentissage", "Actions de formation par apprentissage"}},
	},
}

// listePublique2017 is the list up to 2020, which knew nothing of Qualiopi.
var listePublique2017 = format{
	referential: nomenclature.Organismes,
	part:        liste,
	family:      state,
	signature:   []col{lpNDA, lpSIREN, lpSIRET},
	label:       dated,
	pattern:     regexp.MustCompile(`(?i)public_ofs.*\.csv$`),
	columns: []column{
		lpNDA:           {name: "num_da"},
		lpDenomination:  {name: "raison_sociale"},
		lpSIREN:         {name: "siren"},
		lpSIRET:         {name: "num_etablissement"},
		lpVoie:          {name: "adresse_voie", optional: true},
		lpCodePostal:    {name: "adresse_code_postal", optional: true},
		lpVille:         {name: "adresse_ville", optional: true},
		lpRegion:        {name: "adresse_code_region", optional: true},
		lpComplement:    {name: "adresse_complement_adresse", optional: true},
		lpActions:       {name: "certifications", optional: true},
		lpBilans:        {name: "certifications_bilans", optional: true},
		lpVAE:           {name: "certifications_vae", optional: true},
		lpApprentissage: {name: "certifications_apprentissage", optional: true},
	},
}

// declarant reads one row; ok is false when it is refused. Who is on the list has
// a declaration in force, and is active.
func declarant(r *reading) (e nomenclature.Etablissement, ok bool) {
	if e.SIRET, ok = r.declaredSIRET(); !ok {
		return e, false
	}
	e.NDA, e.RaisonSociale, e.Etat = r.code(lpNDA, ndaCode), r.text(lpDenomination), "actif"
	town := strings.TrimSpace(r.paddedPostal() + " " + r.text(lpVille))
	e.Adresse = oneLine(r.text(lpVoie) + " " + r.text(lpComplement) + " " + town)
	e.Region, e.Qualiopi = regionOf(r.text(lpRegion)), r.qualiopi()
	if !siretKey(e.SIRET) {
		r.say(r.about(lpSIRET, finding.Warning, "referentiel-cle", "La clé du SIRET est fausse ; il est gardé tel quel.", mendSource))
	}
	return e, true
}

// declaredSIRET is the SIRET of the row, whole or in two columns.
func (r *reading) declaredSIRET() (siret string, ok bool) {
	bare := strings.ReplaceAll(r.cell(lpSIRET), " ", "")
	siren := zeros(8, 9)(strings.ReplaceAll(r.cell(lpSIREN), " ", ""))
	if bare == "" && siren == "" {
		r.say(r.about(lpNDA, finding.Info, "referentiel-sans-siret", "L'organisme n'a pas de SIRET : il n'est pas chargé.", ""))
		return "", false
	}
	if len(bare) <= 5 && len(siren) == 9 {
		bare = siren + zeros(1, 5)(bare)
	}
	if siret, ok = siretCode.read(bare); !ok {
		r.say(r.about(lpSIRET, finding.Warning, "referentiel-valeur",
			"« "+finding.Cut(r.cell(lpSIRET), 40)+" » n'est pas "+siretCode.what+" : la ligne est laissée de côté.", mendSource))
	}
	return siret, ok
}

// paddedPostal is the postal code with the zero that the portal, which holds it
// as a number, takes off.
func (r *reading) paddedPostal() string { return zeros(4, 5)(r.cell(lpCodePostal)) }

// qualiopi is Oui when any kind of action is certified, Non when none is, and
// empty when the file says nothing of it.
func (r *reading) qualiopi() string {
	says := ""
	for c := lpActions; c <= lpApprentissage; c++ {
		switch strings.ToLower(r.cell(c)) {
		case "true", "1", "oui", "vrai":
			return "Oui"
		case "false", "0", "non", "faux":
			says = "Non"
		}
	}
	return says
}

// regions are the names of the regions by their code, which the list has with or
// without its zero.
var regions = map[string]string{
	"01": "Guadeloupe", "02": "Martinique", "03": "Guyane", "04": "La Réunion", "06": "Mayotte",
	"11": "Île-de-France", "24": "Centre-Val de Loire", "27": "Bourgogne-Franche-Comté", "28": "Normandie",
	"32": "Hauts-de-France", "44": "Grand Est", "52": "Pays de la Loire", "53": "Bretagne",
	"75": "Nouvelle-Aquitaine", "76": "Occitanie", "84": "Auvergne-Rhône-Alpes", "93": "Provence-Alpes-Côte d'Azur", "94": "Corse",
}

func regionOf(code string) string { return cmp.Or(regions[zeros(1, 2)(code)], code) }
