package mapping

import (
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// step does one thing to a value that is not blank. It gives the new value, and
// the rule to cite with what it has to say; no rule says that there is nothing
// to say.
type step func(value string, other func(header string) string) (after string, rule *finding.Rule, sentence string)

// blankStep blanks the values that say nothing.
func blankStep(fillers []string) step {
	return func(value string, _ func(string) string) (string, *finding.Rule, string) {
		for _, f := range fillers {
			if value == f {
				return "", &valeurDuGabarit, ""
			}
		}
		return value, nil, ""
	}
}

// firstStep keeps the first of several values.
func firstStep(separator string) step {
	return func(value string, _ func(string) string) (string, *finding.Rule, string) {
		for part := range strings.SplitSeq(value, separator) {
			if part = strings.TrimSpace(part); part == value {
				break
			} else if part != "" {
				return part, &premiereValeur, ""
			}
		}
		return value, nil, ""
	}
}

// digitsStep keeps the digits alone.
func digitsStep(value string, _ func(string) string) (string, *finding.Rule, string) {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, value), nil, ""
}

// tableStep gives what a table has for the value; case and accents do not count.
func tableStep(table map[string]string) step {
	folded := map[string]string{}
	for from, to := range table {
		folded[key(from)] = to
	}
	return func(value string, _ func(string) string) (string, *finding.Rule, string) {
		if to, known := folded[key(value)]; known {
			return to, nil, ""
		}
		return value, &valeurHorsGabarit, "La valeur « " + finding.Cut(value, 60) + " » n'est pas de celles que le gabarit connaît : elle est gardée telle quelle."
	}
}

// addStep adds to a whole number.
func addStep(n int) step {
	return func(value string, _ func(string) string) (string, *finding.Rule, string) {
		number, err := strconv.Atoi(value)
		if err != nil || number > 1<<30 || number < -1<<30 {
			return value, &nombreAttendu, "Le gabarit attend un nombre entier : « " + finding.Cut(value, 60) + " » est gardé tel quel."
		}
		return strconv.Itoa(number + n), nil, ""
	}
}

// prefixStep puts before a number what a table gives for another column.
func prefixStep(by string, table map[string]string) step {
	return func(value string, other func(string) string) (string, *finding.Rule, string) {
		if hasPrefix(value) {
			return value, nil, ""
		}
		of := strings.TrimSpace(other(by))
		if prefix, known := table[of]; known {
			return prefix + "_" + value, nil, ""
		}
		return value, &prefixeInconnu, "Le gabarit n'a pas de préfixe pour « " + finding.Cut(of, 60) + " » (colonne « " + finding.Cut(by, 60) + " ») : la ligne est refusée."
	}
}

// hasPrefix tells a number that already says its region: 92_33407.
func hasPrefix(value string) bool {
	digit := func(b byte) bool { return b >= '0' && b <= '9' }
	return len(value) > 3 && digit(value[0]) && digit(value[1]) && value[2] == '_'
}
