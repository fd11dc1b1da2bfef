package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) reviewCommand() *cobra.Command {
	var kind string
	var limit int
	cmd := &cobra.Command{
		Use: "review", Short: "List the records that await validation",
		Long: `List the organisations, formations and sessions that a delivery brought or changed and that nobody has validated: what
was validated before is exported meanwhile. It reads the store and changes nothing; approve, reject and archive decide.
--kind keeps one kind, --limit says how many are listed; the total is always told.

Exit status: 0 done, 1 the store cannot be read.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.review(cmd.Context(), kind, limit)
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "organisme, formation or session only")
	cmd.Flags().IntVar(&limit, "limit", 50, "how many to list")
	return cmd
}

func (a *app) review(ctx context.Context, kind string, limit int) error {
	if err := atLeast("--limit", limit, 0); err != nil {
		return err
	}
	if kind != "" && kind != store.KindOrganisme && kind != store.KindFormation && kind != store.KindSession {
		return misused("--kind %s: organisme, formation or session is due", kind)
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	first, total, err := s.Awaiting(ctx, kind, limit)
	waiting := []waitingRecord{}
	if err == nil {
		waiting, err = c.describeWaiting(ctx, s, first)
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(map[string]any{"total": total, "fiches": waiting})
	}
	p := &page{w: a.stdout}
	p.write(fmt.Sprintf("À valider : %d\n", total))
	for _, r := range waiting {
		r.print(p)
	}
	if total > len(first) {
		p.line("… et %s (--limit)", plural(total-len(first), "autre"))
	}
	return p.err
}

func word(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}

// decision is a command by which a person decides of records.
func (a *app) decision(use, short, long string, to journal.RecordState, needsReason bool) *cobra.Command {
	var who, why, run string
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Args: arity(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, ids []string) error {
			switch {
			case len(ids) == 0 && run == "":
				return misused("name the records, or --run RUN for all that a run brought; `passerelle review` lists them")
			case len(ids) > 0 && run != "":
				return misused("name the records or --run, not both")
			case needsReason && why == "":
				return misused("--reason: say why; it is kept, and shown to those who ask")
			}
			as := journal.Decision{To: to, Who: cmp.Or(who, a.user()), Why: why, At: a.now()}
			return a.decide(cmd.Context(), ids, run, as)
		},
	}
	cmd.Flags().StringVar(&who, "by", "", "who decides (default $USER)")
	cmd.Flags().StringVar(&why, "reason", "", "why")
	cmd.Flags().StringVar(&run, "run", "", "all that this run brought and that awaits")
	return cmd
}

func (a *app) approveCommand() *cobra.Command {
	return a.decision("approve [ID…]", "Validate records: they are exported from the next export on",
		`Validate records that await, or bring archived or rejected ones back. Of a run, sessions whose formation was never
validated go on waiting, and are named.

Exit status: 0 done, 1 the catalogue has no record of that number or its state cannot change so, 2 neither records nor a
run are named, or both are.`, journal.Validated, false)
}

func (a *app) rejectCommand() *cobra.Command {
	return a.decision("reject [ID…] --reason TEXT", "Refuse what a delivery says of records",
		`Refuse what a delivery says of records. What was validated before stays exported.

Exit status: 0 done, 1 the catalogue has no record of that number or its state cannot change so, 2 neither records nor a
run are named, or both are, or no reason is given.`, journal.Rejected, true)
}

func (a *app) archiveCommand() *cobra.Command {
	return a.decision("archive ID… --reason TEXT", "Withdraw records from every target",
		"Withdraw records from every target. Nothing is deleted; `approve` brings them back.\n\n"+
			`Exit status: 0 done, 1 the catalogue has no record of that number or its state cannot change so, 2 no record is named, or
no reason is given.`, journal.Archived, true)
}

// user is who works at the keyboard.
func (a *app) user() string {
	return cmp.Or(lookup(a.environ, "USER"), lookup(a.environ, "LOGNAME"), "inconnu")
}

func (a *app) decide(ctx context.Context, ids []string, run string, as journal.Decision) error {
	return a.changing(ctx, func(s *store.Store) error {
		if run != "" {
			decided, err := s.DecideAll(ctx, run, as)
			switch {
			case err != nil:
				return err
			case a.asJSON:
				return a.printJSON(decided)
			}
			if _, err := fmt.Fprintf(a.stdout, "%s : %s\n", plural(len(decided), "fiche"), as.To); err != nil || as.To != journal.Validated {
				return err
			}
			return a.printStrays(ctx, s, run)
		}
		var decisions []journal.Decision
		for _, id := range ids {
			t, err := s.Trace(ctx, id)
			if errors.Is(err, store.ErrUnknown) {
				return fmt.Errorf("%s: the catalogue has no record of that number; `passerelle review` lists those that await", id)
			}
			if err != nil {
				return err
			}
			d := as
			d.Kind, d.Record = t.Kind, t.ID
			decisions = append(decisions, d)
		}
		if err := s.Decide(ctx, decisions); err != nil {
			return err
		}
		if a.asJSON {
			return a.printJSON(decisions)
		}
		for _, d := range decisions {
			if _, err := fmt.Fprintf(a.stdout, "%s %s : %s\n", d.Kind, d.Record, d.To); err != nil {
				return err
			}
		}
		return a.printAwaited(ctx, s, decisions)
	})
}

// changing opens the store for a change made by a person, with no other writer.
func (a *app) changing(ctx context.Context, change func(*store.Store) error) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if err := mustHaveStore(c); err != nil {
		return err
	}
	unlock, err := lock(ctx, c.Store)
	if err != nil {
		return err
	}
	defer unlock()
	s, err := store.Open(ctx, c.Store)
	if err != nil {
		return err
	}
	return errors.Join(change(s), s.Close())
}
