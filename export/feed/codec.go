package feed

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// refusal is why what was written is not acceptable LHEO, nil when it is.
func refusal(p lheo.Profile, report lheo.Report, formation []byte) *target.Reason {
	if len(report.Missing) > 0 {
		return &target.Reason{Code: Incomplete, Sentence: missing(report.Missing[0])}
	}
	if faults := p.Validate(formation); len(faults) > 0 {
		return &target.Reason{Code: Invalid, Sentence: "LHEO refuse la fiche (" + faults[0].Path + ") : " + faults[0].Message}
	}
	return nil
}

// missing names in French an element that LHEO demands and nobody gives.
func missing(path string) string {
	return fmt.Sprintf("LHEO exige %s (%s), que le catalogue n'a pas", frenchName(path), path)
}

// frenchName is the name of an element that LHEO demands, and of what it is part
// of when it comes in several places.
func frenchName(path string) string {
	steps := strings.Split(path, "/")
	name, ok := frenchNames[steps[len(steps)-1]]
	if !ok {
		return "l'élément"
	}
	for _, step := range steps[:len(steps)-1] {
		if of, ok := frenchOwners[step]; ok && !strings.Contains(name, " de l") {
			return name + " " + of
		}
	}
	return name
}

// frenchNames covers what a formation must have; those that read « de la… » say
// by themselves what they are part of.
var frenchNames = map[string]string{
	"intitule-formation":             "l'intitulé de la formation",
	"objectif-formation":             "l'objectif de la formation",
	"resultats-attendus":             "les résultats attendus de la formation",
	"contenu-formation":              "le contenu de la formation",
	"certifiante":                    "de savoir si la formation est certifiante",
	"parcours-de-formation":          "le type de parcours de la formation",
	"code-niveau-entree":             "le niveau à l'entrée de la formation",
	"action":                         "une action au moins",
	"session":                        "une session au moins",
	"rythme-formation":               "le rythme de la formation",
	"code-public-vise":               "le public visé de l'action",
	"niveau-entree-obligatoire":      "de savoir si le niveau d'entrée de l'action est obligatoire",
	"modalites-alternance":           "les modalités de l'alternance",
	"modalites-enseignement":         "les modalités d'enseignement de l'action",
	"conditions-specifiques":         "les conditions spécifiques de l'action",
	"prise-en-charge-frais-possible": "de savoir si une prise en charge des frais de l'action est possible",
	"modalites-entrees-sorties":      "les modalités d'entrées et de sorties de l'action",
	"numero-activite":                "le numéro de déclaration d'activité",
	"SIRET":                          "le SIRET",
	"nom-organisme":                  "le nom",
	"raison-sociale":                 "la raison sociale",
	"nom":                            "le nom ou une coordonnée",
	"courriel":                       "le courriel",
	"ligne":                          "une ligne d'adresse",
	"codepostal":                     "le code postal",
	"ville":                          "la ville",
	"lieu-de-formation":              "le lieu de formation",
	"code-FORMACODE":                 "un Formacode",
	"code-ROME":                      "un code ROME",
	"code-RNCP":                      "le numéro de la certification au RNCP ou au répertoire spécifique",
	"certification":                  "la certification",
	"prix-total-TTC":                 "le prix de l'action",
	"nombre-heures-total":            "la durée de l'action",
	"url-session":                    "la page de la session",
	"url-formation":                  "la page de la formation",
	"debut":                          "la date de début de la session",
	"fin":                            "la date de fin de la session",
	"datecrea":                       "la date de création",
	"datemaj":                        "la date de modification",
	"prenom":                         "le prénom",
	"numtel":                         "le numéro de téléphone",
	"adresse":                        "l'adresse",
	"ligne5-adresse":                 "la rue, ou la cinquième ligne d'une adresse",
	"objectif-general-formation":     "l'objectif général de la formation",
	"acces-handicapes":               "l'accès des personnes handicapées",
	"langue-formation":               "la langue de la formation",
	"duree-apprentissage":            "la durée de l'action",
	"frais-pedagogiques":             "le prix de l'action",
	"taux-tva":                       "le taux de TVA",
}

var frenchOwners = map[string]string{
	"contact-formation":               "du contact de la formation",
	"lieu-de-formation":               "du lieu de formation",
	"adresse-inscription":             "de l'adresse d'inscription",
	"adresse-information":             "de l'adresse d'information",
	"contact-session":                 "du contact de la session",
	"organisme-formateur":             "de l'organisme formateur",
	"contact-organisme":               "d'un interlocuteur de l'organisme responsable",
	"organisme-formation-responsable": "de l'organisme responsable",
	"contact-information":             "du contact d'information",
	"contact-inscription":             "du contact d'inscription",
}
