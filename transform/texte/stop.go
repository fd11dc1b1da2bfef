package texte

import "strings"

// Stop says whether a folded word is a word of grammar, which tells nothing of
// what a text is about.
func Stop(word string) bool {
	return len(word) <= 9 && stops[word]
}

var stops = set(`a ai ainsi au aupres aussi autour aux avec c ce ceci cela celle celles celui ces cet cette ceux chez comme d dans de depuis des
	donc dont du durant e elle elles en entre est et etre eux hors il ils j je jusqu l la le les leur leurs lors lui m ma mais me meme memes
	mes moi mon n ne ni nos notre nous on ont or ou par parmi pas pendant plus pour pourquoi puis qu quand que quel quelle quelles quels
	qui quoi s sa sans se selon ses si sinon soi soit son sont sous sur t ta tandis te tes toi ton tous tout toute toutes tu un une vers
	via voici vos votre vous y etc the of and in for`)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}
