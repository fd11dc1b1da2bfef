package texte

// Words gives the folded words of s in order. Letters with points make one word
// (« B.T.S. » is bts), so do recommendations (« R 489 » is r489); endings of
// inclusive writing are left out (« conducteur·trice » is conducteur,
// « chargé(e)s » is charge), and so is « H/F ».
func Words(s string) []string {
	r := scan(s)
	words := make([]string, 0, len(r.tokens))
	text := string(r.text)
	for _, t := range r.tokens {
		if !t.dropped {
			words = append(words, text[t.start:t.end])
		}
	}
	return words
}

func scan(s string) *reader {
	r := new(reader)
	r.read(s)
	r.joinLetters()
	r.joinCodes()
	r.dropEndings()
	r.dropSexes()
	return r
}

// joinLetters makes one token of letters with points, or of three capitals or
// more with spaces.
func (r *reader) joinLetters() {
	for i := 0; i < len(r.tokens); i++ {
		j := i + 1
		for j < len(r.tokens) && r.single(j-1) && r.single(j) && r.tokens[j].joint == '.' {
			j++
		}
		if j == i+1 {
			for j < len(r.tokens) && r.spelt(j-1) && r.spelt(j) && r.tokens[j].joint == plain {
				j++
			}
			if j < i+3 {
				continue
			}
		}
		r.join(i, j)
	}
}

func (r *reader) single(i int) bool {
	w := r.word(i)
	return len(w) == 1 && w[0] >= 'a'
}

func (r *reader) spelt(i int) bool { return r.single(i) && r.tokens[i].caps }

// join makes one token of those from i up to j. Folded text has no separator,
// so they already touch.
func (r *reader) join(i, j int) {
	last := r.tokens[j-1]
	r.tokens[i].end, r.tokens[i].after = last.end, last.after
	for _, t := range r.tokens[i+1 : j] {
		r.tokens[i].caps = r.tokens[i].caps && t.caps
	}
	r.tokens = append(r.tokens[:i+1], r.tokens[j:]...)
}

// joinCodes makes one token of the letter and number of a recommendation of the
// health insurance: « R.489 », « R 489 ».
func (r *reader) joinCodes() {
	for i := 0; i+1 < len(r.tokens); i++ {
		w, n := r.word(i), r.word(i+1)
		if len(w) != 1 || w[0] != 'r' || len(n) < 3 || len(n) > 4 || n[0] < '3' || n[0] > '4' {
			continue
		}
		switch r.tokens[i+1].joint {
		case '.', '-', plain:
			if digits(n[:3]) && (len(n) == 3 || n[3] >= 'a') {
				r.join(i, i+2)
			}
		}
	}
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
