package target

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

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

	Contact   string        `yaml:"contact"`
	Notes     []string      `yaml:"notes"`
	Schedule  Schedule      `yaml:"schedule"`
	Mandatory []mandatory   `yaml:"mandatory"`
	Format    format        `yaml:"format"`
	Limits    limits        `yaml:"limits"`
	Extras    []extension   `yaml:"extras"`
	Numbering *Numbering    `yaml:"numbering"`
	Order     Order         `yaml:"order"`
	Split     *string       `yaml:"split"`
	File      string        `yaml:"file"`
	Page      *string       `yaml:"page"`
	Transfer  Transfer      `yaml:"transfer"`
	Compress  []Compression `yaml:"compression"`
	Guard     Guard         `yaml:"guard"`
	Twins     []Twin        `yaml:"twins"`
	BOM       *bool         `yaml:"csv_bom"`
}

// format is Format as a file states it: what it does not say is the extended
// target's.
type format struct {
	Schema     Schema   `yaml:"schema"`
	Encoding   Encoding `yaml:"encoding"`
	Horodatage *bool    `yaml:"horodatage"`
	Usages     *bool    `yaml:"usages"`
	URI        *bool    `yaml:"uri"`
}

// limits narrow those of the standard.
type limits struct {
	Lengths map[string]int `yaml:"lengths"` // characters of a text, by element
	Counts  map[string]int `yaml:"counts"`  // elements that may follow one another, by element
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
		Contact:     cmp.Or(f.Contact, base.Contact), Notes: f.Notes, Schedule: f.Schedule.over(base.Schedule), Mandatory: slices.Clone(base.Mandatory),
		Format: f.Format.over(base.Format), Lengths: merged(base.Lengths, f.Limits.Lengths), Counts: merged(base.Counts, f.Limits.Counts),
		Extras: base.Extras, Numbering: *cmp.Or(f.Numbering, &base.Numbering), Order: cmp.Or(f.Order, base.Order, ByID),
		Split: *cmp.Or(f.Split, &base.Split), File: cmp.Or(f.File, base.File, "{target}.xml"), Page: *cmp.Or(f.Page, &base.Page),
		Transfer: cmp.Or(f.Transfer, base.Transfer, Full), Compress: f.Compress, Guard: f.Guard.over(base.Guard), Twins: f.Twins, BOM: *cmp.Or(f.BOM, &base.BOM),
	}
	if f.Compress == nil {
		t.Compress = base.Compress
	}
	if f.Twins == nil {
		t.Twins = base.Twins
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
	if err := errors.Join(f.checkTexts(t.Format.Schema), f.drop(&t), f.add(&t), f.demand(&t), f.extend(&t), f.checkDelivery(&t), f.complete(&t)); err != nil {
		return Target{}, fmt.Errorf("read target %s: %w", f.path, err)
	}
	return t, nil
}

// checkTexts looks at what f says LHEO should be filled with.
func (f file) checkTexts(schema Schema) (err error) {
	sets := map[offre.Dispositif]map[string]string{"": f.Defaults}
	maps.Copy(sets, f.DefaultsFor)
	for _, scheme := range slices.Sorted(maps.Keys(sets)) {
		if _, known := schemeWords[scheme]; !known && scheme != "" {
			return fmt.Errorf("defaults_for: %s", unknown("scheme", string(scheme), schemeNames()))
		}
		for _, path := range slices.Sorted(maps.Keys(sets[scheme])) {
			err = errors.Join(err, checkDefaultOf(schema, path, sets[scheme][path]))
		}
	}
	for _, element := range slices.Sorted(maps.Keys(f.Refs)) {
		err = errors.Join(err, checkRef(element))
	}
	return err
}

func merged[V any](base, over map[string]V) map[string]V {
	m := make(map[string]V, len(base)+len(over))
	maps.Copy(m, base)
	maps.Copy(m, over)
	return m
}

// drop takes away the criteria of the extended target that f does without.
func (f file) drop(t *Target) error {
	for _, code := range f.Without {
		at := slices.IndexFunc(t.Selection, func(c Criterion) bool { return c.Code == code })
		if at < 0 {
			demanded := slices.IndexFunc(t.Mandatory, func(m Mandatory) bool { return m.Code == code })
			if demanded < 0 {
				return fmt.Errorf("without: %s", unknown("condition", code, codes(t.Selection)))
			}
			t.Mandatory = slices.Delete(t.Mandatory, demanded, demanded+1)
			continue
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
			return err
		}
		if own[c.Code] {
			return fmt.Errorf("condition %q is stated twice; give one of them a code of its own", c.Code)
		}
		own[c.Code] = true
		if at := slices.IndexFunc(t.Selection, func(o Criterion) bool { return o.Code == c.Code }); at >= 0 {
			t.Selection[at] = c
			continue
		}
		t.Selection = append(t.Selection, c)
	}
	return nil
}

// complete refuses a target that cannot be shown to people.
func (f file) complete(t *Target) error {
	switch {
	case strings.TrimSpace(t.Title) == "":
		return errors.New("title is missing: how people call the target, in French")
	case strings.TrimSpace(t.Audience) == "":
		return errors.New("audience is missing: who the target is for, in French")
	}
	return nil
}
