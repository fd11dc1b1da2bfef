package referentials

import "github.com/carif-oref/passerelle/schemas/finding"

// Rules lists every rule that the findings of this package come from, in the
// order in which they are documented.
func Rules() []finding.Rule {
	const (
		lost    = "La ligne n'est pas chargée ; ce qu'elle décrit manque au référentiel."
		partial = "La valeur manque ou peut être fausse ; le reste de la ligne est chargé."
		stays   = "La dernière version valable reste en usage : elle vieillit."
		whole   = "Rien ne change à ce qui est chargé."
	)
	rule := func(code string, severity finding.Severity, sentence, why, remedy string) finding.Rule {
		return finding.Rule{Code: code, Severity: severity, Sentence: sentence, Why: why, Remedy: remedy, Source: "Fichiers des référentiels, tels que leurs éditeurs les publient"}
	}
	return []finding.Rule{
		rule("referentiel-abime", finding.Error, "Le fichier n'est pas ce que publie l'éditeur du référentiel : il n'est pas appliqué.", stays, "Téléchargez de nouveau le fichier et déposez-le."),
		rule("referentiel-trop-petit", finding.Error, "Le référentiel compte moins de lignes que le minimum attendu : il n'est pas appliqué.", stays, "Vérifiez que le fichier est complet et déposez-le de nouveau."),
		rule("referentiel-colonnes", finding.Error, "La ligne n'a pas le nombre de colonnes de l'en-tête.", lost, mendSource),
		rule("referentiel-guillemets", finding.Error, "Les guillemets de la ligne ne vont pas par deux.", lost, mendSource),
		rule("referentiel-ligne-longue", finding.Error, "La ligne est plus longue que toute ligne d'un référentiel.", lost, mendSource),
		rule("referentiel-cellule-longue", finding.Error, "Une cellule est plus longue que toute valeur d'un référentiel.", lost, mendSource),
		rule("referentiel-code", finding.Error, "Le code n'a pas la forme que l'éditeur lui donne.", lost, mendSource),
		rule("referentiel-libelle-absent", finding.Error, "Le libellé manque.", lost, mendSource),
		rule("referentiel-valeur", finding.Warning, "La valeur n'a pas la forme attendue : elle est laissée de côté.", partial, mendSource),
		rule("referentiel-cle", finding.Warning, "La clé d'un SIRET ou d'un UAI est fausse ; il est gardé tel quel.", partial, mendSource),
		rule("referentiel-doublon", finding.Warning, "Deux lignes décrivent la même chose différemment ; la première est gardée.", partial, mendSource),
		rule("referentiel-caractere-perdu", finding.Warning, "Un caractère a été perdu avant la réception du fichier.", partial, mendSource),
		rule("referentiel-encodage", finding.Warning, "La ligne n'est pas dans l'encodage du reste du fichier ; elle est lue dans l'autre.", partial, mendSource),
		rule("referentiel-fin", finding.Warning, "La dernière ligne n'est pas terminée : le fichier est peut-être coupé.", "Les lignes suivantes, s'il y en avait, manquent.", "Vérifiez que le téléchargement est complet."),
		rule("referentiel-code-retabli", finding.Info, "Le code avait perdu ses zéros de tête ou changé de casse ; il a été rétabli.", whole, ""),
		rule("referentiel-texte", finding.Info, "Le texte a été abîmé par un export ; il a été rétabli.", whole, ""),
		rule("referentiel-orphelin", finding.Warning, "Un fichier parle d'un code que le référentiel n'a pas.", "Ce que le fichier dit de ce code n'est pas chargé.", mendSource),
		rule("referentiel-sans-intitule", finding.Warning, "Des fiches de France compétences n'ont ni intitulé ni état.", "Leurs codes servent ; un intitulé ne peut pas les désigner.", "Déposez l'export entier, du même jour."),
		rule("referentiel-sans-siret", finding.Info, "L'organisme n'a pas de SIRET, comme ceux de l'étranger : il n'est pas chargé.", "Sa déclaration d'activité n'est pas connue.", ""),
		rule("referentiel-partie-absente", finding.Info, "Un des fichiers du référentiel manque : le reste est chargé.", "Ce que dit ce fichier manque au référentiel.", "Déposez le fichier à côté des autres."),
		rule("referentiel-incomplet", finding.Info, "Le fichier principal du référentiel manque : ceux qui le complètent ne sont pas chargés.", stays, "Déposez aussi le fichier principal."),
		rule("referentiel-inutile", finding.Info, "Le fichier est une partie d'un référentiel dont on ne se sert pas.", whole, ""),
		rule("referentiel-plus-ancien", finding.Warning, "Le référentiel est plus ancien que celui qu'il remplace : il est appliqué.",
			"Les codes du catalogue reviennent à ceux d'avant.", "Si ce n'est pas voulu, déposez de nouveau la version la plus récente."),
		rule("referentiel-ecarte", finding.Info, "Plusieurs fichiers portent le même référentiel : le plus récent est pris, et de deux pareils le dernier par son nom.", whole, ""),
		rule("referentiel-inconnu", finding.Info, "Le fichier n'est pas un référentiel connu : il est laissé de côté.", whole, ""),
	}
}
