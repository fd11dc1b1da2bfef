package merge

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// DefaultPrefix is Basse-Normandie's in the national base: the rank of the
// region in the alphabetical order of before 2016.
const DefaultPrefix = "04"

// maxID is the length that readers of the feeds keep.
const maxID = 32

// crockford leaves out I, L, O and U, which are misread over the telephone.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// number is the ID of a record that was given none: the same for the same key,
// on any machine and in any order, and so never another record's.
func number(prefix string, letter byte, key ...string) string {
	sum := sha256.Sum256([]byte(string(letter) + "\x00" + strings.Join(key, "\x00")))
	return prefix + "_" + string(letter) + crockford.EncodeToString(sum[:])[:10]
}

// acceptable reports whether an ID that a source gives can be a record's.
func acceptable(id string) bool {
	if id == "" || len(id) > maxID {
		return false
	}
	for i := range len(id) {
		c := id[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || c != '_' && c != '-' && c != '.') {
			return false
		}
	}
	return true
}

// fold is s without case, accents, spaces or punctuation: « 3, quai Charcot » and
// « 3 QUAI CHARCOT » are one place.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(s))
}
