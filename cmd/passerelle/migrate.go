package main

import (
	"context"
	"fmt"

	"github.com/carif-oref/passerelle/cmd/passerelle/queue"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) migrateCommand() *cobra.Command {
	var status bool
	cmd := &cobra.Command{
		Use: "migrate", Short: "Bring the tables of the store up to date",
		Long: "Bring the tables of the store up to date. Every command does so as it opens the store; this one is for who wants it\n" +
			"done apart, by a user of the database that may change tables. In PostgreSQL the tables of the queue of jobs are the store's too.\n\nExit status with --status: 0 nothing is missing, 3 something is.",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			if status {
				return a.migrations(cmd.Context(), c.Store)
			}
			return a.migrate(cmd.Context(), c.Store)
		},
	}
	cmd.Flags().BoolVar(&status, "status", false, "say what is applied and what is missing, and change nothing")
	return cmd
}

func (a *app) migrate(ctx context.Context, path string) error {
	done, err := store.Migrate(ctx, path)
	if err != nil {
		return err
	}
	if store.IsServer(path) {
		more, err := queue.Migrate(ctx, path)
		if err != nil {
			return err
		}
		done.Applied = append(done.Applied, more...)
	}
	if a.asJSON {
		return a.printJSON(done)
	}
	p := &page{w: a.stdout}
	p.write(fmt.Sprintf("%s applied to %s\n", plural(len(done.Applied), "migration"), store.Shown(path)))
	for _, name := range append(done.Applied, done.Notes...) {
		p.line("%s", name)
	}
	return p.err
}

func (a *app) migrations(ctx context.Context, path string) error {
	all, err := allMigrations(ctx, path)
	if err != nil {
		return err
	}
	missing := 0
	p := &page{w: a.stdout}
	for _, m := range all {
		if !m.Applied {
			missing++
		}
		if !a.asJSON {
			p.write(fmt.Sprintf("%-9s %s\n", word(m.Applied, "applied", "missing"), m.Name))
		}
	}
	if a.asJSON {
		p.err = a.printJSON(all)
	}
	if p.err == nil && missing > 0 {
		return reservation("migrations are missing: `passerelle migrate` applies them")
	}
	return p.err
}

// allMigrations are those of the tables of the catalogue, then, of a database, those of
// the queue.
func allMigrations(ctx context.Context, path string) ([]store.Migration, error) {
	all, err := store.MigrationStatus(ctx, path)
	if err != nil || !store.IsServer(path) {
		return all, err
	}
	status, err := queue.Status(ctx, path)
	if err != nil {
		return nil, err
	}
	for _, name := range status.Applied {
		all = append(all, store.Migration{Name: name, Applied: true})
	}
	for _, name := range status.Missing {
		all = append(all, store.Migration{Name: name})
	}
	return all, nil
}
