package workbook

import "github.com/carif-oref/passerelle/schemas/finding"

// What a sender does about a file that cannot be read, and why it matters.
const (
	saveAs = "Ouvrez-le dans Excel ou LibreOffice, choisissez Fichier > Enregistrer sous, puis le type « Classeur Excel (.xlsx) », et renvoyez-le."
	repair = "Ouvrez-le dans Excel, acceptez la réparation proposée, vérifiez les lignes, enregistrez-le au format « Classeur Excel (.xlsx) » et renvoyez-le."
	afresh = "Copiez les cellules utiles dans un classeur neuf, enregistrez-le au format « Classeur Excel (.xlsx) » et renvoyez-le."

	nothingRead = "Rien de ce fichier n'entre au catalogue."
	received    = "Classeurs reçus"
)

// Rules lists every rule that the findings of this package come from, in the
// order in which they are documented. Those of severity Error refuse the file.
func Rules() []finding.Rule {
	return []finding.Rule{
		emptyFile, oldExcel, binary, xml2003, openDoc, numbers, protected, webPage, plainText, pdf, office, archive, unknownFile,
		damagedWorkbook, oversizedWorkbook, hostileWorkbook,
		macrosFound, linksFound, hiddenSheet, hiddenRows, mergedCells, uncomputed, cellCut,
	}
}

// refusal is the rule of a file that cannot be read.
func refusal(code, sentence, remedy string) finding.Rule {
	return finding.Rule{Code: code, Severity: finding.Error, Sentence: sentence, Why: nothingRead, Remedy: remedy, Source: received}
}

// Rules about files that are something else than a readable workbook.
var (
	emptyFile = refusal("fichier-vide", "Ce fichier est vide.",
		"Vérifiez que le classeur s'ouvre chez vous, enregistrez-le au format « Classeur Excel (.xlsx) » et renvoyez-le.")
	oldExcel = refusal("classeur-xls", "Ce fichier est un classeur à l'ancien format d'Excel (.xls), que Passerelle ne lit pas.", saveAs)
	binary   = refusal("classeur-xlsb", "Ce fichier est un classeur binaire d'Excel (.xlsb), que Passerelle ne lit pas.", saveAs)
	xml2003  = refusal("classeur-xml", "Ce fichier est un classeur XML d'Excel 2003, que Passerelle ne lit pas.", saveAs)
	openDoc  = refusal("classeur-ods", "Ce fichier est un classeur LibreOffice ou OpenOffice (.ods), que Passerelle ne lit pas.", saveAs)
	numbers  = refusal("classeur-numbers", "Ce fichier est un classeur Numbers (Apple), que Passerelle ne lit pas.",
		"Dans Numbers, choisissez Fichier > Exporter vers > Excel, format .xlsx, et renvoyez le fichier obtenu.")
	protected = refusal("classeur-protege", "Ce classeur est protégé par un mot de passe.",
		"Ouvrez-le dans Excel, effacez le mot de passe dans Fichier > Informations > Protéger le classeur > Chiffrer avec mot de passe, enregistrez-le et renvoyez-le.")
	webPage   = refusal("fichier-html", "Ce fichier est une page web à laquelle on a donné le nom d'un classeur.", saveAs)
	plainText = refusal("fichier-texte", "Ce fichier est du texte (CSV par exemple) auquel on a donné le nom d'un classeur.",
		"S'il s'agit d'un CSV, ouvrez-le dans Excel ou LibreOffice, vérifiez ses colonnes, enregistrez-le au format « Classeur Excel (.xlsx) » et renvoyez-le.")
	pdf = refusal("fichier-pdf", "Ce fichier est un PDF, pas un classeur.",
		"Renvoyez le classeur dont ce PDF a été tiré, au format « Classeur Excel (.xlsx) ».")
	office = refusal("fichier-bureautique", "Ce fichier est un document Word ou PowerPoint, pas un classeur.",
		"Copiez ses tableaux dans le modèle de classeur de Passerelle, au format « Classeur Excel (.xlsx) ».")
	archive = refusal("fichier-archive", "Ce fichier est une archive, pas un classeur.",
		"Sortez les classeurs de l'archive et envoyez-les un par un, au format « Classeur Excel (.xlsx) ».")
	unknownFile = refusal("fichier-inconnu", "Ce fichier n'est pas un classeur.", saveAs)

	damagedWorkbook   = refusal("classeur-endommage", "Ce classeur est endommagé et rien n'en a été lu.", repair)
	oversizedWorkbook = refusal("classeur-demesure", "Ce classeur est démesuré et rien n'en a été lu.",
		"Supprimez les lignes, colonnes et feuilles inutiles, ou découpez-le en plusieurs classeurs, et renvoyez-le.")
	hostileWorkbook = refusal("classeur-suspect", "Ce classeur n'est pas fait comme ceux d'un tableur et, par prudence, rien n'en a été lu.", afresh)
)

// Rules about workbooks that are read all the same.
var (
	macrosFound = finding.Rule{Code: "classeur-macros", Severity: finding.Info,
		Sentence: "Ce classeur contient des macros : elles ne sont jamais exécutées.",
		Why:      "Une macro peut nuire au poste de qui ouvre le classeur.", Source: received}
	linksFound = finding.Rule{Code: "classeur-liens", Severity: finding.Info,
		Sentence: "Ce classeur renvoie à d'autres classeurs ou sources de données : aucun lien n'est suivi, les dernières valeurs enregistrées sont lues.",
		Why:      "Les valeurs tirées d'ailleurs peuvent ne plus être à jour.", Source: received}
	hiddenSheet = finding.Rule{Code: "feuille-masquee", Severity: finding.Info,
		Sentence: "Cette feuille est masquée : elle est lue comme les autres.",
		Why:      "Une feuille masquée contient souvent une ancienne version de l'offre.", Source: received}
	hiddenRows = finding.Rule{Code: "lignes-masquees", Severity: finding.Info,
		Sentence: "Des lignes sont masquées (filtre ou groupe) : elles sont lues comme les autres.",
		Why:      "Un filtre oublié cache des lignes à qui relit le classeur, pas à Passerelle.", Source: received}
	mergedCells = finding.Rule{Code: "cellules-fusionnees", Severity: finding.Info,
		Sentence: "Des cellules sont fusionnées sur plusieurs lignes : leur valeur est reprise sur chacune de ces lignes.",
		Why:      "Un classeur ne garde la valeur d'une fusion que dans sa première cellule.", Source: received}
	uncomputed = finding.Rule{Code: "formule-sans-valeur", Severity: finding.Warning,
		Sentence: "Des formules n'ont pas de valeur enregistrée : ces cellules sont lues comme vides.",
		Why:      "Passerelle ne calcule pas les formules : elle lit la valeur que le tableur a enregistrée.",
		Remedy:   "Ouvrez le classeur dans Excel ou LibreOffice, enregistrez-le et renvoyez-le.", Source: received}
	cellCut = finding.Rule{Code: "cellule-coupee", Severity: finding.Warning,
		Sentence: "La cellule compte plus de caractères qu'un tableur n'en admet : la fin est perdue.",
		Why:      "Le texte serait publié tronqué.",
		Remedy:   "Raccourcissez le texte et renvoyez le classeur.", Source: received}
)
