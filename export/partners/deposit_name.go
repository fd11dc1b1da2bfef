package partners

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// accepted are the endings of the names of deliveries.
var accepted = []string{".xlsx", ".csv", ".xml", ".xml.gz", ".zip"}

// maxName is the longest name of a delivery, in bytes, which leaves room for a number.
const maxName = 180

// safeName makes of the name that a sender gives one that is fit for any disk; ok is
// false when its ending is not accepted.
func safeName(stated string) (name string, ok bool) {
	stated = norm.NFC.String(strings.ToValidUTF8(stated, "_"))
	name = path.Base(strings.ReplaceAll(stated, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsPrint(r), strings.ContainsRune(`/\:*?"<>|`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, " .~$")
	stem, ending := splitName(name)
	stem = strings.TrimRight(stem, " .")
	if ending == "" || stem == "" {
		return "", false
	}
	for len(stem)+len(ending) > maxName {
		_, last := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-last]
	}
	return stem + ending, true
}

// splitName cuts the accepted ending off a name; it is given in small letters.
func splitName(name string) (stem, ending string) {
	lower := strings.ToLower(name)
	for _, e := range slices.Backward(accepted) { // .xml.gz is no .gz
		if strings.HasSuffix(lower, e) && len(lower) == len(name) {
			return name[:len(name)-len(e)], e
		}
	}
	return name, ""
}
