package delimited

import "github.com/carif-oref/passerelle/schemas/finding"

const (
	nothingRead = "Rien de ce fichier n'entre au catalogue."
	received    = "Fichiers texte reçus"
	saveCSV     = "Ouvrez-le dans Excel ou LibreOffice, choisissez Fichier > Enregistrer sous, puis le type « CSV UTF-8 » ou, mieux, « Classeur Excel (.xlsx) », et renvoyez-le."
)

// Rules lists every rule that the findings of this package come from, in the
// order in which they are documented. Those of severity Error refuse the file.
func Rules() []finding.Rule {
	return []finding.Rule{noRow, notSeparated, oneColumn, oversized,
		workbookName, otherCharset, lostBytes, mendedQuotes, severalLines, formulaText, cutCell}
}

// Rules about files of which nothing is read.
var (
	noRow = finding.Rule{Code: "csv-vide", Severity: finding.Error,
		Sentence: "Ce fichier ne contient aucune ligne.", Why: nothingRead,
		Remedy: "Vérifiez que le fichier s'ouvre chez vous, et renvoyez-le.", Source: received}
	notSeparated = finding.Rule{Code: "csv-illisible", Severity: finding.Error,
		Sentence: "Ce fichier n'est pas un texte dont les valeurs sont séparées (CSV).", Why: nothingRead, Remedy: saveCSV, Source: received}
	oneColumn = finding.Rule{Code: "csv-sans-separateur", Severity: finding.Error,
		Sentence: "Aucun séparateur (point-virgule, virgule, tabulation ou barre verticale) ne partage les premières lignes de ce fichier en colonnes.",
		Why:      nothingRead, Remedy: saveCSV, Source: received}
	oversized = finding.Rule{Code: "csv-demesure", Severity: finding.Error,
		Sentence: "Ce fichier est démesuré et rien n'en a été lu.", Why: nothingRead,
		Remedy: "Supprimez les lignes et les colonnes inutiles, vérifiez que chaque guillemet ouvert est refermé, ou découpez le fichier en plusieurs.", Source: received}
)

// Rules about files that are read all the same.
var (
	workbookName = finding.Rule{Code: "csv-nom", Severity: finding.Info,
		Sentence: "Ce fichier porte le nom d'un classeur, mais c'est un fichier texte : il est lu comme un CSV.",
		Why:      "Un tableur peut refuser de l'ouvrir sous ce nom.", Source: received}
	otherCharset = finding.Rule{Code: "csv-encodage", Severity: finding.Info,
		Sentence: "Ce fichier n'est pas en UTF-8 : ses caractères ont été convertis.",
		Why:      "Un fichier lu dans le mauvais encodage perd ses accents.", Source: received}
	lostBytes = finding.Rule{Code: "csv-caracteres-perdus", Severity: finding.Warning,
		Sentence: "Des octets n'ont de sens dans aucun encodage connu : ils sont remplacés par « \uFFFD ».",
		Why:      "Les textes concernés seraient publiés abîmés.", Remedy: saveCSV, Source: received}
	mendedQuotes = finding.Rule{Code: "csv-guillemets", Severity: finding.Warning,
		Sentence: "Des guillemets ne suivent pas la règle des fichiers CSV : ils ont été lus comme du texte.",
		Why:      "Une cellule peut avoir été coupée au mauvais endroit.",
		Remedy:   "Vérifiez ces lignes ; dans une cellule entre guillemets, un guillemet s'écrit deux fois.", Source: received}
	severalLines = finding.Rule{Code: "csv-numeros", Severity: finding.Info,
		Sentence: "Les numéros de ligne sont ceux qu'un tableur affiche, et non ceux du fichier texte.",
		Why:      "Une cellule qui contient des retours à la ligne occupe plusieurs lignes du fichier et une seule du tableur.", Source: received}
	formulaText = finding.Rule{Code: "csv-formule", Severity: finding.Info,
		Sentence: "Des cellules sont écrites =\"texte\" pour garder leurs zéros : seul le texte est lu.",
		Why:      "Aucune formule n'est exécutée.", Source: received}
	cutCell = finding.Rule{Code: "csv-cellule-coupee", Severity: finding.Warning,
		Sentence: "Des cellules comptent plus de caractères qu'un tableur n'en admet : la fin en est perdue.",
		Why:      "Le texte serait publié tronqué.",
		Remedy:   "Raccourcissez le texte et renvoyez le fichier.", Source: received}
)
