package texte

import "strings"

// Titre is a title of formation, read once for every comparison.
type Titre struct {
	Folded string   // its words, with one space between them
	Words  []string // as Words gives them
	Stems  []string // distinct stems of what it says, in order: the token of its type first, abbreviations expanded, words of grammar left out
	Corps  []string // the stems without its type
	Type   Type     // the first that it names; the zero Type when none
	Niveau int      // European level that its words or its type state, 0 when they do not
}

// Normalise reads a title: its words, what its abbreviations stand for, the
// type of certification that it names, its level.
func Normalise(title string) Titre {
	r := scan(title)
	words := r.live()
	t := Titre{Folded: joined(words), Words: texts(words)}
	t.read(expand(words, t.Words))
	return t
}

// word is one word of a title.
type word struct {
	text string
	caps bool
}

func (r *reader) live() []word {
	text := string(r.text)
	words := make([]word, 0, len(r.tokens))
	for _, t := range r.tokens {
		if !t.dropped {
			words = append(words, word{text[t.start:t.end], t.caps})
		}
	}
	return words
}

func texts(words []word) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.text
	}
	return list
}

func joined(words []word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// expand puts what abbreviations stand for in their place. A word that begins
// the name of a type is left to it: « TP » at the beginning, « MC », « CS ».
func expand(words []word, title []string) []word {
	var out []word
	for i := 0; i < len(words); i++ {
		n := 0
		if f, ok := match(words, i); ok {
			n = len(f.words)
		} else if sens, ok := Expand(words[i].text, title); ok {
			if out == nil {
				out = append(make([]word, 0, len(words)+8), words[:i]...)
			}
			for _, s := range sens {
				out = append(out, word{text: s})
			}
			continue
		}
		n = max(n, 1)
		if out != nil {
			out = append(out, words[i:i+n]...)
		}
		i += n - 1
	}
	if out == nil {
		return words
	}
	return out
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
		return words[i].caps || i == 0
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

// read takes type, level and stems from the expanded words.
func (t *Titre) read(words []word) {
	stems := make([]string, 1, len(words)+1)
	for i := 0; i < len(words); i++ {
		if f, ok := match(words, i); ok {
			stems = t.name(*f.of, stems)
			i += len(f.words) - 1
			continue
		}
		if w := words[i]; !Stop(w.text) || names(words, i) {
			stems = appendNew(stems, Stem(w.text))
		}
	}
	t.Stems, t.Corps = stems, stems[1:]
	if stems[0] == "" {
		t.Stems = t.Corps
	}
	t.Niveau = level(words, t.Type)
}

// name notes a type: the first is the title's, another is one more of its stems.
func (t *Titre) name(of Type, stems []string) []string {
	if t.Type.token == "" {
		t.Type, stems[0] = of, of.token
		return stems
	}
	return appendNew(stems, of.token)
}

func appendNew(stems []string, s string) []string {
	for _, known := range stems {
		if known == s {
			return stems
		}
	}
	return append(stems, s)
}

// names says whether word i, a word of grammar, is the letter of an option or a
// category: « option A », « permis D ».
func names(words []word, i int) bool {
	if i == 0 || len(words[i].text) != 1 || !words[i].caps {
		return false
	}
	switch words[i-1].text {
	case "option", "permis", "categorie", "groupe", "bloc", "type", "niveau", "partie", "module":
		return true
	}
	return false
}
