package lheo

// elem is an element of LHEO 2.3, in the order of lheo-2.3.xsd. Schema.parse
// holds the constants and the schema one against the other.
type elem uint8

const (
	eLheo elem = iota
	eOffres
	eLheoIndex
	eResumesOffres
	eResumeOffre
	eContactFormationResume
	eResumesOrganismes
	eResumeOrganisme
	eLheoPlus
	eFormation
	eDomaineFormation
	eIntituleFormation
	eObjectifFormation
	eResultatsAttendus
	eContenuFormation
	eCertifiante
	eContactFormation
	eParcoursDeFormation
	eCodeNiveauEntree
	eObjectifGeneralFormation
	eCertification
	eCodeTypeFormation
	eCodeNiveauSortie
	eUrlFormation
	eIdentifiantModule
	ePositionnement
	eSousModules
	eSousModule
	eTypeModule
	eModulesPrerequis
	eReferenceModule
	eAction
	eRythmeFormation
	eCodePublicVise
	eInfoPublicVise
	eNiveauEntreeObligatoire
	eModalitesAlternance
	eModalitesEnseignement
	eConditionsSpecifiques
	ePriseEnChargeFraisPossible
	eLieuDeFormation
	eSIRETLieuFormation
	eCodeUAILieuFormation
	eModalitesEntreesSorties
	eUrlAction
	eDureeCycle
	eAdresseInformation
	eDateInformation
	eRestauration
	eHebergement
	eTransport
	eAccesHandicapes
	eLangueFormation
	eModalitesRecrutement
	eModalitesPedagogiques
	eCodeModalitePedagogique
	eEquipement
	eTypeEquipement
	eCoutIndicatifEquipement
	eFraisRestants
	eCodePerimetreRecrutement
	eInfosPerimetreRecrutement
	ePrixHoraireTTC
	ePrixTotalTTC
	eDureeIndicative
	eNombreHeuresCentre
	eNombreHeuresEntreprise
	eNombreHeuresTotal
	eDetailConditionsPriseEnCharge
	eConventionnement
	eDureeConventionnee
	eOrganismeFinanceur
	eCodeFinanceur
	eNbPlacesFinancees
	eEnseignement
	eLibelleEnseignement
	eTypeEnseignement
	eObligatoire
	eSession
	ePeriode
	eDebut
	eFin
	eAdresseInscription
	eModalitesInscription
	ePeriodeInscription
	eEtatRecrutement
	eRecrutement
	eModaliteRecrutement
	eADistance
	eNbPlaces
	eHeureDebut
	eHeureFin
	eUrlSession
	eContactSession
	eBlocsCompetences
	eValidationBlocs
	eBlocCompetences
	eLibelleBloc
	eCodeBloc
	eCycle
	eTypeCycle
	eAnneeCycle
	eEffectifMinimal
	eCapaciteSimultanee
	eCapaciteCumulee
	eAlternance
	eTypeAlternance
	eRythmeAlternance
	eUniteRythmeAlternance
	eUnitesEntreprise
	eUnitesCentre
	eOrganismeFormationResponsable
	eNumeroActivite
	eSIRETOrganismeFormation
	eNomOrganisme
	eRaisonSociale
	eCoordonneesOrganisme
	eContactOrganisme
	eRenseignementsSpecifiques
	ePotentiel
	eCodeUAIOrganismeFormation
	eOrganismeFormateur
	eSIRETFormateur
	eRaisonSocialeFormateur
	eContactFormateur
	eCodeUAIFormateur
	eCodeFORMACODE
	eCodeNSF
	eCodeROME
	eCodeRNCP
	eCodeCERTIFINFO
	eCodeRS
	eCodeCPF
	eCodeELU
	eCodeUAI
	eSIRET
	eReferenceCertification
	eReferenceCodeRNCP
	eReferenceCodeCERTIFINFO
	eReferenceCodeRS
	eReferenceCodeFORMACODE
	eTypeContact
	eCoordonnees
	eCivilite
	eNom
	ePrenom
	eTelfixe
	ePortable
	eFax
	eNumtel
	eCourriel
	eWeb
	eUrlweb
	eAdresse
	eDenomination
	eLigne
	eCodepostal
	eVille
	eDepartement
	eCodeINSEECommune
	eCodeINSEECanton
	eRegion
	ePays
	eGeolocalisation
	eLatitude
	eLongitude
	eDate
	eCommentaire
	eExtras
	eExtra

	numElems

	noElem elem = 255
)

var elemNames = [numElems]string{
	eLheo:                          "lheo",
	eOffres:                        "offres",
	eLheoIndex:                     "lheo-index",
	eResumesOffres:                 "resumes-offres",
	eResumeOffre:                   "resume-offre",
	eContactFormationResume:        "contact-formation-resume",
	eResumesOrganismes:             "resumes-organismes",
	eResumeOrganisme:               "resume-organisme",
	eLheoPlus:                      "lheo-plus",
	eFormation:                     "formation",
	eDomaineFormation:              "domaine-formation",
	eIntituleFormation:             "intitule-formation",
	eObjectifFormation:             "objectif-formation",
	eResultatsAttendus:             "resultats-attendus",
	eContenuFormation:              "contenu-formation",
	eCertifiante:                   "certifiante",
	eContactFormation:              "contact-formation",
	eParcoursDeFormation:           "parcours-de-formation",
	eCodeNiveauEntree:              "code-niveau-entree",
	eObjectifGeneralFormation:      "objectif-general-formation",
	eCertification:                 "certification",
	eCodeTypeFormation:             "code-type-formation",
	eCodeNiveauSortie:              "code-niveau-sortie",
	eUrlFormation:                  "url-formation",
	eIdentifiantModule:             "identifiant-module",
	ePositionnement:                "positionnement",
	eSousModules:                   "sous-modules",
	eSousModule:                    "sous-module",
	eTypeModule:                    "type-module",
	eModulesPrerequis:              "modules-prerequis",
	eReferenceModule:               "reference-module",
	eAction:                        "action",
	eRythmeFormation:               "rythme-formation",
	eCodePublicVise:                "code-public-vise",
	eInfoPublicVise:                "info-public-vise",
	eNiveauEntreeObligatoire:       "niveau-entree-obligatoire",
	eModalitesAlternance:           "modalites-alternance",
	eModalitesEnseignement:         "modalites-enseignement",
	eConditionsSpecifiques:         "conditions-specifiques",
	ePriseEnChargeFraisPossible:    "prise-en-charge-frais-possible",
	eLieuDeFormation:               "lieu-de-formation",
	eSIRETLieuFormation:            "SIRET-lieu-formation",
	eCodeUAILieuFormation:          "code-UAI-lieu-formation",
	eModalitesEntreesSorties:       "modalites-entrees-sorties",
	eUrlAction:                     "url-action",
	eDureeCycle:                    "duree-cycle",
	eAdresseInformation:            "adresse-information",
	eDateInformation:               "date-information",
	eRestauration:                  "restauration",
	eHebergement:                   "hebergement",
	eTransport:                     "transport",
	eAccesHandicapes:               "acces-handicapes",
	eLangueFormation:               "langue-formation",
	eModalitesRecrutement:          "modalites-recrutement",
	eModalitesPedagogiques:         "modalites-pedagogiques",
	eCodeModalitePedagogique:       "code-modalite-pedagogique",
	eEquipement:                    "equipement",
	eTypeEquipement:                "type-equipement",
	eCoutIndicatifEquipement:       "cout-indicatif-equipement",
	eFraisRestants:                 "frais-restants",
	eCodePerimetreRecrutement:      "code-perimetre-recrutement",
	eInfosPerimetreRecrutement:     "infos-perimetre-recrutement",
	ePrixHoraireTTC:                "prix-horaire-TTC",
	ePrixTotalTTC:                  "prix-total-TTC",
	eDureeIndicative:               "duree-indicative",
	eNombreHeuresCentre:            "nombre-heures-centre",
	eNombreHeuresEntreprise:        "nombre-heures-entreprise",
	eNombreHeuresTotal:             "nombre-heures-total",
	eDetailConditionsPriseEnCharge: "detail-conditions-prise-en-charge",
	eConventionnement:              "conventionnement",
	eDureeConventionnee:            "duree-conventionnee",
	eOrganismeFinanceur:            "organisme-financeur",
	eCodeFinanceur:                 "code-financeur",
	eNbPlacesFinancees:             "nb-places-financees",
	eEnseignement:                  "enseignement",
	eLibelleEnseignement:           "libelle-enseignement",
	eTypeEnseignement:              "type-enseignement",
	eObligatoire:                   "obligatoire",
	eSession:                       "session",
	ePeriode:                       "periode",
	eDebut:                         "debut",
	eFin:                           "fin",
	eAdresseInscription:            "adresse-inscription",
	eModalitesInscription:          "modalites-inscription",
	ePeriodeInscription:            "periode-inscription",
	eEtatRecrutement:               "etat-recrutement",
	eRecrutement:                   "recrutement",
	eModaliteRecrutement:           "modalite-recrutement",
	eADistance:                     "a-distance",
	eNbPlaces:                      "nb-places",
	eHeureDebut:                    "heure-debut",
	eHeureFin:                      "heure-fin",
	eUrlSession:                    "url-session",
	eContactSession:                "contact-session",
	eBlocsCompetences:              "blocs-competences",
	eValidationBlocs:               "validation-blocs",
	eBlocCompetences:               "bloc-competences",
	eLibelleBloc:                   "libelle-bloc",
	eCodeBloc:                      "code-bloc",
	eCycle:                         "cycle",
	eTypeCycle:                     "type-cycle",
	eAnneeCycle:                    "annee-cycle",
	eEffectifMinimal:               "effectif-minimal",
	eCapaciteSimultanee:            "capacite-simultanee",
	eCapaciteCumulee:               "capacite-cumulee",
	eAlternance:                    "alternance",
	eTypeAlternance:                "type-alternance",
	eRythmeAlternance:              "rythme-alternance",
	eUniteRythmeAlternance:         "unite-rythme-alternance",
	eUnitesEntreprise:              "unites-entreprise",
	eUnitesCentre:                  "unites-centre",
	eOrganismeFormationResponsable: "organisme-formation-responsable",
	eNumeroActivite:                "numero-activite",
	eSIRETOrganismeFormation:       "SIRET-organisme-formation",
	eNomOrganisme:                  "nom-organisme",
	eRaisonSociale:                 "raison-sociale",
	eCoordonneesOrganisme:          "coordonnees-organisme",
	eContactOrganisme:              "contact-organisme",
	eRenseignementsSpecifiques:     "renseignements-specifiques",
	ePotentiel:                     "potentiel",
	eCodeUAIOrganismeFormation:     "code-UAI-organisme-formation",
	eOrganismeFormateur:            "organisme-formateur",
	eSIRETFormateur:                "SIRET-formateur",
	eRaisonSocialeFormateur:        "raison-sociale-formateur",
	eContactFormateur:              "contact-formateur",
	eCodeUAIFormateur:              "code-UAI-formateur",
	eCodeFORMACODE:                 "code-FORMACODE",
	eCodeNSF:                       "code-NSF",
	eCodeROME:                      "code-ROME",
	eCodeRNCP:                      "code-RNCP",
	eCodeCERTIFINFO:                "code-CERTIFINFO",
	eCodeRS:                        "code-RS",
	eCodeCPF:                       "code-CPF",
	eCodeELU:                       "code-ELU",
	eCodeUAI:                       "code-UAI",
	eSIRET:                         "SIRET",
	eReferenceCertification:        "reference-certification",
	eReferenceCodeRNCP:             "reference-code-RNCP",
	eReferenceCodeCERTIFINFO:       "reference-code-CERTIFINFO",
	eReferenceCodeRS:               "reference-code-RS",
	eReferenceCodeFORMACODE:        "reference-code-FORMACODE",
	eTypeContact:                   "type-contact",
	eCoordonnees:                   "coordonnees",
	eCivilite:                      "civilite",
	eNom:                           "nom",
	ePrenom:                        "prenom",
	eTelfixe:                       "telfixe",
	ePortable:                      "portable",
	eFax:                           "fax",
	eNumtel:                        "numtel",
	eCourriel:                      "courriel",
	eWeb:                           "web",
	eUrlweb:                        "urlweb",
	eAdresse:                       "adresse",
	eDenomination:                  "denomination",
	eLigne:                         "ligne",
	eCodepostal:                    "codepostal",
	eVille:                         "ville",
	eDepartement:                   "departement",
	eCodeINSEECommune:              "code-INSEE-commune",
	eCodeINSEECanton:               "code-INSEE-canton",
	eRegion:                        "region",
	ePays:                          "pays",
	eGeolocalisation:               "geolocalisation",
	eLatitude:                      "latitude",
	eLongitude:                     "longitude",
	eDate:                          "date",
	eCommentaire:                   "commentaire",
	eExtras:                        "extras",
	eExtra:                         "extra",
}

// String is the name of the element in XML.
func (e elem) String() string {
	if e < numElems {
		return elemNames[e]
	}
	return "?"
}
