package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

// applied are the referentials that the store has a place for.
var applied = []nomenclature.Referential{
	nomenclature.CertifInfo, nomenclature.ROME, nomenclature.Formacode, nomenclature.NSF, nomenclature.Communes, nomenclature.Organismes,
}

// refreshReferentials loads the referentials whose files have changed. A damaged
// file, or one that is abnormally small, is not applied: the last good version
// stays, and the run says so.
func (h *house) refreshReferentials(ctx context.Context) error {
	if _, err := os.Stat(h.Referentials); errors.Is(err, fs.ErrNotExist) {
		h.log.Warn("no folder of referentials: those in the store are used", "folder", h.Referentials)
		return nil
	}
	var found []finding.Finding
	report := func(f finding.Finding) { found = append(found, f) }
	files, err := referentials.Scan(h.Referentials, report)
	if err != nil {
		return fmt.Errorf("look for referentials in %s: %w", h.Referentials, err)
	}
	for _, file := range files {
		if !slices.Contains(applied, file.Referential) {
			continue
		}
		err := h.refresh(ctx, file, report)
		var damaged *referentials.Damaged
		if errors.As(err, &damaged) {
			h.log.Error("referential refused, the last good version stays", "referential", file.Referential, "file", file.Path, "reason", damaged.Reason)
			report(damaged.Finding)
			continue
		}
		if err != nil {
			return fmt.Errorf("refresh referential %s from %s: %w", file.Referential, file.Path, err)
		}
	}
	return h.keepFindings(ctx, found)
}

// refresh applies one file unless it is the version that the store has.
func (h *house) refresh(ctx context.Context, file referentials.File, report func(finding.Finding)) error {
	version, err := referentials.Version(file)
	if err != nil {
		return err
	}
	current, loaded, err := h.store.Version(ctx, file.Referential)
	if err != nil || loaded && current.SHA256 == version.SHA256 {
		return err
	}
	version.LoadedAt = h.now()
	h.know = nil
	apply := applier{h: h, file: file, version: version, report: report}
	if err := apply.run(ctx); err != nil {
		return err
	}
	h.log.Info("referential applied", "referential", file.Referential, "file", version.File, "label", version.Label)
	return nil
}

// applier replaces one referential in the store by what a file holds.
type applier struct {
	h       *house
	file    referentials.File
	version nomenclature.Version
	report  func(finding.Finding)
	stats   referentials.Stats
}

func (a *applier) run(ctx context.Context) error {
	s := a.h.store
	switch a.file.Referential {
	case nomenclature.CertifInfo:
		return s.ReplaceCertifications(ctx, a.version, whole(a, referentials.Certifications(ctx, a.file, a.report, &a.stats)), nil)
	case nomenclature.Communes:
		return s.ReplaceCommunes(ctx, a.version, whole(a, referentials.Communes(ctx, a.file, a.report, &a.stats)), nil)
	case nomenclature.Organismes:
		return s.ReplaceEtablissements(ctx, a.version, whole(a, referentials.Etablissements(ctx, a.file, a.report, &a.stats)), nil)
	}
	return s.ReplaceTermes(ctx, a.version, whole(a, referentials.Termes(ctx, a.file, a.report, &a.stats)), nil)
}

// whole passes a referential's rows on, and fails at their end unless they add up
// and there are enough of them: what was applied until then is undone.
func whole[T any](a *applier, rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for row, err := range rows {
			n++
			a.h.progress.step("Référentiel "+string(a.file.Referential), n)
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := a.complete(); err != nil {
			yield(*new(T), err)
		}
	}
}

func (a *applier) complete() error {
	if err := a.stats.Check(a.file.Path); err != nil {
		return err
	}
	ref := a.file.Referential
	floor, given := a.h.Floors[string(ref)]
	if !given {
		floor = referentials.Floor(ref)
	}
	if a.stats.Kept >= floor {
		return nil
	}
	return &referentials.Damaged{
		Reason: fmt.Sprintf("%d entries where at least %d are due; if that is right, lower floors.%s in the configuration", a.stats.Kept, floor, ref),
		Finding: finding.Finding{
			Rule: "referentiel-trop-petit", Severity: finding.Error, Place: finding.Place{File: a.version.File},
			Message: fmt.Sprintf("Le référentiel %s ne compte que %d entrées ; on en attend au moins %d.", ref, a.stats.Kept, floor),
			Remedy:  "Vérifiez que le fichier est complet et déposez-le de nouveau ; la dernière version valable reste en usage.",
		},
	}
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
