package edof

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// extensions are the names of the extensions that the encoder writes, and the
// attributes, for which a default may stand.
var extensions = []string{
	"datecrea", "datemaj",
	"resume-contenu", "blocs-modifiables", "categorisation-offre", "modalites-handicap", "info-admission", "codes-modalites-admission",
	"code-gfe", "code-type-horaires", "duree-apprentissage", "codes-rythme-formation", "frais-certif-inclus-frais-anpec", "autres-services",
	"taux-tva", "existence-prerequis", "garantie", "modalites-particulieres", "ligne5-adresse", "conformite-reglementaire",
}

// CheckDefault refuses a default that the format has no element for, or whose value
// it would not take.
func CheckDefault(path, value string) error {
	steps := strings.Split(path, "/")
	for i, step := range steps[:len(steps)-1] {
		if _, ok := table[step]; !ok && step != "contact-information" && step != "contact-inscription" {
			return unknownStep(path, steps[i])
		}
	}
	last := steps[len(steps)-1]
	if slices.Contains(extensions, last) {
		return nil
	}
	d, ok := table[last]
	switch n := utf8.RuneCountInString(value); {
	case !ok:
		return unknownStep(path, last)
	case d.content < text:
		return fmt.Errorf("%s: <%s> holds other elements, not a text", path, last)
	case d.content == code && !slices.Contains(d.values, value):
		return fmt.Errorf("%s: %q is not one of %s", path, value, strings.Join(d.values, ", "))
	case d.content == figures && !d.fits(value), d.content != code && d.content != whole && (n < max(d.min, 1) || n > d.max):
		return fmt.Errorf("%s: %q is not what EDOF takes: %d to %d characters", path, value, d.min, d.max)
	}
	return nil
}

func unknownStep(path, step string) error {
	known := append(slices.Collect(maps.Keys(table)), extensions...)
	if near := finding.Nearest(step, known); near != "" {
		return fmt.Errorf("%s: unknown element %q; did you mean %q?", path, step, near)
	}
	return fmt.Errorf("%s: EDOF has no element %q", path, step)
}
