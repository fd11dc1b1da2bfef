package answer

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// write makes every file in a folder of its own, then moves them in their place.
func (o Options) write(ctx context.Context, readable bool) (files Files, err error) {
	for _, l := range o.Loads {
		if err := l.Check("sheet " + l.Sheet); err != nil {
			return Files{}, err
		}
	}
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return Files{}, fmt.Errorf("make the folder of answers: %w", err)
	}
	tmp, err := os.MkdirTemp(o.Dir, ".reponse-")
	if err != nil {
		return Files{}, fmt.Errorf("make a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	w := writing{Options: o, ctx: ctx, tmp: tmp, stem: stem(o.Name)}
	if err := w.all(readable); err != nil {
		return Files{}, err
	}
	return w.files, w.publish()
}

// writing is one answer being written.
type writing struct {
	Options
	ctx   context.Context
	tmp   string
	stem  string
	names []string // of the files, in the order in which they were written
	files Files
	found *gathered
}

func (w *writing) all(readable bool) error {
	w.found = newGathered(w.Rules)
	var err error
	if readable {
		err = w.lists()
	} else {
		err = w.create(&w.files.JSON, "-reponse.json", func(out io.Writer) error {
			_, err := w.list(out, io.Discard)
			return err
		})
	}
	if err != nil {
		return err
	}
	if readable {
		if err := w.create(&w.files.Workbook, "-reponse.xlsx", w.workbook); err != nil {
			return err
		}
	}
	if err := w.create(&w.files.Receipt, "-accuse.txt", w.receipt); err != nil {
		return err
	}
	return w.create(&w.files.Outcome, "-resultat.txt", w.outcome(readable))
}

// lists writes the CSV and the JSON in one pass over the findings.
func (w *writing) lists() error {
	return w.create(&w.files.Findings, "-constats.csv", func(csv io.Writer) error {
		return w.create(&w.files.JSON, "-reponse.json", func(out io.Writer) error {
			_, err := w.list(out, csv)
			return err
		})
	})
}

// list writes every finding to both, and gathers what the workbook and the mails
// say of them.
func (w *writing) list(out, csv io.Writer) (int, error) {
	j := newJSONWriter(out, w.Options)
	if err := report.CSV(csv, w.each(j)); err != nil {
		return 0, err
	}
	return w.found.total(), j.close(w.found)
}

// each gives the findings once, to all who want them.
func (w *writing) each(j *jsonWriter) iter.Seq2[finding.Finding, error] {
	return func(yield func(finding.Finding, error) bool) {
		if w.Options.Findings == nil {
			return
		}
		for f, err := range w.Options.Findings {
			if err == nil {
				err = w.ctx.Err()
			}
			if err == nil {
				err = j.finding(f)
				w.found.add(f)
			}
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}

// create writes one file of the answer in the temporary folder.
func (w *writing) create(path *string, suffix string, fill func(io.Writer) error) (err error) {
	name := w.stem + suffix
	if err := w.ctx.Err(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	f, err := os.Create(filepath.Join(w.tmp, name))
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriterSize(f, 64<<10)
	if err := fill(out); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := errors.Join(out.Flush(), f.Sync()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	*path = filepath.Join(w.Dir, name)
	w.names = append(w.names, name)
	return nil
}

// publish moves the files to their place.
func (w *writing) publish() error {
	for _, name := range w.names {
		if err := os.Rename(filepath.Join(w.tmp, name), filepath.Join(w.Dir, name)); err != nil {
			return fmt.Errorf("put %s in its place: %w", name, err)
		}
	}
	return nil
}
