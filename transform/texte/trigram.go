package texte

// Trigram is three bytes of a folded word.
type Trigram uint32

// AppendTrigrams appends the trigrams of a folded word, with one space before
// and one after it: « cap » has " ca", "cap", "ap ". A word of n bytes has n; an
// empty one none.
func AppendTrigrams(to []Trigram, word string) []Trigram {
	if word == "" {
		return to
	}
	last := Trigram(' ')<<8 | Trigram(word[0])
	for i := 1; i < len(word); i++ {
		last = (last<<8 | Trigram(word[i])) & 0xFFFFFF
		to = append(to, last)
	}
	return append(to, (last<<8|' ')&0xFFFFFF)
}
