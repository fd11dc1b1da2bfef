package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

// status is what an operator asks first.
type status struct {
	Catalogue    store.Summary          `json:"catalogue"`
	Awaiting     int                    `json:"a_valider"` // records
	Requests     int                    `json:"demandes"`  // that wait
	Runs         []journal.Run          `json:"runs"`
	Referentials []nomenclature.Version `json:"referentiels"`
	Feeds        []journal.Publication  `json:"flux"`    // the one in place for each target
	Held         []journal.Publication  `json:"retenus"` // those whose last feed was held
	Tallies      []journal.Tally        `json:"comptes"` // of the last run that exported
}

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "Last runs, referentials, feeds in place",
		Long: "Print the last runs, the referentials and the feeds.\n\nExit status: 0 all is well, 1 the last run failed or the store cannot be read, 3 the last run refused data or a feed is held.",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.status(cmd.Context())
		},
	}
}

// visit opens the store for reading; one that does not exist yet is not made.
func (a *app) visit(ctx context.Context) (*store.Store, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	if err := mustHaveStore(c); err != nil {
		return nil, err
	}
	return store.Open(ctx, c.Store)
}

// mustHaveStore refuses to look into a store that no run has made yet.
func mustHaveStore(c config) error {
	if _, err := os.Stat(c.Store); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("open the store: %s does not exist yet; `passerelle run` makes it", c.Store)
	}
	return nil
}

func (a *app) status(ctx context.Context) error {
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	st, err := readStatus(ctx, s)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		err = a.printJSON(st)
	} else {
		err = printStatus(a.stdout, st)
	}
	return errors.Join(err, st.verdict())
}

func readStatus(ctx context.Context, s *store.Store) (st status, err error) {
	var errs [7]error
	st.Catalogue, errs[0] = s.Summary(ctx)
	st.Runs, errs[1] = s.Runs(ctx, 5)
	st.Referentials, errs[2] = s.Versions(ctx)
	st.Feeds, errs[3] = s.LastPublications(ctx, journal.Published, journal.Same)
	_, st.Awaiting, errs[5] = s.Awaiting(ctx, "", 0)
	requests, err := s.Requests(ctx, journal.Waiting)
	st.Requests, errs[6] = len(requests), err
	last, err := s.LastPublications(ctx)
	for _, p := range last {
		if p.State == journal.Held {
			st.Held = append(st.Held, p)
		}
	}
	if len(last) > 0 {
		st.Tallies, errs[4] = s.Tallies(ctx, last[0].Run)
	}
	return st, errors.Join(append(errs[:], err)...)
}

// verdict is the exit status in one error.
func (st status) verdict() error {
	if len(st.Runs) > 0 {
		switch last := st.Runs[0]; last.State {
		case journal.Failed:
			return fmt.Errorf("the last run failed: %s", last.Error)
		case journal.DoneRefusals:
			return errRefused
		}
	}
	if len(st.Held) > 0 {
		return errRefused
	}
	return nil
}

func printStatus(w io.Writer, st status) error {
	p := &page{w: w}
	c := st.Catalogue
	p.write(fmt.Sprintf("Catalogue : %d organismes, %d formations, %d sessions ; %d livraisons\n", c.Organismes, c.Formations, c.Sessions, c.Deliveries))
	if st.Awaiting > 0 || st.Requests > 0 {
		p.write(fmt.Sprintf("À décider : %d fiches à valider (passerelle review), %d demandes (passerelle requests)\n", st.Awaiting, st.Requests))
	}
	p.part("Derniers runs")
	for _, r := range st.Runs {
		p.line("%s  %-15s du %s%s %s", r.ID, r.State, r.StartedAt.Local().Format("02/01/2006 à 15:04:05"), took(r), r.Error)
	}
	p.part("Référentiels")
	for _, v := range st.Referentials {
		p.line("%-12s %-10s %6d lignes, chargé le %s (%s)", v.Referential, v.Label, v.Rows, v.LoadedAt.Local().Format("02/01/2006"), v.File)
	}
	p.part("Flux en place")
	for _, f := range st.Feeds {
		p.line("%-20s %d formations, %d sessions, %s, sha256 %s, vérifié le %s", f.Target, f.Formations, f.Sessions, bytesOf(f.Size), short(f.SHA256), f.At.Local().Format("02/01/2006 à 15:04"))
	}
	p.part("Flux retenus")
	for _, f := range st.Held {
		p.line("%-20s %s", f.Target, f.Error)
	}
	return p.err
}

func took(r journal.Run) string {
	if r.FinishedAt.IsZero() {
		return ""
	}
	return fmt.Sprintf(", %s", r.FinishedAt.Sub(r.StartedAt).Round(100*time.Millisecond))
}

func bytesOf(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d Kio", (n+1023)>>10)
	}
	return fmt.Sprintf("%.1f Mio", float64(n)/(1<<20))
}
