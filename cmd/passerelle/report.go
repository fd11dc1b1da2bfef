package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// writeReport writes what the run did: REPORTS/RUN.html, .json and .csv, and
// latest.* beside them.
func (h *house) writeReport(ctx context.Context) error {
	if err := h.fillReport(ctx); err != nil {
		return err
	}
	h.report.FindingsFile = h.run.ID + ".csv"
	if err := h.writeReportFiles(ctx); err != nil || !h.OrganismePages || len(h.report.Loads) == 0 {
		return err
	}
	return h.writeOrganisationPages(ctx)
}

// fillReport gives the report what the store and the run know at their end.
func (h *house) fillReport(ctx context.Context) error {
	summary, err := h.store.Summary(ctx)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	for _, fill := range []func(context.Context) error{h.reportReferentials, h.reportWorklist, h.reportTargets} {
		if err := fill(ctx); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	awaiting := &h.report.Catalogue.Awaiting
	for kind, n := range map[string]*int{store.KindOrganisme: &awaiting.Organismes, store.KindFormation: &awaiting.Formations, store.KindSession: &awaiting.Sessions} {
		if _, *n, err = h.store.Awaiting(ctx, kind, 0); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	h.report.Version, h.report.Run, h.report.Findings = version, h.run, h.findings.ByRule()
	h.listEverything()
	h.report.Catalogue.Records = report.Records{Organismes: summary.Organismes, Formations: summary.Formations, Sessions: summary.Sessions}
	return nil
}

// listEverything makes an empty list of each list of the report that programs count and
// that has nothing.
func (h *house) listEverything() {
	r := &h.report
	r.Loads, r.Findings = append([]journal.Load{}, r.Loads...), append([]report.RuleFindings{}, r.Findings...)
	r.Referentials, r.Targets = append([]report.Referential{}, r.Referentials...), append([]report.Target{}, r.Targets...)
}

func (h *house) writeReportFiles(ctx context.Context) error {
	if err := os.MkdirAll(h.Reports, 0o755); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	for ending, write := range map[string]func(io.Writer) error{
		".html": h.report.HTML,
		".json": h.report.JSON,
		".csv":  func(w io.Writer) error { return report.CSV(w, h.store.Findings(ctx, h.run.ID)) },
	} {
		if err := h.writeReportFile(ending, write); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	return h.pruneReports()
}

// writeReportFile writes one form of the report under the run's name, and points
// latest at it.
func (h *house) writeReportFile(ending string, write func(io.Writer) error) error {
	name := h.run.ID + ending
	f, err := os.CreateTemp(h.Reports, ".tmp-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(h.Reports, name)); err != nil {
		return err
	}
	pointer := filepath.Join(h.Reports, ".tmp-latest"+ending)
	_ = os.Remove(pointer)
	return errors.Join(os.Symlink(name, pointer), os.Rename(pointer, filepath.Join(h.Reports, "latest"+ending)))
}

// pruneReports keeps the newest reports.
func (h *house) pruneReports() error {
	entries, err := os.ReadDir(h.Reports)
	if err != nil {
		return fmt.Errorf("prune the reports: %w", err)
	}
	var runs []string
	for _, e := range entries {
		if run, ok := strings.CutSuffix(e.Name(), ".html"); ok && run != "latest" && !strings.HasPrefix(run, ".") {
			runs = append(runs, run)
		}
	}
	slices.Sort(runs)
	for _, run := range runs[:max(0, len(runs)-h.KeepReports)] {
		for _, ending := range []string{".html", ".json", ".csv"} {
			err = errors.Join(err, os.RemoveAll(filepath.Join(h.Reports, run+ending)))
		}
		err = errors.Join(err, os.RemoveAll(filepath.Join(h.Reports, organisationsName, run)))
	}
	return err
}

// show prints the report of a run.
func (a *app) show(h *house) error {
	switch {
	case a.asJSON:
		return h.report.JSON(a.stdout)
	case a.quiet:
		return nil
	case h.tells != nil:
		p := &page{w: a.stdout, clocks: h.clocks()}
		h.tells(p)
		return p.err
	}
	if err := h.report.Text(a.stdout); err != nil {
		return err
	}
	last := "Rapport complet : " + filepath.Join(h.Reports, "latest.html")
	if h.dryRun {
		last = "Essai : rien n'a été changé."
	}
	_, err := fmt.Fprintf(a.stdout, "\n%s\n", last)
	return err
}
