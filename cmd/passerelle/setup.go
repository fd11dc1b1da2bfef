package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/carif-oref/passerelle/cmd/passerelle/demo"
	"github.com/spf13/cobra"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init [DIR]", Short: "Write a commented passerelle.yaml",
		Long: "Write a passerelle.yaml that holds the defaults, each explained, into DIR (the current folder).\nA file that is there is never overwritten.",
		Args: arity(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.writeConfig(append(args, ".")[0])
		},
	}
}

func (a *app) writeConfig(dir string) error {
	path := filepath.Join(dir, configName)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("write configuration: %s is already there; remove it first, or choose another folder", path)
	}
	if err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	_, err = f.Write(commentedConfig)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write configuration %s: %w", path, err)
	}
	return a.made(path)
}

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use: "demo DIR", Short: "Write the sample: a week of a Carif-Oref in Normandie",
		Long: "Write the sample that ships with Passerelle into DIR: workbooks as organisations send them, extracts of the\nreferentials, and a configuration. Then `passerelle run --config DIR/passerelle.yaml`.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := demo.Write(args[0]); err != nil {
				return err
			}
			return a.made(filepath.Join(args[0], configName))
		},
	}
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: arity(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if a.asJSON {
				return a.printJSON(map[string]string{"version": version, "go": runtime.Version()})
			}
			_, err := fmt.Fprintf(a.stdout, "passerelle %s (%s)\n", version, runtime.Version())
			return err
		},
	}
}
