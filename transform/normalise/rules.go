package normalise

import "github.com/carif-oref/passerelle/schemas/finding"

// Rules lists every rule that a row's findings may come from, in the order in
// which they are documented. A rule that makes a value unreadable has the
// severity of an optional column; where the column must be filled it is an Error,
// and the row is refused.
func Rules() []finding.Rule {
	return []finding.Rule{
		valeurObligatoire, celluleFusionnee, valeurDeRemplissage, erreurExcel, notationScientifique, zerosRemis, plusieursValeurs,
		majuscules, majusculeInitiale, caracteresInvisibles, codageRetabli, caracteresPerdus, entitesHTML, balisesHTML, htmlImbrique, texteTropLong, listeTropLongue,
		siretForme, siretSiren, siretCle, siretZeroDeTrop, ndaForme, uaiForme, uaiCle,
		codePostalForme, inseeForme, inseeEgalCodePostal, inseeInconnu, inseeTrouve, communeTrouvee, codePostalTrouve, communeIntrouvable, villeNettoyee,
		telephoneForme, telephoneIndicatif, courrielForme, courrielNettoye, urlForme, urlRefusee, urlCompletee,
		dateForme, dateInexistante, dateImprobable, datePartielle, sessionFinAvantDebut, moisForme, nombreForme, ouiNon,
		valeurHorsTable, dispositifInconnu, langueForme,
		romeForme, formacodeForme, nsfForme, nsfLettre, certifInfoForme, rncpForme, rsForme, cfdForme, cfdLettre,
	}
}

// Sources of the rules.
const (
	guideIdentification = "Guide de saisie, onglet « Identification » de la fiche organisme"
	guideObjectifs      = "Guide de saisie, onglet « Objectifs et contenus » de l'action de formation"
	guideSession        = "Guide de saisie, onglet « Identification » de la session"
	guideAction         = "Guide de saisie, onglet « Identification » de l'action de formation"
	guideClasseur       = "Mode d'emploi du classeur"
	usageTableur        = "Classeurs reçus : ce que les tableurs font aux valeurs"
	lheoTables          = "LHEO 2.3, tables"
	insee               = "INSEE, code officiel géographique"
	laPoste             = "La Poste, base des codes postaux"
	sirene              = "INSEE, répertoire Sirene"
)

// Rules about any cell.
var (
	valeurObligatoire = finding.Rule{Code: "valeur-obligatoire", Severity: finding.Error,
		Sentence: "Une colonne obligatoire est vide.",
		Why:      "Sans cette valeur, la ligne ne peut être ni reconnue ni publiée.",
		Remedy:   "Remplissez la cellule, puis renvoyez le classeur.", Source: guideClasseur}
	celluleFusionnee = finding.Rule{Code: "cellule-fusionnee", Severity: finding.Warning,
		Sentence: "La cellule est fusionnée avec celle de gauche : elle est lue comme vide.",
		Why:      "Un classeur ne garde la valeur d'une fusion que dans sa première cellule ; une cellule vide efface ce que la fiche disait.",
		Remedy:   "Défusionnez les cellules, puis remplissez chacune.", Source: usageTableur}
	valeurDeRemplissage = finding.Rule{Code: "valeur-de-remplissage", Severity: finding.Info,
		Sentence: "La valeur (« - », « Néant », « NC », « Non renseigné »…) ne dit rien : la cellule compte comme vide.",
		Why:      "Une valeur de remplissage serait publiée comme si elle renseignait le public.", Source: usageTableur}
	erreurExcel = finding.Rule{Code: "erreur-excel", Severity: finding.Warning, Refuses: true,
		Sentence: "La cellule contient une erreur du tableur (#NOM?, #REF!, #N/A…) au lieu d'une valeur.",
		Why:      "La formule de la cellule a échoué : sa valeur n'est pas dans le fichier.",
		Remedy:   "Corrigez la formule, ou tapez la valeur elle-même.", Source: usageTableur}
	notationScientifique = finding.Rule{Code: "notation-scientifique", Severity: finding.Warning, Refuses: true,
		Sentence: "Un numéro long a été mis en notation scientifique (1,17559E+10) : ses derniers chiffres sont perdus.",
		Why:      "Les chiffres perdus ne peuvent pas être devinés.",
		Remedy:   "Mettez la colonne au format Texte, puis tapez de nouveau le numéro entier.", Source: usageTableur}
	zerosRemis = finding.Rule{Code: "zeros-remis", Severity: finding.Info,
		Sentence: "Les zéros de tête que le tableur avait retirés ont été remis.",
		Why:      "Le tableur prend le code pour un nombre ; sans ses zéros, il n'est plus le même code.", Source: usageTableur}
	plusieursValeurs = finding.Rule{Code: "plusieurs-valeurs", Severity: finding.Warning,
		Sentence: "La cellule contient plusieurs valeurs alors qu'une seule est attendue : la première est gardée.",
		Why:      "Les autres valeurs ne sont pas publiées.",
		Remedy:   "Ne laissez que la valeur à publier.", Source: guideClasseur}
)

// Rules about texts.
var (
	majuscules = finding.Rule{Code: "majuscules", Severity: finding.Info,
		Sentence: "Un texte en majuscules a été mis en minuscules ; les sigles connus restent en majuscules.",
		Why:      "Les rubriques se rédigent en minuscules accentuées ; les accents que les majuscules cachaient ne peuvent pas tous être retrouvés.", Source: guideObjectifs}
	majusculeInitiale = finding.Rule{Code: "majuscule-initiale", Severity: finding.Info,
		Sentence: "La première lettre du texte a été mise en majuscule.",
		Why:      "Les rubriques se rédigent en minuscules accentuées, première lettre en majuscule.", Source: guideObjectifs}
	caracteresInvisibles = finding.Rule{Code: "caracteres-invisibles", Severity: finding.Info,
		Sentence: "Des caractères invisibles ou de commande ont été retirés ; les puces de Word sont devenues « • ».",
		Why:      "Ils viennent d'un copier-coller, empêchent de retrouver les mots et sont interdits en XML.", Source: usageTableur}
	codageRetabli = finding.Rule{Code: "codage-retabli", Severity: finding.Info,
		Sentence: "Des lettres lues dans un autre codage (« Ã© » au lieu de « é ») ont été rétablies.",
		Why:      "Le texte serait publié illisible, et ses mots ne seraient pas retrouvés.", Source: usageTableur}
	caracteresPerdus = finding.Rule{Code: "caracteres-perdus", Severity: finding.Warning,
		Sentence: "Des caractères accentués sont perdus et remplacés par « \uFFFD ».",
		Why:      "Le texte serait publié avec ses trous.",
		Remedy:   "Reprenez le texte d'origine, ou enregistrez le fichier au format classeur Excel (.xlsx).", Source: usageTableur}
	entitesHTML = finding.Rule{Code: "entites-html", Severity: finding.Info,
		Sentence: "Des caractères écrits en code HTML (« &eacute; ») ont été rétablis.",
		Why:      "Le code serait publié tel quel.", Source: usageTableur}
	balisesHTML = finding.Rule{Code: "balises-html", Severity: finding.Info,
		Sentence: "Des balises HTML (« <p> », « <br> ») ont été retirées du texte.",
		Why:      "Les sites qui publient l'offre montreraient les balises.", Source: usageTableur}
	htmlImbrique = finding.Rule{Code: "html-imbrique", Severity: finding.Warning,
		Sentence: "Le code HTML du texte est trop imbriqué pour être nettoyé : le texte est gardé tel quel.",
		Why:      "Le code serait publié tel quel.",
		Remedy:   "Tapez de nouveau le texte, sans mise en forme.", Source: usageTableur}
	texteTropLong = finding.Rule{Code: "texte-trop-long", Severity: finding.Warning,
		Sentence: "Le texte est bien plus long que ce que la colonne attend : son début est gardé.",
		Why:      "La fin du texte n'est pas publiée.",
		Remedy:   "Résumez le texte.", Source: guideClasseur}
	listeTropLongue = finding.Rule{Code: "liste-trop-longue", Severity: finding.Warning,
		Sentence: "La liste est bien plus longue que ce que la colonne attend : ses premiers éléments sont gardés.",
		Why:      "Les autres éléments ne sont pas publiés.",
		Remedy:   "Ne laissez que les éléments utiles.", Source: guideClasseur}
)
