package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) traceCommand() *cobra.Command {
	var o traceOptions
	cmd := &cobra.Command{
		Use: "trace ID", Short: "One record's story: where it comes from, its codes, each target's verdict and why, its XML",
		Long: "Tell all that is known of a formation, a session or an organisme, by its number, of an organisme by its SIRET, or of a\n" +
			"formation or session by the organisation's own number: the rows it comes from with their cells, what was repaired\n" +
			"and found, its codes with evidence, who decided what and when, the verdict of each target and the reasons, the\n" +
			"feeds it is in and its XML there.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.trace(cmd.Context(), args[0], o)
		},
	}
	cmd.Flags().StringVar(&o.html, "html", "", "write the story as one HTML page into this file")
	cmd.Flags().BoolVar(&o.brief, "brief", false, "leave the cells and the XML out of the text")
	return cmd
}

type traceOptions struct {
	html  string
	brief bool
}

// story is all that is known of one record, from the cells that state it to the
// feeds it is in.
type story struct {
	store.Trace
	Rows      []sourceRow          `json:"lignes"`
	Way       *journal.Whereabouts `json:"parcours,omitempty"` // of a formation or session: how far it has come in each target
	Offer     []journal.Tally      `json:"offre,omitempty"`    // of an organisme: what each target takes of what it is responsable of
	InFeeds   []inFeed             `json:"dans_les_flux,omitempty"`
	Questions []journal.TaskGroup  `json:"questions,omitempty"`
}

func (a *app) trace(ctx context.Context, id string, o traceOptions) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	targets, err := readTargets(c)
	if err != nil {
		return misuse{err}
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	told, err := tell(ctx, s, c, targets, id)
	if err = errors.Join(err, s.Close()); errors.Is(err, store.ErrUnknown) {
		return fmt.Errorf("trace %s: the catalogue has no formation, session or organisme of that number; `passerelle status` says what it holds, `passerelle ledger --target TARGET --csv` lists its numbers", id)
	}
	if err != nil {
		return err
	}
	if o.html != "" {
		return writeFileOf(o.html, document(told, targets, c.clocks()).HTML)
	}
	if a.asJSON {
		return a.printJSON(told)
	}
	if o.brief {
		told.abridge()
	}
	return document(told, targets, c.clocks()).Text(a.stdout)
}

// writeFileOf writes a new file, or another in its place.
func writeFileOf(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// tell gathers the story of a record.
func tell(ctx context.Context, s *store.Store, c config, targets []target.Target, id string) (t story, err error) {
	if t.Trace, err = traceOf(ctx, s, id); err != nil {
		return t, err
	}
	t.Rows = sourceRows(c.Landing, t.Trace)
	if t.Kind == store.KindOrganisme {
		t.Offer, err = offerOf(ctx, s, t.Organisme.SIRET)
		return t, err
	}
	if err := t.follow(ctx, s); err != nil {
		return t, err
	}
	session := ""
	formation := t.ID
	if t.Session != nil {
		session, formation = t.ID, t.Session.Formation
	}
	if t.Questions, _, err = s.Tasks(ctx, store.TaskFilter{Formation: formation}); err != nil {
		return t, err
	}
	t.InFeeds, err = inFeeds(c.Shelf, targets, formation, session)
	return t, err
}

// traceOf finds a record by its number, or by the organisation's own when that is of
// one formation, or of one session.
func traceOf(ctx context.Context, s *store.Store, id string) (store.Trace, error) {
	t, err := s.Trace(ctx, id)
	if !errors.Is(err, store.ErrUnknown) {
		return t, err
	}
	found, other := s.Whereabouts(ctx, id)
	if other != nil {
		return t, err
	}
	var named []string
	for _, w := range found {
		if w.Reference == id {
			named = append(named, w.Record)
		}
	}
	if len(named) == 1 {
		return s.Trace(ctx, named[0])
	}
	if len(named) > 1 {
		return t, fmt.Errorf("trace %s: several records have that number of their organisations: %s; give one of these", id, strings.Join(named, ", "))
	}
	return t, err
}

// follow adds how far a formation or session has come in each target.
func (t *story) follow(ctx context.Context, s *store.Store) error {
	found, err := s.Whereabouts(ctx, t.ID)
	for i, w := range found {
		if w.Kind == t.Kind && w.Record == t.ID {
			t.Way = &found[i]
		}
	}
	return err
}

// offerOf counts what each target takes of the offer of an organisme responsable.
func offerOf(ctx context.Context, s *store.Store, siret string) (list []journal.Tally, err error) {
	found, err := s.Whereabouts(ctx, siret)
	if errors.Is(err, store.ErrUnknown) { // it has no offer
		return nil, nil
	}
	at := map[[2]string]int{}
	for _, w := range found {
		if w.SIRET != siret {
			continue // it only teaches it
		}
		for _, p := range w.Targets {
			key := [2]string{p.Target, w.Kind}
			i, known := at[key]
			if !known {
				i = len(list)
				at[key] = i
				list = append(list, journal.Tally{Target: p.Target, Kind: w.Kind, Excluded: map[string]int{}})
			}
			list[i].Total++
			if p.Exported {
				list[i].Exported++
			} else {
				list[i].Excluded[p.Reason]++
			}
		}
	}
	slices.SortStableFunc(list, func(a, b journal.Tally) int { return strings.Compare(a.Target, b.Target) })
	return list, err
}

// abridge leaves out what is long.
func (t *story) abridge() {
	for i := range t.Rows {
		t.Rows[i].Cells = nil
	}
	for i := range t.InFeeds {
		t.InFeeds[i].XML = ""
	}
}

// page writes lines and keeps the first error.
type page struct {
	w io.Writer
	clocks
	pending string // heading of a part, written before its first line
	err     error
}

func (p *page) part(title string) { p.pending = title }

func (p *page) line(format string, args ...any) {
	if p.pending != "" {
		p.write("\n" + p.pending + "\n")
		p.pending = ""
	}
	p.write("  " + strings.TrimSpace(fmt.Sprintf(format, args...)) + "\n")
}

func (p *page) write(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, text)
	}
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return " : " + why
}

func orNone(s string) string {
	if s == "" {
		return "non connu"
	}
	return s
}

// short is enough of a hash to recognise it by.
func short(hash string) string { return hash[:min(len(hash), 12)] }
