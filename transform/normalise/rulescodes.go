package normalise

import "github.com/carif-oref/passerelle/schemas/finding"

// Rules about identifiers.
var (
	siretForme = finding.Rule{Code: "siret-forme", Severity: finding.Warning, Refuses: true,
		Sentence: "La valeur n'est pas un SIRET.",
		Why:      "Le SIRET désigne l'établissement : sans lui, l'offre ne peut être rattachée à personne.",
		Remedy:   "Tapez les 14 chiffres du SIRET, dans une colonne au format Texte.", Source: sirene}
	siretSiren = finding.Rule{Code: "siret-siren", Severity: finding.Warning, Refuses: true,
		Sentence: "La valeur est un SIREN (9 chiffres) et non un SIRET (14 chiffres).",
		Why:      "Le SIREN désigne l'entreprise ; l'offre dépend d'un établissement.",
		Remedy:   "Complétez le SIREN par les 5 chiffres de l'établissement.", Source: sirene}
	siretCle = finding.Rule{Code: "siret-cle", Severity: finding.Warning,
		Sentence: "Le SIRET est faux : sa clé de contrôle ne correspond pas.",
		Why:      "AUDE écarte les formations d'un organisme dont le SIRET est faux.",
		Remedy:   "Vérifiez le SIRET sur l'avis de situation de l'établissement.", Source: sirene}
	siretZeroDeTrop = finding.Rule{Code: "siret-zero-de-trop", Severity: finding.Info,
		Sentence: "Le SIRET comptait 15 chiffres : le zéro de trop a été retiré.",
		Why:      "Un SIRET a 14 chiffres.", Source: sirene}
	ndaForme = finding.Rule{Code: "nda-forme", Severity: finding.Warning,
		Sentence: "Le numéro de déclaration d'activité est mal formé.",
		Why:      "L'organisme responsable doit avoir un numéro de déclaration d'activité pour être publié.",
		Remedy:   "Tapez les 11 caractères attribués par la DREETS, dans une colonne au format Texte.", Source: guideAction}
	uaiForme = finding.Rule{Code: "uai-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un UAI.",
		Why:      "L'UAI désigne l'établissement à l'éducation nationale.",
		Remedy:   "Tapez les 7 chiffres et la lettre de l'UAI.", Source: "Éducation nationale, répertoire des établissements"}
	uaiCle = finding.Rule{Code: "uai-cle", Severity: finding.Warning,
		Sentence: "L'UAI est faux : sa lettre ne correspond pas à ses chiffres.",
		Why:      "L'établissement ne sera pas reconnu par les sites de l'éducation nationale.",
		Remedy:   "Vérifiez l'UAI sur l'annuaire de l'éducation nationale.", Source: "Éducation nationale, répertoire des établissements"}
)

// Rules about addresses.
var (
	codePostalForme = finding.Rule{Code: "code-postal-forme", Severity: finding.Warning, Refuses: true,
		Sentence: "La valeur n'est pas un code postal français.",
		Why:      "Le lieu ne peut pas être situé.",
		Remedy:   "Tapez les 5 chiffres du code postal, zéro initial compris.", Source: laPoste}
	inseeForme = finding.Rule{Code: "code-insee-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un code INSEE de commune.",
		Why:      "Le lieu ne peut pas être situé.",
		Remedy:   "Laissez la cellule vide : le code est trouvé d'après le code postal et la ville.", Source: insee}
	inseeEgalCodePostal = finding.Rule{Code: "code-insee-egal-code-postal", Severity: finding.Warning,
		Sentence: "Le code INSEE est le code postal recopié.",
		Why:      "Les deux codes diffèrent presque toujours : le lieu serait situé dans une autre commune.",
		Remedy:   "Laissez la cellule vide : le code est trouvé d'après le code postal et la ville.", Source: insee}
	inseeInconnu = finding.Rule{Code: "code-insee-inconnu", Severity: finding.Warning,
		Sentence: "Aucune commune actuelle n'a ce code INSEE.",
		Why:      "La commune a pu fusionner avec une autre, ou le code est faux : le lieu ne peut pas être situé.",
		Remedy:   "Laissez la cellule vide : le code est trouvé d'après le code postal et la ville.", Source: insee}
	inseeTrouve = finding.Rule{Code: "code-insee-trouve", Severity: finding.Info,
		Sentence: "Le code INSEE a été trouvé d'après le code postal et la ville.",
		Why:      "LHEO situe un lieu par son code INSEE.", Source: laPoste}
	communeTrouvee = finding.Rule{Code: "ville-trouvee", Severity: finding.Info,
		Sentence: "La ville a été trouvée d'après le code INSEE ou le code postal.",
		Why:      "Une adresse se publie avec le nom de sa commune.", Source: laPoste}
	codePostalTrouve = finding.Rule{Code: "code-postal-trouve", Severity: finding.Info,
		Sentence: "Le code postal a été trouvé d'après le code INSEE.",
		Why:      "Une adresse se publie avec son code postal.", Source: laPoste}
	communeIntrouvable = finding.Rule{Code: "commune-introuvable", Severity: finding.Warning,
		Sentence: "Le code postal et la ville ne désignent aucune commune connue.",
		Why:      "Sans code INSEE, le lieu n'est pas trouvé par les recherches « autour de chez moi ».",
		Remedy:   "Vérifiez le code postal et le nom de la ville.", Source: laPoste}
	villeNettoyee = finding.Rule{Code: "ville-nettoyee", Severity: finding.Info,
		Sentence: "Le code postal a été retiré du nom de la ville.",
		Why:      "Le code postal a sa colonne.", Source: guideClasseur}
)

// Rules about ways to reach somebody.
var (
	telephoneForme = finding.Rule{Code: "telephone-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un numéro de téléphone.",
		Why:      "Personne ne pourrait appeler.",
		Remedy:   "Tapez un numéro à 10 chiffres, par exemple 02 31 00 00 02.", Source: guideSession}
	telephoneIndicatif = finding.Rule{Code: "telephone-indicatif", Severity: finding.Info,
		Sentence: "L'indicatif de la France (+33) a été remplacé par le zéro.",
		Why:      "Les numéros français se publient à 10 chiffres.", Source: guideSession}
	courrielForme = finding.Rule{Code: "courriel-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas une adresse de courriel.",
		Why:      "Personne ne pourrait écrire.",
		Remedy:   "Tapez une adresse complète, par exemple accueil@exemple.fr.", Source: guideSession}
	courrielNettoye = finding.Rule{Code: "courriel-nettoye", Severity: finding.Info,
		Sentence: "L'adresse de courriel a été nettoyée de ce qui l'entourait.",
		Why:      "Seule l'adresse se publie.", Source: guideSession}
	urlForme = finding.Rule{Code: "url-forme", Severity: finding.Warning,
		Sentence: "La valeur n'est pas une adresse web.",
		Why:      "Le lien ne mènerait nulle part.",
		Remedy:   "Copiez l'adresse depuis la barre du navigateur.", Source: guideIdentification}
	urlRefusee = finding.Rule{Code: "url-refusee", Severity: finding.Warning,
		Sentence: "L'adresse n'est pas celle d'une page web (http ou https).",
		Why:      "Un lien d'une autre sorte peut nuire à ceux qui le suivent.",
		Remedy:   "Copiez l'adresse de la page depuis la barre du navigateur.", Source: guideIdentification}
	urlCompletee = finding.Rule{Code: "url-completee", Severity: finding.Info,
		Sentence: "L'adresse web a été complétée (https://) ou nettoyée.",
		Why:      "Sans « https:// », un lien ne s'ouvre pas.", Source: guideIdentification}
)
