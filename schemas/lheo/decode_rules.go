package lheo

import "github.com/carif-oref/passerelle/schemas/finding"

// DecodeRules describes the findings of Decode and of AppendOffer: what was
// mended, or left out, when a feed was read or written. Rules lists what Validate
// says of a feed.
func DecodeRules() []finding.Rule {
	return []finding.Rule{
		xmlMalForme, xmlCaractere, xmlEntite, elementMalNomme, elementVide, siret15Chiffres,
		dateInconnue, dateMalFormee, dateHorsCalendrier, htmlEnTexte,
		texteRaccourci, caractereInterdit, caractereHorsEncodage, valeurHorsLongueur, codeHorsTable, codeEnTrop, ligneEnTrop, contactVide, brutEcarte,
	}
}

// Sources of the rules.
const (
	standard  = "LHEO 2.3"
	xmlItself = "XML 1.0"
	realFeeds = "Flux LHEO reçus : ce que les outils y écrivent"
)

// Rules about the XML of a feed, which was read all the same.
var (
	xmlMalForme = finding.Rule{Code: rules[ruleSyntax].Code, Severity: finding.Warning,
		Sentence: "Le XML est mal formé à cet endroit : il a été lu au mieux.",
		Why:      "Ce qui est deviné peut l'être mal, et d'autres lecteurs refusent tout le fichier.",
		Remedy:   "Corrigez l'outil qui écrit le flux.", Source: xmlItself}
	xmlCaractere = finding.Rule{Code: rules[ruleChar].Code, Severity: finding.Warning,
		Sentence: "Un caractère que XML interdit a été retiré.",
		Why:      "D'autres lecteurs refusent tout le fichier.",
		Remedy:   "Corrigez l'outil qui écrit le flux, ou ressaisissez le texte.", Source: xmlItself}
	xmlEntite = finding.Rule{Code: rules[ruleEntity].Code, Severity: finding.Warning,
		Sentence: "Une entité n'est pas définie : elle a été lue comme du texte.",
		Why:      "D'autres lecteurs refusent tout le fichier.",
		Remedy:   "Écrivez le caractère lui-même.", Source: xmlItself}
	elementMalNomme = finding.Rule{Code: "element-mal-nomme", Severity: finding.Warning,
		Sentence: "Le nom d'un élément n'existe pas dans LHEO : il est lu comme celui qui lui ressemble.",
		Why:      "Un nom deviné peut l'être mal, et le flux n'est pas valide.",
		Remedy:   "Corrigez l'outil qui écrit le flux.", Source: realFeeds}
	elementVide = finding.Rule{Code: "element-vide", Severity: finding.Info,
		Sentence: "Un élément est vide : il est ignoré.",
		Why:      "Il ne dit rien ; il n'efface pas ce que le catalogue sait.", Source: realFeeds}
)

// Rules about values that were read.
var (
	siret15Chiffres = finding.Rule{Code: "siret-15-chiffres", Severity: finding.Warning,
		Sentence: "Le SIRET a 15 chiffres : le zéro de tête est retiré.",
		Why:      "Sans cela, l'organisme ne serait pas reconnu.",
		Remedy:   "Corrigez l'outil qui écrit le flux.", Source: realFeeds}
	dateInconnue = finding.Rule{Code: "date-inconnue", Severity: finding.Info,
		Sentence: "La date est dite inconnue (00000000 ou 99999999).",
		Why:      "Une session sans date se cherche et se compare mal.", Source: standard + ", date"}
	dateMalFormee = finding.Rule{Code: "date-mal-formee", Severity: finding.Warning,
		Sentence: "La date n'est pas au format AAAAMMJJ.",
		Why:      "Elle ne peut être ni comprise ni diffusée.",
		Remedy:   "Ressaisissez la date.", Source: standard + ", date"}
	dateHorsCalendrier = finding.Rule{Code: "date-hors-calendrier", Severity: finding.Warning,
		Sentence: "La date du flux n'existe pas dans le calendrier.",
		Why:      "Le public verrait une date fausse.",
		Remedy:   "Corrigez la date.", Source: standard + ", date"}
	htmlEnTexte = finding.Rule{Code: "html-en-texte", Severity: finding.Info,
		Sentence: "Le texte contient du HTML : il est mis en texte simple.",
		Why:      "LHEO transporte du texte ; des balises s'y afficheraient telles quelles.", Source: realFeeds}
)

// Rules about values that are written.
var (
	texteRaccourci = finding.Rule{Code: "texte-raccourci", Severity: finding.Warning,
		Sentence: "Le texte est plus long que LHEO ne l'admet : il est diffusé raccourci.",
		Why:      "Le public n'en lit pas la fin.",
		Remedy:   "Abrégez le texte, l'essentiel au début.", Source: standard + ", longueurs"}
	caractereInterdit = finding.Rule{Code: "caractere-interdit", Severity: finding.Warning,
		Sentence: "Le texte contient des caractères que XML interdit : ils sont retirés.",
		Why:      "Un seul rendrait tout le flux illisible.",
		Remedy:   "Ressaisissez le texte, souvent collé depuis un autre logiciel.", Source: xmlItself}
	caractereHorsEncodage = finding.Rule{Code: "caractere-hors-encodage", Severity: finding.Info,
		Sentence: "Des caractères de la fiche n'existent pas dans l'encodage de la cible : ils sont écrits par ce qui en approche.",
		Why:      "Un caractère que l'encodage n'a pas serait illisible chez le partenaire.", Source: "ISO/IEC 8859-1"}
	valeurHorsLongueur = finding.Rule{Code: "valeur-hors-longueur", Severity: finding.Warning,
		Sentence: "La valeur est trop courte ou trop longue pour LHEO, et ne veut plus rien dire coupée : elle n'est pas diffusée.",
		Why:      "Le public ne la voit pas.",
		Remedy:   "Corrigez la valeur.", Source: standard + ", longueurs"}
	codeHorsTable = finding.Rule{Code: "code-hors-table", Severity: finding.Warning,
		Sentence: "La valeur n'est pas un code de la table de LHEO : elle n'est pas diffusée.",
		Why:      "Le public ne la voit pas, et les sites ne trouvent pas la fiche par elle.",
		Remedy:   "Choisissez un code de la table.", Source: standard + ", tables"}
	codeEnTrop = finding.Rule{Code: "code-en-trop", Severity: finding.Warning,
		Sentence: "LHEO admet moins de codes ou de certifications que la fiche n'en a : les derniers ne sont pas diffusés.",
		Why:      "Les sites ne trouvent pas la fiche par eux.",
		Remedy:   "Gardez les plus utiles, le principal en tête.", Source: standard + ", occurrences"}
	ligneEnTrop = finding.Rule{Code: "ligne-en-trop", Severity: finding.Warning,
		Sentence: "LHEO n'admet que quatre lignes d'adresse : la suite n'est pas diffusée.",
		Why:      "Le public n'en lit pas la fin.",
		Remedy:   "Abrégez l'adresse.", Source: standard + ", adresse"}
	contactVide = finding.Rule{Code: "contact-vide", Severity: finding.Warning,
		Sentence: "Le contact que LHEO demande n'est pas connu : il est diffusé vide.",
		Why:      "Le public ne sait à qui s'adresser.",
		Remedy:   "Donnez le nom, le téléphone ou l'adresse de qui renseigne.", Source: standard + ", coordonnees"}
	brutEcarte = finding.Rule{Code: "brut-ecarte", Severity: finding.Info,
		Sentence: "Un élément gardé de la source n'est pas diffusé : LHEO 2.3 ne l'admet pas.",
		Why:      "Le flux entier serait refusé ; l'élément reste au catalogue.", Source: standard}
)
