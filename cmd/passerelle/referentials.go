package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

// refreshReferentials fetches the referentials that have an address, and loads
// those whose files have changed. A damaged file, or one that is abnormally small
// or different, is not applied: the last good version stays, and the run says so.
func (h *house) refreshReferentials(ctx context.Context) error {
	var found []finding.Finding
	report := func(f finding.Finding) { found = append(found, f) }
	sources, err := h.fetchSources(ctx, report)
	if err != nil {
		return err
	}
	if _, err := os.Stat(h.Referentials); errors.Is(err, fs.ErrNotExist) {
		h.log.Warn("no folder of referentials: those in the store are used", "folder", h.Referentials)
		return h.keepFindings(ctx, found)
	}
	files, err := referentials.Scan(h.Referentials, sources.judged(h.Referentials, report))
	if err != nil {
		return err // it says where it looked
	}
	for _, file := range files {
		if err := h.refreshOrRefuse(ctx, file, sources.of(h.Referentials, file), report); err != nil {
			return err
		}
	}
	return h.keepFindings(ctx, found)
}

// refreshOrRefuse refreshes one referential. One that is refused is a finding, not
// an error.
func (h *house) refreshOrRefuse(ctx context.Context, file referentials.File, from *fetched, report func(finding.Finding)) error {
	outcome, err := h.refresh(ctx, file, from, report)
	var damaged *referentials.Damaged
	switch {
	case errors.As(err, &damaged):
		h.log.Error("referential refused, the last good version stays", "referential", file.Referential, "file", file.Path, "reason", damaged.Reason)
		report(damaged.Finding)
		outcome = damaged.Finding.Message + " " + damaged.Finding.Remedy
	case err != nil:
		return fmt.Errorf("refresh referential %s from %s: %w", file.Referential, file.Path, err)
	case from == nil: // nobody was asked whether there is a newer one
		return nil
	case from.err != nil:
		outcome = unfetched(from.name, from.err).Message
	}
	good := damaged == nil && (from == nil || from.err == nil)
	return h.store.KeepCheck(ctx, nomenclature.Check{Referential: file.Referential, At: h.now(), Good: good, Outcome: outcome})
}

// refresh applies one file unless it is the version that the store has.
func (h *house) refresh(ctx context.Context, file referentials.File, from *fetched, report func(finding.Finding)) (outcome string, err error) {
	version, err := referentials.Version(file)
	if err != nil {
		return "", err
	}
	current, loaded, err := h.store.Version(ctx, file.Referential)
	if err != nil || loaded && current.SHA256 == version.SHA256 {
		return "inchangé", err
	}
	version.LoadedAt = h.now()
	if from != nil {
		version.Source = from.address
	}
	h.know = nil
	apply := applier{h: h, file: file, version: version, report: report}
	if err := apply.run(ctx); err != nil {
		return "", err
	}
	if f, older := referentials.Older(version, current); loaded && older {
		report(f)
	}
	h.log.Info("referential applied", "referential", file.Referential, "file", version.File, "label", version.Label)
	return "chargé", nil
}

// below tells whether a path stands in a folder.
func below(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// keepFindings records findings that no delivery carries, and adds them to the
// report.
func (h *house) keepFindings(ctx context.Context, found []finding.Finding) error {
	for _, f := range found {
		h.findings.Add(f)
		h.refused = h.refused || f.Severity == finding.Error
	}
	return h.store.InLoad(ctx, func(tx *store.Load) error {
		return tx.KeepFindings(ctx, h.run.ID, "", found)
	})
}
