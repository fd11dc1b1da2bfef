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
	r.gather(func(i int) int {
		j := r.run(i, r.pointed)
		if j == i+1 {
			if j = r.run(i, r.spaced); j < i+3 {
				return 1
			}
		}
		return j - i
	})
}

// run gives the end of the tokens from i each of which goes with the one before.
func (r *reader) run(i int, with func(int) bool) int {
	j := i + 1
	for j < len(r.tokens) && with(j) {
		j++
	}
	return j
}

func (r *reader) pointed(i int) bool {
	return r.tokens[i].joint == '.' && r.single(i-1) && r.single(i)
}

func (r *reader) spaced(i int) bool {
	return r.tokens[i].joint == plain && r.single(i-1) && r.single(i) && r.tokens[i-1].caps && r.tokens[i].caps
}

func (r *reader) single(i int) bool {
	w := r.word(i)
	return len(w) == 1 && w[0] >= 'a'
}

// joinCodes makes one token of the letter and number of a recommendation of the
// health insurance: « R.489 », « R 489 ».
func (r *reader) joinCodes() {
	r.gather(func(i int) int {
		if i+1 < len(r.tokens) && string(r.word(i)) == "r" && r.recommends(i+1) {
			return 2
		}
		return 1
	})
}

// recommends says whether token i is the number of a recommendation.
func (r *reader) recommends(i int) bool {
	n := r.word(i)
	switch r.tokens[i].joint {
	case '.', '-', plain:
		return (len(n) == 3 || len(n) == 4 && n[3] >= 'a') && (n[0] == '3' || n[0] == '4') && digits(n[:3])
	}
	return false
}

// gather joins as many tokens as take says, from each on. Folded text has no
// separator, so they already touch.
func (r *reader) gather(take func(i int) int) {
	kept := 0
	for i := 0; i < len(r.tokens); {
		n := take(i)
		joined := r.tokens[i]
		for _, t := range r.tokens[i+1 : i+n] {
			joined.end, joined.after, joined.caps = t.end, t.after, joined.caps && t.caps
		}
		r.tokens[kept] = joined
		kept++
		i += n
	}
	r.tokens = r.tokens[:kept]
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
