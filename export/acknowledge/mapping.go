package acknowledge

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// Kinds of record that a partner answers about.
const (
	Formation = "formation"
	Action    = "action"
	Session   = "session"
)

// Mapping says how the return file of a partner is read.
type Mapping struct {
	Name  string
	Title string

	file     file
	accepted map[string]bool // by key
	refused  map[string]bool
	kinds    map[string]string
	patterns []pattern
}

// file is a mapping as its YAML file states it.
type file struct {
	Name      string      `yaml:"name"`
	Title     string      `yaml:"title"`
	Format    string      `yaml:"format"`
	Encoding  string      `yaml:"encoding"`
	Separator string      `yaml:"separator"`
	Header    *bool       `yaml:"header"`
	Record    string      `yaml:"record"`
	Kind      string      `yaml:"kind"`
	Kinds     kindMapping `yaml:"kinds"`
	Number    []string    `yaml:"number"`
	Status    []string    `yaml:"status"`
	Code      []string    `yaml:"code"`
	Message   []string    `yaml:"message"`
	Accepted  []string    `yaml:"accepted"`
	Refused   []string    `yaml:"refused"`
	Patterns  []pattern   `yaml:"patterns"`
}

// kindMapping is where a file says what a record is.
type kindMapping struct {
	Of     []string          `yaml:"of"`
	Values map[string]string `yaml:"values"`
}

// Parse reads a mapping; path is its file, for errors.
func Parse(path string, data []byte) (*Mapping, error) {
	f := file{}
	if err := yamlfile.Decode(path, data, &f); err != nil {
		return nil, fmt.Errorf("read mapping %w", err)
	}
	m := &Mapping{Name: f.Name, Title: f.Title, file: f, accepted: keys(f.Accepted), refused: keys(f.Refused), kinds: map[string]string{}}
	for value, kind := range f.Kinds.Values {
		m.kinds[key(value)] = kind
	}
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("read mapping %s: %w", path, err)
	}
	own, err := compile(f.Patterns)
	if err != nil {
		return nil, fmt.Errorf("read mapping %s: %w", path, err)
	}
	common, err := shipped()
	if err != nil {
		return nil, fmt.Errorf("read mapping %s: %w", path, err)
	}
	m.patterns = append(own, common...)
	return m, nil
}

func keys(values []string) map[string]bool {
	set := map[string]bool{}
	for _, v := range values {
		set[key(v)] = true
	}
	return set
}

// nameShape keeps names fit for a command line.
var nameShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (f file) check() error {
	switch {
	case !nameShape.MatchString(f.Name):
		return fmt.Errorf("name %q: lower-case letters, digits and single hyphens are due", f.Name)
	case f.Title == "":
		return errors.New("a title is due")
	case len(f.Number) == 0:
		return errors.New("number: the column of the record's number is due")
	case len(f.Status) > 0 && len(f.Accepted) == 0:
		return errors.New("accepted: the values of the status that mean accepted are due")
	case len(f.Status) == 0 && len(f.Code)+len(f.Message) == 0:
		return errors.New("without a status, the column of a code or a message is due")
	}
	for _, value := range f.Accepted {
		if slices.ContainsFunc(f.Refused, func(r string) bool { return key(r) == key(value) }) {
			return fmt.Errorf("status %q means both accepted and refused", value)
		}
	}
	return errors.Join(f.checkFormat(), f.checkKind())
}

func (f file) checkFormat() error {
	if _, known := encodings[strings.ToLower(f.Encoding)]; !known {
		return fmt.Errorf("encoding %q: %s are known", f.Encoding, strings.Join(encodingNames(), ", "))
	}
	switch f.Format {
	case "csv":
		if f.Record != "" {
			return errors.New("record: a CSV has none; its lines are its records")
		}
		if s := f.Separator; s != "" && (len(s) != 1 || s == `"` || s == "\n") {
			return fmt.Errorf("separator %q: one character is due", s)
		}
		return f.checkColumns()
	case "xml":
		if f.Record == "" || f.Separator != "" || f.Header != nil {
			return errors.New("an XML has a record, and neither separator nor header")
		}
		return f.checkPaths()
	}
	return fmt.Errorf("format %q: csv or xml is due", f.Format)
}

// columns lists all that a mapping looks for.
func (f file) columns() []string {
	return slices.Concat(f.Number, f.Status, f.Code, f.Message, f.Kinds.Of)
}

func (f file) headed() bool { return f.Header == nil || *f.Header }

func (f file) checkColumns() error {
	for _, c := range f.columns() {
		if _, numbered := place(c); !f.headed() && !numbered {
			return fmt.Errorf("column %q: without a header, #1, #2… are due", c)
		}
		if key(c) == "" {
			return fmt.Errorf("column %q: a name is due", c)
		}
	}
	return nil
}

func (f file) checkPaths() error {
	for _, c := range f.columns() {
		if _, err := parsePath(c); err != nil {
			return err
		}
	}
	return nil
}

func (f file) checkKind() error {
	known := []string{Formation, Action, Session}
	if len(f.Kinds.Of) == 0 {
		if !slices.Contains(known, f.Kind) || len(f.Kinds.Values) > 0 {
			return fmt.Errorf("kind %q: formation, action or session is due, or kinds with the column that says it", f.Kind)
		}
		return nil
	}
	if len(f.Kinds.Values) == 0 {
		return errors.New("kinds: the values that mean formation, action and session are due")
	}
	for value, kind := range f.Kinds.Values {
		if !slices.Contains(known, kind) {
			return fmt.Errorf("kinds: %s means %q: formation, action or session is due", value, kind)
		}
	}
	if f.Kind != "" && !slices.Contains(known, f.Kind) {
		return fmt.Errorf("kind %q: formation, action or session is due", f.Kind)
	}
	return nil
}
