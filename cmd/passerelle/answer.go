package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/carif-oref/passerelle/export/answer"
	"github.com/carif-oref/passerelle/ingest/landing"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// answerTo writes what goes back to the sender of a delivery that was loaded: its
// own workbook annotated, the lists, and the texts of the mails.
func (h *house) answerTo(ctx context.Context, d incoming, read *reading, loads []journal.Load, found deliveryFindings, requests []journal.Request) error {
	if h.dryRun {
		return nil
	}
	o := h.answerOptions(d, h.run.ID, found)
	o.Original, o.Loads, o.Requests, o.Rows = read.workbook, loads, requests, read.rawRows
	files, err := answer.Write(ctx, o)
	if err != nil {
		return fmt.Errorf("answer the sender: %w", err)
	}
	h.log.Info("answer written", "file", d.Name, "sender", d.sender, "folder", filepath.Dir(files.JSON))
	return h.tellSender(ctx, d, files, h.run.ID)
}

// answerUnreadable writes what goes back to the sender of a file that cannot be read.
func (h *house) answerUnreadable(ctx context.Context, d incoming, why finding.Finding) error {
	if h.dryRun {
		return nil
	}
	files, err := answer.WriteUnreadable(ctx, h.answerOptions(d, h.run.ID, only(why)))
	if err != nil {
		return fmt.Errorf("answer the sender: %w", err)
	}
	h.log.Info("answer written", "file", d.Name, "sender", d.sender, "folder", filepath.Dir(files.JSON))
	return h.tellSender(ctx, d, files, "")
}

func (h *house) answerOptions(d incoming, run string, found deliveryFindings) answer.Options {
	return answer.Options{
		Name: d.Name, Delivery: d.SHA256, Run: run, Date: h.run.Date,
		Findings: found.all(), Rules: allRules(), Dir: h.answerDir(d, run),
		Awaits: !h.validatesAtOnce(d.sender, found),
	}
}

// answerName is how many digits of the hash of a delivery name the folder of its answer.
const answerName = 8

func (h *house) answerDir(d incoming, run string) string {
	return filepath.Join(h.Answers, run, d.sender, d.SHA256[:answerName])
}

// answerLate writes the answer to a delivery that an earlier run loaded and was
// stopped before it answered, from what the journal kept of it.
func (h *house) answerLate(ctx context.Context, d incoming, kept landing.Delivery, run string) (err error) {
	if _, err := os.Stat(h.answerDir(d, run)); h.dryRun || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	loads, err := h.store.Loads(ctx, run)
	if err != nil {
		return fmt.Errorf("answer the sender: %w", err)
	}
	loads = slices.DeleteFunc(loads, func(l journal.Load) bool { return l.Delivery != d.SHA256 })
	told := newSpool(h.Landing)
	defer func() { err = errors.Join(err, told.close()) }()
	for f, err := range h.store.Findings(ctx, run) {
		if err != nil {
			return fmt.Errorf("answer the sender: %w", err)
		}
		if f.File == d.Name {
			told.add(f)
		}
	}
	read := &reading{rows: h.keptRows(d.SHA256, loads)}
	o := h.answerOptions(d, run, deliveryFindings{read: told})
	o.Loads, o.Rows = loads, read.rawRows
	if book, err := workbook.Open(kept.Path, workbook.Limits{Temp: h.Landing}); err == nil {
		o.Original = kept.Path
		_ = book.Close() // it was only opened to tell what it is
	}
	files, err := answer.Write(ctx, o)
	if err != nil {
		return fmt.Errorf("answer the sender: %w", err)
	}
	h.log.Info("answer written late", "file", d.Name, "sender", d.sender, "loaded_by", run)
	return h.tellSender(ctx, d, files, run)
}

// keptRows finds the raw rows that the landing keeps of each sheet, and puts the
// loads in the order of the sheets.
func (h *house) keptRows(sha256 string, loads []journal.Load) map[string]string {
	rows, order := map[string]string{}, map[string]int{}
	for _, l := range loads {
		for i := range len(loads) + 8 { // sheets without rows of offer have an index too
			path := h.landing.RowsPath(sha256, i, l.Sheet)
			if _, err := os.Stat(path); err == nil {
				rows[l.Sheet], order[l.Sheet] = path, i
				break
			}
		}
	}
	slices.SortStableFunc(loads, func(a, b journal.Load) int { return order[a.Sheet] - order[b.Sheet] })
	return rows
}

// rawRows reads the rows of a sheet back from the landing.
func (r *reading) rawRows(sheet string) iter.Seq2[delivery.Row, error] {
	path, kept := r.rows[sheet]
	if !kept {
		return func(func(delivery.Row, error) bool) {}
	}
	return columnar.Read(path)
}
