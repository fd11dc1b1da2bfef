package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) whyCommand() *cobra.Command {
	var target string
	cmd := &cobra.Command{
		Use: "why ID|SIRET", Short: "Is it exported? How far a formation, a session or an organisation's offer has come, and why",
		Long: "Tell how far records have come in each target: received, validated, in the feed of, fetched by the partner,\n" +
			"acknowledged, with dates, and the reasons of what is left out. By the number of a formation or session, the\norganisation's own number, or a SIRET.\n\n" +
			"Exit status: 0 all that was found is exported to the target asked, 3 some of it is not.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.why(cmd.Context(), args[0], target) },
	}
	cmd.Flags().StringVar(&target, "target", "", "this target only")
	return cmd
}

func (a *app) why(ctx context.Context, what, target string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	targets, err := readTargets(c)
	if err != nil {
		return misuse{err}
	}
	if target != "" && !slices.Contains(names(targets), target) {
		return misused("--target %q: the configuration exports %s", target, strings.Join(names(targets), ", "))
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	found, err := s.Whereabouts(ctx, what)
	if err = errors.Join(err, s.Close()); errors.Is(err, store.ErrUnknown) {
		return fmt.Errorf("why %s: the catalogue has no formation, session nor organisation of that number; was its file loaded? `passerelle status` lists the last runs", what)
	}
	if err != nil {
		return err
	}
	for i := range found {
		found[i].Targets = slices.DeleteFunc(found[i].Targets, func(p journal.Passage) bool { return target != "" && p.Target != target })
	}
	if a.asJSON {
		err = a.printJSON(found)
	} else {
		p := &page{w: a.stdout, clocks: c.clocks()}
		for _, w := range found {
			p.whereabouts(w, labelsOf(targets), schedulesOf(targets))
		}
		err = p.err
	}
	if err == nil && !exportedAll(found) {
		return reservation("some of what was found is not exported: see what each target says")
	}
	return err
}

func exportedAll(found []journal.Whereabouts) bool {
	for _, w := range found {
		for _, t := range w.Targets {
			if !t.Exported {
				return false
			}
		}
		if len(w.Targets) == 0 {
			return false
		}
	}
	return true
}

// whereabouts tells the stages of a record on its way to the partners.
func (p *page) whereabouts(w journal.Whereabouts, labels map[string]map[string]string, expected map[string]target.Schedule) {
	p.write(fmt.Sprintf("%s %s : %s\n", w.Kind, w.Record, w.Intitule))
	if w.Debut != "" {
		p.line("%s", period(offre.Date(w.Debut), offre.Date(w.Fin)))
	}
	p.line("reçue le %s%s", p.minute(w.ReceivedAt), inParentheses(w.File))
	switch {
	case w.State == journal.Archived || w.State == journal.Rejected:
		p.line("%s%s", recordStates[w.State].words, because(w.Why))
	case w.ValidatedAt.IsZero():
		p.line("pas encore validée : elle n'est diffusée nulle part ; `passerelle review` liste ce qui attend")
	default:
		p.line("validée le %s", p.minute(w.ValidatedAt))
	}
	if len(w.Awaited) > 0 {
		p.line("ce qui va avec elle attend d'être validé, et manque aux cibles : %s", awaitedList(w.Awaited))
		p.line("· à faire : %s", approvalOf(w.Awaited))
	}
	for _, t := range w.Targets {
		p.passage(t, labels[t.Target], expected[t.Target])
	}
	p.write("\n")
}

// passage tells how far a record has come in one target; labels say its reasons in
// French, shown when its partner shows what it was given.
func (p *page) passage(t journal.Passage, labels map[string]string, shown target.Schedule) {
	if !t.Exported {
		p.line("%-20s non diffusée depuis le %s : %s", t.Target, p.minute(t.Since), cmp.Or(t.Sentence, t.Reason))
		for _, other := range t.Others {
			p.line("· et aussi : %s", cmp.Or(labels[other], other))
		}
		return
	}
	switch {
	case t.Published == nil:
		p.line("%-20s retenue pour le prochain flux", t.Target)
		return
	case t.Fetched != nil:
		p.line("%-20s dans le flux depuis le %s, récupéré par %s le %s", t.Target, p.minute(t.Published.At), t.Fetched.Partner, p.minute(t.Fetched.At))
	default:
		p.line("%-20s dans le flux depuis le %s, pas encore récupéré", t.Target, p.minute(t.Published.At))
	}
	if told := p.display(shown, t.Published.At); told != "" {
		p.line("· %s", told)
	}
	if ack := t.Acknowledged; ack != nil {
		p.line("· %s le %s%s", word(ack.Accepted, "acceptée par le partenaire", "refusée par le partenaire"), p.minute(ack.At), because(cmp.Or(ack.Sentence, ack.Message)))
		if !ack.Accepted && ack.Action != "" {
			p.line("· à faire : %s", ack.Action)
		}
	}
}

func inParentheses(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// schedulesOf gives, for each target, when its partner shows what it was given.
func schedulesOf(targets []target.Target) map[string]target.Schedule {
	all := map[string]target.Schedule{}
	for _, t := range targets {
		all[t.Name] = t.Schedule
	}
	return all
}

// display says when a partner shows what was published at a moment; empty when nobody
// knows.
func (k clocks) display(s target.Schedule, published time.Time) string {
	by, known := s.ShownBy(published.In(k.zone))
	if !known {
		return ""
	}
	return fmt.Sprintf("affichage attendu : %s, au plus tard le %s", s.Delay("après le flux"), k.date(by))
}
