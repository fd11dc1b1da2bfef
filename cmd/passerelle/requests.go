package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/codify"
	"github.com/carif-oref/passerelle/transform/merge"
	"github.com/spf13/cobra"
)

func (a *app) requestsCommand() *cobra.Command {
	all := false
	cmd := &cobra.Command{
		Use: "requests", Short: "List what organisations ask for and only staff may do",
		Long: "List the requests that wait: new organisations, changes of SIRET, NDA, attachments or contacts that a delivery\nasked for and that were not applied.",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.listRequests(cmd.Context(), all)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "those that were decided too")
	cmd.AddCommand(a.approveRequestsCommand(), a.refuseRequestsCommand())
	return cmd
}

func (a *app) listRequests(ctx context.Context, all bool) error {
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	states := []journal.RequestState{journal.Waiting}
	if all {
		states = append(states, journal.Approved, journal.Declined)
	}
	var requests []journal.Request
	for _, state := range states {
		some, err := s.Requests(ctx, state)
		if err != nil {
			return errors.Join(err, s.Close())
		}
		requests = append(requests, some...)
	}
	if err := s.Close(); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(requests)
	}
	p := &page{w: a.stdout}
	p.write(fmt.Sprintf("Demandes : %d\n", len(requests)))
	for _, r := range requests {
		p.line("%s  %-14s %-10s %s %s", r.ID, r.Kind, r.State, r.Organisme, r.Name)
		p.line("    demandé : %s%s", r.After, before(r.Before))
		p.line("    %s", finding.Place{File: r.File, Sheet: r.Sheet, Row: r.Row})
	}
	return p.err
}

func (a *app) approveRequestsCommand() *cobra.Command {
	return a.requestDecision("approve ID…", "Apply requests",
		`Apply requests of deliveries, by the numbers that « passerelle requests » lists: what they ask for is written into the
catalogue at once. Requests are taken in the order given; the first that cannot be applied ends the command, and those
before it stay applied.

Exit status: 0 done, 1 no request of that number waits or what it asks for cannot be written.`, journal.Approved)
}

func (a *app) refuseRequestsCommand() *cobra.Command {
	return a.requestDecision("refuse ID… --reason TEXT", "Refuse requests",
		`Refuse requests of deliveries, by the numbers that « passerelle requests » lists. The catalogue does not change; the
reason is kept, and the same demand is not asked again.

Exit status: 0 done, 1 no request of that number waits, 2 no reason is given.`, journal.Declined)
}

func before(text string) string {
	if text == "" {
		return ""
	}
	return " (au catalogue : " + text + ")"
}

func (a *app) requestDecision(use, short, long string, state journal.RequestState) *cobra.Command {
	var who, why string
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Args: arity(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, ids []string) error {
			if state == journal.Declined && why == "" {
				return misused("--reason: say why; it is told to those who asked")
			}
			return a.decideRequests(cmd.Context(), ids, state, cmp.Or(who, a.user()), why)
		},
	}
	cmd.Flags().StringVar(&who, "by", "", "who decides (default $USER)")
	cmd.Flags().StringVar(&why, "reason", "", "why")
	return cmd
}

func (a *app) decideRequests(ctx context.Context, ids []string, state journal.RequestState, who, why string) error {
	return a.changing(ctx, func(s *store.Store) error {
		registre, err := codify.NewRegistre(s.Etablissements(ctx))
		if err != nil {
			return fmt.Errorf("index the training organisations: %w", err)
		}
		decided := []map[string]string{}
		for _, id := range ids {
			grant := func(tx *store.Load, r journal.Request) error { return grantRequest(ctx, tx, registre, r, who) }
			if err := s.DecideRequest(ctx, id, state, who, why, a.now(), grant); err != nil {
				return err
			}
			decided = append(decided, map[string]string{"id": id, "etat": string(state)})
			if a.asJSON {
				continue
			}
			if _, err := fmt.Fprintf(a.stdout, "%s : %s\n", id, state); err != nil {
				return err
			}
		}
		if a.asJSON {
			return a.printJSON(decided)
		}
		return nil
	})
}

// grantRequest applies to the catalogue what a request asks for. The national list
// completes the organisme as it does when a delivery is loaded.
func grantRequest(ctx context.Context, tx *store.Load, registre *codify.Registre, r journal.Request, who string) error {
	held, err := tx.Organismes(ctx, []string{r.Organisme})
	if err != nil {
		return err
	}
	var existing *offre.Organisme
	if o, known := held[r.Organisme]; known {
		existing = &o
	}
	granted, err := merge.Grant(existing, r)
	if err != nil {
		return err
	}
	granted, _ = registre.Complete(granted)
	tx.Validate(who)
	if err := tx.KeepOrganismes(ctx, r.Run, []offre.Organisme{granted}); err != nil || r.Kind != journal.ChangeSIRET {
		return err
	}
	return repoint(ctx, tx, r.Run, map[string]string{r.Organisme: granted.SIRET})
}

func (a *app) unloadCommand() *cobra.Command {
	var who string
	cmd := &cobra.Command{
		Use: "unload RUN", Short: "Take back what a run did to the catalogue, exactly",
		Long: "Take back all that a run did to the catalogue: records are as they were before it, its files can be loaded anew.\nRefused when later runs built on it: unload those first, in the order given. `passerelle status` lists the runs.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.changing(cmd.Context(), func(s *store.Store) error { return a.unload(cmd.Context(), s, args[0], cmp.Or(who, a.user())) })
		},
	}
	cmd.Flags().StringVar(&who, "by", "", "who takes it back (default $USER)")
	return cmd
}

func (a *app) unload(ctx context.Context, s *store.Store, run, who string) error {
	done, err := s.Unload(ctx, run, who, a.now())
	if errors.Is(err, store.ErrUnknown) {
		return fmt.Errorf("%w; `passerelle status` lists the runs", err)
	}
	if err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(done)
	}
	_, err = fmt.Fprintf(a.stdout, "Run %s repris : %s comme avant, %s.\n", run, plural(done.Restored, "fiche"), plural(done.Removed, "retirée"))
	return err
}
