package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/spf13/cobra"
)

func (a *app) reportCommand() *cobra.Command {
	var siret, run, html string
	cmd := &cobra.Command{
		Use: "report", Short: "The report of the last run; with --organisme, what one organisation can be sent",
		Long: "Print the report of the last run, or of another with --run. With --organisme, tell one organisation about its offer:\n" +
			"what was received of it, refused and repaired, what waits, where it is shown and why the rest is not; as a page and\n" +
			"as JSON in the folder of reports, or on standard output with --json. It holds nothing of any other organisation.",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if siret == "" && html != "" {
				return misused("--html %s: name the organisation whose page it is by --organisme SIRET; the report of a run is a page already, in the folder of reports", html)
			}
			if siret == "" {
				return a.lastReport(run)
			}
			return a.organisationReport(cmd.Context(), siret, run, html)
		},
	}
	cmd.Flags().StringVar(&siret, "organisme", "", "SIRET of an organisme responsable")
	cmd.Flags().StringVar(&run, "run", "", "this run, rather than the last (with --organisme: the last that received something of it)")
	cmd.Flags().StringVar(&html, "html", "", "write the page of the organisation into this file alone")
	return cmd
}

// lastReport prints a report that a run has written.
func (a *app) lastReport(run string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	name := "latest"
	if run != "" {
		name = filepath.Base(run)
	}
	data, err := os.ReadFile(filepath.Join(c.Reports, name+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the report: %w; `passerelle run` writes one, `passerelle status` lists the runs", err)
	}
	var r report.Report
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	switch {
	case err != nil:
		return fmt.Errorf("read the report %s: %w", name, err)
	case a.asJSON:
		return r.JSON(a.stdout)
	}
	return r.Text(a.stdout)
}

// lookedBack is how many runs are searched for one that received something of an
// organisation.
const lookedBack = 60

// organisationReport tells one organisation about its offer.
func (a *app) organisationReport(ctx context.Context, siret, run, html string) (err error) {
	if siretIn(siret) != siret {
		return misused("--organisme %q: a SIRET of 14 digits is due", siret)
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	targets, err := readTargets(c)
	if err != nil {
		return misuse{err}
	}
	date, err := a.asOf(c)
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	pages, err := openPages(ctx, c, s, targets, date)
	if err == nil {
		err = pages.lastReception(ctx, siret, run)
	}
	if err != nil {
		return fmt.Errorf("report to organisation %s: %w", siret, err)
	}
	told, ok, err := pages.of(ctx, siret)
	switch {
	case err != nil:
		return fmt.Errorf("report to organisation %s: %w", siret, err)
	case !ok:
		return fmt.Errorf("report to organisation %s: %w", siret, errNoOrganisation)
	case html != "":
		return writeFileOf(html, told.HTML)
	case a.asJSON:
		return told.JSON(a.stdout)
	}
	paths, err := writeOrganisation(filepath.Join(c.Reports, organisationsName), told)
	if err == nil {
		_, err = fmt.Fprintf(a.stdout, "%s\n%s\n", paths[0], paths[1])
	}
	return err
}

// lastReception finds the last run that received something of an organisation, or
// takes the one that is named.
func (p *organisationPages) lastReception(ctx context.Context, siret, run string) error {
	runs, err := p.store.Runs(ctx, lookedBack)
	if err != nil {
		return err
	}
	for _, r := range runs {
		if run != "" && r.ID != run {
			continue
		}
		loads, err := p.store.Loads(ctx, r.ID)
		if err != nil {
			return err
		}
		if len(loads) == 0 {
			continue
		}
		if err := p.receive(ctx, r); err != nil || len(p.rows.owners[siret]) > 0 {
			return err
		}
	}
	if run != "" && p.run.ID != run {
		return fmt.Errorf("run %s received nothing, or is not among the last %d", run, lookedBack)
	}
	return nil
}

// organisationsName is the folder of the pages of organisations, below that of the
// reports; those of a run are in a folder of its name.
const organisationsName = "organisations"

// writeOrganisationPages writes the page of each organisation that the run received
// something of, one after the other; not of branches without an offer of their own,
// whose head offices are told.
func (h *house) writeOrganisationPages(ctx context.Context) error {
	pages, err := openPages(ctx, h.config, h.store, h.targets, h.run.Date)
	if err == nil {
		err = pages.receive(ctx, h.run)
	}
	if err != nil {
		return fmt.Errorf("write the pages of organisations: %w", err)
	}
	dir := filepath.Join(h.Reports, organisationsName, h.run.ID)
	for _, siret := range slices.Sorted(maps.Keys(pages.rows.owners)) {
		told, ok, err := pages.of(ctx, siret)
		if idle := told.Branch && told.Offer == (report.Offer{}) && told.Found.Refused.Total == 0; err == nil && ok && !idle {
			_, err = writeOrganisation(dir, told)
		}
		if err != nil {
			return fmt.Errorf("write the page of organisation %s: %w", siret, err)
		}
	}
	return nil
}

// writeOrganisation writes SIRET.html and SIRET.json in a folder.
func writeOrganisation(dir string, o report.Organisation) (paths [2]string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return paths, err
	}
	paths = [2]string{filepath.Join(dir, o.SIRET+".html"), filepath.Join(dir, o.SIRET+".json")}
	return paths, errors.Join(writeFileOf(paths[0], o.HTML), writeFileOf(paths[1], o.JSON))
}
