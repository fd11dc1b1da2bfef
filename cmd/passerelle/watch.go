package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/ingest/inbox"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// watchInbox loads what is dropped into the inbox as soon as it is whole, and files
// it away with its answer.
func (s *service) watchInbox(ctx context.Context) error {
	if s.WatchInbox == 0 {
		return nil
	}
	box, err := inbox.Open(s.Inbox, inbox.Options{Log: s.log, Settle: min(3*s.WatchInbox, longestSettle)})
	if err != nil {
		return fmt.Errorf("watch the inbox: %w", err)
	}
	return box.Watch(ctx, s.WatchInbox, s.loadDropped)
}

// longestSettle is how long a file must not change to be taken for whole, when the
// inbox is not looked at often.
const longestSettle = 10 * time.Second

// loadDropped loads one file, and gives the files that answer it.
func (s *service) loadDropped(ctx context.Context, f inbox.File) (answers []string, err error) {
	b := *s.app
	b.ofTurn, b.quiet, b.date = true, true, ""
	h, err := b.enterInTurn(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", inbox.ErrNotNow, err)
	}
	if err := errors.Join(h.deliver(ctx, []string{f.Path}), h.leave()); err != nil {
		return nil, err
	}
	if answers, err = answersOf(filepath.Join(h.Answers, h.run.ID)); err != nil || !h.tookNothing() {
		return answers, err
	}
	return nil, &inbox.Refusal{Reason: h.whyNothing(), Answers: answers}
}

// tookNothing tells a run that was given a file and could take nothing of it. One
// that is known was taken before.
func (h *house) tookNothing() bool {
	rows := h.report.Rows()
	return rows.Added+rows.Changed+rows.Unchanged == 0 && len(h.report.Known) == 0 && h.report.Count(finding.Error) > 0
}

// whyNothing says the first of the gravest things that are wrong, for the page beside
// a file that is set aside.
func (h *house) whyNothing() inbox.Reason {
	for _, f := range h.report.Findings {
		if f.Severity == finding.Error && len(f.Examples) > 0 {
			first := f.Examples[0]
			return inbox.Reason{Why: strings.TrimSuffix(first.Message, "."), Do: first.Remedy}
		}
	}
	return inbox.Reason{Why: "rien n'a pu en être repris"}
}

// answersOf lists the files of the answers of a run.
func answersOf(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	slices.Sort(files)
	return files, err
}
