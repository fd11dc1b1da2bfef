package mapping

import "github.com/carif-oref/passerelle/schemas/finding"

// Sources of the rules.
const (
	guideClasseur = "Mode d'emploi du classeur"
	foreignLayout = "Gabarits de Passerelle"
)

// Rules lists every rule that the findings of this package come from, in the
// order in which they are documented.
func Rules() []finding.Rule {
	return []finding.Rule{
		feuilleIgnoree, colonneObligatoire, colonneInconnue, colonneDouble, colonneSansEntete,
		ligneVide, ligneExemple, ligneEntete, autreTableau,
		valeurDuGabarit, premiereValeur, valeurHorsGabarit, nombreAttendu, prefixeInconnu,
		valeurComposee, siretTrouve, siretIntrouvable,
	}
}

// Rules about a sheet and its columns.
var (
	feuilleIgnoree = finding.Rule{Code: "feuille-ignoree", Severity: finding.Warning,
		Sentence: "La feuille n'a pas les en-têtes d'un gabarit connu : elle n'est pas lue.",
		Why:      "Rien de ce qu'elle contient n'entre au catalogue.",
		Remedy:   "Si elle décrit votre offre, recopiez ses lignes dans le modèle de classeur de Passerelle ; sinon il n'y a rien à faire.", Source: guideClasseur}
	colonneObligatoire = finding.Rule{Code: "colonne-obligatoire", Severity: finding.Error,
		Sentence: "Une colonne obligatoire manque : aucune ligne de la feuille ne peut être lue.",
		Why:      "Sans cette colonne, les lignes ne peuvent être ni reconnues ni publiées.",
		Remedy:   "Ajoutez la colonne, remplissez-la et renvoyez le classeur.", Source: guideClasseur}
	colonneInconnue = finding.Rule{Code: "colonne-inconnue", Severity: finding.Info,
		Sentence: "La colonne n'est pas du gabarit : ses valeurs ne sont pas lues.",
		Why:      "Rien de ce qu'elle contient n'entre au catalogue.", Source: guideClasseur}
	colonneDouble = finding.Rule{Code: "colonne-double", Severity: finding.Warning,
		Sentence: "Deux colonnes ont le même sens : seule la première est lue.",
		Why:      "Les valeurs de la seconde n'entrent pas au catalogue, même où la première est vide.",
		Remedy:   "Gardez une seule des deux colonnes.", Source: guideClasseur}
	colonneSansEntete = finding.Rule{Code: "colonne-sans-entete", Severity: finding.Warning,
		Sentence: "Des cellules sont remplies sous un en-tête vide : elles ne sont pas lues.",
		Why:      "Passerelle ne peut pas savoir ce qu'elles décrivent.",
		Remedy:   "Donnez un en-tête à la colonne, ou videz-la.", Source: guideClasseur}
)

// Rules about rows that give no record.
var (
	ligneVide = finding.Rule{Code: "ligne-vide", Severity: finding.Info,
		Sentence: "La ligne ne contient que des espaces : elle est laissée de côté.",
		Why:      "Elle ne décrit rien.", Source: guideClasseur}
	ligneExemple = finding.Rule{Code: "ligne-exemple", Severity: finding.Info,
		Sentence: "La ligne est un exemple : elle est laissée de côté.",
		Why:      "Un exemple publié passerait pour une offre.", Source: guideClasseur}
	ligneEntete = finding.Rule{Code: "ligne-entete", Severity: finding.Info,
		Sentence: "La ligne répète les en-têtes : elle est laissée de côté.",
		Why:      "Elle ne décrit rien.", Source: guideClasseur}
	autreTableau = finding.Rule{Code: "autre-tableau", Severity: finding.Info,
		Sentence: "Un autre tableau commence à cette ligne : il est lu selon ses propres en-têtes.",
		Why:      "Chaque tableau de la feuille a ses colonnes.", Source: guideClasseur}
)

// Rules about the values of foreign layouts.
var (
	valeurDuGabarit = finding.Rule{Code: "remplissage-du-gabarit", Severity: finding.Info,
		Sentence: "Dans ce gabarit, la valeur veut dire « sans objet » : la cellule compte comme vide.",
		Why:      "Une valeur de remplissage serait publiée comme si elle renseignait le public.", Source: foreignLayout}
	premiereValeur = finding.Rule{Code: "premiere-valeur-gardee", Severity: finding.Warning,
		Sentence: "La cellule contient plusieurs valeurs alors qu'une seule est attendue : la première est gardée.",
		Why:      "Les autres valeurs ne sont pas publiées.",
		Remedy:   "Ne laissez que la valeur à publier, ou faites une ligne par valeur.", Source: foreignLayout}
	valeurHorsGabarit = finding.Rule{Code: "valeur-hors-gabarit", Severity: finding.Warning,
		Sentence: "La valeur n'est pas de celles que le gabarit connaît : elle est gardée telle quelle.",
		Why:      "Elle n'est pas traduite, et sera peut-être refusée plus loin.",
		Remedy:   "Corrigez la valeur, ou demandez au Carif-Oref de compléter le gabarit.", Source: foreignLayout}
	nombreAttendu = finding.Rule{Code: "nombre-du-gabarit", Severity: finding.Warning,
		Sentence: "Le gabarit attend un nombre entier : la valeur est gardée telle quelle.",
		Why:      "Elle n'est pas traduite, et sera peut-être refusée plus loin.",
		Remedy:   "Tapez un nombre entier.", Source: foreignLayout}
	prefixeInconnu = finding.Rule{Code: "prefixe-inconnu", Severity: finding.Error,
		Sentence: "Le gabarit ne sait pas de quelle région est ce numéro : la ligne est refusée.",
		Why:      "Deux régions donnent les mêmes numéros ; sans préfixe, l'un prendrait la place de l'autre.",
		Remedy:   "Corrigez le code de la région, ou demandez au Carif-Oref de compléter le gabarit.", Source: foreignLayout}
)

// Rules about values that a foreign layout makes of others.
var (
	valeurComposee = finding.Rule{Code: "valeur-composee", Severity: finding.Info,
		Sentence: "La cellule est vide : sa valeur est composée d'autres colonnes, comme le gabarit le prévoit.",
		Why:      "Sans elle, la ligne ne pourrait pas être reprise.", Source: foreignLayout}
	siretTrouve = finding.Rule{Code: "siret-trouve-par-uai", Severity: finding.Info,
		Sentence: "Le SIRET de l'organisme a été trouvé d'après l'UAI, dans la liste nationale des organismes de formation.",
		Why:      "Le gabarit ne donne que l'UAI ; l'offre est rattachée à un organisme par son SIRET.", Source: foreignLayout}
	siretIntrouvable = finding.Rule{Code: "siret-introuvable", Severity: finding.Error,
		Sentence: "L'UAI ne permet pas de trouver le SIRET de l'organisme : la ligne est refusée.",
		Why:      "L'offre est rattachée à un organisme par son SIRET ; sans lui, elle n'est à personne.",
		Remedy:   "Vérifiez l'UAI, ou ajoutez à la feuille une colonne « SIRET de l'organisme » où vous donnez celui de l'organisme responsable.", Source: foreignLayout}
)
