package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

// diagnosis is what one check found about one thing.
type diagnosis struct {
	Check  string `json:"controle"`
	What   string `json:"objet"` // that was looked at
	Level  level  `json:"etat"`
	Found  string `json:"constat"`
	Remedy string `json:"remede,omitempty"` // what to do about it
}

func well(what, found string, args ...any) diagnosis {
	return diagnosis{What: what, Found: fmt.Sprintf(found, args...)}
}

func ill(l level, what, found, remedy string) diagnosis {
	return diagnosis{What: what, Level: l, Found: found, Remedy: remedy}
}

// exam is one examination: what the checks look at.
type exam struct {
	app       *app
	now       time.Time
	path      string // of the configuration
	config    config
	configErr error
	store     *store.Store // nil when it cannot be looked into
	network   bool         // addresses of others may be tried
	quick     bool         // what takes long is left out
}

// check looks at one kind of thing. It changes nothing: what it writes to try, it
// removes.
type check struct {
	name string
	look func(*exam, context.Context) []diagnosis
	bare bool // it needs no configuration
}

// checks lists them all, in the order in which they are done. The store is opened by
// its own check; those after it may read it.
func checks() []check {
	return []check{
		{"configuration", (*exam).checkConfiguration, true},
		{"user", (*exam).checkUser, false},
		{"folders", (*exam).checkFolders, false},
		{"disk", (*exam).checkDisks, false},
		{"store", (*exam).checkStore, false},
		{"lock", (*exam).checkLock, false},
		{"leftovers", (*exam).checkLeftovers, false},
		{"referentials", (*exam).checkReferentials, false},
		{"clock", (*exam).checkClock, true},
		{"limits", (*exam).checkLimits, true},
		{"certificates", (*exam).checkCertificates, false},
		{"partners", (*exam).checkPartners, false},
		{"push", (*exam).checkPush, false},
		{"mail", (*exam).checkMail, false},
		{"sources", (*exam).checkSources, false},
	}
}

func (a *app) doctorCommand() *cobra.Command {
	var network, quick bool
	cmd := &cobra.Command{
		Use: "doctor", Short: "Check the installation: configuration, permissions, store, clock, disk, mail… and say what to do",
		Long: `Check all that a run relies on, and say of each thing what was looked at, what is wrong and what to do.
Nothing is changed: the files written to try a folder are removed, no mail is sent, no lock is taken. With --network a
small file is written in the folders of partners that feeds are sent to, renamed and removed.
Run it as the user that the service runs as: what root may do, that user may not.

Exit status: 0 all is well, 1 something does not work, 3 something deserves attention.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.doctor(cmd.Context(), exam{network: network, quick: quick})
		},
	}
	cmd.Flags().BoolVar(&network, "network", false, "try the addresses of the sources of referentials, and write a small file where feeds are sent and remove it")
	cmd.Flags().BoolVar(&quick, "quick", false, "do not read the whole store to look for damage")
	return cmd
}

func (a *app) doctor(ctx context.Context, x exam) error {
	x.app, x.now, x.path = a, a.now(), a.configFile()
	x.config, x.configErr = a.config()
	if x.configErr == nil {
		x.now = x.now.In(x.config.zone())
	}
	found, err := x.all(ctx)
	if err != nil {
		return err
	}
	worst := worstOf(found)
	switch {
	case a.asJSON:
		err = a.printJSON(map[string]any{"version": version, "le": x.now, "etat": worst, "controles": found})
	case !a.quiet || worst > fine:
		err = a.printDiagnoses(found)
	}
	return errors.Join(err, worst.outcome())
}

// all does every check that can be done.
func (x *exam) all(ctx context.Context) (found []diagnosis, err error) {
	for _, c := range checks() {
		if x.configErr != nil && !c.bare {
			continue
		}
		for _, d := range c.look(x, ctx) {
			d.Check = c.name
			found = append(found, d)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if x.store != nil {
		err = x.store.Close()
	}
	return found, err
}

func worstOf(found []diagnosis) (worst level) {
	for _, d := range found {
		worst = max(worst, d.Level)
	}
	return worst
}

// printDiagnoses writes a line for each, and what to do below those that need it.
// With --quiet only those.
func (a *app) printDiagnoses(found []diagnosis) error {
	p, counts := &page{w: a.stdout}, map[level]int{}
	for _, d := range found {
		counts[d.Level]++
		if a.quiet && d.Level == fine {
			continue
		}
		what := d.What + ": "
		if d.What == d.Check {
			what = ""
		}
		p.write(fmt.Sprintf("%-9s  %-13s  %s%s\n", d.Level, d.Check, what, d.Found))
		if d.Remedy != "" {
			p.write(fmt.Sprintf("%-26s→ %s\n", "", d.Remedy))
		}
	}
	p.write(fmt.Sprintf("\n%d things looked at: %d ok, %d attention, %d broken\n", len(found), counts[fine], counts[attention], counts[broken]))
	return p.err
}
