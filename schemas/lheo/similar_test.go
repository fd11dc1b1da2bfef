package lheo

import "testing"

func TestNearestFindsSlips(t *testing.T) {
	for _, c := range []struct {
		parent elem
		name   string
		want   elem
	}{
		{eContactFormation, "coordonneFs", eCoordonnees},
		{eContactFormation, "coordonnes", eCoordonnees},
		{eContactFormation, "Coordonnées", eCoordonnees},
		{eSIRETFormateur, "siret", eSIRET},
		{eFormation, "intituleformation", eIntituleFormation},
		{eFormation, "contact-formations", eContactFormation},
		{eAdresse, "code-postal", eCodepostal},
		{eAdresse, "rue", noElem},
		{eAdresse, "commune", noElem},
		{eCoordonnees, "mail", noElem},
		{eFormation, "a", noElem},
	} {
		if got := nearest(&V23().elements[c.parent], []byte(c.name)); got != c.want {
			t.Errorf("nearest of %q in <%s> is %s, want %s", c.name, c.parent, got, c.want)
		}
	}
}

// The banded distance is the plain one, below its limit.
func TestDistance(t *testing.T) {
	words := []string{"", "a", "ab", "abc", "abd", "bac", "coordonnees", "coordonneFs", "coordonees", "cordonnees", "xcoordonnees", "codepostal", "code-postal", "ville", "villes", "lieu"}
	for _, a := range words {
		for _, b := range words {
			for limit := 1; limit <= 4; limit++ {
				if got, want := distance([]byte(a), b, limit), min(limit, plainDistance(a, b)); got != want {
					t.Errorf("distance(%q, %q, %d) is %d, want %d", a, b, limit, got, want)
				}
			}
		}
	}
}

func plainDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for k := range row {
		row[k] = k
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for k := range len(b) {
			cost := diagonal
			if a[i]|0x20 != b[k]|0x20 {
				cost = 1 + min(diagonal, row[k], row[k+1])
			}
			diagonal, row[k+1] = row[k+1], cost
		}
	}
	return row[len(b)]
}
