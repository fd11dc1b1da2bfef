// Package demo holds a believable week of training offer in Normandie, written
// for the purpose, with the damage that real workbooks have, and the extracts of
// the referentials that it needs: something to run Passerelle on at once.
//
// Organisations and people are invented. Towns and codes are facts.
package demo

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

//go:embed files
var embedded embed.FS

// Date is the day on which the sample is meant to be run: its sessions are
// ended, current, to come as of it.
const Date = "2026-11-23"

// configuration is written last: a folder that has it has all the rest.
const configuration = "passerelle.yaml"

// Files lists what Write writes, sorted, as paths with slashes below its folder.
func Files() []string {
	var names []string
	err := fs.WalkDir(sample(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		panic(fmt.Sprintf("walk the embedded sample: %v", err)) // it is part of the binary
	}
	slices.Sort(names)
	return names
}

// Write writes the sample into dir, which must be empty or not exist yet: it
// never overwrites, and never mixes the sample with the data of others.
func Write(dir string) error {
	if err := checkFree(dir); err != nil {
		return fmt.Errorf("write the sample into %s: %w", dir, err)
	}
	names := slices.DeleteFunc(Files(), func(name string) bool { return name == configuration })
	for _, name := range append(names, configuration) {
		if err := writeFile(dir, name); err != nil {
			return fmt.Errorf("write the sample into %s: %w", dir, err)
		}
	}
	return nil
}

func checkFree(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == configuration }):
		return fmt.Errorf("it already holds a %s; choose another folder, or run Passerelle there", configuration)
	case len(entries) > 0:
		return errors.New("it is not empty; choose an empty or a new folder")
	}
	return nil
}

func writeFile(dir, name string) error {
	data, err := fs.ReadFile(sample(), name)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func sample() fs.FS {
	sub, err := fs.Sub(embedded, "files")
	if err != nil {
		panic(err) // "files" is a valid path
	}
	return sub
}
