package translate

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// seq gives values as a loader would.
func seq[T any](all ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

var errCut = errors.New("cut")

// cut gives values, then the error of a damaged file.
func cut[T any](all ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v := range seq(all...) {
			if !yield(v, nil) {
				return
			}
		}
		var zero T
		yield(zero, errCut)
	}
}

func terme(code, libelle string, more ...func(*nomenclature.Terme)) nomenclature.Terme {
	t := nomenclature.Terme{Code: code, Libelle: libelle}
	for _, change := range more {
		change(&t)
	}
	return t
}

func synonymes(all ...string) func(*nomenclature.Terme) {
	return func(t *nomenclature.Terme) { t.Synonymes = all }
}

func generiques(all ...string) func(*nomenclature.Terme) {
	return func(t *nomenclature.Terme) { t.Generiques = all }
}

// ogr gives a code of ROME its appellations: "1 2 3".
func ogr(numbers string) func(*nomenclature.Terme) {
	return func(t *nomenclature.Terme) {
		for _, n := range strings.Fields(numbers) {
			t.Appellations = append(t.Appellations, nomenclature.Appellation{OGR: n, Libelle: "métier " + n})
		}
	}
}

func parent(code string) func(*nomenclature.Terme) {
	return func(t *nomenclature.Terme) { t.Parent = code }
}

// codes writes the codes of an answer on one line.
func codes(a Answer) string {
	var all []string
	for _, t := range a.Codes {
		all = append(all, t.Code)
	}
	return strings.Join(all, " ")
}

// holds checks an answer against its codes on one line, whether it is certain,
// and a piece of what the first says of how it was found.
func holds(t *testing.T, a Answer, want string, certain bool, how string) {
	t.Helper()
	if got := codes(a); got != want || a.Certain != certain {
		t.Errorf("%s: codes %q, certain %t; want %q, %t (%+v)", a.Code, got, a.Certain, want, certain, a.Codes)
	}
	if how != "" && (len(a.Codes) == 0 || !strings.Contains(a.Codes[0].How, how)) {
		t.Errorf("%s: %+v does not say %q", a.Code, a.Codes, how)
	}
}
