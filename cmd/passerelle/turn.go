package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// tellTurn writes to the staff, once the parts of a turn are done, what all of them
// did: each part is a run, and one mail a night is what people read.
func (a *app) tellTurn(ctx context.Context, job string) error {
	b := *a
	b.job, b.quiet, b.date = job, true, ""
	h, err := b.enterInTurn(ctx)
	if err != nil {
		return err
	}
	return errors.Join(h.notify(ctx), h.leave())
}

// silence is how far back runs are told that no digest has told of.
const silence = 48 * time.Hour

// joined is the report of this run, if there is one, with those of the runs since the
// last digest, parts of a turn or deliveries of the day; how many they are, and how many
// of the others failed.
func (h *house) joined(ctx context.Context) (whole report.Report, runs, failed int, err error) {
	last, err := h.lastDigest(ctx)
	if err != nil {
		return whole, 0, 0, err
	}
	all, err := h.store.Runs(ctx, lookBack)
	if err != nil {
		return whole, 0, 0, err
	}
	var untold []report.Report
	for _, run := range all {
		if !run.StartedAt.After(last) {
			break
		}
		if run.ID == h.run.ID || run.State == journal.Running {
			continue
		}
		if run.State == journal.Failed || run.State == journal.Abandoned {
			failed++
		}
		told, err := h.reportOf(run)
		if err != nil {
			return whole, 0, 0, err
		}
		untold = append(untold, told)
	}
	slices.Reverse(untold)
	if h.report.Run.ID != "" {
		untold = append(untold, h.report)
	}
	return report.Joined(untold...), len(untold), failed, nil
}

// lastDigest is when the staff were last told what runs did.
func (h *house) lastDigest(ctx context.Context) (time.Time, error) {
	mails, err := h.store.Mails(ctx, lastMails)
	if err != nil {
		return time.Time{}, err
	}
	last := h.now().Add(-silence)
	for _, m := range mails {
		if m.Kind == mail.KindDigest && m.QueuedAt.After(last) {
			last = m.QueuedAt
		}
	}
	return last, nil
}

// reportOf reads the report that a run wrote; of one that was killed before it wrote
// any, that it was.
func (h *house) reportOf(run journal.Run) (r report.Report, err error) {
	data, err := os.ReadFile(filepath.Join(h.Reports, run.ID+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return report.Report{Run: run}, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err != nil {
		return r, fmt.Errorf("read the report of run %s: %w", run.ID, err)
	}
	return r, nil
}
