package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/partners"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) partnerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "partner", Short: "Who may take feeds, or leave deliveries, over HTTP",
		Long: `Keep the partners that « serve » answers, in the store: add gives one a token, rotate another token, revoke shuts the
door, list shows who came when. A token is printed once and never kept: only its hash is.

Exit status: 0 done, 1 the store cannot be read or no partner has that name, 2 the name or a target is not right.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.partnerAddCommand(), a.partnerRotateCommand(), a.partnerRevokeCommand(), a.partnerListCommand())
	return cmd
}

// daysOfToken is how long a token is good for, unless it is said.
const daysOfToken = 365

func (a *app) partnerAddCommand() *cobra.Command {
	var p journal.Partner
	var days int
	cmd := &cobra.Command{
		Use: "add NAME", Short: "Give a partner a token; it is printed once, and kept nowhere",
		Long: `Add a partner to the store, with the feeds it may take and whether it may leave deliveries, and print its token, which
is kept nowhere: hand it over by a safe way. A service that is running need not be started again.

Exit status: 0 done, 1 there is a partner of that name, 2 the name or a target is not right, or nothing is allowed.`,
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			p.Name = args[0]
			return a.partnerAdd(cmd.Context(), p, days)
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&p.Targets, "target", nil, "targets whose feeds it may take")
	flags.BoolVar(&p.Deposit, "deposit", false, "it may leave deliveries, under its name")
	flags.BoolVar(&p.Basic, "basic", false, "accept the token as a password too, for tools that know nothing else")
	flags.StringVar(&p.Courriel, "mail", "", "to whom what concerns it is written")
	flags.IntVar(&days, "days", daysOfToken, "how long the token is good for; 0: until it is revoked")
	return cmd
}

func (a *app) partnerAdd(ctx context.Context, p journal.Partner, days int) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	switch {
	case !partners.ValidName(p.Name):
		return misused("partner %q: letters, digits, hyphens and underscores are due, 64 at most", p.Name)
	case len(p.Targets) == 0 && !p.Deposit:
		return misused("partner %s: say what it may do: --target TARGET, or --deposit", p.Name)
	}
	for _, t := range p.Targets {
		if err := knownTarget(c, t); err != nil {
			return err
		}
	}
	return a.changing(ctx, func(s *store.Store) error {
		_, known, err := partnerNamed(ctx, s, p.Name)
		if err != nil {
			return err
		}
		if known {
			return fmt.Errorf("partner %s is known already; `passerelle partner rotate %s` gives it another token", p.Name, p.Name)
		}
		p.CreatedAt = a.now()
		return a.giveToken(ctx, s, p, days)
	})
}

// giveToken gives a partner a new token, and prints it.
func (a *app) giveToken(ctx context.Context, s *store.Store, p journal.Partner, days int) error {
	var token string
	token, p.TokenHash = partners.NewToken()
	p.ExpiresAt, p.RevokedAt = time.Time{}, time.Time{}
	if days < 0 {
		return misused("partner %s: --days %d: a number of days is due, or 0 for a token that is good until it is revoked", p.Name, days)
	}
	if days > 0 {
		p.ExpiresAt = a.now().AddDate(0, 0, days)
	}
	if err := s.KeepPartner(ctx, p); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(map[string]any{"partenaire": p, "jeton": token})
	}
	_, err := fmt.Fprintln(a.stdout, token)
	return err
}

func partnerNamed(ctx context.Context, s *store.Store, name string) (p journal.Partner, known bool, err error) {
	all, err := s.Partners(ctx)
	i := slices.IndexFunc(all, func(p journal.Partner) bool { return p.Name == name })
	if err != nil || i < 0 {
		return p, false, err
	}
	return all[i], true, nil
}

func (a *app) partnerRotateCommand() *cobra.Command {
	var days int
	cmd := &cobra.Command{
		Use: "rotate NAME", Short: "Give a partner another token; the one before is worth nothing from now on",
		Long: `Print another token for a partner, and keep its hash in the store in place of the one before. What the partner may take
stays as it was, and one that was revoked or had expired may come again.

Exit status: 0 done, 1 no partner has that name.`,
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPartner(cmd.Context(), args[0], func(s *store.Store, p journal.Partner) error {
				return a.giveToken(cmd.Context(), s, p, days)
			})
		},
	}
	cmd.Flags().IntVar(&days, "days", daysOfToken, "how long the token is good for; 0: until it is revoked")
	return cmd
}

func (a *app) partnerRevokeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "revoke NAME", Short: "Shut the door to a partner at once",
		Long: `Write in the store that the token of a partner is worth nothing any more. What it fetched and deposited stays known;
« partner rotate » opens the door again with another token.

Exit status: 0 done, 1 no partner has that name.`,
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withPartner(cmd.Context(), args[0], func(s *store.Store, p journal.Partner) error {
				p.RevokedAt = a.now()
				if err := s.KeepPartner(cmd.Context(), p); err != nil {
					return err
				}
				if a.asJSON {
					return a.printJSON(p)
				}
				_, err := fmt.Fprintf(a.stdout, "%s : révoqué\n", p.Name)
				return err
			})
		},
	}
}

func (a *app) withPartner(ctx context.Context, name string, work func(*store.Store, journal.Partner) error) error {
	return a.changing(ctx, func(s *store.Store) error {
		p, known, err := partnerNamed(ctx, s, name)
		if err != nil {
			return err
		}
		if !known {
			return fmt.Errorf("no partner %s; `passerelle partner list` names them", name)
		}
		return work(s, p)
	})
}

func (a *app) partnerListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the partners, what they may do, and when they came last",
		Long: `List the partners of the store: the targets that each may take, whether it may leave deliveries, how long its token is
good for, and when it came last. Nothing is changed, and no token is shown: none is kept.

Exit status: 0 done, 1 the store cannot be read.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.partnerList(cmd.Context()) },
	}
}

func (a *app) partnerList(ctx context.Context) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	all, err := s.Partners(ctx)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(all)
	}
	p := &page{w: a.stdout, clocks: c.clocks()}
	for _, partner := range all {
		p.write(fmt.Sprintf("%-20s %-30s %-28s %s\n", partner.Name, cmp.Or(strings.Join(partner.Targets, " "), "—")+word(partner.Deposit, " + dépôts", ""),
			p.standing(partner, a.now()), word(partner.LastUsedAt.IsZero(), "jamais venu", "venu le "+p.minute(partner.LastUsedAt))))
	}
	return p.err
}

// standing says whether the token of a partner opens anything.
func (k clocks) standing(p journal.Partner, now time.Time) string {
	switch {
	case !p.RevokedAt.IsZero():
		return "révoqué le " + k.date(p.RevokedAt)
	case p.ExpiresAt.IsZero():
		return "sans échéance"
	case !p.ExpiresAt.After(now):
		return "EXPIRÉ le " + k.date(p.ExpiresAt)
	}
	return "valable jusqu'au " + k.date(p.ExpiresAt)
}
