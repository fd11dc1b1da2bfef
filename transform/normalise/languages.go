package normalise

import "strings"

// languages gives the ISO 639-1 code of the languages that people name, folded.
var languages = map[string]string{
	"francais": "fr", "anglais": "en", "espagnol": "es", "allemand": "de", "italien": "it", "portugais": "pt", "russe": "ru",
	"chinois": "zh", "japonais": "ja", "arabe": "ar", "neerlandais": "nl", "polonais": "pl", "breton": "br",
	"french": "fr", "english": "en", "spanish": "es", "german": "de",
}

// readLanguages reads languages, as codes of two letters or French names.
func readLanguages(_ *Normaliser, c *cell) {
	for _, item := range splitAny(c.raw, ";,/\n|") {
		folded := fold(item)
		code, ok := languages[folded]
		switch {
		case c.isFiller(item): // NA, which is also the code of Nauruan
		case ok:
			c.addCode(code)
		case len(folded) == 2 && strings.Trim(folded, lowerASCII) == "":
			c.addCode(folded)
		default:
			c.leaveOut(langueForme, item, "une langue : un code à deux lettres est attendu, « fr »")
		}
	}
	c.lostWhenEmpty()
}
