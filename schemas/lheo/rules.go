package lheo

import "github.com/carif-oref/passerelle/schemas/finding"

// rule is one thing that validation may say.
type rule uint8

const (
	// Beyond XML: nothing more can be read, or not as the author meant.
	ruleSyntax rule = iota
	ruleChar
	ruleEncoding
	ruleEntity
	ruleDoctype
	ruleLimit
	ruleUnread

	// Against the schema.
	ruleRoot
	ruleNamespace
	ruleVersion
	ruleUnknown
	ruleMisplaced
	ruleOrder
	ruleTooMany
	ruleMissing
	ruleStrayText
	ruleStrayElement
	ruleTooLong
	ruleTooShort
	ruleTable
	ruleDay
	ruleInteger
	ruleAttribute
	ruleAttributeValue
	ruleID
	ruleIDREF
	ruleXSI

	// Beyond the schema.
	warnRoot
	warnLine
	warnEncoding
	warnNoDate
	warnPeriod
	warnSIRET
	warnUAI
	warnNDA
	warnFiller
	warnRef
	warnNumero
	warnKnown

	numRules
)

// Rule is one thing that Validate may say of a feed.
type Rule struct {
	Code     string           // stable
	Severity finding.Severity // Error: the feed is not valid
	Title    string           // French
}

var rules = [numRules]Rule{
	ruleSyntax:   {"xml-mal-forme", finding.Error, "XML mal formé"},
	ruleChar:     {"xml-caractere", finding.Error, "caractère interdit en XML"},
	ruleEncoding: {"xml-encodage", finding.Error, "encodage faux ou inconnu"},
	ruleEntity:   {"xml-entite", finding.Error, "entité non définie"},
	ruleDoctype:  {"xml-doctype", finding.Error, "DOCTYPE refusé"},
	ruleLimit:    {"xml-limite", finding.Error, "document démesuré"},
	ruleUnread:   {"lecture", finding.Error, "lecture interrompue"},

	ruleRoot:           {"racine-inconnue", finding.Error, "racine inconnue"},
	ruleNamespace:      {"espace-de-noms", finding.Error, "espace de noms faux"},
	ruleVersion:        {"version-2.2", finding.Error, "flux en LHEO 2.2"},
	ruleUnknown:        {"element-inconnu", finding.Error, "élément inconnu"},
	ruleMisplaced:      {"element-deplace", finding.Error, "élément qui n'a pas sa place ici"},
	ruleOrder:          {"element-desordonne", finding.Error, "éléments dans le désordre"},
	ruleTooMany:        {"element-en-trop", finding.Error, "élément en trop"},
	ruleMissing:        {"element-manquant", finding.Error, "élément obligatoire manquant"},
	ruleStrayText:      {"texte-egare", finding.Error, "texte hors d'un élément qui en admet"},
	ruleStrayElement:   {"element-egare", finding.Error, "élément dans un texte"},
	ruleTooLong:        {"texte-trop-long", finding.Error, "texte trop long"},
	ruleTooShort:       {"texte-trop-court", finding.Error, "texte trop court ou vide"},
	ruleTable:          {"valeur-hors-table", finding.Error, "valeur hors table"},
	ruleDay:            {"date-mal-formee", finding.Error, "date mal formée"},
	ruleInteger:        {"nombre-mal-forme", finding.Error, "nombre mal formé"},
	ruleAttribute:      {"attribut-inconnu", finding.Error, "attribut inconnu"},
	ruleAttributeValue: {"attribut-mal-forme", finding.Error, "valeur d'attribut mal formée"},
	ruleID:             {"id-double", finding.Error, "identifiant en double"},
	ruleIDREF:          {"idref-sans-cible", finding.Error, "renvoi sans cible"},
	ruleXSI:            {"xsi-type", finding.Error, "type imposé par le document"},

	warnRoot:     {"racine-partielle", finding.Warning, "racine qui n'est pas celle d'un flux"},
	warnLine:     {"formation-en-ligne", finding.Warning, "<formation> qui ne commence pas sa ligne"},
	warnEncoding: {"encodage-contredit", finding.Warning, "encodage déclaré que les octets contredisent"},
	warnNoDate:   {"date-inexistante", finding.Warning, "date qui n'existe pas"},
	warnPeriod:   {"periode-inversee", finding.Warning, "fin avant le début"},
	warnSIRET:    {"siret-cle", finding.Warning, "SIRET faux"},
	warnUAI:      {"uai-cle", finding.Warning, "UAI faux"},
	warnNDA:      {"nda-forme", finding.Warning, "numéro de déclaration d'activité mal formé"},
	warnFiller:   {"remplissage", finding.Warning, "valeur de remplissage"},
	warnRef:      {"ref-absente", finding.Warning, "version de nomenclature absente"},
	warnNumero:   {"numero-absent", finding.Warning, "numero absent"},
	warnKnown:    {"code-inconnu", finding.Warning, "code inconnu du référentiel"},
}

// Rules lists what Validate may say, in the order of its reports.
func Rules() []Rule { return append([]Rule(nil), rules[:]...) }
