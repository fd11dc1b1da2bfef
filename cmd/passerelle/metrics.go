package main

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/carif-oref/passerelle/export/metrics"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) metricsCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "metrics", Short: "Print what Prometheus wants to know, or write it for the textfile collector of node_exporter",
		Long: `Print runs, rows, findings, feeds, fetches, jobs, referentials, mails and what waits for staff, in the text format of
Prometheus. With --out, write them into a file that appears whole; its name must end in .prom:

  passerelle run; passerelle metrics --out /var/lib/node_exporter/textfile/passerelle.prom`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case a.asJSON:
				return misused("metrics: --json has no meaning: what is written is in the format of Prometheus; `passerelle status --json` tells machines how things are")
			case out != "" && filepath.Ext(out) != ".prom":
				return misused("--out %s: a name that ends in .prom is due: node_exporter reads no other", out)
			}
			return a.metrics(cmd.Context(), out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "write into this file")
	return cmd
}

func (a *app) metrics(ctx context.Context, out string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	collector := a.collector(c, s)
	if out != "" {
		err = metrics.WriteFile(out, collector)
	} else {
		err = metrics.Write(a.stdout, collector)
	}
	return errors.Join(err, s.Close())
}

// collector reads, for Prometheus, a store that stays open as long as it serves.
func (a *app) collector(c config, s *store.Store) *metrics.Collector {
	var rules []string
	for _, r := range allRules() {
		rules = append(rules, r.Code)
	}
	return metrics.New(metrics.Config{Store: s, Shelf: c.Shelf, Targets: c.Targets, Rules: rules, MaxAge: c.maxAge, Version: version, Now: a.now, Log: a.logger(c)})
}
