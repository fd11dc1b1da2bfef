package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) releaseCommand() *cobra.Command {
	return a.judgement("release TARGET", "Publish the feed of a target that is held, exactly as it was prepared",
		"Publish what is held for a target, byte for byte, whatever its volume guard said. A feed that is empty or not valid\ncannot be released: its data must be mended. `passerelle status` and `changes TARGET --held` say what it would bring.\n\n"+
			"Exit status: 0 it is published, 1 nothing is held for the target or it cannot be released, 2 there is no such target.",
		(*shelf.Shelf).Release)
}

func (a *app) refuseCommand() *cobra.Command {
	return a.judgement("refuse TARGET", "Drop the feed of a target that is held",
		"Drop what is held for a target, and remember it: the same bytes are not held and announced again.\n\n"+
			"Exit status: 0 it is dropped, 1 nothing is held for the target, 2 there is no such target.", (*shelf.Shelf).Refuse)
}

// judgement is a command by which a person decides of a feed that is held.
func (a *app) judgement(use, short, long string, decide func(*shelf.Shelf, context.Context, string, shelf.Judgement) (shelf.Outcome, error)) *cobra.Command {
	var who, why string
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			as := shelf.Judgement{Who: cmp.Or(who, a.user()), Why: why, At: a.now()}
			return a.judge(cmd.Context(), args[0], as, decide)
		},
	}
	cmd.Flags().StringVar(&who, "by", "", "who decides (default $USER)")
	cmd.Flags().StringVar(&why, "reason", "", "why")
	return cmd
}

func (a *app) judge(ctx context.Context, target string, as shelf.Judgement, decide func(*shelf.Shelf, context.Context, string, shelf.Judgement) (shelf.Outcome, error)) (err error) {
	c, err := a.config()
	if err != nil {
		return err
	}
	if err := knownTarget(c, target); err != nil {
		return err
	}
	return a.changing(ctx, func(s *store.Store) (err error) {
		place, err := shelf.Open(c.Shelf)
		if err != nil {
			return fmt.Errorf("open the shelf: %w", err)
		}
		defer func() { err = errors.Join(err, place.Close()) }()
		outcome, err := decide(place, ctx, target, as)
		if errors.Is(err, shelf.ErrNothingHeld) {
			return fmt.Errorf("%w; `passerelle status` lists the feeds that wait", err)
		}
		if err != nil {
			return err
		}
		if err := keepJudged(ctx, s, outcome.Publication); err != nil {
			return err
		}
		if a.asJSON {
			return a.printJSON(outcome.Publication)
		}
		_, err = fmt.Fprintf(a.stdout, "%s : %s, %s, %s, sha256 %s\n", target, report.PublicationWords(outcome.State), plural(outcome.Formations, "formation"), plural(outcome.Sessions, "session"), short(outcome.SHA256))
		return err
	})
}

// knownTarget refuses a target that the configuration does not export.
func knownTarget(c config, name string) error {
	c.Targets = []string{name}
	if _, err := readTargets(c); err != nil {
		return misuse{err}
	}
	return nil
}

func (a *app) changesCommand() *cobra.Command {
	var since string
	var held bool
	cmd := &cobra.Command{
		Use: "changes TARGET", Short: "What is new, changed and gone in the feed of a target, and why it is gone",
		Long: "Tell what the publication in place brought; with --since what came since a publication (a hash, its beginning, or a\nday AAAA-MM-JJ); with --held what the feed that waits would bring.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if held && since != "" {
				return misused("--since or --held, not both")
			}
			return a.changes(cmd.Context(), args[0], since, held)
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "since this publication")
	cmd.Flags().BoolVar(&held, "held", false, "what the feed that is held would bring")
	return cmd
}

func (a *app) changes(ctx context.Context, target, since string, held bool) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if err := knownTarget(c, target); err != nil {
		return err
	}
	var changed shelf.Changes
	ok := true
	switch {
	case held:
		changed, ok, err = shelf.HeldChanges(c.Shelf, target)
	case since != "":
		changed, err = a.changesSince(ctx, c.Shelf, target, since)
	default:
		changed, ok, err = shelf.LatestChanges(c.Shelf, target)
	}
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("changes of %s: nothing to compare with: no feed is %s, or it is the first", target, word(held, "held", "published"))
	}
	if a.asJSON {
		return a.printJSON(changed)
	}
	p := &page{w: a.stdout}
	for _, line := range changed.Lines() {
		p.write(line + "\n")
	}
	return p.err
}

func (a *app) changesSince(ctx context.Context, dir, target, since string) (shelf.Changes, error) {
	s, err := a.visit(ctx)
	if err != nil {
		return shelf.Changes{}, err
	}
	changed, err := shelf.ChangesSince(ctx, dir, target, since, goneFrom(ctx, s, target))
	return changed, errors.Join(err, s.Close())
}

func (a *app) deltaCommand() *cobra.Command {
	var since, out string
	cmd := &cobra.Command{
		Use: "delta TARGET --since PUBLICATION --out FOLDER", Short: "Write what changed in a feed since a publication, for a partner who takes differences",
		Long: "Write into a new folder the formations added or changed since a publication (a hash, its beginning, or a day\nAAAA-MM-JJ), whole and as valid LHEO, and the list of those withdrawn. `delta apply` makes the new feed from the old.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if since == "" || out == "" {
				return misused("delta %s: --since PUBLICATION and --out FOLDER are due", args[0])
			}
			return a.delta(cmd.Context(), args[0], since, out)
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "the publication that the partner has")
	cmd.Flags().StringVar(&out, "out", "", "folder to make")
	cmd.AddCommand(a.applyDeltaCommand())
	return cmd
}

func (a *app) delta(ctx context.Context, target, since, out string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if err := knownTarget(c, target); err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	d, err := shelf.Delta(ctx, c.Shelf, target, since, out, goneFrom(ctx, s, target))
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(d)
	}
	for _, f := range d.Feeds {
		if _, err := fmt.Fprintf(a.stdout, "%s : %s, %s, %s\n", f.Name, plural(len(f.Added), "ajoutée"), plural(len(f.Changed), "modifiée"), plural(len(f.Withdrawn), "retirée")); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) applyDeltaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "apply OLD DELTA OUT", Short: "Make the feeds of a publication from those of an earlier one and a delta",
		Long: "Read the folder of the earlier publication and that of the delta, and write into OUT the feeds of the later one, byte\nfor byte.",
		Args: arity(cobra.ExactArgs(3)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[2], 0o755); err != nil {
				return fmt.Errorf("apply a delta: %w", err)
			}
			err := shelf.Apply(cmd.Context(), args[0], args[1], args[2])
			if err == nil && a.asJSON {
				err = a.made(args[2])
			}
			return err
		},
	}
}
