package codify

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/carif-oref/passerelle/schemas/layout"
)

// inheritLevel gives the formation the level of its first certification that has
// one; the level typed stays where there is none. Successors that disagree give
// none.
func (c *coding) inheritLevel(all []prepared) {
	for _, p := range all {
		level := levelOf(p)
		if level == "" {
			continue
		}
		if typed := c.f.Saisie.NiveauSortie; typed != "" && !sameLevel(typed, level) {
			c.note(niveauDivergent, layout.FormationNiveauSortie, typed, level,
				fmt.Sprintf("Le niveau de sortie saisi est %s, celui de la certification %s est %s.", typed, p.certification.CertifInfo, level))
		}
		c.f.NiveauSortie = level
		return
	}
}

// levelOf is the level that all the entries agree on, as LHEO's table « niveaux »
// writes it: 11 to 18 for the European levels 1 to 8.
func levelOf(p prepared) string {
	level := 0
	for _, c := range p.from {
		if c.NiveauEuropeen < 1 || c.NiveauEuropeen > 8 || level != 0 && level != c.NiveauEuropeen {
			return ""
		}
		level = c.NiveauEuropeen
	}
	if level == 0 {
		return ""
	}
	return strconv.Itoa(10 + level)
}

// formerLevels gives, for each level of LHEO's table since 2.3, the one that it
// replaced: niveau V is level 3.
var formerLevels = map[string][]string{"13": {"4"}, "14": {"5"}, "15": {"6"}, "16": {"7"}, "17": {"8"}, "18": {"8"}}

func sameLevel(typed, level string) bool {
	return typed == level || slices.Contains(formerLevels[level], typed)
}

// europeanLevel is the European level of a code of LHEO's table, the one in force
// or the one before; 0 when it is none.
func europeanLevel(code string) int {
	if n, err := strconv.Atoi(code); err == nil && n >= 11 && n <= 18 {
		return n - 10
	}
	for level := 13; level <= 17; level++ {
		if slices.Contains(formerLevels[strconv.Itoa(level)], code) {
			return level - 10
		}
	}
	return 0
}
