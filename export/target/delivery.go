package target

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/lheo"
)

func (f format) over(base Format) Format {
	pick := func(own *bool, below bool) bool { return *cmp.Or(own, &below) }
	return Format{
		Schema: cmp.Or(f.Schema, base.Schema, LHEO23), Encoding: cmp.Or(f.Encoding, base.Encoding, UTF8),
		Horodatage: pick(f.Horodatage, base.Horodatage), Usages: pick(f.Usages, base.Usages), URI: pick(f.URI, base.URI),
	}
}

// mandatory is one entry of mandatory.
type mandatory struct {
	Element  string `yaml:"element"`
	Code     string `yaml:"code"` // when « sans- » and the name of the element would not do
	Sentence string `yaml:"sentence"`
	Excludes string `yaml:"excludes"`
	Source   string `yaml:"source"`
}

// demand adds the elements that f wants of every record; one of the same code takes
// the other's place.
func (f file) demand(t *Target) error {
	own := map[string]bool{}
	for _, entry := range f.Mandatory {
		m, err := entry.mandatory()
		if err != nil {
			return err
		}
		taken := func(c Criterion) bool { return c.Code == m.Code }
		if own[m.Code] || slices.ContainsFunc(t.Selection, taken) {
			return fmt.Errorf("mandatory: %q is stated twice; give one of them a code of its own", m.Code)
		}
		own[m.Code] = true
		if at := slices.IndexFunc(t.Mandatory, func(o Mandatory) bool { return o.Code == m.Code }); at >= 0 {
			t.Mandatory[at] = m
			continue
		}
		t.Mandatory = append(t.Mandatory, m)
	}
	return nil
}

func (m mandatory) mandatory() (Mandatory, error) {
	if _, err := elementAt("formation/" + m.Element); err != nil {
		return Mandatory{}, fmt.Errorf("mandatory: %w", err)
	}
	if m.Sentence == "" || m.Excludes == "" {
		return Mandatory{}, fmt.Errorf("mandatory: %s: sentence and excludes are due: say in French what is asked, and what that leaves out", m.Element)
	}
	code := m.Code
	if code == "" {
		code = "sans-" + m.Element[strings.LastIndex(m.Element, "/")+1:]
	}
	return Mandatory{Code: code, Element: m.Element, Sentence: m.Sentence, Excludes: m.Excludes, Source: m.Source}, nil
}

// extend takes the extensions of f in place of those of the extended target.
func (f file) extend(t *Target) error {
	if f.Extras == nil {
		return nil
	}
	t.Extras = nil
	for _, entry := range f.Extras {
		used, err := entry.used()
		if err != nil {
			return err
		}
		if slices.ContainsFunc(t.Extras, func(u UsedExtension) bool { return u.Extension.Name == entry.Name }) {
			return fmt.Errorf("extras: %q is stated twice", entry.Name)
		}
		t.Extras = append(t.Extras, used)
	}
	return nil
}

// checkDelivery refuses words, limits and names that mean nothing, or that
// contradict one another.
func (f file) checkDelivery(t *Target) error {
	return errors.Join(
		checkWord("format: schema", f.Format.Schema, schemas), checkWord("format: encoding", f.Format.Encoding, encodings),
		checkWord("order", f.Order, orders), checkWord("transfer", f.Transfer, transfers),
		checkWords("compression", f.Compress, compressions), checkWords("twins", f.Twins, twins),
		f.checkLimits(), t.Numbering.check(), t.Guard.check(), t.Schedule.check(), t.checkFile(), t.checkPage(), t.checkEDOF(),
	)
}

var fileShape = regexp.MustCompile(`^([A-Za-z0-9._-]|\{target\}|\{date\}|\{siret\})+\.xml$`)

func (t *Target) checkFile() error {
	split := strings.Contains(t.File, "{siret}")
	switch {
	case t.Split != "" && t.Split != bySIRET:
		return fmt.Errorf("split: %q: siret, or nothing, is due", t.Split)
	case !fileShape.MatchString(t.File) || strings.HasPrefix(t.File, "."):
		return fmt.Errorf("file: %q: letters, digits, points, hyphens, {target}, {date} and {siret}, ending with .xml, are due", t.File)
	case split != (t.Split == bySIRET):
		return fmt.Errorf("file: %q: {siret} is due when, and only when, the feed is split by it", t.File)
	}
	return nil
}

func (t *Target) checkPage() error {
	address := strings.ReplaceAll(t.Page, "{formation}", "f")
	u, err := url.Parse(address)
	switch {
	case t.Page == "":
		return nil
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.ContainsAny(address, " <>\"{}"):
		return fmt.Errorf("page: %q: an address on the web is due, with {formation} where the number of the formation goes", t.Page)
	case !strings.Contains(t.Page, "{formation}"):
		return fmt.Errorf("page: %q: {formation} is due where the number of the formation goes", t.Page)
	}
	return nil
}

// checkEDOF refuses what the format of Mon Compte Formation has no place for.
func (t *Target) checkEDOF() error {
	if t.Format.Schema != EDOF {
		return nil
	}
	for _, misplaced := range []struct {
		key   string
		given bool
	}{
		{"mandatory", len(t.Mandatory) > 0}, {"extras", len(t.Extras) > 0}, {"limits", len(t.Lengths)+len(t.Counts) > 0},
		{"refs", len(t.Refs) > 0}, {"defaults_for", len(t.DefaultsFor) > 0}, {"transfer: delta", t.Transfer == Delta},
	} {
		if misplaced.given {
			return fmt.Errorf("%s: the schema edof has no place for it", misplaced.key)
		}
	}
	if t.Format.Encoding != ISO88591 {
		return errors.New("format: encoding: the schema edof demands ISO-8859-1")
	}
	if t.Split != bySIRET {
		return errors.New("split: the schema edof demands one file for each SIRET: siret")
	}
	return nil
}

func (f file) checkLimits() (err error) {
	for _, name := range slices.Sorted(maps.Keys(f.Limits.Lengths)) {
		n := f.Limits.Lengths[name]
		e, ok := lheo.V23().Element(name)
		switch {
		case !ok:
			err = errors.Join(err, fmt.Errorf("limits: lengths: %s", unknown("element", name, lheo.V23().Names())))
		case e.Content != lheo.Text || n < max(e.Min, 1) || n > e.Max:
			err = errors.Join(err, fmt.Errorf("limits: lengths: %s: %d: LHEO takes %d to %d characters", name, n, e.Min, e.Max))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Limits.Counts)) {
		if _, ok := lheo.V23().Element(name); !ok {
			err = errors.Join(err, fmt.Errorf("limits: counts: %s", unknown("element", name, lheo.V23().Names())))
		} else if f.Limits.Counts[name] < 1 {
			err = errors.Join(err, fmt.Errorf("limits: counts: %s: %d: at least 1 is due", name, f.Limits.Counts[name]))
		}
	}
	return err
}
