package target

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// criterion is one entry of a selection.
type criterion struct {
	Condition string `yaml:"condition"`
	Code      string `yaml:"code"` // when the name of the condition would not do
	Params    Params `yaml:"params"`
	Sentence  string `yaml:"sentence"` // what is asked
	Excludes  string `yaml:"excludes"` // what that leaves out, as a label beside a count
	Source    string `yaml:"source"`
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
	if p.Caracteres != nil && *p.Caracteres < 1 {
		return fmt.Errorf("params: caracteres: %d: a number of characters from 1 is due", *p.Caracteres)
	}
	for _, register := range p.Registres {
		if !slices.Contains(registres, register) {
			return fmt.Errorf("params: registres: %s", unknown("register", string(register), words(registres)))
		}
	}
	for _, etat := range p.Etats {
		if lheo.V23().Label("etat-recrutement", etat) == "" {
			return fmt.Errorf("params: etats: %q is not a code of LHEO's table \"etat-recrutement\"", etat)
		}
	}
	if err := p.checkCodes(); err != nil {
		return err
	}
	for _, d := range p.Dispositifs {
		if _, known := schemeWords[d]; !known {
			return fmt.Errorf("params: dispositifs: %s", unknown("scheme", string(d), schemeNames()))
		}
	}
	return nil
}

var formacodeStart, departementShape = regexp.MustCompile(`^[0-9]{1,5}$`), regexp.MustCompile(`^([0-9]{2}|2[AB]|9[78][0-9])$`)

func (p Params) checkCodes() error {
	for _, code := range p.Formacodes {
		if !formacodeStart.MatchString(code) {
			return fmt.Errorf("params: formacodes: %q: a Formacode, or the one to four figures that it begins with, is due", code)
		}
	}
	for _, d := range p.Departements {
		if !departementShape.MatchString(d) {
			return fmt.Errorf("params: departements: %q: the code of a département is due, such as 14, 2A or 971", d)
		}
	}
	return nil
}

func schemeNames() []string { return words(slices.Sorted(maps.Keys(schemeWords))) }

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
