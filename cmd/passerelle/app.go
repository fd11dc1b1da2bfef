package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"reflect"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// app is one execution of the program.
type app struct {
	stdout, stderr io.Writer
	environ        []string
	now            func() time.Time
	clock          schedule.Clock // that the service waits by; nil: that of the machine
	chance         io.Reader      // that runs of one second are named apart by; nil: that of the system

	configPath string
	asJSON     bool
	quiet      bool
	date       string
	job        string        // of the schedule, that the work is for; empty: by hand, or for a sender
	ofTurn     bool          // the work is a part of a turn, or a delivery of the day: the digest tells of it later
	only       []string      // targets to export instead of those configured
	instead    func(*config) // changes the configuration for a command that works elsewhere; nil: as it is
	accepted   []string      // referentials to apply whatever their guards say
}

const longHelp = `Passerelle loads the workbooks of training organisations and the national
referentials, codifies them into one catalogue, and publishes one LHEO 2.3 feed
for each target.

Data goes to standard output, talk to standard error.

Exit status:
  0  done
  1  could not: the message tells the step that failed, on which thing, and a way out
  2  misused: the command line or the configuration is wrong, nothing was done
  3  done, but some data was refused or a feed was held: see the report

Every key of passerelle.yaml has an environment twin: PASSERELLE_INBOX for inbox.`

// execute runs one command line and gives its exit code.
func (a *app) execute(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	complain(a.stderr, err, a.asJSON)
	return exitCode(err)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use: "passerelle", Short: "Load, codify and publish the training offer", Long: longHelp,
		SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return misused("unknown command %q; `passerelle --help` lists them", args[0])
			}
			return cmd.Help()
		},
		Args: cobra.ArbitraryArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			_, err := a.dayOf(a.now())
			return err
		},
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return misused("%w; see `%s --help`", err, cmd.CommandPath())
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.configPath, "config", "", "configuration file (default ./passerelle.yaml, PASSERELLE_CONFIG)")
	flags.BoolVar(&a.asJSON, "json", false, "write the result as JSON, for machines")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "no report and no progress, only errors")
	flags.StringVar(&a.date, "date", "", "day as of which time is judged, AAAA-MM-JJ (default today)")
	root.AddCommand(withExamples(a.commands(), root.Name())...)
	return root
}

// commands lists them all, in the order of the help.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.runCommand(), a.loadCommand(), a.exportCommand(), a.checkCommand(),
		a.reviewCommand(), a.approveCommand(), a.rejectCommand(), a.archiveCommand(), a.requestsCommand(), a.unloadCommand(),
		a.worklistCommand(), a.searchCommand(), a.translateCommand(), a.codifyCommand(), a.referentialsCommand(),
		a.releaseCommand(), a.refuseCommand(), a.changesCommand(), a.deltaCommand(), a.acknowledgeCommand(), a.refusalsCommand(), a.partnerCommand(), a.mailCommand(), a.pushCommand(), a.serveCommand(), a.workerCommand(), a.scheduleCommand(), a.migrateCommand(), a.storeCommand(),
		a.statusCommand(), a.reportCommand(), a.doctorCommand(), a.metricsCommand(), a.backupCommand(), a.restoreCommand(), a.whyCommand(), a.ledgerCommand(), a.traceCommand(), a.rulesCommand(),
		a.templateCommand(),
		a.initCommand(), a.demoCommand(), a.versionCommand(),
	}
}

// arity wraps a rule on the number of arguments so that breaking it is a misuse.
func arity(rule cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := rule(cmd, args); err != nil {
			return misused("%w; usage: %s", err, cmd.UseLine())
		}
		return nil
	}
}

// asOf is the day as of which time is judged, by the clocks of the configuration.
func (a *app) asOf(c config) (time.Time, error) { return a.dayOf(a.now().In(c.zone())) }

// dayOf is the day of a moment where its clocks are, unless another is asked for.
func (a *app) dayOf(now time.Time) (time.Time, error) {
	if a.date == "" {
		y, m, d := now.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), nil
	}
	day, err := time.Parse(time.DateOnly, a.date)
	if err != nil {
		return day, misused("--date %q: a day is due, such as 2026-12-01", a.date)
	}
	return day, nil
}

func (a *app) config() (config, error) {
	path := a.configPath
	if path == "" {
		path = lookup(a.environ, "PASSERELLE_CONFIG")
	}
	c, err := readConfig(path, a.environ)
	if err != nil {
		return c, misuse{err}
	}
	return c, nil
}

func (a *app) logger(c config) *slog.Logger { return a.loggerFrom(c, c.LogLevel) }

// loggerFrom is a log of what is of a level or above it.
func (a *app) loggerFrom(c config, from slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: from}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(a.stderr, options))
	}
	return slog.New(slog.NewTextHandler(a.stderr, options))
}

// onTerminal tells whether a person watches standard error.
func (a *app) onTerminal() bool {
	f, ok := a.stderr.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// printJSON writes a result for machines. A list that is empty is a list.
func (a *app) printJSON(v any) error {
	if list := reflect.ValueOf(v); list.Kind() == reflect.Slice && list.IsNil() {
		v = []struct{}{}
	}
	encoder := json.NewEncoder(a.stdout)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("write the result as JSON: %w", err)
	}
	return nil
}

// made says what file or folder a command made.
func (a *app) made(path string) error {
	if a.asJSON {
		return a.printJSON(map[string]string{"fichier": path})
	}
	_, err := fmt.Fprintln(a.stdout, path)
	return err
}

func lookup(environ []string, name string) string {
	for _, v := range environ {
		if len(v) > len(name) && v[:len(name)] == name && v[len(name)] == '=' {
			return v[len(name)+1:]
		}
	}
	return ""
}
