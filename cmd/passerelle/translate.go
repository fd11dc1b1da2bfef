package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/translate"
	"github.com/spf13/cobra"
)

func (a *app) translateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "translate WHAT [CODE…]", Short: "What becomes of codes in another version: Formacode, ROME, levels, regions, certifications",
		Long: "Tell what becomes of codes in another version of their nomenclature, what is certain and what a person must decide.\n" +
			"Without a code, list all those that somebody must decide about: the orphans.\n\nWHAT is one of:\n" + translationsHelp() +
			"\nCertifications are asked about as of --date. Exit status: 0 all are known, 1 one of them is not.",
		Args: arity(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.translate(cmd.Context(), args[0], args[1:])
		},
	}
	return cmd
}

func translationsHelp() string {
	var b strings.Builder
	for _, t := range translations() {
		fmt.Fprintf(&b, "  %-20s %s\n", t.name, t.about)
	}
	return b.String()
}

func (a *app) translate(ctx context.Context, what string, codes []string) error {
	all := translations()
	i := slices.IndexFunc(all, func(t translation) bool { return t.name == what })
	if i < 0 {
		return misused("translate %s: one of these is due:\n%s", what, translationsHelp())
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	day, err := a.asOf(c)
	if err != nil {
		return err
	}
	by, err := a.translator(ctx, all[i], day.Format("20060102"))
	if err != nil {
		return fmt.Errorf("translate %s: %w", what, err)
	}
	if len(codes) == 0 {
		return a.printAnswers(by, append([]translate.Answer{}, by.orphans()...), true)
	}
	answers := make([]translate.Answer, len(codes))
	for i, code := range codes {
		answers[i] = by.of(code)
	}
	return errors.Join(a.printAnswers(by, answers, false), all[i].unknown(codes, answers))
}

// translator opens a translation, with the store only where it needs a referential:
// levels and regions are known before any run.
func (a *app) translator(ctx context.Context, t translation, day string) (translator, error) {
	if len(t.needs) == 0 {
		return t.open(ctx, nil, day)
	}
	s, err := a.visit(ctx)
	if err != nil {
		return translator{}, err
	}
	by, err := t.ready(ctx, s, day)
	return by, errors.Join(err, s.Close())
}

// unknown is an error that names the codes, as asked, that no version has.
func (t translation) unknown(codes []string, answers []translate.Answer) error {
	var unknown []string
	for i, answer := range answers {
		if !answer.Known() {
			unknown = append(unknown, codes[i])
		}
	}
	way := "is the referential loaded? see `passerelle referentials`"
	if len(t.needs) == 0 {
		way = "it translates " + t.about
	}
	if len(unknown) == 0 {
		return nil
	}
	return fmt.Errorf("translate %s: no version has %s; %s", t.name, strings.Join(unknown, ", "), way)
}

func (a *app) printAnswers(by translator, answers []translate.Answer, orphans bool) error {
	if a.asJSON {
		return a.printJSON(answers)
	}
	p := &page{w: a.stdout}
	if orphans {
		p.write(plural(len(answers), "code") + " à décider\n")
	}
	for _, answer := range answers {
		if answer.Known() {
			p.answer(answer, by.kept)
		}
	}
	return p.err
}

// answer tells of a code what it becomes; kept is what is said of one that is still
// there, although others may take its place.
func (p *page) answer(a translate.Answer, kept string) {
	p.write(strings.TrimSpace(a.Code+"  "+a.Libelle) + "\n")
	switch {
	case a.Kept && !a.Certain:
		p.line("%s", kept)
	case len(a.Codes) == 0:
		p.line("→ rien ne le remplace")
	}
	for i, t := range a.Codes {
		p.line("→ %s  %s  (%s)", t.Code, t.Libelle, strings.Join(slices.DeleteFunc([]string{
			word(i == 0 && a.Certain, "certain", "à décider"), share(t.Share), t.How,
		}, func(s string) bool { return s == "" }), " ; "))
	}
}

// share tells a part in French; one that was not measured, or the whole, is not told.
func share(of float64) string {
	if of <= 0 || of >= 1 {
		return ""
	}
	return fmt.Sprintf("%.0f %%", 100*of)
}

// translation is a nomenclature whose codes are carried to another version.
type translation struct {
	name, about string
	needs       []nomenclature.Referential // that must have been loaded; none: the store is not opened, and open is given none
	open        func(ctx context.Context, s *store.Store, day string) (translator, error)
}

// ready opens a translation once what it needs is there.
func (t translation) ready(ctx context.Context, s *store.Store, day string) (translator, error) {
	versions, err := s.Versions(ctx)
	if err != nil {
		return translator{}, err
	}
	for _, need := range t.needs {
		if !slices.ContainsFunc(versions, func(v nomenclature.Version) bool { return v.Referential == need }) {
			return translator{}, fmt.Errorf("the referential %s was never loaded: put its file where the configuration says, and run `passerelle referentials refresh`", need)
		}
	}
	return t.open(ctx, s, day)
}

// translator answers for one code, and for all those that somebody must decide about.
type translator struct {
	of      func(code string) translate.Answer
	orphans func() []translate.Answer
	kept    string // what is said in French of a code that is still there, although it is not certain
}

// changedMeaning is said of codes that keep their number and not their meaning.
const changedMeaning = "le code existe toujours, mais ne dit plus la même chose"

// nobody is for translations that leave nothing to decide.
func nobody() []translate.Answer { return nil }

// fixed is a translation that needs no referential and leaves nothing to decide.
func fixed(of func(string) translate.Answer) func(context.Context, *store.Store, string) (translator, error) {
	return func(context.Context, *store.Store, string) (translator, error) {
		return translator{of, nobody, changedMeaning}, nil
	}
}

// ofLevel answers for a level in the first scale that has it.
func ofLevel(to translate.Echelle, from ...translate.Echelle) func(string) translate.Answer {
	return func(code string) (a translate.Answer) {
		for _, scale := range from {
			if a = translate.Niveau(code, scale, to); a.Known() {
				break
			}
		}
		return a
	}
}

// successors answers for certifications with those that took over, on a day
// (AAAAMMJJ). When several did, a person decides.
func successors(links *translate.Links, day string) translator {
	of := func(code string) translate.Answer {
		closure := links.Closure(strings.ToUpper(code))
		entry, valid := links.Entree(closure.Code), closure.On(day)
		a := translate.Answer{Code: entry.Code, Libelle: entry.Libelle, Kept: entry.ValidOn(day), Certain: len(valid) == 1 && !closure.TooLong}
		how := ""
		if len(valid) == 0 {
			valid, how = closure.Heads, "qui n'est pas en vigueur ce jour-là ; "
		}
		for _, s := range valid {
			a.Codes = append(a.Codes, translate.Target{Code: s.Code, Libelle: s.Libelle, How: how + strings.Join(append([]string{entry.Code}, s.Path...), " → ")})
		}
		return a
	}
	return translator{of, func() (undecided []translate.Answer) {
		for _, code := range links.Replaced() {
			if closure := links.Closure(code); len(closure.On(day)) > 1 || closure.Cycle {
				undecided = append(undecided, of(code))
			}
		}
		return undecided
	}, "en vigueur ce jour-là"}
}
