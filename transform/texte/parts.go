package texte

// Part is a piece of a title that says one thing: a word, an abbreviation, the
// name of a type.
type Part struct {
	Words []string // as they are written
	Stems []string // what it says: the token of a type; several stems for an abbreviation
	Sens  string   // what the abbreviation stands for; empty for another part
	Type  Type     // the type that it names, by itself or by what it stands for
}

// Parts cuts a title into what it says. Words of grammar are in no part.
func Parts(title string) []Part {
	words := scan(title).live()
	all := texts(words)
	parts := make([]Part, 0, len(words))
	for i := 0; i < len(words); {
		p, n := partAt(words, i, all)
		if told, ok := p.told(); ok {
			told.Words = all[i : i+n : i+n]
			parts = append(parts, told)
		}
		i += n
	}
	return parts
}

func (p part) told() (told Part, ok bool) {
	switch {
	case p.abbreviation != nil:
		told.Sens = p.abbreviation.Sens
		if p.of != nil {
			told.Stems = append(told.Stems, p.of.token)
		}
		told.Stems = append(told.Stems, p.abbreviation.stems...)
	case p.of != nil:
		told.Stems = []string{p.of.token}
	case p.stem != "":
		told.Stems = []string{p.stem}
	default:
		return Part{}, false
	}
	if p.of != nil {
		told.Type = *p.of
	}
	return told, true
}

// word is one word of a title.
type word struct {
	text   string
	caps   bool // in capitals
	apart  bool // in capitals when others are not, or the first word
	elided bool // before an apostrophe
	point  bool // before a point
}

func (r *reader) live() []word {
	text := string(r.text)
	words := make([]word, 0, len(r.tokens))
	mixed := false
	for _, t := range r.tokens {
		if !t.dropped {
			words = append(words, word{text: text[t.start:t.end], caps: t.caps, elided: t.after == '\'', point: t.after == '.'})
			mixed = mixed || !t.caps && t.letter
		}
	}
	for i := range words {
		words[i].apart = words[i].caps && (mixed || i == 0)
	}
	return words
}

// part is what one or several words say; nothing when it is a word of grammar.
type part struct {
	of           *Type
	abbreviation *Abbreviation
	stem         string
}

// partAt reads the part that begins at word i, and the number of its words. The
// name of a type goes before an abbreviation: « TP » at the beginning, « MC ».
func partAt(words []word, i int, title []string) (p part, n int) {
	if f, ok := match(words, i); ok {
		return part{of: f.of}, len(f.words)
	}
	if a := expansion(words[i], title); a != nil {
		return part{of: a.of, abbreviation: a}, 1
	}
	return part{stem: stemAt(words, i)}, 1
}

func stemAt(words []word, i int) string {
	if w := words[i].text; !Stop(w) || names(words, i) {
		return Stem(w)
	}
	return ""
}

// match gives the longest form of a type that stands at word i.
func match(words []word, i int) (form, bool) {
	for _, f := range forms[words[i].text] {
		if len(f.words) <= len(words)-i && f.admits(words, i) && follows(words[i:], f.words) {
			return f, true
		}
	}
	return form{}, false
}

func (f form) admits(words []word, i int) bool {
	switch f.when {
	case '^':
		return i == 0
	case '!':
		return words[i].apart || i == 0
	case '=':
		return words[i].apart && !words[i].elided
	}
	return true
}

func follows(words []word, form []string) bool {
	for i, w := range form {
		if words[i].text != w {
			return false
		}
	}
	return true
}

// names says whether word i, a word of grammar, is the letter of an option or a
// category: « option A », « permis C », « R482 A ». Letters that a sentence may
// have there must be capitals.
func names(words []word, i int) bool {
	if i == 0 || len(words[i].text) != 1 || words[i].elided {
		return false
	}
	switch words[i].text {
	case "a", "d", "l":
		if !words[i].caps {
			return false
		}
	}
	switch before := words[i-1].text; before {
	case "option", "opt", "permis", "categorie", "cat", "groupe", "bloc", "type", "niveau", "partie", "module":
		return true
	default:
		return recommendation(before)
	}
}

// recommendation says whether a word is one of the health insurance: r489, r372m.
func recommendation(word string) bool {
	return len(word) >= 4 && len(word) <= 5 && word[0] == 'r' && digits([]byte(word[1:4]))
}
