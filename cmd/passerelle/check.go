package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/klauspost/compress/gzip"
	"github.com/spf13/cobra"
)

// checkFlags are the options of « passerelle check ».
type checkFlags struct {
	schemaOnly bool
	without    []string
	lheo22     bool
	csv        bool
	samples    int
	codes      bool
}

func (a *app) checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use: "check FILE", Short: "Validate an LHEO feed, .xml or .xml.gz",
		Long: "Say what is wrong with an LHEO feed, where, and what to do: against the schema as errors, and beyond it (dates that\nrun backwards, keys of SIRET and UAI, fillers…) as warnings. A file of any size is read in constant memory.\n\nExit status: 0 valid, 3 not valid, 1 the file cannot be read.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.check(cmd.Context(), args[0], f)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.schemaOnly, "schema-only", false, "errors against the schema alone, no warning")
	flags.StringSliceVar(&f.without, "without", nil, "codes of rules to leave out, separated by commas")
	flags.BoolVar(&f.lheo22, "lheo-2.2", false, "judge a feed in LHEO 2.2 by 2.2 instead of refusing it")
	flags.BoolVar(&f.csv, "csv", false, "write every fault as CSV, and no report")
	flags.IntVar(&f.samples, "samples", 10, "faults shown for each rule")
	flags.BoolVar(&f.codes, "codes", false, "check the codes against the referentials of the store too")
	return cmd
}

func (a *app) check(ctx context.Context, path string, f checkFlags) error {
	options := lheo.Options{NoWarnings: f.schemaOnly, Accept22: f.lheo22, Samples: f.samples, Without: map[string]bool{}}
	if err := leaveOut(options.Without, f.without); err != nil {
		return err
	}
	if f.codes {
		known, err := a.knownCodes(ctx)
		if err != nil {
			return fmt.Errorf("check %s: %w", path, err)
		}
		options.Known = known
	}
	in, err := openFeed(path)
	if err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	defer in.Close()
	if f.csv {
		return a.checkCSV(ctx, path, in, options)
	}
	result, err := lheo.Validate(ctx, in, options)
	if err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	if a.asJSON {
		err = a.printJSON(result)
	} else if !a.quiet {
		err = result.WriteReport(a.stdout, path)
	}
	return errors.Join(err, validity(result))
}

func validity(r lheo.Result) error {
	if r.Valid {
		return nil
	}
	return reservation("the feed is not valid: see its faults")
}

func leaveOut(set map[string]bool, codes []string) error {
	var known []string
	for _, r := range lheo.Rules() {
		known = append(known, r.Code)
	}
	for _, code := range codes {
		if !slices.Contains(known, code) {
			return misused("--without %s: no such rule; known ones are %s", code, strings.Join(known, ", "))
		}
		set[code] = true
	}
	return nil
}

// checkCSV writes every fault as it is found.
func (a *app) checkCSV(ctx context.Context, path string, in io.Reader, o lheo.Options) error {
	var result lheo.Result
	var faults iter.Seq2[finding.Finding, error] = func(yield func(finding.Finding, error) bool) {
		going := true
		o.Samples = -1
		o.OnFault = func(f lheo.Fault) { going = going && yield(f.Finding(filepath.Base(path)), nil) }
		var err error
		if result, err = lheo.Validate(ctx, in, o); err != nil && going {
			yield(finding.Finding{}, err)
		}
	}
	out := bufio.NewWriter(a.stdout)
	if err := errors.Join(report.CSV(out, faults), out.Flush()); err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	return validity(result)
}

// openFeed opens a feed, compressed or not: its first bytes tell, not its name.
func openFeed(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(f, 1<<16)
	if start, _ := in.Peek(2); !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return feedFile{in, f}, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("decompress: %w", err), f.Close())
	}
	return feedFile{z, f}, nil
}

// feedFile reads from one place and closes another.
type feedFile struct {
	io.Reader
	io.Closer
}
