package referentials

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of the families of jobs, a row for each ROME code of one. The file that
// is published gives no name to the family.
const (
	fapCol col = iota
	fapROME
	fapIntituleROME
	fapLibelle
)

var fap = format{
	referential: nomenclature.FAP,
	signature:   []col{fapCol, fapROME, fapIntituleROME},
	label:       unversioned,
	columns: []column{
		fapCol:          {name: "Fap", aliases: []string{"code_fap"}},
		fapROME:         {name: "Rome", aliases: []string{"code_rome"}},
		fapIntituleROME: {name: "intitule_rome", aliases: []string{"libelle_rome"}},
		fapLibelle:      {name: "intitule_fap", aliases: []string{"libelle_fap"}, optional: true},
	},
}

// gatherFAP reads a row of a family: « NA » stands for no ROME code.
func gatherFAP(b *book, r *reading) bool {
	code, ok := r.key(fapCol, fapCode)
	if !ok {
		return false
	}
	rome := ""
	if raw := r.cell(fapROME); !strings.EqualFold(raw, "NA") {
		rome = r.code(fapROME, romeCode)
	}
	t := b.term(code)
	if t.Libelle == "" {
		t.Libelle = b.keep(r.text(fapLibelle))
	}
	if rome != "" && b.first(code, rome) {
		t.Associes = append(t.Associes, b.keep(rome))
	}
	return true
}
