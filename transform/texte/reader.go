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
	caps       bool // in capitals, with two of them at least or alone
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
		s = s[n:]
		r.next(c, s)
	}
	r.close(plain)
}

// next takes one character, with what follows it.
func (r *reader) next(c rune, follows string) {
	before := len(r.text)
	class := sign(c)
	if class == 0 {
		r.text, class = appendFolded(r.text, c)
	}
	switch {
	case class == nothing:
	case class == 0:
		r.grow(before, c)
	case (class == '+' || class == '#') && r.keepsSign(follows):
		r.text = append(r.text, class)
	default:
		r.close(class)
		r.separate(class)
	}
}

// keepsSign says whether a + or # belongs to the token being read: « C++ »,
// « C# », not « bac+2 ».
func (r *reader) keepsSign(follows string) bool {
	if !r.inside {
		return false
	}
	c, n := utf8.DecodeRuneInString(follows)
	word := r.text[r.tokens[len(r.tokens)-1].start:]
	signed := len(word) == 1 || word[len(word)-1] == '+'
	return signed && word[0] >= 'a' && (n == 0 || !unicode.IsLetter(c) && !unicode.IsDigit(c))
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
	t.end, t.after, t.caps = len(r.text), after, r.letter && !r.lower
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
