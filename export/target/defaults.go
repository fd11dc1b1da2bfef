package target

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// place is the one default that is not a text: it stands for the address of the
// place of training, where the address at which one enrols is due.
const place, enrolment = "lieu-de-formation", "adresse-inscription"

// checkDefaultOf refuses a default that the schema of a target has no element for.
func checkDefaultOf(schema Schema, path, value string) error {
	if schema != EDOF {
		return checkDefault(path, value)
	}
	if err := edof.CheckDefault(path, value); err != nil {
		return fmt.Errorf("defaults: %w", err)
	}
	return nil
}

// checkDefault refuses a default that LHEO has no element for, or whose value it
// would not take: a feed would otherwise be short of every record that needs it.
func checkDefault(path, value string) error {
	e, err := elementAt(path)
	if err != nil {
		return fmt.Errorf("defaults: %w", err)
	}
	return checkValue(e, path, value)
}

// elementAt is the element that a path leads to, from any that LHEO has.
func elementAt(path string) (e lheo.Element, err error) {
	var parent lheo.Element
	for i, step := range strings.Split(path, "/") {
		e, ok := lheo.V23().Element(step)
		if !ok {
			return e, fmt.Errorf("%s: %s", path, unknown("element", step, lheo.V23().Names()))
		}
		if i > 0 && !slices.ContainsFunc(parent.Children, func(c lheo.Child) bool { return c.Name == step }) {
			return e, fmt.Errorf("%s: LHEO has no <%s> in <%s>", path, step, parent.Name)
		}
		parent = e
	}
	return parent, nil
}

func checkValue(e lheo.Element, path, value string) error {
	n := utf8.RuneCountInString(value)
	switch {
	case e.Name == enrolment && value == place:
		return nil
	case e.Content == lheo.Text && (n < e.Min || n > e.Max || n == 0):
		return fmt.Errorf("defaults: %s: %d characters; LHEO takes %d to %d", path, n, max(e.Min, 1), e.Max)
	case e.Content == lheo.Code && lheo.V23().Label(e.Table, value) == "":
		return fmt.Errorf("defaults: %s: %q is not a code of LHEO's table %q", path, value, e.Table)
	case e.Content == lheo.Sequence || e.Content == lheo.Choice || e.Content == lheo.Any:
		return fmt.Errorf("defaults: %s: <%s> holds other elements, not a text", path, e.Name)
	}
	return nil
}

// checkRef refuses a version given to an element that LHEO does not have.
func checkRef(element string) error {
	if _, ok := lheo.V23().Element(element); !ok {
		return fmt.Errorf("refs: %s", unknown("element", element, lheo.V23().Names()))
	}
	return nil
}
