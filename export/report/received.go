package report

import "strings"

// received says what came: rows, and files of which nothing was taken.
func (r Report) received() string {
	var parts []string
	if len(r.Loads) > 0 {
		parts = append(parts, countsWords(r.Rows()))
	}
	if len(r.Refused) > 0 {
		parts = append(parts, r.RefusedWords())
	}
	if len(parts) == 0 {
		return "aucun fichier nouveau"
	}
	return strings.Join(parts, " ; ")
}

// RefusedWords counts the files of which nothing was taken: « 1 fichier refusé en
// entier »; nothing when there is none.
func (r Report) RefusedWords() string {
	if len(r.Refused) == 0 {
		return ""
	}
	return count(len(r.Refused), "fichier refusé") + " en entier"
}
