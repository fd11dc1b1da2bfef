package referentials

import (
	"regexp"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of ROME's list of codes.
const (
	romeRef col = iota
	romeLibelle
	romeOGR
	romeParent
	romeFiche4 // name of the column since version 4
	romeFiche3 // name of the column in version 3
)

var romeCodes = format{
	referential: nomenclature.ROME,
	alias:       nomenclature.ROME3,
	of:          romeOf,
	signature:   []col{romeRef, romeLibelle, romeOGR},
	label:       romeVersion,
	pattern:     regexp.MustCompile(`(?i)^unix_referentiel_code_rome_.*\.csv$`),
	columns: []column{
		romeRef:     {name: "code_rome"},
		romeLibelle: {name: "libelle_rome"},
		romeOGR:     {name: "code_ogr"},
		romeParent:  {name: "code_rome_parent", optional: true},
		romeFiche4:  {name: "code_fiche_metier", optional: true},
		romeFiche3:  {name: "code_fiche_em", optional: true},
	},
}

// Columns of ROME's list of names of jobs.
const (
	appOGR col = iota
	appLibelle
	appROME
	appCourt
	appClassification // since version 4
	appSection        // in version 3
)

var romeAppellations = format{
	referential: nomenclature.ROME,
	part:        appellations,
	of:          romeOf,
	signature:   []col{appOGR, appLibelle, appROME},
	label:       romeVersion,
	pattern:     regexp.MustCompile(`(?i)^unix_referentiel_appellation_.*\.csv$`),
	columns: []column{
		appOGR:            {name: "code_ogr"},
		appLibelle:        {name: "libelle_appellation_long"},
		appROME:           {name: "code_rome"},
		appCourt:          {name: "libelle_appellation_court", optional: true},
		appClassification: {name: "classification", optional: true},
		appSection:        {name: "libelle_type_section_appellation", optional: true},
	},
}

// Columns of ROME's texts, a sentence each.
const (
	texteROME col = iota
	texteType
	textePosition
	texteLibelle
)

var romeTextes = format{
	referential: nomenclature.ROME,
	part:        textes,
	of:          romeOf,
	signature:   []col{texteROME, texteType, texteLibelle},
	label:       romeVersion,
	pattern:     regexp.MustCompile(`(?i)^unix_texte_.*\.csv$`),
	columns: []column{
		texteROME:     {name: "code_rome"},
		texteType:     {name: "libelle_type_texte"},
		textePosition: {name: "position_phrase"},
		texteLibelle:  {name: "libelle_texte"},
	},
}

// Columns of ROME's tree: its publisher writes « professionel ».
const (
	arbreROME col = iota
	arbreGrandDomaine
	arbreDomaine
	arbreDomaineLibelle
)

var romeArborescence = format{
	referential: nomenclature.ROME,
	part:        arborescence,
	of:          romeOf,
	signature:   []col{arbreROME, arbreGrandDomaine, arbreDomaine},
	label:       romeVersion,
	pattern:     regexp.MustCompile(`(?i)^(?:unix_)?cr_gd_dp_.*\.csv$`),
	columns: []column{
		arbreROME:           {name: "code_rome"},
		arbreGrandDomaine:   {name: "code_grand_domaine"},
		arbreDomaine:        {name: "code_domaine_professionel", aliases: []string{"code_domaine_professionnel"}},
		arbreDomaineLibelle: {name: "libelle_domaine_professionel", aliases: []string{"libelle_domaine_professionnel"}},
	},
}

var romeReader = reader{
	entry: romeEntry,
	beside: map[part]func(*book, *reading) bool{
		appellations: takeAppellation,
		textes:       takePhrase,
		arborescence: takeDomaine,
	},
}

func romeEntry(b *book, r *reading) (t nomenclature.Terme, ok bool) {
	if t.Code, ok = r.key(romeRef, romeCode); !ok {
		return t, false
	}
	if t.Libelle, ok = r.label(romeLibelle); !ok {
		return t, false
	}
	t.Relations = b.completed(t.Code)
	if parent := r.code(romeParent, romeCode); parent != t.Code {
		t.Parent = parent
	}
	return t, true
}

// takeAppellation keeps a name of a job: the order of the file is that of the
// numbers, which last from one version to the next.
func takeAppellation(b *book, r *reading) bool {
	code, ok := r.key(appROME, romeCode)
	if !ok {
		return false
	}
	a := nomenclature.Appellation{}
	if a.OGR, ok = r.key(appOGR, ogrCode); !ok {
		return false
	}
	if a.Libelle, ok = r.label(appLibelle); !ok {
		return false
	}
	if court := r.text(appCourt); court != a.Libelle {
		a.Court = b.keep(court)
	}
	n := b.notesOf(code)
	if b.first(code, a.OGR) {
		a.OGR, a.Libelle = b.keep(a.OGR), b.keep(a.Libelle)
		n.Appellations = append(n.Appellations, a)
	}
	return true
}

// takePhrase keeps a sentence of a definition; those on how to enter the trade
// say nothing of it.
func takePhrase(b *book, r *reading) bool {
	code, ok := r.key(texteROME, romeCode)
	if !ok {
		return false
	}
	n := b.notesOf(code)
	if r.cell(texteType) != "definition" {
		return true
	}
	if text := r.text(texteLibelle); text != "" {
		n.phrases = append(n.phrases, phrase{r.number(textePosition, 1, 1000, "le rang d'une phrase"), b.keep(text)})
	}
	return true
}

func takeDomaine(b *book, r *reading) bool {
	code, ok := r.key(arbreROME, romeCode)
	if !ok {
		return false
	}
	n := b.notesOf(code)
	n.Domaine = b.keep(oneLine(r.cell(arbreDomaine) + " " + r.text(arbreDomaineLibelle)))
	return true
}
