package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/spf13/cobra"
)

// standing is a referential as `passerelle referentials` shows it.
type standing struct {
	nomenclature.Standing
	AgeDays int `json:"age_jours"` // since it was last known to be fresh
	// PublishedDays counts from the day that a file states, of one that was put in the
	// folder by hand: nobody has asked its publisher for a newer one since. 0 otherwise.
	PublishedDays int  `json:"publie_il_y_a_jours,omitempty"`
	Stale         bool `json:"perime"`
	MaxDays       int  `json:"age_maximal_jours"`
}

func (a *app) referentialsCommand() *cobra.Command {
	var history string
	cmd := &cobra.Command{
		Use: "referentials", Short: "Show each referential: version, age, what its last load changed",
		Long: "Show the referentials in use.\n\nExit status: 0 all are fresh, 3 one is stale or was never loaded though its file is expected (see max_age_days).",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if history != "" {
				return a.referentialHistory(cmd.Context(), history)
			}
			return a.referentials(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&history, "history", "", "all the versions of this referential")
	cmd.AddCommand(a.refreshCommand())
	return cmd
}

func (a *app) refreshCommand() *cobra.Command {
	var accept []string
	cmd := &cobra.Command{
		Use: "refresh", Short: "Fetch and apply the referentials that changed, without loading nor exporting",
		Long: `Fetch the files of « sources », read those of the folder of referentials that changed, apply them to the store unless one
shrank or changed beyond its guard, and code the catalogue anew. --accept NAME applies that one all the same.

Exit status: 0 done, 1 the store cannot be written, 2 there is no such referential, 3 one was refused or not fetched.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range accept {
				if err := checkReferential(name); err != nil {
					return misused("--accept: %w", err)
				}
			}
			a.accepted = accept
			return a.inHouse(cmd.Context(), (*house).refreshOnly)
		},
	}
	cmd.Flags().StringSliceVar(&accept, "accept", nil, "apply this referential even if it shrank or changed beyond its guard")
	return cmd
}

// refreshOnly refreshes the referentials and codes the catalogue anew when one
// has changed.
func (h *house) refreshOnly(ctx context.Context) error {
	return h.inRun(ctx, func() error {
		if err := h.refreshReferentials(ctx); err != nil {
			return err
		}
		return h.recode(ctx)
	})
}

// standings tells where each referential is, and which are stale. One that was
// never loaded is listed, and is stale only when the configuration expects it.
func (c config) standings(all []nomenclature.Standing, now time.Time) (list []standing) {
	for _, s := range all {
		limit := c.maxAge(s.Referential)
		told := standing{Standing: s, MaxDays: limit}
		if s.Version != nil {
			told.AgeDays = max(0, int(now.Sub(s.FreshAt).Hours()/24))
			told.Stale = limit > 0 && told.AgeDays > limit
			told.PublishedDays = publishedSince(*s.Version, now)
		}
		list = append(list, told)
	}
	return list
}

// publishedSince counts the days since the publication of a version that was put in the
// folder by hand.
func publishedSince(v nomenclature.Version, now time.Time) int {
	day, err := time.Parse("20060102", v.Date)
	if err != nil || v.Source != "" {
		return 0
	}
	return max(0, int(now.Sub(day).Hours()/24))
}

// referentials shows how each stands now, or on the day of --date.
func (a *app) referentials(ctx context.Context) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	all, err := s.LookupVersions(ctx)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	at := a.now()
	if a.date != "" {
		if at, err = a.asOf(c); err != nil {
			return err
		}
	}
	list := c.standings(all, at)
	if a.asJSON {
		err = a.printJSON(list)
	} else {
		err = printStandings(&page{w: a.stdout, clocks: c.clocks()}, list)
	}
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.Stale {
			return reservation("a referential is stale: see perime")
		}
	}
	return nil
}

func printStandings(p *page, list []standing) error {
	p.write(fmt.Sprintf("%-12s %-12s %9s %8s  %s\n", "référentiel", "version", "lignes", "âge", "dernier chargement"))
	for _, s := range list {
		if s.Version == nil {
			p.write(fmt.Sprintf("%-12s %-12s %9s %8s  %s\n", s.Referential, "—", "—", "—", "jamais chargé"))
			continue
		}
		v := s.Version
		p.write(fmt.Sprintf("%-12s %-12s %9d %6d j  %s, %s\n", s.Referential, cmp.Or(v.Label, v.Date, "—"), v.Rows, s.AgeDays,
			p.date(v.LoadedAt), diffInWords(v.Diff)))
		p.line("%s (%s)", v.File, cmp.Or(v.Source, "déposé"))
		if s.Stale {
			p.line("PÉRIMÉ : plus de %d jours sans vérification réussie ; déposez la version en cours ou vérifiez sa source", s.MaxDays)
		}
		if s.MaxDays > 0 && s.PublishedDays > s.MaxDays {
			p.line("publié il y a %s : l'éditeur en a sans doute donné une version plus récente ; déposez-la, ou écrivez son adresse dans sources", plural(s.PublishedDays, "jour"))
		}
		if s.Last != nil && !s.Last.Good {
			p.line("dernière vérification le %s : %s", p.date(s.Last.At), s.Last.Outcome)
		}
	}
	return p.err
}

func diffInWords(d nomenclature.Diff) string {
	if d.Before == 0 {
		return "premier chargement"
	}
	return plural(d.Added, "ajoutée") + ", " + plural(d.Changed, "modifiée") + ", " + plural(d.Ended, "disparue")
}

func (a *app) referentialHistory(ctx context.Context, name string) error {
	if err := checkReferential(name); err != nil {
		return misused("--history: %w", err)
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	all, err := s.VersionHistory(ctx, nomenclature.Referential(name))
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(all)
	}
	p := &page{w: a.stdout, clocks: c.clocks()}
	for _, v := range all {
		p.write(fmt.Sprintf("%s  %-10s %7d lignes  %s  %s  sha256 %s\n", p.instant(v.LoadedAt), cmp.Or(v.Label, v.Date), v.Rows, diffInWords(v.Diff), v.File, short(v.SHA256)))
	}
	return p.err
}
