package target

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// file is a target as its YAML file states it.
type file struct {
	path        string
	Name        string                                 `yaml:"name"`
	Extends     string                                 `yaml:"extends"` // target whose statements hold where this one is silent
	Title       string                                 `yaml:"title"`
	Audience    string                                 `yaml:"audience"`
	Doubts      []string                               `yaml:"doubts"`
	Without     []string                               `yaml:"without"` // codes of the extended target that are not asked here
	Selection   []criterion                            `yaml:"selection"`
	Defaults    map[string]string                      `yaml:"defaults"`
	DefaultsFor map[offre.Dispositif]map[string]string `yaml:"defaults_for"`
	Refs        map[string]string                      `yaml:"refs"`
}

// criterion is one entry of a selection.
type criterion struct {
	Condition string `yaml:"condition"`
	Code      string `yaml:"code"` // when the name of the condition would not do
	Params    Params `yaml:"params"`
	Sentence  string `yaml:"sentence"` // what is asked
	Excludes  string `yaml:"excludes"` // what that leaves out, as a label beside a count
	Source    string `yaml:"source"`
}

// nameShape keeps names fit for a folder, a file and a command line.
var nameShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func parse(path string, data []byte) (file, error) {
	f := file{path: path}
	if err := yamlfile.Decode(path, data, &f); err != nil {
		return file{}, fmt.Errorf("read target %w", err)
	}
	if !nameShape.MatchString(f.Name) {
		return file{}, fmt.Errorf("read target %s: name %q: lower-case letters, digits and single hyphens are due", path, f.Name)
	}
	return f, nil
}

// over is the target that f states over the one it extends.
func (f file) over(base Target) (Target, error) {
	t := Target{
		Name: f.Name, Title: cmp.Or(f.Title, base.Title), Audience: cmp.Or(f.Audience, base.Audience), Doubts: f.Doubts,
		Selection:   slices.Clone(base.Selection),
		Defaults:    merged(base.Defaults, f.Defaults),
		Refs:        merged(base.Refs, f.Refs),
		DefaultsFor: maps.Clone(base.DefaultsFor),
	}
	if f.Doubts == nil {
		t.Doubts = base.Doubts
	}
	for scheme, defaults := range f.DefaultsFor {
		if t.DefaultsFor == nil {
			t.DefaultsFor = map[offre.Dispositif]map[string]string{}
		}
		t.DefaultsFor[scheme] = merged(base.DefaultsFor[scheme], defaults)
	}
	if err := f.drop(&t); err != nil {
		return Target{}, err
	}
	return t, f.add(&t)
}

func merged(base, over map[string]string) map[string]string {
	m := make(map[string]string, len(base)+len(over))
	maps.Copy(m, base)
	maps.Copy(m, over)
	return m
}

// drop takes away the criteria of the extended target that f does without.
func (f file) drop(t *Target) error {
	for _, code := range f.Without {
		at := slices.IndexFunc(t.Selection, func(c Criterion) bool { return c.Code == code })
		if at < 0 {
			return fmt.Errorf("read target %s: without: %s", f.path, unknown("condition", code, codes(t.Selection)))
		}
		t.Selection = slices.Delete(t.Selection, at, at+1)
	}
	return nil
}

// add puts the criteria of f after those of the extended target; one of the same
// code takes the other's place.
func (f file) add(t *Target) error {
	own := map[string]bool{}
	for _, entry := range f.Selection {
		c, err := entry.criterion()
		if err != nil {
			return fmt.Errorf("read target %s: %w", f.path, err)
		}
		if own[c.Code] {
			return fmt.Errorf("read target %s: condition %q is stated twice; give one of them a code of its own", f.path, c.Code)
		}
		own[c.Code] = true
		if at := slices.IndexFunc(t.Selection, func(o Criterion) bool { return o.Code == c.Code }); at >= 0 {
			t.Selection[at] = c
			continue
		}
		t.Selection = append(t.Selection, c)
	}
	return f.complete(t)
}

// complete refuses a target that cannot be shown to people.
func (f file) complete(t *Target) error {
	for key, value := range map[string]string{"title": t.Title, "audience": t.Audience} {
		if strings.TrimSpace(value) == "" {
			return fmt.Errorf("read target %s: %s is missing", f.path, key)
		}
	}
	return nil
}

func (c criterion) criterion() (Criterion, error) {
	at := slices.IndexFunc(Conditions, func(known Condition) bool { return known.Name == c.Condition })
	if at < 0 {
		return Criterion{}, fmt.Errorf("selection: %s", unknown("condition", c.Condition, conditionNames()))
	}
	condition := Conditions[at]
	if err := c.Params.check(condition); err != nil {
		return Criterion{}, fmt.Errorf("condition %q: %w", c.Condition, err)
	}
	if c.Sentence == "" || c.Excludes == "" {
		return Criterion{}, fmt.Errorf("condition %q: sentence and excludes are due: say in French what is asked, and what that leaves out", c.Condition)
	}
	code := c.Code
	if code == "" {
		code = c.Condition
	}
	return Criterion{Code: code, Condition: condition, Params: c.Params,
		Sentence: c.Sentence, Excludes: c.Excludes, Source: c.Source}, nil
}

func (p Params) check(c Condition) error {
	given := p.given()
	for _, key := range given {
		if !slices.Contains(c.Takes, key) {
			return fmt.Errorf("params: %q is not a parameter of it; it takes %s", key, listed(c.Takes))
		}
	}
	for _, key := range c.Takes {
		if !slices.Contains(given, key) {
			return fmt.Errorf("params: %q is missing", key)
		}
	}
	return p.checkValues()
}

func (p Params) checkValues() error {
	if p.Jours != nil && *p.Jours < 0 {
		return fmt.Errorf("params: jours: %d: a number of days from 0 is due", *p.Jours)
	}
	for _, precision := range []Precision{p.Debut, p.Fin} {
		if precision != "" && !slices.Contains(precisions, precision) {
			return fmt.Errorf("params: %s", unknown("precision", string(precision), words(precisions)))
		}
	}
	for _, d := range p.Dispositifs {
		if _, known := schemeWords[d]; !known {
			return fmt.Errorf("params: dispositifs: %s", unknown("scheme", string(d), words(slices.Sorted(maps.Keys(schemeWords)))))
		}
	}
	return nil
}

func unknown(what, word string, known []string) string {
	if near := finding.Nearest(word, known); near != "" {
		return fmt.Sprintf("unknown %s %q; did you mean %q?", what, word, near)
	}
	return fmt.Sprintf("unknown %s %q; known ones are %s", what, word, listed(known))
}

func listed(known []string) string {
	if len(known) == 0 {
		return "none"
	}
	return strings.Join(known, ", ")
}

func words[S ~string](of []S) []string {
	texts := make([]string, len(of))
	for i, s := range of {
		texts[i] = string(s)
	}
	return texts
}

func codes(selection []Criterion) []string {
	all := make([]string, len(selection))
	for i, c := range selection {
		all[i] = c.Code
	}
	return all
}

func conditionNames() []string {
	all := make([]string, len(Conditions))
	for i, c := range Conditions {
		all[i] = c.Name
	}
	return all
}
