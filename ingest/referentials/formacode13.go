package referentials

import (
	"regexp"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of Formacode V13, which have letters for names: the semantic field, its
// label, then the descriptor in the column of its depth below the field.
const (
	v13Champ col = iota
	v13Libelle
	v13First // depth 0
	v13Last  = v13First + 5
)

var formacode13 = format{
	referential: nomenclature.Formacode13,
	signature:   []col{v13Champ, v13Libelle, v13First, v13First + 1, v13First + 2, v13First + 3, v13First + 4, v13Last},
	openEnded:   true,
	label:       thirteenth,
	confirm:     looksFormacode13,
	pattern:     regexp.MustCompile(`(?i)^formacodes?[-_ ]v13.*\.csv$`),
	columns: []column{
		{name: "A"}, {name: "B"}, {name: "C"}, {name: "D"}, {name: "E"}, {name: "F"}, {name: "G"}, {name: "H"},
	},
}

var labelAndCode = regexp.MustCompile(`^(.+) ([0-9]{5})$`)

// descriptor finds the one column of the row that has a descriptor.
func (r *reading) descriptor() (text string, depth int, ok bool) {
	for c := v13First; c <= v13Last; c++ {
		if cell := r.cell(c); cell != "" {
			if ok {
				return "", 0, false
			}
			text, depth, ok = cell, int(c-v13First), true
		}
	}
	return text, depth, ok
}

// looksFormacode13 tells the thesaurus from any sheet whose columns bear letters.
func looksFormacode13(r *reading) bool {
	text, _, ok := r.descriptor()
	return ok && labelAndCode.MatchString(text) && threeDigits.MatchString(r.cell(v13Champ))
}

// gatherFormacode13 reads a row, under the last one that was a step less deep.
func gatherFormacode13(b *book, r *reading) bool {
	champ, ok := r.key(v13Champ, champCode)
	_, depth, one := r.descriptor()
	b.above = b.above[:min(depth, len(b.above))] // what follows is not below what came before
	if !ok {
		return false
	}
	column := v13First + col(depth)
	m := labelAndCode.FindStringSubmatch(r.text(column))
	if !one || m == nil {
		r.say(r.aboutRow(finding.Error, "referentiel-code", "La ligne n'a pas un descripteur suivi de cinq chiffres, dans une seule colonne : elle n'est pas chargée.", mendSource))
		return false
	}
	t := b.term(m[2])
	if t.Libelle == "" {
		t.Libelle, t.Domaine = b.keep(oneLine(m[1])), b.keep(champ+" "+r.text(v13Libelle))
	}
	if len(b.above) < depth {
		r.say(r.about(column, finding.Warning, "referentiel-valeur", "Le terme générique du descripteur n'est pas connu : la ligne d'où il vient manque.", mendSource))
		return true
	}
	if depth > 0 {
		b.under(b.terms[b.above[depth-1]], t)
	}
	b.above = append(b.above, t.Code)
	return true
}

// under relates a term to the broader one, both ways.
func (b *book) under(broader, t *nomenclature.Terme) {
	if broader == t || !b.first(t.Code, broader.Code) {
		return
	}
	t.Generiques = append(t.Generiques, broader.Code)
	broader.Specifiques = append(broader.Specifiques, t.Code)
}
