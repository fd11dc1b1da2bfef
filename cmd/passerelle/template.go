package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/template"
	"github.com/spf13/cobra"
)

// templateOptions are what « passerelle template » may be told.
type templateOptions struct {
	output    string // file to write, « - » for standard output
	organisme string // SIRET of the organisation to fill it for; empty for an empty workbook
	force     bool   // a file that is there is replaced
}

func (a *app) templateCommand() *cobra.Command {
	var o templateOptions
	cmd := &cobra.Command{
		Use: "template -o FILE.xlsx", Short: "Write the workbook that organisations fill in",
		Long: "Write the workbook that organisations fill in and send back. With --organisme it is filled with what the catalogue\nknows of that organisation, siège and antennes, with its identifiers: sent back unchanged, it changes nothing.",
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.template(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.output, "output", "o", "", "file to write, - for standard output")
	flags.StringVar(&o.organisme, "organisme", "", "SIRET of an organisation of the catalogue, siège or antenne")
	flags.BoolVar(&o.force, "force", false, "replace a file that is there")
	return cmd
}

func (a *app) template(ctx context.Context, o templateOptions) error {
	if a.asJSON && o.output == "-" {
		return misused("template: -o - and --json both write on standard output: choose one")
	}
	if err := o.check(); err != nil {
		return err
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	date, err := a.asOf(c)
	if err != nil {
		return err
	}
	filled, err := a.known(ctx, o.organisme, date)
	if err != nil {
		return err
	}
	var workbook bytes.Buffer
	if err := template.Write(&workbook, filled); err != nil {
		return err
	}
	if o.output == "-" {
		_, err := workbook.WriteTo(a.stdout)
		return err
	}
	if err := o.write(&workbook); err != nil {
		return fmt.Errorf("write the template %s: %w", o.output, err)
	}
	return a.made(o.output)
}

// check refuses a command line that cannot be followed, before anything is read.
func (o *templateOptions) check() error {
	o.organisme = strings.ReplaceAll(o.organisme, " ", "")
	switch {
	case o.output == "":
		return misused("say where to write the workbook: -o modele.xlsx, or -o - for standard output")
	case o.organisme != "" && (len(o.organisme) != 14 || strings.Trim(o.organisme, "0123456789") != ""):
		return misused("--organisme %q: a SIRET is due, 14 digits", o.organisme)
	case o.output == "-" || o.force:
		return nil
	}
	if _, err := os.Stat(o.output); err == nil {
		return fmt.Errorf("%s is already there; choose another name, or --force to replace it", o.output)
	}
	return nil
}

// known is what the catalogue knows of an organisation, nothing when none is asked for.
func (a *app) known(ctx context.Context, siret string, date time.Time) (template.Options, error) {
	empty := template.Options{Date: date}
	if siret == "" {
		return empty, nil
	}
	s, err := a.visit(ctx)
	if err != nil {
		return empty, err
	}
	filled, err := organisation(ctx, s, siret)
	filled.Date = date
	return filled, errors.Join(err, s.Close())
}

// write puts the workbook under its name at once: a half-written one never bears
// it. It holds people's names, and is closed to other users of the machine.
func (o *templateOptions) write(workbook io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(o.output), ".modele-*.part")
	if err != nil {
		return inFolder(filepath.Dir(o.output), err)
	}
	defer os.Remove(f.Name()) // does nothing once renamed
	_, err = io.Copy(f, workbook)
	if err := errors.Join(err, f.Chmod(0o640), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), o.output)
}

// inFolder says what keeps a file from being made in a folder, without the name that
// it had meanwhile.
func inFolder(dir string, err error) error {
	if cause := new(fs.PathError); errors.As(err, &cause) {
		return fmt.Errorf("folder %s: %w; make it, or choose another", dir, cause.Err)
	}
	return err
}
