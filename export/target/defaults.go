package target

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/lheo"
)

// place is the one default that is not a text: it stands for the address of the
// place of training, where the address at which one enrols is due.
const place, enrolment = "lieu-de-formation", "adresse-inscription"

// checkDefault refuses a default that LHEO has no element for, or whose value it
// would not take: a feed would otherwise be short of every record that needs it.
func checkDefault(path, value string) error {
	var parent lheo.Element
	steps := strings.Split(path, "/")
	for i, step := range steps {
		e, ok := lheo.V23().Element(step)
		if !ok {
			return fmt.Errorf("defaults: %s: %s", path, unknown("element", step, lheo.V23().Names()))
		}
		if i > 0 && !slices.ContainsFunc(parent.Children, func(c lheo.Child) bool { return c.Name == step }) {
			return fmt.Errorf("defaults: %s: LHEO has no <%s> in <%s>", path, step, parent.Name)
		}
		parent = e
	}
	return checkValue(parent, path, value)
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
