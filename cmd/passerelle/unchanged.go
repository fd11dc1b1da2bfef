package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// A pass over the catalogue depends on the records, the day, the program, the
// targets, the referentials and some of the configuration. When all are as they
// were for the last one, and what it published is in place, another would come to
// the same: the run says so and does none. The day changes every night, and dates
// with it; so this serves the runs that follow one another on a day.

// lastPass is what the last pass over the catalogue came to. Texts that it cut short
// are in its own report alone.
type lastPass struct {
	Run          string              `json:"run"`        // that made the ledger
	Inputs       string              `json:"entrees"`    // see house.inputs
	Digests      map[string]string   `json:"empreintes"` // of the publication in place of each target
	Codification report.Codification `json:"codification"`
	Targets      []report.Target     `json:"cibles"`
}

// lastPassName is the file of the shelf that keeps it.
const lastPassName = ".passage.json"

// inputs is a sum of all that a pass depends on; empty when it cannot be known, as
// for a program that does not say its version exactly.
func (h *house) inputs(ctx context.Context, asked map[string]bool) (string, error) {
	if version == "unknown" || strings.HasSuffix(version, "-dirty") {
		return "", nil
	}
	mark, err := h.store.Mark(ctx)
	if err != nil {
		return "", err
	}
	versions, err := h.store.Versions(ctx)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %s %q %q %d %d %q %q", version, h.run.Date.Format(time.DateOnly), mark, names(h.targets), h.MaxDropPercent, h.KeepFeeds,
		h.TargetsDir, slices.Sorted(maps.Keys(asked)))
	for _, v := range versions {
		fmt.Fprintf(sum, " %q %q %q %q", v.Referential, v.SHA256, v.Label, v.Date)
	}
	if h.TargetsDir != "" {
		err = sumTargets(sum, os.DirFS(h.TargetsDir))
	}
	return hex.EncodeToString(sum.Sum(nil)), err
}

// sumTargets adds to a sum the files of a folder that targets are read from.
func sumTargets(sum io.Writer, dir fs.FS) error {
	for _, pattern := range []string{"*.yaml", "*.yml"} {
		names, err := fs.Glob(dir, pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			text, err := fs.ReadFile(dir, name)
			if err != nil {
				return fmt.Errorf("read target: %w", err)
			}
			fmt.Fprintf(sum, " %q %x", name, sha256.Sum256(text))
		}
	}
	return nil
}

// stands gives the last pass when another would come to the same.
func (h *house) stands(ctx context.Context, inputs string) (last lastPass, ok bool, err error) {
	text, err := os.ReadFile(filepath.Join(h.Shelf, lastPassName))
	if err != nil || json.Unmarshal(text, &last) != nil || inputs == "" || last.Inputs != inputs || len(last.Targets) != len(h.targets) {
		return last, false, nil // there is none that can be relied on
	}
	run, err := h.store.LedgerRun(ctx)
	if err != nil || run != last.Run {
		return last, false, err
	}
	return last, !slices.ContainsFunc(last.Targets, func(t report.Target) bool {
		digest, whole := h.inPlace(t.Name)
		return !whole || digest != last.Digests[t.Name]
	}), nil
}

// inPlace is the digest of what partners read of a target; whole says that all its
// files are there and that nothing is held beside.
func (h *house) inPlace(target string) (digest string, whole bool) {
	m, ok, err := shelf.Current(h.Shelf, target)
	_, held, failed := shelf.Held(h.Shelf, target)
	if err != nil || failed != nil || !ok || held {
		return "", false
	}
	missing := slices.ContainsFunc(m.Files, func(f shelf.File) bool {
		info, err := os.Stat(filepath.Join(h.Shelf, target, "latest", f.Name))
		return err != nil || info.Size() != f.Size
	})
	return m.Digest, !missing && m.Digest != ""
}

// carryOver ends a run as if it had gone through the catalogue and found every feed
// unchanged.
func (h *house) carryOver(ctx context.Context, last lastPass) error {
	h.log.Info("nothing has changed since the last pass over the catalogue: the feeds stand")
	h.report.Codification = last.Codification
	for _, t := range last.Targets {
		p := &t.Publication
		p.Run, p.At, p.State = h.run.ID, h.now(), journal.Same
		if err := h.store.KeepPublication(ctx, *p); err != nil {
			return err
		}
		h.log.Info("feed", "target", t.Name, "state", p.State, "formations", p.Formations, "sessions", p.Sessions, "sha256", p.SHA256)
		h.report.Targets = append(h.report.Targets, t)
	}
	return nil
}

// unsettle forgets the last pass, before another changes the ledger or a feed.
func (h *house) unsettle() error {
	if err := os.Remove(filepath.Join(h.Shelf, lastPassName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget the last pass over the catalogue: %w", err)
	}
	return nil
}

// settle keeps what a pass came to, unless a feed is held or was refused: staff are
// then told of it again. That it cannot be kept costs the next run a pass.
func (h *house) settle(inputs string) {
	now := lastPass{Run: h.run.ID, Inputs: inputs, Codification: h.report.Codification, Targets: h.report.Targets, Digests: map[string]string{}}
	for _, t := range now.Targets {
		digest, whole := h.inPlace(t.Name)
		if !whole || t.Publication.State != journal.Published && t.Publication.State != journal.Same {
			return
		}
		now.Digests[t.Name] = digest
	}
	text, err := json.Marshal(now)
	if err == nil && inputs != "" {
		err = os.WriteFile(filepath.Join(h.Shelf, lastPassName), text, 0o644) // half of it, after a crash, is no JSON
	}
	if err != nil {
		h.log.Warn("the next run will go through the catalogue again, even if nothing changes", "reason", err)
	}
}
