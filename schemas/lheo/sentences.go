package lheo

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// sentence says what is wrong and what to do; value is the offending value, cut.
func (is *issue) sentence(value string) (message, remedy string) {
	short := "« " + finding.Cut(value, 60) + " »"
	switch {
	case is.rule <= ruleUnread:
		return is.xmlSentence(short)
	case is.rule <= ruleStrayElement:
		return is.treeSentence(short)
	case is.rule < warnRoot:
		return is.valueSentence(short)
	}
	return is.warning(short)
}

func (is *issue) xmlSentence(short string) (message, remedy string) {
	switch is.rule {
	case ruleChar:
		return "Le texte contient " + is.detail + ", que XML interdit.",
			"Retirez ce caractère, souvent venu d'un copier-coller ; l'outil qui écrit le flux doit le filtrer."
	case ruleEncoding:
		return "Encodage : " + is.detail + ".",
			"Écrivez le fichier en UTF-8 et déclarez-le ainsi, ou déclarez l'encodage dans lequel il est vraiment écrit."
	case ruleEntity:
		return "L'entité " + is.detail + " n'est pas définie en XML.",
			"Écrivez le caractère lui-même (é, œ, …) ; seuls &amp; &lt; &gt; &quot; &apos; existent."
	case ruleDoctype:
		return "Le document contient un DOCTYPE, que Passerelle refuse par sécurité.",
			"Retirez la ligne <!DOCTYPE …> : LHEO n'en a pas besoin."
	case ruleLimit:
		return "Le document contient " + is.detail + " : la lecture s'arrête là.",
			"Vérifiez l'outil qui écrit le flux : aucun flux LHEO n'est ainsi fait."
	}
	return "XML mal formé : " + is.detail + ".", "Corrigez l'outil qui écrit le flux, puis validez-le de nouveau."
}

func (is *issue) treeSentence(short string) (message, remedy string) {
	switch is.rule {
	case ruleRoot:
		if strings.EqualFold(is.leaf, "html") {
			return "Le fichier est une page HTML et non un flux.", "Vérifiez l'adresse : le serveur a sans doute répondu par une page d'erreur."
		}
		return fmt.Sprintf("La racine <%s> n'est pas un élément de LHEO 2.3.", is.leaf),
			"La racine d'un flux est <lheo>, <lheo-index> ou <lheo-plus>."
	case ruleVersion:
		return "Le flux est en LHEO 2.2 ; la version attendue est la 2.3. Son contenu est jugé d'après la 2.2.",
			"Écrivez xmlns=\"" + Namespace23 + "\" et produire du LHEO 2.3."
	case ruleNamespace:
		return is.namespaceSentence(short)
	case ruleUnknown:
		return is.unknownSentence()
	case ruleMisplaced:
		return fmt.Sprintf("<%s> n'a pas sa place dans <%s>.", is.leaf, is.parent),
			"Le déplacer là où LHEO le prévoit, ou le retirer."
	case ruleOrder:
		return fmt.Sprintf("<%s> doit venir avant <%s> dans <%s>.", is.leaf, is.want, is.parent),
			"Remettez les éléments dans l'ordre de LHEO."
	case ruleTooMany:
		return fmt.Sprintf("<%s> admet %s ; celui-ci est le %d%s.", is.parent, timesOf(is.n, is.leaf), is.rank, ordinal(is.rank)),
			"Retirez ceux qui sont en trop."
	case ruleMissing:
		return fmt.Sprintf("Il manque <%s> dans <%s>.", is.want, is.parent), "L'ajouter" + is.where() + "."
	case ruleStrayText:
		return fmt.Sprintf("<%s> contient le texte %s, alors qu'il n'admet que des éléments.", is.parent, short),
			"Retirez ce texte ou mettez-le dans l'élément qui convient."
	}
	return fmt.Sprintf("<%s> contient l'élément <%s>, alors qu'il n'admet que du texte.", is.parent, is.leaf),
		"Retirez cet élément ; du HTML doit être converti en texte simple."
}

func (is *issue) where() string {
	if is.next == "" {
		return ", à sa place dans l'ordre de LHEO"
	}
	return ", avant <" + is.next + ">"
}

func timesOf(n int, name string) string {
	if n == 1 {
		return "un seul <" + name + ">"
	}
	return fmt.Sprintf("%d <%s> au plus", n, name)
}

func ordinal(n uint32) string {
	if n == 1 {
		return "er"
	}
	return "e"
}

func (is *issue) namespaceSentence(short string) (message, remedy string) {
	remedy = "Écrivez xmlns=\"" + Namespace23 + "\" sur la racine, et ne le changer nulle part."
	if len(is.value) == 0 {
		return fmt.Sprintf("<%s> n'est dans aucun espace de noms ; celui de LHEO est %s.", is.leaf, Namespace23), remedy
	}
	return fmt.Sprintf("<%s> est dans l'espace de noms %s, qui n'est pas celui de LHEO.", is.leaf, short), remedy
}

func (is *issue) unknownSentence() (message, remedy string) {
	message = fmt.Sprintf("<%s> n'existe pas dans <%s>.", finding.Cut(is.leaf, 60), is.parent)
	if is.want != "?" {
		return message, "Écrivez <" + is.want + ">, si c'est bien de lui qu'il s'agit."
	}
	return message, "Le retirer, ou mettre l'information dans un <extras><extra info=\"…\">."
}

func (is *issue) valueSentence(short string) (message, remedy string) {
	switch is.rule {
	case ruleTooLong:
		return fmt.Sprintf("<%s> a %d caractères ; LHEO en admet %d.", is.decl.Name, is.n, is.decl.Max), is.shortenRemedy()
	case ruleTooShort:
		return is.tooShort(short)
	case ruleTable:
		return fmt.Sprintf("%s n'est pas un code de la table « %s » de <%s>.", short, is.decl.Table, is.decl.Name),
			"Choisissez parmi " + codesOf(is.decl) + "."
	case ruleDay:
		return fmt.Sprintf("%s n'est pas une date de LHEO dans <%s>.", short, is.decl.Name),
			"Écrivez AAAAMMJJ : 20260901 ; AAAAMM00 pour un mois, AAAA0000 pour une année, 00000000 quand elle est inconnue."
	case ruleInteger:
		return fmt.Sprintf("%s n'est pas un nombre entier dans <%s>.", short, is.decl.Name),
			"Écrivez des chiffres seulement, sans unité ni virgule ; sinon retirez l'élément."
	}
	return is.attributeSentence(short)
}

func (is *issue) shortenRemedy() string {
	if is.decl.Min == is.decl.Max {
		return fmt.Sprintf("Écrivez la valeur sur %d caractères exactement.", is.decl.Max)
	}
	if is.decl.Max <= 40 {
		return fmt.Sprintf("Écrivez la valeur en %d caractères au plus.", is.decl.Max)
	}
	return "Abrégez le texte."
}

func (is *issue) tooShort(short string) (message, remedy string) {
	if is.n == 0 {
		message = fmt.Sprintf("<%s> est vide.", is.decl.Name)
	} else {
		message = fmt.Sprintf("%s est trop court dans <%s> : %d caractères au lieu de %d au moins.", short, is.decl.Name, is.n, is.decl.Min)
	}
	if is.n > 0 && is.decl.Min == is.decl.Max {
		return message, is.shortenRemedy()
	}
	return message, "Donnez la valeur ; sinon retirez l'élément s'il n'est pas obligatoire."
}

// codesOf lists the codes of a table with their labels, a few of them.
func codesOf(decl *Element) string {
	list := ""
	for i, e := range V23().tables[decl.Table] {
		switch {
		case !decl.codes.has([]byte(e.Code)):
			continue
		case i == 9:
			return list + "…"
		case list != "":
			list += ", "
		}
		list += e.Code + " (" + e.Label + ")"
	}
	return list
}

func (is *issue) attributeSentence(short string) (message, remedy string) {
	switch is.rule {
	case ruleAttribute:
		return fmt.Sprintf("L'attribut « %s » n'existe pas sur <%s>.", finding.Cut(is.attr, 60), is.parent),
			"Le retirer, ou mettre l'information dans un <extras><extra info=\"…\">."
	case ruleID:
		return fmt.Sprintf("L'identifiant %s est déjà celui d'un autre élément.", short), "Donnez à chaque élément un id qui lui est propre, ou retirez l'attribut."
	case ruleIDREF:
		return fmt.Sprintf("Aucun élément n'a l'identifiant %s.", short), "Corrigez le renvoi, ou donnez cet id à l'élément visé."
	case ruleXSI:
		return fmt.Sprintf("L'attribut « %s » n'est pas admis.", is.attr), "Le retirer : LHEO ne laisse pas le document choisir ses types."
	}
	switch is.want {
	case "xs:dateTime":
		return fmt.Sprintf("%s n'est pas un horodatage dans l'attribut « %s ».", short, is.attr), "Écrivez 2026-11-23T02:15:00+01:00."
	case "xs:anyURI":
		return fmt.Sprintf("%s n'est pas une adresse web dans l'attribut « %s ».", short, is.attr), "Écrivez une adresse sans espace, ou retirez l'attribut."
	}
	return fmt.Sprintf("%s n'est pas un identifiant XML dans l'attribut « %s ».", short, is.attr), "Commencez par une lettre et n'employez que lettres, chiffres, - _ et le point."
}

func (is *issue) warning(short string) (message, remedy string) {
	switch is.rule {
	case warnRoot:
		return fmt.Sprintf("La racine est <%s> : le schéma l'admet, mais les partenaires attendent <lheo>.", is.leaf), "Écrivez un flux entier."
	case warnLine:
		return "<formation> ne commence pas sa ligne : des partenaires lisent le flux ligne à ligne et ne la verront pas.", "Allez à la ligne avant chaque <formation …>."
	case warnEncoding:
		return fmt.Sprintf("Le fichier se déclare en %s, mais ses octets sont du %s : les accents seront faux.", short, is.detail), "Déclarez l'encodage véritable."
	case warnNoDate:
		return fmt.Sprintf("La date %s n'existe pas.", short), "Corrigez la date ; 00000000 quand elle est inconnue."
	case warnPeriod:
		return fmt.Sprintf("La fin %s vient avant le début %s.", short, is.want), "Corrigez l'une des deux dates."
	case warnSIRET:
		return fmt.Sprintf("%s n'est pas un SIRET : 14 chiffres dont la clé est juste.", short), "Corrigez d'après la base SIRENE."
	case warnUAI:
		return fmt.Sprintf("%s n'est pas un UAI : 7 chiffres et la lettre qui en découle.", short), "Corrigez d'après le répertoire des établissements."
	case warnNDA:
		return fmt.Sprintf("%s n'est pas un numéro de déclaration d'activité : %s.", short, offre.FormeNDA), "Corrigez d'après la liste publique des organismes de formation."
	case warnFiller:
		return fmt.Sprintf("<%s> ne dit rien : %s.", is.decl.Name, short), "Renseignez l'élément ; retirez-le s'il n'est pas obligatoire."
	case warnRef:
		return fmt.Sprintf("<%s> n'a pas d'attribut ref : la version du FORMACODE n'est pas dite.", is.parent), "Ajoutez ref=\"V14\", ou la version employée."
	case warnNumero:
		return fmt.Sprintf("<%s> n'a pas d'attribut numero : les partenaires ne pourront pas le suivre d'un jour à l'autre.", is.parent), "Ajoutez un numero stable, de 32 caractères au plus."
	}
	return fmt.Sprintf("%s n'est pas un code connu du référentiel pour <%s>.", short, is.decl.Name), "Vérifiez le code et la version du référentiel."
}
