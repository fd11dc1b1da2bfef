package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

// patience is how long things may take before the status says so.
type patience struct {
	runHours    int // without a run; 0: for ever
	partnerDays int // without a partner taking what is new; 0: for ever
}

// patientHours is how long a nightly chain may be without a run when no schedule
// says better: a night that is missed shows the next morning.
const patientHours = 30

// unsaid is the hours of who leaves it to the status to choose.
const unsaid = -1

func (a *app) statusCommand() *cobra.Command {
	var wait patience
	var check bool
	cmd := &cobra.Command{
		Use: "status", Short: "How things are: runs, feeds, referentials, partners, what waits for somebody",
		Long: `Print what there is to look at, with what to do, then the last and the next runs, the feeds in place
and held, the partners, what waits for staff, the referentials, mails and disks.

Exit status: 0 all is well; 1 the last run or job failed or was killed, a disk is full, or the store cannot
be read; 3 somebody should look: data refused, a feed held or old, a referential stale, a run overdue…

With --check, one line and the exit status of a monitoring plug-in (Nagios, Icinga, Centreon…): 0 OK,
1 WARNING, 2 CRITICAL, 3 UNKNOWN.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if check {
				return a.plugin(cmd.Context(), wait)
			}
			return a.status(cmd.Context(), wait)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&check, "check", false, "one line for a monitoring plug-in, with its exit status")
	flags.IntVar(&wait.runHours, "run-hours", unsaid, "hours without a run before it is overdue; 0: never (default 30, or never where serve keeps the schedule)")
	flags.Lookup("run-hours").DefValue = "0" // its sentence says the default; pflag would add « -1 »
	flags.IntVar(&wait.partnerDays, "partner-days", 3, "days that a partner may leave a new feed untaken, or stay away; 0: never")
	return cmd
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
	if store.IsServer(c.Store) {
		return nil
	}
	if _, err := os.Stat(c.Store); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("open the store: %s does not exist yet; `passerelle run` makes it", c.Store)
	}
	return nil
}

func (a *app) status(ctx context.Context, wait patience) error {
	st, err := a.readStatus(ctx, wait)
	if err != nil {
		return err
	}
	switch {
	case a.asJSON:
		err = a.printJSON(st)
	case !a.quiet:
		err = printStatus(a.stdout, st)
	}
	return errors.Join(err, st.Level.outcome())
}

func (a *app) readStatus(ctx context.Context, wait patience) (st status, err error) {
	c, err := a.config()
	if err != nil {
		return st, err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return st, err
	}
	w := watch{config: c, store: s, now: a.now().In(c.zone())}
	st, err = w.look(ctx)
	if err = errors.Join(err, s.Close()); err != nil {
		return st, err
	}
	st.judge(wait)
	return st, nil
}

// bytesOf tells the size of a file in French.
func bytesOf(n int64) string {
	if n < mib {
		return fmt.Sprintf("%d Kio", (n+1023)>>10)
	}
	return volume(uint64(n))
}

// since tells how long ago something was, in French, to one unit.
func since(then, now time.Time) string {
	switch d := now.Sub(then); {
	case d < time.Minute:
		return "à l'instant"
	default:
		return "il y a " + lasting(d)
	}
}

// lasting tells a duration in French, to one unit.
func lasting(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d jours", int(d.Hours()/24))
}
