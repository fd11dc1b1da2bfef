package main

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"

	"github.com/carif-oref/passerelle/export/answer"
	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// answerTo writes what goes back to the sender of a delivery that was loaded: its
// own workbook annotated, the lists, and the texts of the mails.
func (h *house) answerTo(ctx context.Context, d incoming, read *reading, loads []journal.Load, found []finding.Finding, requests []journal.Request) error {
	if h.dryRun {
		return nil
	}
	o := h.answerOptions(d, found)
	o.Original, o.Loads, o.Requests, o.Rows = read.workbook, loads, requests, read.rawRows
	files, err := answer.Write(ctx, o)
	if err != nil {
		return fmt.Errorf("answer the sender: %w", err)
	}
	h.log.Info("answer written", "file", d.Name, "sender", d.sender, "folder", filepath.Dir(files.JSON))
	return nil
}

// answerUnreadable writes what goes back to the sender of a file that cannot be read.
func (h *house) answerUnreadable(ctx context.Context, d incoming, why finding.Finding) error {
	if h.dryRun {
		return nil
	}
	if _, err := answer.WriteUnreadable(ctx, h.answerOptions(d, []finding.Finding{why})); err != nil {
		return fmt.Errorf("answer the sender: %w", err)
	}
	return nil
}

func (h *house) answerOptions(d incoming, found []finding.Finding) answer.Options {
	return answer.Options{
		Name: d.Name, Delivery: d.SHA256, Run: h.run.ID, Date: h.run.Date,
		Findings: each(found), Rules: allRules(),
		Dir: filepath.Join(h.Answers, h.run.ID, d.sender, d.SHA256[:8]),
	}
}

func each(found []finding.Finding) iter.Seq2[finding.Finding, error] {
	return func(yield func(finding.Finding, error) bool) {
		for _, f := range found {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// rawRows reads the rows of a sheet back from the landing.
func (r *reading) rawRows(sheet string) iter.Seq2[delivery.Row, error] {
	path, kept := r.rows[sheet]
	if !kept {
		return func(func(delivery.Row, error) bool) {}
	}
	return columnar.Read(path)
}
