package texte

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzNormalise: whatever the text, words are folded text that folds to itself,
// in valid UTF-8, and the parts of a title agree with one another.
func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"", "B.T.S. compta", "Conducteur(trice) de TP (H/F)", "chargé(e)s", "R 489 C++", "\xff\xc3", "Ａ·Ｂ", "a\u0301\u00ad", "ŉ Ǆ ﷺ", "option A/B-(e)·s", "DE L'ÉTAT"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if !utf8.ValidString(folded) || strings.Contains(folded, "  ") || strings.TrimSpace(folded) != folded {
			t.Errorf("%q folds to %q", s, folded)
		}
		if again := Fold(folded); again != folded {
			t.Errorf("%q folds to %q, then to %q", s, folded, again)
		}
		title := Normalise(s)
		for _, w := range title.Words {
			if w == "" || strings.ContainsRune(w, ' ') || len(Stem(w)) == 0 || len(Root(Stem(w))) == 0 {
				t.Errorf("%q has the word %q, stem %q, root %q", s, w, Stem(w), Root(Stem(w)))
			}
		}
		if n := len(title.Stems) - len(title.Corps); n < 0 || n > 1 || (n == 1) != (title.Type.Token() != "") {
			t.Errorf("%q: stems %q, without its type %q", s, title.Stems, title.Corps)
		}
		seen := map[string]bool{}
		for _, p := range Parts(s) {
			for _, stem := range p.Stems {
				seen[stem] = true
			}
		}
		for _, stem := range title.Stems {
			if stem == "" || !seen[stem] {
				t.Errorf("%q: stem %q is in no part", s, stem)
			}
		}
	})
}

// TestLongTextsTakeTimeInProportion: a stranger's cell may be long.
func TestLongTextsTakeTimeInProportion(t *testing.T) {
	for name, piece := range map[string]string{
		"points": "a.b ", "endings": "agent(e)(e)", "endings alone": "(e)", "letters": "A ", "abbreviations": "mm tc cg ", "signs": "c+++", "stops": "de la ",
		"codes": "R 489 ", "accents": "\u0301", "types": "brevet de technicien ", "strokes": "h/f/", "one word": "a", "bytes": "\xff",
	} {
		start := time.Now()
		Parts(strings.Repeat(piece, 1<<17/len(piece)))
		Normalise(strings.Repeat(piece, 1<<17/len(piece)))
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s: 128 KiB took %v", name, took)
		}
	}
	var distinct strings.Builder
	for i := range 1 << 14 {
		distinct.WriteString("x" + strings.Repeat("y", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + " ")
	}
	start := time.Now()
	Normalise(distinct.String())
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("distinct words: 128 KiB took %v", took)
	}
}
