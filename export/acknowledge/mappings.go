package acknowledge

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed mappings/*.yaml
var builtIn embed.FS

// Mappings are those that are known, by name.
type Mappings struct{ list []*Mapping }

// BuiltIn is the mappings that ship with Passerelle.
func BuiltIn() (*Mappings, error) {
	folder, err := fs.Sub(builtIn, "mappings")
	if err != nil {
		return nil, fmt.Errorf("read built-in mappings: %w", err)
	}
	m := &Mappings{}
	return m, m.add(folder)
}

// Load is the built-in mappings with those of a folder beside or instead of them:
// each *.yaml of its top is one, which takes the place of the built-in one of its
// name. A nil folder is an empty one.
func Load(folder fs.FS) (*Mappings, error) {
	m, err := BuiltIn()
	if err != nil || folder == nil {
		return m, err
	}
	if err := m.add(folder); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *Mappings) add(folder fs.FS) error {
	paths, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return fmt.Errorf("list mappings: %w", err)
	}
	seen := map[string]string{}
	for _, path := range paths {
		data, err := fs.ReadFile(folder, path)
		if err != nil {
			return fmt.Errorf("read mapping: %w", err)
		}
		mapping, err := Parse(path, data)
		if err != nil {
			return err
		}
		if other := seen[mapping.Name]; other != "" {
			return fmt.Errorf("read mapping %s: %s has the name %s too", path, other, mapping.Name)
		}
		seen[mapping.Name] = path
		m.list = slices.DeleteFunc(m.list, func(o *Mapping) bool { return o.Name == mapping.Name })
		m.list = append(m.list, mapping)
	}
	slices.SortFunc(m.list, func(a, b *Mapping) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// Names lists the mappings, sorted.
func (m *Mappings) Names() (names []string) {
	for _, o := range m.list {
		names = append(names, o.Name)
	}
	return names
}

// Get gives a mapping by its name.
func (m *Mappings) Get(name string) (*Mapping, error) {
	for _, o := range m.list {
		if o.Name == name {
			return o, nil
		}
	}
	return nil, fmt.Errorf("no mapping of return files is named %q; there are %s", name, strings.Join(m.Names(), ", "))
}

// For gives the mapping of a target's return file: the one that has its name, else
// the generic one for such a file: « .xml » or any other ending.
func (m *Mappings) For(target, path string) (*Mapping, error) {
	if own, err := m.Get(target); err == nil {
		return own, nil
	}
	if strings.HasSuffix(strings.ToLower(path), ".xml") {
		return m.Get(GenericXML)
	}
	return m.Get(GenericCSV)
}

// Names of the mappings that take what most partners send.
const (
	GenericCSV = "generique-csv"
	GenericXML = "generique-xml"
)
