package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/spf13/cobra"
)

func (a *app) ledgerCommand() *cobra.Command {
	var target string
	var asCSV bool
	cmd := &cobra.Command{
		Use: "ledger --target TARGET", Short: "Every record of the catalogue and what a target makes of it",
		Long: "Write, for each formation and session, whether the target takes it and else the principal reason and all others.\nAs text it is summed up; --csv and --json (one object a line) give every record.",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.ledger(cmd.Context(), target, asCSV) },
	}
	cmd.Flags().StringVar(&target, "target", "", "the target")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "write every record as CSV, for a spreadsheet")
	return cmd
}

func (a *app) ledger(ctx context.Context, target string, asCSV bool) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	targets, err := readTargets(c)
	if err != nil {
		return misuse{err}
	}
	i := slices.Index(names(targets), target)
	if target == "" {
		return misused("ledger: --target is due: one of %s", strings.Join(names(targets), ", "))
	}
	if i < 0 {
		return misused("--target %q: the configuration exports %s", target, strings.Join(names(targets), ", "))
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	book := ledgerBook{a: a, labels: targets[i].Labels(), tallies: map[string]*journal.Tally{}}
	if asCSV {
		book.csv = csv.NewWriter(a.stdout)
		book.csv.Comma = ';'
		book.header()
	}
	for line, err := range s.Ledger(ctx, target) {
		if err == nil {
			err = book.line(line)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("read the ledger of %s: %w", target, err), s.Close())
		}
	}
	return errors.Join(book.close(target), s.Close())
}

// ledgerBook writes a ledger, and sums it.
type ledgerBook struct {
	a       *app
	labels  map[string]string
	csv     *csv.Writer
	tallies map[string]*journal.Tally // by kind
}

func (b *ledgerBook) header() {
	_ = b.csv.Write([]string{"nature", "fiche", "formation", "intitule", "siret", "formateur", "diffusee", "motif", "phrase", "autres_motifs", "defauts", "depuis"})
}

func (b *ledgerBook) line(l journal.LedgerLine) error {
	b.sum(l.Verdict)
	switch {
	case b.csv != nil:
		return b.csv.Write([]string{l.Kind, l.Record, l.Formation, guarded(l.Intitule), l.SIRET, l.Formateur, word(l.Exported, "oui", "non"), l.Reason, guarded(l.Sentence),
			strings.Join(l.Others, " "), strings.Join(l.Defaulted, " "), l.Since.UTC().Format(time.RFC3339)})
	case b.a.asJSON:
		return json.NewEncoder(b.a.stdout).Encode(l)
	}
	return nil
}

// guarded keeps a spreadsheet from taking a text for a formula.
func guarded(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

func (b *ledgerBook) sum(v journal.Verdict) {
	t := b.tallies[v.Kind]
	if t == nil {
		t = &journal.Tally{Target: v.Target, Kind: v.Kind, Excluded: map[string]int{}}
		b.tallies[v.Kind] = t
	}
	t.Total++
	if v.Exported {
		t.Exported++
	} else {
		t.Excluded[v.Reason]++
	}
}

func (b *ledgerBook) close(target string) error {
	switch {
	case b.csv != nil:
		b.csv.Flush()
		return b.csv.Error()
	case b.a.asJSON:
		return nil
	}
	p := &page{w: b.a.stdout}
	for _, kind := range []string{"formation", "session"} {
		t := b.tallies[kind]
		if t == nil {
			continue
		}
		p.write(fmt.Sprintf("%s, %ss : %d = %d diffusées + %d écartées\n", target, kind, t.Total, t.Exported, t.Total-t.Exported))
		for _, reason := range byCount(t.Excluded) {
			p.line("%6d  %-28s %s", t.Excluded[reason], reason, b.labels[reason])
		}
	}
	return p.err
}

// byCount orders reasons, the most frequent first.
func byCount(n map[string]int) []string {
	var all []string
	for reason := range n {
		all = append(all, reason)
	}
	slices.SortFunc(all, func(a, b string) int {
		if n[a] != n[b] {
			return n[b] - n[a]
		}
		return strings.Compare(a, b)
	})
	return all
}
