package target

import (
	"fmt"
	"strings"
)

// laPoste is the SIREN whose establishments may fail Luhn's check: there are
// more of them than the key allows. Theirs holds when the digits sum to a
// multiple of five.
const laPoste = "356000000"

// siretFault says in French what is wrong with a SIRET, empty when nothing is.
// A row of zeros counts as absent, as it does for France Travail.
func siretFault(siret string) string {
	switch {
	case strings.Trim(siret, "0 ") == "":
		return "n'a pas de SIRET"
	case len(siret) != 14 || strings.Trim(siret, "0123456789") != "":
		return fmt.Sprintf("a un SIRET, « %s », qui ne compte pas 14 chiffres", siret)
	case luhn(siret) || strings.HasPrefix(siret, laPoste) && digitSum(siret)%5 == 0:
		return ""
	}
	return fmt.Sprintf("a un SIRET faux, « %s » : sa clé de contrôle ne correspond pas", siret)
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

func digitSum(digits string) (sum int) {
	for i := range len(digits) {
		sum += int(digits[i] - '0')
	}
	return sum
}
