package offre

// sirenLaPoste is the SIREN of La Poste, whose establishments are too many for
// the usual key.
const sirenLaPoste = "356000000"

// SIRETValide reports that s is 14 digits, not all zeros, whose key is right:
// Luhn's, or for La Poste a sum of digits that is a multiple of 5.
func SIRETValide(s string) bool {
	if len(s) != 14 {
		return false
	}
	luhn, sum := 0, 0
	for i := range len(s) {
		digit := int(s[i] - '0')
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += digit
		if i%2 == 0 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		luhn += digit
	}
	return sum > 0 && (luhn%10 == 0 || s[:9] == sirenLaPoste && sum%5 == 0)
}
