package normalise

import "strings"

// townKey is a town's name as it is compared: folded, saints in full, without
// CEDEX nor what follows it, arrondissements as La Poste writes them (paris 05).
func townKey(name string) string {
	folded := fold(sur.Replace(name))
	if plainKey(folded) {
		return folded
	}
	words := strings.Fields(folded)
	kept := words[:0]
	for i, word := range words {
		switch {
		case word == "cedex":
			return strings.Join(kept, " ")
		case word == "st":
			word = "saint"
		case word == "ste":
			word = "sainte"
		case i > 0 && word[0] >= '0' && word[0] <= '9':
			word = arrondissement(word)
		case word == "arrondissement" || word == "arr" || i > 0 && ordinals[strings.ToUpper(word)] != "":
			continue
		}
		kept = append(kept, word)
	}
	return strings.Join(kept, " ")
}

// sur spells out the abbreviations that a slash marks.
var sur = strings.NewReplacer(" s/s ", " sous ", " S/S ", " SOUS ", " s/", " sur ", " S/", " SUR ", " s/s/", " sous ")

// plainKey reports that a folded name needs no more: most of La Poste's do not.
func plainKey(folded string) bool {
	return !strings.Contains(folded, "st") && !strings.Contains(folded, "cedex") &&
		!strings.Contains(folded, "arr") && !strings.ContainsAny(folded, "0123456789")
}

// arrondissement writes 5, 5e, 5ème and 05 alike: 05.
func arrondissement(word string) string {
	return zeros(strings.TrimRight(word, "erm"), 2)
}

// withoutArticles is a key without its articles.
func withoutArticles(key string) string {
	words := strings.Fields(key)
	kept := words[:0]
	for _, word := range words {
		switch word {
		case "le", "la", "les", "l":
		default:
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}
