package normalise

import "github.com/carif-oref/passerelle/schemas/finding"

// Rules about dates and numbers.
var (
	dateForme = finding.Rule{Code: "date-forme", Severity: finding.Warning, Refuses: true,
		Sentence: "La valeur n'est pas une date.",
		Why:      "La session ne peut pas être située dans le temps.",
		Remedy:   "Tapez la date comme 01/09/2026, ou le mois comme 09/2026.", Source: guideSession}
	dateInexistante = finding.Rule{Code: "date-inexistante", Severity: finding.Warning, Refuses: true,
		Sentence: "La date n'existe pas au calendrier.",
		Why:      "Le jour voulu ne peut pas être deviné.",
		Remedy:   "Corrigez la date : jour, mois, année.", Source: guideSession}
	dateImprobable = finding.Rule{Code: "date-improbable", Severity: finding.Warning, Refuses: true,
		Sentence: "L'année de la date est hors du domaine de l'offre.",
		Why:      "Il s'agit sans doute d'une faute de frappe.",
		Remedy:   "Corrigez l'année.", Source: guideSession}
	datePartielle = finding.Rule{Code: "date-partielle", Severity: finding.Warning,
		Sentence: "La date ne donne pas le jour, ou pas l'année.",
		Why:      "Les cibles qui veulent des dates au jour près ne prennent pas la session ; ailleurs, elle se cherche et se compare mal.",
		Remedy:   "Tapez la date entière, comme 07/01/2027, dès que vous la connaissez.", Source: guideSession}
	moisForme = finding.Rule{Code: "mois-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un mois.",
		Why:      "L'entrée en formation ne peut pas être située dans l'année.",
		Remedy:   "Tapez les mois par leur numéro, séparés par des virgules : 9,10,11.", Source: guideSession}
	nombreForme = finding.Rule{Code: "nombre-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un nombre que la colonne puisse prendre.",
		Why:      "La valeur n'est pas publiée.",
		Remedy:   "Tapez un seul nombre, sans texte ; pour les heures et les places, sans décimales.", Source: guideClasseur}
	ouiNon = finding.Rule{Code: "oui-non", Severity: finding.Warning,
		Sentence: "La valeur n'est ni oui ni non.",
		Why:      "La valeur n'est pas publiée.",
		Remedy:   "Tapez oui ou non.", Source: guideClasseur}
)

// Rules about tables and nomenclatures.
var (
	valeurHorsTable = finding.Rule{Code: "valeur-hors-table", Severity: finding.Warning,
		Sentence: "La valeur n'est pas dans la table de LHEO.",
		Why:      "Les destinataires ne connaissent que les valeurs de la table.",
		Remedy:   "Choisissez une valeur dans la liste déroulante du modèle de classeur.", Source: lheoTables}
	dispositifInconnu = finding.Rule{Code: "dispositif-inconnu", Severity: finding.Warning,
		Sentence: "Le dispositif n'est pas reconnu, ou la cellule en nomme plusieurs.",
		Why:      "Le dispositif décide de qui reçoit la session : AUDE ne prend pas l'apprentissage.",
		Remedy:   "Indiquez un dispositif : apprentissage, contrat de professionnalisation, formation initiale, formation continue, programme régional, POEC, POEI, AIF, CPF, bilan de compétences ou VAE.",
		Source:   "Guide de saisie, annexe sur les dispositifs"}
	langueForme = finding.Rule{Code: "langue-forme", Severity: finding.Warning,
		Sentence: "La langue n'est pas reconnue.",
		Why:      "La langue d'enseignement n'est pas publiée.",
		Remedy:   "Tapez le code à deux lettres de la langue : fr, en, es…", Source: "LHEO 2.3, <langue-formation>"}
	romeForme = finding.Rule{Code: "rome-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un code ROME.",
		Why:      "La formation n'est pas trouvée à partir du métier.",
		Remedy:   "Tapez une lettre et 4 chiffres, par exemple G1602.", Source: guideObjectifs}
	formacodeForme = finding.Rule{Code: "formacode-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un Formacode.",
		Why:      "La formation n'est pas trouvée à partir de son domaine.",
		Remedy:   "Tapez les 5 chiffres du Formacode, par exemple 42752.", Source: "Centre Inffo, Formacode"}
	nsfForme = finding.Rule{Code: "nsf-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un code NSF.",
		Why:      "La spécialité de la formation n'est pas publiée.",
		Remedy:   "Tapez les 3 chiffres du groupe de spécialités, par exemple 221.", Source: "INSEE, nomenclature des spécialités de formation"}
	nsfLettre = finding.Rule{Code: "nsf-lettre", Severity: finding.Info,
		Sentence: "La lettre qui suit le code NSF a été retirée.",
		Why:      "LHEO publie les 3 chiffres du groupe de spécialités.", Source: "LHEO 2.3, <code-NSF>"}
	certifInfoForme = finding.Rule{Code: "certif-info-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un code Certif Info.",
		Why:      "La certification n'est pas reconnue : ni son intitulé officiel ni ses codes ne sont repris.",
		Remedy:   "Tapez le numéro de la certification dans Certif Info.", Source: guideAction}
	rncpForme = finding.Rule{Code: "rncp-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un numéro de fiche du RNCP.",
		Why:      "La certification n'est pas reconnue.",
		Remedy:   "Tapez le numéro de la fiche, par exemple RNCP38430 ; une fiche RS a sa colonne.", Source: "France compétences, RNCP"}
	rsForme = finding.Rule{Code: "rs-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un numéro de fiche du répertoire spécifique.",
		Why:      "La certification n'est pas reconnue.",
		Remedy:   "Tapez le numéro de la fiche, par exemple RS5080 ; une fiche RNCP a sa colonne.", Source: "France compétences, répertoire spécifique"}
	cfdForme = finding.Rule{Code: "cfd-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un code diplôme de l'éducation nationale.",
		Why:      "La certification n'est pas reconnue.",
		Remedy:   "Tapez les 8 caractères du code, dans une colonne au format Texte.", Source: "Éducation nationale, code formation-diplôme"}
	cfdLettre = finding.Rule{Code: "cfd-lettre", Severity: finding.Info,
		Sentence: "La lettre de spécialité qui suit le code diplôme a été retirée.",
		Why:      "Le code diplôme a 8 caractères.", Source: "Éducation nationale, code formation-diplôme"}
)
