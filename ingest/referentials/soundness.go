package referentials

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/ingest/delimited"
	"github.com/carif-oref/passerelle/schemas/finding"
)

const mendSource = "Signalez la ligne à l'éditeur du fichier, ou corrigez-la."

// sound reports whether the cells of the row can be used, and says what is wrong
// with them.
func (r *reading) sound() bool {
	switch r.row.Fault {
	case delimited.TooLong:
		r.say(r.aboutRow(finding.Error, "referentiel-ligne-longue",
			fmt.Sprintf("La ligne dépasse %d octets : elle n'est pas chargée.", r.limits.line), mendSource))
		return false
	case delimited.BadQuotes:
		r.say(r.shown(r.aboutRow(finding.Error, "referentiel-guillemets",
			"Les guillemets de la ligne ne se referment pas et ses colonnes ne se retrouvent pas : elle n'est pas chargée.", mendSource)))
		return false
	case delimited.BadColumns:
		r.say(r.shown(r.aboutRow(finding.Error, "referentiel-colonnes", r.columnCount(), mendSource)))
		return false
	}
	r.repaired()
	return r.cellsFit()
}

func (r *reading) columnCount() string {
	n := strconv.Itoa(len(r.row.Cells))
	if len(r.row.Cells) > r.limits.cells {
		n = "plus de " + strconv.Itoa(r.limits.cells)
	}
	return fmt.Sprintf("La ligne a %s colonnes au lieu de %d : elle n'est pas chargée.", n, len(r.header.names))
}

// shown adds to a finding the beginning of the row.
func (r *reading) shown(f finding.Finding) finding.Finding {
	cells := r.row.Cells[:min(len(r.row.Cells), finding.MaxValue)]
	f.Value = finding.Cut(strings.Join(cells, r.csv.Sep), finding.MaxValue)
	return f
}

// repaired tells what was mended to read the row.
func (r *reading) repaired() {
	if r.row.Mended {
		r.say(r.shown(r.aboutRow(finding.Info, "referentiel-guillemets",
			"Les guillemets de la ligne ne suivent pas la règle des fichiers CSV : ils ont été lus comme du texte.", "")))
	}
	if r.row.Lost > 0 {
		r.say(r.shown(r.aboutRow(finding.Warning, "referentiel-encodage",
			fmt.Sprintf("La ligne a %d octets illisibles, remplacés par « \uFFFD ».", r.row.Lost), mendSource)))
	}
}

// cellsFit refuses a row one of whose cells is longer than any real one.
func (r *reading) cellsFit() bool {
	for i, cell := range r.row.Cells {
		if len(cell) <= r.limits.cell {
			continue
		}
		f := r.aboutRow(finding.Error, "referentiel-cellule-longue",
			fmt.Sprintf("La cellule dépasse %d octets : la ligne n'est pas chargée.", r.limits.cell), mendSource)
		f.Column, f.Header = strconv.Itoa(i+1), strings.TrimSpace(r.header.names[i])
		f.Value = finding.Cut(cell, finding.MaxValue)
		r.say(f)
		return false
	}
	return true
}
