package texte

import (
	"unicode"
	"unicode/utf8"
)

// token is one run of letters and digits.
type token struct {
	start, end int  // in reader.text
	joint      byte // what stands between the token before and this one
	after      byte // the sign right after it
	letter     bool // has a letter
	caps       bool // has letters, all of them capitals
	dropped    bool // says nothing: an ending of inclusive writing, « H/F »
}

// reader cuts a text into tokens as it folds it.
type reader struct {
	text   []byte
	tokens []token
	inside bool
	joint  byte
	lower  bool // the token being read has a small letter
	letter bool // the token being read has a letter
}

func (r *reader) read(s string) {
	r.text = make([]byte, 0, len(s)+8)
	r.tokens = make([]token, 0, len(s)/5+2)
	for len(s) > 0 {
		c, n := utf8.DecodeRuneInString(s)
		if c == utf8.RuneError && n == 1 {
			c = rune(s[0]) // Latin-1
		}
		r.next(c)
		s = s[n:]
	}
	r.close(plain)
}

// next takes one character.
func (r *reader) next(c rune) {
	before := len(r.text)
	class := sign(c)
	if class == 0 {
		r.text, class = appendFolded(r.text, c)
	}
	switch {
	case class == nothing:
	case class == 0:
		r.grow(r.dropSigns(before), c)
	case (class == '+' || class == '#') && r.keepsSign():
		r.text = append(r.text, class)
	default:
		r.close(class)
		r.separate(class)
	}
}

// keepsSign says whether a + or # may belong to the token being read: « C++ »,
// « C# », not « bac+2 ».
func (r *reader) keepsSign() bool {
	if !r.inside {
		return false
	}
	word := r.text[r.tokens[len(r.tokens)-1].start:]
	return word[0] >= 'a' && word[0] <= 'z' && (len(word) == 1 || signed(word))
}

func signed(text []byte) bool {
	last := text[len(text)-1]
	return last == '+' || last == '#'
}

// dropSigns ends the token before its signs when a letter follows them, « a+b »,
// and gives the new place of the letter, which was added at the place given.
func (r *reader) dropSigns(letter int) int {
	if !r.inside || !signed(r.text[:letter]) {
		return letter
	}
	last := &r.tokens[len(r.tokens)-1]
	r.text = append(r.text[:last.start+1], r.text[letter:]...)
	r.close(plain)
	last.end = last.start + 1
	r.separate(plain)
	return last.end
}

func (r *reader) grow(start int, c rune) {
	if !r.inside {
		r.tokens = append(r.tokens, token{start: start, joint: r.joint})
		r.inside, r.joint, r.lower, r.letter = true, 0, false, false
	}
	r.lower = r.lower || unicode.IsLower(c)
	r.letter = r.letter || unicode.IsLetter(c)
}

func (r *reader) close(after byte) {
	if !r.inside {
		return
	}
	t := &r.tokens[len(r.tokens)-1]
	t.end, t.after, t.letter, t.caps = len(r.text), after, r.letter, r.letter && !r.lower
	r.inside = false
}

// separate keeps the sign that tells most of the signs between two tokens: a
// bracket, then a stroke, then one sign alone.
func (r *reader) separate(class byte) {
	switch {
	case r.joint == '(' || r.joint == '/' && class != '(':
	case class == '(' || class == '/' || r.joint == 0:
		r.joint = class
	case r.joint == ')' || class == ')':
		r.joint = ')'
	default:
		r.joint = plain
	}
}

func (r *reader) word(i int) []byte { return r.text[r.tokens[i].start:r.tokens[i].end] }
