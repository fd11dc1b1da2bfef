package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/transform/search"
	"github.com/spf13/cobra"
)

func (a *app) searchCommand() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use: "search WORDS…", Short: "Find certifications by keywords or code, as in Certif Info",
		Long: "Find certifications by keywords in any order, accents, case, plurals and abbreviations aside, or by a code: RNCP, RS,\n" +
			"CFD or Certif Info, spaced or not; those of a ROME, Formacode or NSF code when it is named (« formacode 42752 »).\n" +
			"Those in force come first, then those that others have replaced. Each says which words it was found by; where none has\n" +
			"them all, those that have the most are given.",
		Args: arity(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.search(cmd.Context(), strings.Join(args, " "), limit)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 10, "how many to list")
	return cmd
}

func (a *app) search(ctx context.Context, query string, limit int) error {
	if err := atLeast("--limit", limit, 0); err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	index, err := search.New(s.Certifications(ctx), s.Fiches(ctx))
	if err = errors.Join(err, s.Close()); err != nil {
		return fmt.Errorf("index the certifications: %w", err)
	}
	hits := index.Search(query, limit)
	if a.asJSON {
		return a.printJSON(hits)
	}
	p := &page{w: a.stdout}
	for _, hit := range hits {
		p.hit(hit)
	}
	if len(hits) == 0 {
		p.write("Aucune certification ne répond à « " + query + " ».\n")
	}
	return p.err
}

// hit writes a certification for a person.
func (p *page) hit(h search.Hit) {
	c := h.Certification
	p.write(fmt.Sprintf("%s  %s%s\n", cmp.Or(c.Code, h.Fiche), cmp.Or(c.Intitule, "sans intitulé au référentiel"), word(h.Archived, "  (archivée)", "")))
	if all := known(c); len(all) > 0 {
		p.line("%s", strings.Join(all, ", "))
	}
	if len(h.ReplacedBy) > 0 {
		p.line("remplacée par %s", strings.Join(h.ReplacedBy, ", "))
	}
	if h.Fiche != "" && c.Code == "" {
		p.line("fiche de France compétences, absente de Certif Info")
	}
	p.line("%s", h.Why)
}

// known lists what is known of a certification, in a few words.
func known(c nomenclature.Certification) (all []string) {
	if c.Type != "" {
		all = append(all, c.Type)
	}
	if c.NiveauEuropeen > 0 {
		all = append(all, fmt.Sprintf("niveau %d", c.NiveauEuropeen))
	}
	for _, number := range []struct{ name, value string }{{"RNCP", c.RNCP}, {"RS", c.RS}, {"CFD ", c.CFD}, {"Formacode ", c.Formacode}, {"NSF ", c.NSF}} {
		if number.value != "" {
			all = append(all, number.name+number.value)
		}
	}
	if len(c.ROME) > 0 {
		all = append(all, "ROME "+strings.Join(c.ROME, " "))
	}
	return all
}
