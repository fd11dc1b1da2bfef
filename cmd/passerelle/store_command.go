package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) storeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "store", Short: "Move the catalogue and the journal from one database to another",
		Long: `Work on the store as a whole: « store copy » moves it from a file to PostgreSQL or back, exactly. The store that is
copied is only read, and no run may be at work on it meanwhile. « backup » copies everything else too.

Exit status: 0 done, 1 a store cannot be read or written, 2 an address is not right.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use: "copy FROM TO", Short: "Copy a store exactly, either way between SQLite and PostgreSQL",
		Long: "Copy all that a store holds into another, which must be empty. FROM and TO are the path of a file or the address of\na database: postgres://user@host/name. Change `store` in the configuration afterwards.",
		Args: arity(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.copyStore(cmd.Context(), args[0], args[1]) },
	})
	return cmd
}

func (a *app) copyStore(ctx context.Context, from, to string) (err error) {
	for _, address := range []*string{&from, &to} {
		if *address, err = storePath(*address); err != nil {
			return misused("store copy: %w", err)
		}
	}
	if err := mustHaveStore(config{Store: from}); err != nil {
		return err
	}
	unlock, err := lock(ctx, from)
	if err != nil {
		return err
	}
	defer unlock()
	source, err := store.Open(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := store.Open(ctx, to)
	if err != nil {
		return err
	}
	copied, err := source.CopyTo(ctx, target)
	if err = errors.Join(err, target.Close()); err != nil {
		return fmt.Errorf("copy the store: %w", err)
	}
	if a.asJSON {
		return a.printJSON(copied)
	}
	p := &page{w: a.stdout}
	for _, t := range copied {
		p.write(fmt.Sprintf("%-22s %9d rows\n", t.Table, t.Rows))
	}
	return p.err
}
