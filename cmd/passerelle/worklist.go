package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

// taskKinds lists what the worklist may ask, in the words of --kind.
var taskKinds = []journal.TaskKind{journal.TaskCertification, journal.TaskSuccession, journal.TaskROME, journal.TaskFormacode, journal.TaskNSF, journal.TaskOrphan}

func (a *app) worklistCommand() *cobra.Command {
	var f store.TaskFilter
	var kind string
	cmd := &cobra.Command{
		Use: "worklist", Short: "List what the staff must decide about codification",
		Long: "List the questions that codification could not answer with enough confidence, those that most formations ask\n" +
			"first, each with its proposals, their confidence and their evidence. One answer serves every formation that asks\nthe same, now and later.",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.Kind = journal.TaskKind(kind)
			if kind != "" && !slices.Contains(taskKinds, f.Kind) {
				return misused("--kind %s: %s is due", kind, joinedKinds())
			}
			if err := atLeast("--limit", f.Limit, 0); err != nil {
				return err
			}
			return a.worklist(cmd.Context(), f)
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", joinedKinds()+" only")
	cmd.Flags().StringVar(&f.Formation, "formation", "", "what this formation asks only")
	cmd.Flags().StringVar(&f.Key, "key", "", "this question only")
	cmd.Flags().IntVar(&f.Limit, "limit", 30, "how many questions to list")
	cmd.AddCommand(a.worklistDecideCommand(), a.worklistForgetCommand(), a.worklistChoicesCommand())
	return cmd
}

func joinedKinds() string {
	var all []string
	for _, k := range taskKinds {
		all = append(all, string(k))
	}
	return strings.Join(all, ", ")
}

func (a *app) worklist(ctx context.Context, f store.TaskFilter) error {
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	groups, total, err := s.Tasks(ctx, f)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(map[string]any{"total": total, "taches": append([]journal.TaskGroup{}, groups...)})
	}
	p := &page{w: a.stdout}
	p.write("À décider : " + plural(total, "question") + "\n")
	for _, g := range groups {
		p.task(g)
	}
	if total > len(groups) {
		p.write("\n… et " + plural(total-len(groups), "autre") + " (--limit)\n")
	}
	return p.err
}

// task writes a question and its proposals for a person.
func (p *page) task(g journal.TaskGroup) {
	p.write(fmt.Sprintf("\n%s  %s  %s\n", g.Key, g.Kind, g.Text))
	p.line("%s", g.Why)
	p.line("%s : %s", plural(g.Formations, "formation"), strings.Join(g.Examples, ", "))
	for i, proposal := range g.Proposals {
		p.line("%d. %-8s %3.0f %%  %s : %s", i+1, proposal.Code, 100*proposal.Confiance, proposal.Libelle, proposal.Preuve)
	}
	if len(g.Proposals) > 0 {
		p.line("passerelle worklist decide %s %s", g.Key, g.Proposals[0].Code)
	}
}

func plural(n int, noun string) string {
	if n > 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func (a *app) worklistDecideCommand() *cobra.Command {
	var who, why string
	var none bool
	cmd := &cobra.Command{
		Use: "decide KEY CODE…", Short: "Answer a question; every formation that asks it is coded so",
		Long: "Answer a question of the worklist with one or more codes, in order, or with --none when nothing fits. The formations\n" +
			"that ask it are coded at once, and those that will ask it later as they load. No machine overwrites an answer.",
		Args: arity(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if none == (len(args) > 1) {
				return misused("give the codes, or --none when nothing fits")
			}
			choice := journal.Choice{Key: args[0], Codes: args[1:], Who: cmp.Or(who, a.user()), Why: why, At: a.now()}
			return a.inHouse(cmd.Context(), func(h *house, ctx context.Context) error { return h.choose(ctx, choice) })
		},
	}
	cmd.Flags().StringVar(&who, "by", "", "who decides (default $USER)")
	cmd.Flags().StringVar(&why, "reason", "", "why")
	cmd.Flags().BoolVar(&none, "none", false, "nothing fits: leave it empty, and do not ask again")
	return cmd
}

// choose keeps an answer and codes anew the formations that ask the question.
func (h *house) choose(ctx context.Context, choice journal.Choice) error {
	groups, _, err := h.store.Tasks(ctx, store.TaskFilter{Key: choice.Key, Limit: 1})
	if err != nil {
		return err
	}
	if len(groups) == 0 {
		return h.noQuestion(ctx, choice.Key)
	}
	choice.Kind, choice.Text = groups[0].Kind, groups[0].Text
	if err := h.checkCodes(ctx, choice); err != nil {
		return err
	}
	return h.inRun(ctx, func() error {
		return h.store.InLoad(ctx, func(tx *store.Load) error {
			asking, err := tx.Asking(ctx, choice.Key)
			if err != nil {
				return err
			}
			if err := tx.KeepChoice(ctx, choice); err != nil {
				return err
			}
			return h.answered(ctx, tx, asking, choice)
		})
	})
}

// answered codes anew the formations that asked, with the answer.
func (h *house) answered(ctx context.Context, tx *store.Load, asking []string, choice journal.Choice) error {
	know, err := h.learn(ctx)
	if err != nil {
		return err
	}
	know.certifs.Choose(choice)
	held, err := tx.HeldFormations(ctx, asking)
	if err != nil {
		return err
	}
	coder := coder{h: h, tx: tx}
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(held)), 500) {
		var formations []store.Held[offre.Formation]
		for _, id := range batch {
			formations = append(formations, held[id])
		}
		if err := coder.codeHeld(ctx, formations); err != nil {
			return err
		}
	}
	h.log.Info("answer applied", "question", choice.Key, "formations", len(asking))
	h.tells = func(p *page) { p.answered(choice, asking) }
	return nil
}

// answered tells what an answer has done.
func (p *page) answered(c journal.Choice, asking []string) {
	codes := strings.Join(c.Codes, ", ")
	if len(c.Codes) == 0 {
		codes = "rien ne convient"
	}
	p.write(fmt.Sprintf("%s  %s  %s\n", c.Key, c.Kind, c.Text))
	p.line("réponse donnée par %s : %s%s", person(c.Who), codes, inParentheses(c.Why))
	p.line("%s codée%s de nouveau : %s", plural(len(asking), "formation"), word(len(asking) > 1, "s", ""), firstOf(asking))
	p.line("pour revenir en arrière : passerelle worklist forget %s", c.Key)
}

// person names who works, as a sentence does.
func person(who string) string {
	if who == "inconnu" { // neither --by nor the environment says who
		return "une personne inconnue"
	}
	return who
}

// firstOf names the first of many records.
func firstOf(ids []string) string {
	if len(ids) <= maxAwaited {
		return strings.Join(ids, ", ")
	}
	return strings.Join(ids[:maxAwaited], ", ") + " et " + plural(len(ids)-maxAwaited, "autre")
}

// noQuestion tells why a question cannot be answered: it never was, or it has its answer.
func (h *house) noQuestion(ctx context.Context, key string) error {
	for stands, err := range h.store.Choices(ctx) {
		if err != nil {
			return err
		}
		if stands.Key == key {
			return fmt.Errorf("worklist: question %s was answered by %s (%s); `passerelle worklist forget %s` takes the answer back, then decide anew",
				key, stands.Who, cmp.Or(strings.Join(stands.Codes, ", "), "rien"), key)
		}
	}
	return fmt.Errorf("worklist: no question %s; `passerelle worklist` lists them", key)
}

// checkCodes refuses an answer that names what no referential has.
func (h *house) checkCodes(ctx context.Context, choice journal.Choice) error {
	know, err := h.learn(ctx)
	if err != nil {
		return err
	}
	for _, code := range choice.Codes {
		known := true
		switch choice.Kind {
		case journal.TaskCertification, journal.TaskSuccession:
			_, known = know.certifs.Certification(code)
		case journal.TaskROME:
			known = know.certifs.Knows(nomenclature.ROME, code)
		case journal.TaskFormacode:
			known = know.certifs.Knows(nomenclature.Formacode, code)
		case journal.TaskNSF:
			known = know.certifs.Knows(nomenclature.NSF, code)
		}
		if !known {
			return fmt.Errorf("worklist: %s is no code of the referential in use; `passerelle search` finds certifications", code)
		}
	}
	return nil
}

func (a *app) worklistForgetCommand() *cobra.Command {
	var who string
	cmd := &cobra.Command{
		Use: "forget KEY", Short: "Take an answer back: the question is open again",
		Long: `Take back, in the store, the answer that stands under a key, and code the whole catalogue anew: the question is asked
again where its formations still ask it. « worklist choices » lists the answers and their keys.

Exit status: 0 done, 1 no answer stands under that key.`,
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.inHouse(cmd.Context(), func(h *house, ctx context.Context) error {
				return h.unchoose(ctx, args[0], cmp.Or(who, a.user()))
			})
		},
	}
	cmd.Flags().StringVar(&who, "by", "", "who takes it back (default $USER)")
	return cmd
}

// unchoose takes an answer back. Which formations it served is no longer told
// apart: the whole catalogue is coded anew.
func (h *house) unchoose(ctx context.Context, key, who string) error {
	err := h.store.ForgetChoice(ctx, key, who, h.now())
	if errors.Is(err, store.ErrUnknown) {
		return fmt.Errorf("worklist: no answer stands under %s; `passerelle worklist choices` lists them", key)
	}
	if err != nil {
		return err
	}
	h.tells = func(p *page) {
		p.write(fmt.Sprintf("%s : la réponse est retirée par %s ; le catalogue est codé de nouveau, et la question reposée là où elle se pose.\n", key, person(who)))
	}
	return h.inRun(ctx, func() error { return h.codeEverything(ctx) })
}

func (a *app) worklistChoicesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "choices", Short: "List the answers that stand",
		Long: `List the answers that people gave to questions of the worklist and that stand: the question, the codes, who answered,
when and why. It reads the store and changes nothing.

Exit status: 0 done, 1 the store cannot be read.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.choices(cmd.Context()) },
	}
}

func (a *app) choices(ctx context.Context) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	all := []journal.Choice{}
	for c, err := range s.Choices(ctx) {
		if err != nil {
			return errors.Join(err, s.Close())
		}
		all = append(all, c)
	}
	if err := s.Close(); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(all)
	}
	p := &page{w: a.stdout, clocks: c.clocks()}
	p.write(fmt.Sprintf("Décisions : %d\n", len(all)))
	for _, c := range all {
		p.line("%s  %s  %s → %s, par %s le %s%s", c.Key, c.Kind, c.Text, cmp.Or(strings.Join(c.Codes, ", "), "rien"), person(c.Who), p.date(c.At), because(c.Why))
	}
	return p.err
}
