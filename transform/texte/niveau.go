package texte

// roman gives the European level of the levels of 1969, which titles still
// write in Roman figures.
var roman = map[string]int{"v": 3, "iv": 4, "iii": 5, "ii": 6, "i": 7}

// bac gives the European level of so many years after the baccalaureate.
var bac = map[string]int{"1": 4, "2": 5, "3": 6, "4": 6, "5": 7, "6": 7, "8": 8}

// level reads the European level in words: « niveau IV », « bac + 2 », « titre
// de niveau 6 ». What a type always is goes before what words say, because many
// titles still state the level of before 2019.
func level(words []word, of Type) int {
	if of.Niveau != 0 {
		return of.Niveau
	}
	for i := 0; i+1 < len(words); i++ {
		switch w, next := words[i].text, words[i+1].text; w {
		case "bac":
			if n := bac[next]; n != 0 {
				return n
			}
		case "niveau", "niv":
			if n := roman[next]; n != 0 && words[i+1].caps {
				return n
			}
			if len(next) == 1 && next[0] >= '3' && next[0] <= '8' && certifying(words[:i]) {
				return int(next[0] - '0')
			}
		}
	}
	return 0
}

// certifying says whether the words before a level speak of a certification:
// « niveau 3 » alone may be that of a course.
func certifying(words []word) bool {
	for _, w := range words {
		switch w.text {
		case "titre", "diplome", "certification", "rncp", "tp", "certificat", "brevet":
			return true
		}
	}
	return false
}
