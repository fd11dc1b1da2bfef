package workbook

// kind is something that a file may be instead of a readable workbook.
type kind struct{ rule, sentence, remedy string }

const (
	saveAs = "Ouvrez-le dans Excel ou LibreOffice, choisissez Fichier > Enregistrer sous, puis le type « Classeur Excel (.xlsx) », et renvoyez-le."
	repair = "Ouvrez-le dans Excel, acceptez la réparation proposée, vérifiez les lignes, enregistrez-le au format « Classeur Excel (.xlsx) » et renvoyez-le."
	afresh = "Copiez les cellules utiles dans un classeur neuf, enregistrez-le au format « Classeur Excel (.xlsx) » et renvoyez-le."
)

var (
	emptyFile = kind{"fichier-vide", "Ce fichier est vide",
		"Vérifiez que le classeur s'ouvre chez vous, enregistrez-le au format « Classeur Excel (.xlsx) » et renvoyez-le."}
	oldExcel  = kind{"classeur-xls", "Ce fichier est un classeur à l'ancien format d'Excel (.xls), que Passerelle ne lit pas", saveAs}
	binary    = kind{"classeur-xlsb", "Ce fichier est un classeur binaire d'Excel (.xlsb), que Passerelle ne lit pas", saveAs}
	xml2003   = kind{"classeur-xml", "Ce fichier est un classeur XML d'Excel 2003, que Passerelle ne lit pas", saveAs}
	openDoc   = kind{"classeur-ods", "Ce fichier est un classeur LibreOffice ou OpenOffice (.ods), que Passerelle ne lit pas", saveAs}
	numbers   = kind{"classeur-numbers", "Ce fichier est un classeur Numbers (Apple), que Passerelle ne lit pas", "Dans Numbers, choisissez Fichier > Exporter vers > Excel, format .xlsx, et renvoyez le fichier obtenu."}
	protected = kind{"classeur-protege", "Ce classeur est protégé par un mot de passe",
		"Ouvrez-le dans Excel, effacez le mot de passe dans Fichier > Informations > Protéger le classeur > Chiffrer avec mot de passe, enregistrez-le et renvoyez-le."}
	webPage   = kind{"fichier-html", "Ce fichier est une page web à laquelle on a donné le nom d'un classeur", saveAs}
	plainText = kind{"fichier-texte", "Ce fichier est du texte (CSV par exemple) auquel on a donné le nom d'un classeur",
		"S'il s'agit d'un CSV, redonnez-lui l'extension .csv ; sinon ouvrez-le dans Excel ou LibreOffice, enregistrez-le au format « Classeur Excel (.xlsx) » et renvoyez-le."}
	pdf         = kind{"fichier-pdf", "Ce fichier est un PDF, pas un classeur", "Renvoyez le classeur dont ce PDF a été tiré, au format « Classeur Excel (.xlsx) »."}
	office      = kind{"fichier-bureautique", "Ce fichier est un document Word ou PowerPoint, pas un classeur", "Copiez ses tableaux dans le modèle de classeur de Passerelle, au format « Classeur Excel (.xlsx) »."}
	archive     = kind{"fichier-archive", "Ce fichier est une archive, pas un classeur", "Sortez les classeurs de l'archive et envoyez-les un par un, au format « Classeur Excel (.xlsx) »."}
	unknownFile = kind{"fichier-inconnu", "Ce fichier n'est pas un classeur", saveAs}

	damagedWorkbook   = kind{"classeur-endommage", "Ce classeur est endommagé et rien n'en a été lu", repair}
	oversizedWorkbook = kind{"classeur-demesure", "Ce classeur est démesuré et rien n'en a été lu", "Supprimez les lignes, colonnes et feuilles inutiles, ou découpez-le en plusieurs classeurs, et renvoyez-le."}
	hostileWorkbook   = kind{"classeur-suspect", "Ce classeur n'est pas fait comme ceux d'un tableur et, par prudence, rien n'en a été lu", afresh}
)
