package certify

import (
	"strings"

	"github.com/carif-oref/passerelle/transform/texte"
)

// reading is a text as the index compares it: stems by segment, with what names
// the kind of diploma and the options set apart.
type reading struct {
	stems    []string
	segments []uint8  // segment of each stem; 0 is the head
	count    uint8    // number of segments
	kind     kind     // kind of diploma named first
	options  uint8    // letters of options, A the lowest bit
	level    int      // European level that it states, 0 when it does not
	words    []string // its words as written, but those of grammar
	first    int      // how many of the words stand in the first part
}

const maxSegments = 6

// readTitle reads what an organisation writes.
func readTitle(text string) reading {
	r := readParts(split(text, titleCuts))
	r.behead()
	return r
}

// readLabel reads the title of an entry: its head is all but what stands in
// brackets and who takes part.
func readLabel(text string) reading { return readParts(split(text, labelCuts)) }

// withoutPartners is the title of an entry as far as its partners.
func withoutPartners(label string) string {
	for _, w := range labelCuts.words {
		if at := strings.Index(label, " "+w); at > 0 {
			label = label[:at]
		}
	}
	return label
}

func readParts(parts []string) reading {
	var r reading
	for i, part := range parts {
		if r.add(part); i == 0 {
			r.first = len(r.words)
		}
	}
	if len(r.stems) == 0 { // « CAP maritime » is a kind and nothing else
		for _, w := range texte.Words(strings.Join(parts, " ")) {
			r.stems, r.segments = append(r.stems, texte.Stem(w)), append(r.segments, 0)
		}
		r.count = oneIf[uint8](len(r.stems) > 0)
	}
	return r
}

// add reads one part of a title.
func (r *reading) add(part string) {
	t := texte.Normalise(part)
	for _, w := range t.Words {
		if !texte.Stop(w) {
			r.words = append(r.words, w)
		}
	}
	r.options |= options(part)
	if r.kind == "" {
		r.kind = kind(t.Type.Sigle)
	}
	if r.level == 0 {
		r.level = t.Niveau
	}
	before, segment := len(r.stems), min(r.count, maxSegments-1)
	for i, s := range t.Corps {
		if !dull[s] && !year(s) && !r.spent(t.Corps, i) {
			r.stems, r.segments = append(r.stems, s), append(r.segments, segment)
		}
	}
	if len(r.stems) > before {
		r.count = segment + 1
	}
}

// spent says whether a stem has been taken for an option, or counts years:
// « option B », « en 2 ans », « seconde année ».
func (r *reading) spent(stems []string, i int) bool {
	s := stems[i]
	if len(s) == 1 && s[0] >= 'a' && s[0] <= 'h' {
		return r.options&(1<<(s[0]-'a')) != 0
	}
	counts := len(s) == 1 && s[0] >= '0' && s[0] <= '9' || ordinals[s]
	return counts && i+1 < len(stems) && spans[stems[i+1]]
}

// behead makes the first segment one that says something: a title may open with
// initials, « DEME - Diplôme d'État de moniteur éducateur ».
func (r *reading) behead() {
	var sizes [maxSegments]int
	for _, s := range r.segments {
		sizes[s]++
	}
	if r.count < 2 || sizes[0] > 1 || sizes[1] < 2 || len(r.stems[0]) > 6 {
		return
	}
	for i, s := range r.segments {
		if s < 2 {
			r.segments[i] = 1 - s
		}
	}
}

// Where a text may be cut: at brackets, dashes with a space before them, and
// these words.
var (
	titleCuts = cuts{dashes: true, words: []string{"parcours", "en partenariat", "en convention", "avec mention"}}
	labelCuts = cuts{words: []string{"en partenariat", "en convention"}}
)

type cuts struct {
	dashes bool
	words  []string
}

// at gives the bytes to leave out when a part ends before text[i], else 0.
func (c cuts) at(text string, i int) int {
	begins := i == 0 || text[i-1] == ' '
	switch text[i] {
	case '(':
		return oneIf[int](begins)
	case ')':
		return oneIf[int](i+1 < len(text) && text[i+1] == ' ')
	case '[', ']', '|', '"':
		return 1
	case '-':
		return oneIf[int](c.dashes && begins)
	}
	if c.dashes && begins && strings.HasPrefix(text[i:], "–") {
		return len("–")
	}
	for _, w := range c.words {
		if begins && len(text) >= i+len(w) && strings.EqualFold(text[i:i+len(w)], w) {
			return len(w)
		}
	}
	return 0
}

// maxText bounds the bytes of a text that are read: a title has 255 letters.
const maxText = 1000

// split cuts a text where a second title may begin.
func split(text string, c cuts) []string {
	text = text[:min(len(text), maxText)]
	var parts []string
	start := 0
	for i := 0; i <= len(text); i++ {
		n := 0
		if i < len(text) {
			if n = c.at(text, i); n == 0 {
				continue
			}
		}
		if part := strings.TrimSpace(text[start:i]); part != "" {
			parts = append(parts, part)
		}
		start = i + n
		i = max(i, start-1)
	}
	return parts
}

// options finds the letters of options: « option B », « opt. A et B »,
// « Systèmes numériques A : informatique et réseaux ».
func options(part string) (letters uint8) {
	fields := strings.FieldsFunc(part, func(c rune) bool { return c == ' ' || c == '.' || c == ',' || c == '/' || c == '-' })
	after := false
	for i, f := range fields {
		letter, marked := strings.CutSuffix(f, ":")
		next := i+1 < len(fields) && (fields[i+1][0] == ':' || fields[i+1][0] == '=')
		if len(letter) == 1 && letter[0]|0x20 >= 'a' && letter[0]|0x20 <= 'h' && (after || i > 0 && letter[0] <= 'H' && (marked || next)) {
			letters |= 1 << (letter[0] | 0x20 - 'a')
			continue
		}
		if after && (f == "et" || f == "ou" || f == "&") {
			continue
		}
		after = strings.EqualFold(f, "option") || strings.EqualFold(f, "options") || strings.EqualFold(f, "opt")
	}
	return letters
}

// dull are stems that shape a title, or say how a formation is followed, and
// never tell one certification from another.
var dull = stemmed(`mention spécialité parcours option options opt filière dominante domaine
	apprentissage alternance contrat professionnalisation possible année année 1ère 1re 2ème 2nde 2de 3ème
	an ans mois heures session rentrée promotion groupe titre rncp`)

// Numbers before a span say how long a course is, or which part of it: « seconde
// année », where a « second de cuisine » is somebody.
var (
	ordinals = stemmed("première deuxième seconde troisième un deux trois")
	spans    = stemmed("an ans année années mois semaine heures")
)

func stemmed(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range texte.Words(words) {
		set[texte.Stem(w)] = true
	}
	return set
}

func year(s string) bool {
	return len(s) == 4 && strings.HasPrefix(s, "20") && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9'
}
