package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/ingest/landing"
)

// The chain on one page. Data flow from left to right:
//
//	referentials ─┐
//	inbox ─ landing ─ rows ─ normalise ─ merge ─ codify ─ check ─ catalogue ─ targets ─ feeds ─ shelf
//	                                                                 └──────── report
//
// Each step below stands in the file of its name.

// night is one whole run: what cron calls.
func (h *house) night(ctx context.Context) error {
	return h.inRun(ctx, func() error {
		if err := h.refreshReferentials(ctx); err != nil {
			return err
		}
		if err := h.recode(ctx); err != nil {
			return err
		}
		files, err := h.inboxFiles()
		if err != nil {
			return err
		}
		if err := h.load(ctx, files); err != nil {
			return err
		}
		if err := h.publish(ctx); err != nil {
			return err
		}
		return h.pushFeeds(ctx)
	})
}

// deliver loads files named by hand; the feeds wait for the night.
func (h *house) deliver(ctx context.Context, files []string) error {
	return h.inRun(ctx, func() error {
		if err := h.recode(ctx); err != nil {
			return err
		}
		return h.load(ctx, files)
	})
}

// rehearse says what loading files would do, and leaves everything as it was.
func (h *house) rehearse(ctx context.Context, files []string) (err error) {
	dir, err := os.MkdirTemp("", "passerelle-essai-*")
	if err != nil {
		return fmt.Errorf("rehearse: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if h.landing, err = landing.Open(dir); err != nil {
		return err
	}
	h.findings = report.NewFindings(allRules(), examplesPerRule)
	if err := h.load(ctx, files); err != nil {
		return err
	}
	h.progress.clear()
	h.closeRun(nil)
	return h.fillReport(ctx)
}

// export writes the feeds from the catalogue as it is.
func (h *house) export(ctx context.Context) error {
	return h.inRun(ctx, func() error {
		if err := h.recode(ctx); err != nil {
			return err
		}
		if err := h.publish(ctx); err != nil {
			return err
		}
		return h.pushFeeds(ctx)
	})
}

// inRun does work as one run of the journal, and reports it whatever became of it.
func (h *house) inRun(ctx context.Context, work func() error) error {
	if err := h.begin(ctx); err != nil {
		return err
	}
	err := work()
	h.progress.clear()
	return errors.Join(err, h.end(ctx, err))
}
