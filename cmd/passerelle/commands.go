package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/spf13/cobra"
)

func (a *app) runCommand() *cobra.Command {
	return &cobra.Command{
		Use: "run [JOB]", Short: "One night: referentials, inbox, catalogue, feeds, report; or one job of the schedule",
		Long: "Refresh the referentials, load the workbooks of the inbox, codify, export every target, validate and publish\neach feed, and report. A run that is killed leaves the published feeds as they were; the next one completes it.\n\nWith the name of a job of the configuration, do what it says, now: for cron or systemd instead of `serve`.",
		Args: arity(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.runJob(cmd.Context(), args[0])
			}
			return a.inHouse(cmd.Context(), (*house).night)
		},
	}
}

func (a *app) loadCommand() *cobra.Command {
	var o deliverOptions
	cmd := &cobra.Command{
		Use: "load FILE…", Short: "Load workbooks or feeds into the catalogue, without exporting",
		Long: "Load each file (.xlsx, .csv, LHEO .xml or .xml.gz) as one transaction. Good rows load whatever the others are; the\nsame file a second time changes nothing. The feeds wait for `run` or `export`.",
		Args: arity(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := mustExist("load", args); err != nil {
				return err
			}
			return a.inHouse(cmd.Context(), func(h *house, ctx context.Context) error {
				h.deliverOptions = o
				if o.dryRun {
					return h.rehearse(ctx, args)
				}
				return h.deliver(ctx, args)
			})
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.again, "again", false, "read a file again that was loaded before, after a change of layout for instance")
	flags.BoolVar(&o.dryRun, "dry-run", false, "say what loading would do, and change nothing")
	flags.BoolVar(&o.complete, "complete", false, "the file holds the whole offer of its organisations: archive what it no longer has")
	flags.StringVar(&o.sentBy, "sender", staff, "who sent the files, see trusted in the configuration")
	return cmd
}

// mustExist says, before anything begins, that a file to work on is not there.
func mustExist(doing string, files []string) error {
	for _, file := range files {
		_, err := os.Stat(file)
		switch cause := new(fs.PathError); {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s %s: no such file; look at its name, and at the folder that it is named from", doing, file)
		case errors.As(err, &cause):
			return fmt.Errorf("%s %s: %w; let this user read it", doing, file, cause.Err)
		case err != nil:
			return fmt.Errorf("%s %s: %w", doing, file, err)
		}
	}
	return nil
}

func (a *app) exportCommand() *cobra.Command {
	var only []string
	var dryRun bool
	cmd := &cobra.Command{
		Use: "export [TARGET…]", Short: "Export some targets, or all of them, from the catalogue as it is",
		Long: "Write, check and publish the feeds of some targets, or of all of them. With --dry-run nothing is written: it says\n" +
			"what each target would receive on the day of --date, and which records would enter its feed or leave it, and why.",
		Args: arity(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			if args = slices.Concat(args, only); dryRun {
				return a.simulate(cmd.Context(), args)
			}
			a.only = args
			return a.inHouse(cmd.Context(), (*house).export)
		},
	}
	cmd.Flags().StringArrayVar(&only, "target", nil, "this target; may be given several times")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what the targets would receive, and change nothing")
	return cmd
}

// inHouse opens the house, does one run, and shows its report.
func (a *app) inHouse(ctx context.Context, work func(*house, context.Context) error) error {
	h, err := a.enter(ctx)
	if err != nil {
		return err
	}
	err = work(h, ctx)
	if h.report.Run.ID != "" {
		err = errors.Join(err, a.show(h))
	}
	if err := errors.Join(err, h.leave()); err != nil {
		return err
	}
	return h.outcome()
}

func (a *app) rulesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rules [CODE]", Short: "Print every rule: what it says, why, and what to do",
		Long: `Print, in French, what each finding of a report stands for: its code and severity, its sentence, why it matters, what to
do, and the clause that it comes from; with a code, that rule alone. It reads no file and no store.

Exit status: 0 done, 2 no rule has that code.`,
		Args: arity(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.printRules(args)
		},
	}
}

func (a *app) printRules(only []string) error {
	all := allRules()
	for _, code := range only {
		i := slices.IndexFunc(all, func(r finding.Rule) bool { return r.Code == code })
		if i < 0 {
			return misused("no rule %q; `passerelle rules` lists them%s", code, meant(code, all))
		}
		all = all[i : i+1]
	}
	if a.asJSON {
		return a.printJSON(all)
	}
	p := &page{w: a.stdout}
	for _, r := range all {
		p.rule(r)
	}
	return p.err
}

func meant(code string, all []finding.Rule) string {
	var codes []string
	for _, r := range all {
		codes = append(codes, r.Code)
	}
	if near := finding.Nearest(code, codes); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

func (p *page) rule(r finding.Rule) {
	p.write(fmt.Sprintf("%s (%s)\n", r.Code, r.SeverityWords()))
	p.line("%s", r.Sentence)
	p.line("Pourquoi : %s", r.Why)
	if r.Remedy != "" {
		p.line("Que faire : %s", r.Remedy)
	}
	p.line("Source : %s", r.Source)
	p.write("\n")
}
