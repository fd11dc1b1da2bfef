package offre

// FormeNDA says how a numéro de déclaration d'activité is made.
const FormeNDA = "11 chiffres, ou 4 chiffres, une lettre et 6 chiffres"

// NDAValide reports that s has the form of a numéro de déclaration d'activité: 11
// digits that are not all zeros, or digits with one capital letter in the fifth
// place (2376P009976), or in the fourth for the departments of Corsica (942A0000014).
func NDAValide(s string) bool {
	if len(s) != 11 {
		return false
	}
	sum, letters := 0, 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			sum += int(c - '0')
		case i == 4 && c >= 'A' && c <= 'Z', i == 3 && (c == 'A' || c == 'B'):
			letters++
		default:
			return false
		}
	}
	return sum > 0 && letters <= 1
}
