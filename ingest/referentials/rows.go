package referentials

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// rows gives a reading that stands on each usable row of a file in turn. What it
// gives is to be used before the next: it is one and the same.
func rows(ctx context.Context, src source, f format, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[*reading, error] {
	return func(yield func(*reading, error) bool) {
		*stats = Stats{}
		r, err := open(src, f, limits, report)
		if err != nil {
			yield(nil, err)
			return
		}
		defer r.src.Close()
		defer r.sumUp()
		for {
			usable, err := r.step(ctx, stats)
			switch {
			case errors.Is(err, io.EOF):
				if err := r.end(stats); err != nil {
					yield(nil, err)
				}
				return
			case err != nil:
				yield(nil, err)
				return
			case usable && !yield(r, nil):
				return
			}
		}
	}
}

// step reads one row; it is not usable when it is blank or refused.
func (r *reading) step(ctx context.Context, stats *Stats) (usable bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, fmt.Errorf("read referential %s: %w", r.name, err)
	}
	next, err := r.csv.read()
	switch {
	case errors.Is(err, io.EOF):
		return false, io.EOF
	case err != nil:
		return false, r.failed(err)
	case next.line > r.limits.lines:
		return false, damaged(r.name, next.line, "too many lines", "", "Le fichier a anormalement trop de lignes : il n'est pas lu.")
	case blank(next.cells) && next.fault != tooLong:
		return false, nil
	}
	r.row, r.open = next, next.open || r.open && next.fault != sound
	stats.Rows++
	return r.usable(stats)
}

// usable judges the row that was read.
func (r *reading) usable(stats *Stats) (bool, error) {
	if !r.sound() {
		stats.Refused++
		return false, nil
	}
	if r.row.open && !r.row.ended {
		return false, r.cutShort()
	}
	return true, nil
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// end judges the file once its last row was read.
func (r *reading) end(stats *Stats) error {
	bad := r.row.fault != sound
	switch {
	case bad && (!r.row.ended || r.open):
		return r.cutShort()
	case stats.Rows == 0:
		return damaged(r.name, 0, "no row below the header", "", "Le fichier n'a que sa ligne d'en-têtes.")
	case stats.Kept == 0:
		return damaged(r.name, 0, fmt.Sprintf("none of its %d rows can be read", stats.Rows), "",
			"Aucune ligne du fichier n'a pu être lue.")
	case !r.row.ended && !r.format.openEnded:
		r.say(r.aboutRow(finding.Warning, "referentiel-fin",
			"Le fichier ne finit pas par une fin de ligne : sa dernière ligne est peut-être incomplète.",
			"Comparez la dernière ligne avec le fichier de l'éditeur."))
	}
	return nil
}

func (r *reading) cutShort() error {
	return damaged(r.name, r.row.line, "cut short: its last line is not complete", strings.Join(r.row.cells, r.csv.sep),
		"Le fichier est tronqué : sa dernière ligne est incomplète.")
}
