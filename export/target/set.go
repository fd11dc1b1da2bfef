package target

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

//go:embed targets/*.yaml
var builtIn embed.FS

// Set is the targets that are known, by name.
type Set map[string]Target

// BuiltIn is the targets that ship with Passerelle.
func BuiltIn() (Set, error) {
	folder, err := fs.Sub(builtIn, "targets")
	if err != nil {
		return nil, fmt.Errorf("read built-in targets: %w", err)
	}
	return load(folder, Set{})
}

// Load is the built-in targets with those of a folder beside or instead of them:
// each *.yaml of its top is one target, which takes the place of the built-in one
// of its name, and may extend it or any other. A nil folder is an empty one.
func Load(folder fs.FS) (Set, error) {
	set, err := BuiltIn()
	if err != nil || folder == nil {
		return set, err
	}
	return load(folder, set)
}

// Names lists the targets of the set, sorted.
func (s Set) Names() []string { return slices.Sorted(maps.Keys(s)) }

// Select gives the targets of those names, in that order.
func (s Set) Select(names []string) ([]Target, error) {
	targets := make([]Target, 0, len(names))
	for i, name := range names {
		t, ok := s[name]
		if !ok {
			return nil, fmt.Errorf("select targets: %s", unknown("target", name, s.Names()))
		}
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("select targets: %q is named twice", name)
		}
		targets = append(targets, t)
	}
	return targets, nil
}

func load(folder fs.FS, below Set) (Set, error) {
	files, err := parseAll(folder)
	if err != nil {
		return nil, err
	}
	r := resolver{files: files, below: below, resolved: Set{}, pending: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := r.resolve(name); err != nil {
			return nil, err
		}
	}
	set := maps.Clone(below)
	maps.Copy(set, r.resolved)
	return set, nil
}

func parseAll(folder fs.FS) (map[string]file, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("read targets: %w", err)
	}
	files := map[string]file{}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".yaml") && !strings.HasSuffix(e.Name(), ".yml") {
			continue
		}
		data, err := fs.ReadFile(folder, e.Name())
		if err != nil {
			return nil, fmt.Errorf("read target: %w", err)
		}
		f, err := parse(e.Name(), data)
		if err != nil {
			return nil, err
		}
		if twin, twice := files[f.Name]; twice {
			return nil, fmt.Errorf("read target %s: %s is also the target %q; one of them must have another name", e.Name(), twin.path, f.Name)
		}
		files[f.Name] = f
	}
	return files, nil
}

// resolver turns files into targets, the extended before the extending.
type resolver struct {
	files    map[string]file
	below    Set             // targets of the layer below, which files may replace
	resolved Set             // what files became
	pending  map[string]bool // being resolved: meeting one again is a circle
}

func (r resolver) resolve(name string) (Target, error) {
	if t, done := r.resolved[name]; done {
		return t, nil
	}
	f := r.files[name]
	if r.pending[name] {
		return Target{}, fmt.Errorf("read target %s: %q extends itself through another target", f.path, name)
	}
	r.pending[name] = true
	base, err := r.base(f)
	if err != nil {
		return Target{}, err
	}
	t, err := f.over(base)
	if err != nil {
		return Target{}, err
	}
	r.resolved[name] = t
	return t, nil
}

// base is the target that f extends: one of the same layer, or of the layer below
// when there is none or when f extends the one whose place it takes.
func (r resolver) base(f file) (Target, error) {
	if f.Extends == "" {
		return Target{}, nil
	}
	if _, same := r.files[f.Extends]; same && f.Extends != f.Name {
		return r.resolve(f.Extends)
	}
	if t, ok := r.below[f.Extends]; ok {
		return t, nil
	}
	known := slices.Concat(r.below.Names(), slices.Sorted(maps.Keys(r.files)))
	return Target{}, fmt.Errorf("read target %s: extends: %s", f.path, unknown("target", f.Extends, slices.Compact(slices.Sorted(slices.Values(known)))))
}
