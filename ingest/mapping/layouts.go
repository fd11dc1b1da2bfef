package mapping

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

//go:embed layouts/*.yaml
var builtIn embed.FS

// Layouts is the layouts that are known: our own workbook, then the foreign ones
// by name.
type Layouts struct {
	own     Layout
	foreign []Layout
	headers map[string]bool // every header of theirs, as key gives it
}

// BuiltIn is our own workbook and the foreign layouts that ship with Passerelle.
func BuiltIn() (*Layouts, error) {
	folder, err := fs.Sub(builtIn, "layouts")
	if err != nil {
		return nil, fmt.Errorf("read built-in layouts: %w", err)
	}
	l := &Layouts{own: own(), headers: map[string]bool{}}
	l.learn(l.own)
	return l, l.add(folder)
}

// Load is the built-in layouts with those of a folder beside or instead of them:
// each *.yaml of its top is one layout, which takes the place of the built-in one
// of its name. A nil folder is an empty one.
func Load(folder fs.FS) (*Layouts, error) {
	l, err := BuiltIn()
	if err != nil || folder == nil {
		return l, err
	}
	if err := l.add(folder); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Layouts) add(folder fs.FS) error {
	files, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return fmt.Errorf("list layouts: %w", err)
	}
	added := map[string]string{} // name → file
	for _, file := range files {
		data, err := readFile(folder, file)
		if err != nil {
			return fmt.Errorf("read layout: %w", err)
		}
		one, err := parse(file, data)
		if err != nil {
			return fmt.Errorf("read layout %w", err)
		}
		if other, twice := added[one.Name]; twice {
			return fmt.Errorf("read layout %s:1: layout %q is that of %s too", file, one.Name, other)
		}
		added[one.Name] = file
		l.put(one)
	}
	return nil
}

// readFile reads a file, but not much more than may be in a layout.
func readFile(folder fs.FS, name string) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, yamlfile.MaxSize+1))
}

// learn takes the headers of a layout.
func (l *Layouts) learn(one Layout) {
	for _, s := range one.Sheets {
		for header := range s.index {
			l.headers[header] = true
		}
	}
}

// put keeps the foreign layouts sorted by name, one for each.
func (l *Layouts) put(one Layout) {
	l.learn(one)
	at, found := slices.BinarySearchFunc(l.foreign, one.Name, func(a Layout, name string) int {
		switch {
		case a.Name < name:
			return -1
		case a.Name > name:
			return 1
		}
		return 0
	})
	if found {
		l.foreign[at] = one
		return
	}
	l.foreign = slices.Insert(l.foreign, at, one)
}
