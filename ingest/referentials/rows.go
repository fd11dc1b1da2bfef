package referentials

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/carif-oref/passerelle/ingest/delimited"
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
	next, err := r.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return false, io.EOF
	case err != nil:
		return false, r.failed(err)
	case next.Line > r.limits.lines:
		return false, damaged(r.name, next.Line, "too many lines", "", "Le fichier a anormalement trop de lignes : il n'est pas lu.")
	case delimited.Blank(next.Cells) && next.Fault != delimited.TooLong:
		return false, nil
	}
	r.row, r.open = next, next.Open || r.open && next.Fault != delimited.Sound
	stats.Rows++
	return r.usable(stats)
}

// usable judges the row that was read.
func (r *reading) usable(stats *Stats) (bool, error) {
	if !r.sound() {
		stats.Refused++
		return false, nil
	}
	if r.row.Open && !r.row.Ended {
		return false, r.cutShort()
	}
	return true, nil
}

// end judges the file once its last row was read.
func (r *reading) end(stats *Stats) error {
	bad := r.row.Fault != delimited.Sound
	switch {
	case bad && (!r.row.Ended || r.open):
		return r.cutShort()
	case stats.Rows == 0:
		return damaged(r.name, 0, "no row below the header", "", "Le fichier n'a que sa ligne d'en-têtes.")
	case stats.Kept+stats.Merged == 0:
		return damaged(r.name, 0, fmt.Sprintf("none of its %d rows can be read", stats.Rows), "",
			"Aucune ligne du fichier n'a pu être lue.")
	case !r.row.Ended && !r.format.openEnded:
		r.say(r.aboutRow(finding.Warning, "referentiel-fin",
			"Le fichier ne finit pas par une fin de ligne : sa dernière ligne est peut-être incomplète.",
			"Comparez la dernière ligne avec le fichier de l'éditeur."))
	}
	return nil
}

func (r *reading) cutShort() error {
	return damaged(r.name, r.row.Line, "cut short: its last line is not complete", strings.Join(r.row.Cells, r.csv.Sep),
		"Le fichier est tronqué : sa dernière ligne est incomplète.")
}
