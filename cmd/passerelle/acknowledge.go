package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/export/acknowledge"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

// returned is a file that a partner sent back.
type returned struct {
	target, file, mapping, day string
}

func (a *app) acknowledgeCommand() *cobra.Command {
	var r returned
	cmd := &cobra.Command{
		Use: "acknowledge --target TARGET FILE", Short: "Read back what a partner took and refused, and why",
		Long: "Read the return file of a partner (CSV or XML) by its mapping: for each record, accepted or refused, and what its\nwords mean. `why` then says it of each record, and the worklist of refusals is listed with what to do.\n\n" +
			"Exit status: 0 all was accepted, 3 the partner refused some records or the file could not all be read.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := mustExist("acknowledge", args); err != nil {
				return err
			}
			r.file = args[0]
			return a.acknowledge(cmd.Context(), r)
		},
	}
	cmd.Flags().StringVar(&r.target, "target", "", "the target whose partner answers")
	cmd.Flags().StringVar(&r.mapping, "mapping", "", "mapping by which it is read (default: that of the target)")
	cmd.Flags().StringVar(&r.day, "of", "", "day of the file, AAAA-MM-JJ (default: now)")
	return cmd
}

func (a *app) acknowledge(ctx context.Context, r returned) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if err := knownTarget(c, r.target); err != nil {
		return err
	}
	mapping, err := mappingFor(c, r)
	if err != nil {
		return misuse{err}
	}
	at := a.now()
	if r.day != "" {
		if at, err = time.Parse(time.DateOnly, r.day); err != nil {
			return misused("--of %q: a day is due, such as 2026-12-01", r.day)
		}
	}
	return a.inHouse(ctx, func(h *house, ctx context.Context) error {
		return h.inRun(ctx, func() error { return h.readBack(ctx, r, mapping, at, a) })
	})
}

func mappingFor(c config, r returned) (*acknowledge.Mapping, error) {
	known, err := acknowledge.BuiltIn()
	if c.MappingsDir != "" {
		known, err = acknowledge.Load(os.DirFS(c.MappingsDir))
	}
	if err != nil {
		return nil, fmt.Errorf("read mappings: %w", err)
	}
	if r.mapping != "" {
		return known.Get(r.mapping)
	}
	return known.For(r.target, r.file)
}

// answersAtOnce is how many answers are kept in one transaction.
const answersAtOnce = 2000

// readBack reads a return file and keeps what it says of the records that the
// catalogue has.
func (h *house) readBack(ctx context.Context, r returned, mapping *acknowledge.Mapping, at time.Time, a *app) (err error) {
	file, err := os.Open(r.file)
	if err != nil {
		return fmt.Errorf("read the return file: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var found []finding.Finding
	var summary acknowledge.Summary
	name := filepath.Base(r.file)
	options := acknowledge.Options{Target: r.target, File: name, Run: h.run.ID, At: at, Finding: func(f finding.Finding) { found = append(found, f) }}
	var batch []journal.Acknowledgement
	for answer, err := range mapping.Read(ctx, file, options) {
		if err != nil {
			return err
		}
		summary.Add(answer)
		if batch = append(batch, answer); len(batch) == answersAtOnce {
			if err := h.keepAnswers(ctx, batch, &found); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	if err := h.keepAnswers(ctx, batch, &found); err != nil {
		return err
	}
	h.refused = summary.Refused > 0
	if err := h.keepFindings(ctx, append(found, summary.Findings(name)...)); err != nil {
		return err
	}
	h.progress.clear()
	return a.printReturn(r, &summary)
}

// keepAnswers keeps answers about formations and sessions. LHEO numbers actions
// too; an answer about one is kept as that of its formation.
func (h *house) keepAnswers(ctx context.Context, answers []journal.Acknowledgement, found *[]finding.Finding) error {
	kept := slices.DeleteFunc(slices.Clone(answers), func(a journal.Acknowledgement) bool { return a.Kind == acknowledge.Action })
	for _, a := range answers {
		if a.Kind == acknowledge.Action {
			*found = append(*found, finding.Finding{Rule: retourAction.Code, Severity: retourAction.Severity, Record: a.Record,
				Place:   finding.Place{File: a.File, Row: a.Line},
				Message: fmt.Sprintf("La réponse porte sur l'action %s : le catalogue suit les formations et les sessions.", a.Record)})
		}
	}
	return h.store.KeepAcknowledgements(ctx, kept)
}

func (a *app) printReturn(r returned, s *acknowledge.Summary) error {
	if a.asJSON {
		return nil // the report of the run says it
	}
	p := &page{w: a.stdout}
	p.write(fmt.Sprintf("%s, %s : %s, %s\n", r.target, filepath.Base(r.file), plural(s.Accepted, "acceptée"), plural(s.Refused, "refusée")))
	for _, reason := range s.Explained() {
		p.line("%5d  %s", reason.Count, reason.Sentence)
		p.line("       à faire : %s", reason.Action)
	}
	for _, reason := range s.Unexplained() {
		p.line("%5d  sans explication connue : %s %s", reason.Count, reason.Code, reason.Message)
	}
	if more := s.More(); more > 0 {
		p.line("%5d  pour d'autres motifs, trop nombreux pour être listés", more)
	}
	return p.err
}

func (a *app) refusalsCommand() *cobra.Command {
	var target string
	cmd := &cobra.Command{
		Use: "refusals", Short: "What partners refuse at present, with what to do",
		Long: `List what partners refused in the last return file that speaks of each record, with what their words mean and what to
do, in French. It reads the store, which « acknowledge » fills, and changes nothing.

Exit status: 0 done, whether something is refused or not, 1 the store cannot be read, 2 there is no such target.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.refusals(cmd.Context(), target) },
	}
	cmd.Flags().StringVar(&target, "target", "", "this target only")
	return cmd
}

func (a *app) refusals(ctx context.Context, target string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if target != "" {
		if err := knownTarget(c, target); err != nil {
			return err
		}
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	all, err := s.Acknowledgements(ctx, store.AcknowledgementFilter{Target: target, Latest: true, Refused: true})
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(all)
	}
	p := &page{w: a.stdout, clocks: c.clocks()}
	p.write(fmt.Sprintf("Refusées par les partenaires : %d\n", len(all)))
	for _, ack := range all {
		p.line("%-14s %-9s %-16s le %s%s", ack.Target, ack.Kind, ack.Record, p.minute(ack.At), because(ack.Sentence))
		if ack.Action != "" {
			p.line("    à faire : %s", ack.Action)
		}
	}
	return p.err
}
