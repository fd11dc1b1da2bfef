package referentials

import "strings"

// paddedSIRET takes off the spaces within a SIRET and puts back the initial zeros
// that it lost, when its key proves them.
func paddedSIRET(s string) string {
	bare := strings.ReplaceAll(s, " ", "")
	padded := zeros(9, 14)(bare)
	if len(bare) < 14 && !siretKey(padded) {
		return bare
	}
	return padded
}

// siretKey checks the key of a SIRET: Luhn's; or, for the establishments of La
// Poste, a sum of digits that 5 divides.
func siretKey(s string) bool {
	luhn, sum := 0, 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		d := int(s[len(s)-1-i] - '0')
		sum += d
		if i%2 == 1 {
			d = d*2/10 + d*2%10
		}
		luhn += d
	}
	return len(s) == 14 && (luhn%10 == 0 || strings.HasPrefix(s, "356000000") && sum%5 == 0)
}

// uaiLetter checks the letter that ends a UAI: it follows from its seven digits.
func uaiLetter(s string) bool {
	const letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
	if len(s) != 8 {
		return false
	}
	n := 0
	for _, c := range s[:7] {
		n = n*10 + int(c-'0')
	}
	return n >= 0 && s[7] == letters[n%len(letters)]
}
