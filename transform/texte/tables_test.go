package texte

import (
	"slices"
	"strings"
	"testing"
)

// TestAbbreviationsAreWellFormed reads every line of the tables.
func TestAbbreviationsAreWellFormed(t *testing.T) {
	lines := 0
	for _, table := range tables {
		lines += strings.Count(strings.TrimSpace(table), "\n") + 1
	}
	all := Abbreviations()
	if len(all) != lines {
		t.Errorf("%d abbreviations of %d lines: a line lacks « = »", len(all), lines)
	}
	always := map[string]string{}
	for _, a := range all {
		if w := Words(a.Sigle); len(w) != 1 || w[0] != a.Sigle {
			t.Errorf("%q is not one folded word", a.Sigle)
		}
		if len(Words(a.Sens)) == 0 || strings.Join(Words(a.Sens), " ") == a.Sigle {
			t.Errorf("%q stands for %q", a.Sigle, a.Sens)
		}
		if a.Avec != "" && Fold(a.Avec) != a.Avec {
			t.Errorf("%q: %q is not folded", a.Sigle, a.Avec)
		}
		if Stop(a.Sigle) && a.Avec == "" {
			t.Errorf("%q is a word of grammar", a.Sigle)
		}
		if a.Avec != "" {
			continue
		}
		if before, twice := always[a.Sigle]; twice {
			t.Errorf("%q = %q never applies: it is %q already", a.Sigle, a.Sens, before)
		}
		always[a.Sigle] = a.Sens
	}
}

// TestEveryAbbreviationIsRead puts each in a title that admits it.
func TestEveryAbbreviationIsRead(t *testing.T) {
	for _, a := range Abbreviations() {
		beside, _, _ := strings.Cut(a.Avec, " ")
		title := beside + " zzz " + a.Sigle + "."
		full := strings.Trim(strings.ReplaceAll(a.Sens, "(", " "), " ")
		got := Normalise(title)
		for _, want := range Normalise("zzz " + full).Corps {
			if !slices.Contains(got.Stems, want) && !typeToken(want) {
				t.Errorf("%q: %q lacks %q of %q", title, got.Stems, want, a.Sens)
			}
		}
	}
}

func typeToken(s string) bool {
	return slices.ContainsFunc(Types(), func(t Type) bool { return t.Token() == s })
}

func TestEveryTypeIsReadByItsSigleAndLabel(t *testing.T) {
	for _, kind := range Types() {
		for _, title := range []string{kind.Sigle + " zzz", kind.Libelle + " zzz", strings.ToUpper(kind.Libelle) + " ZZZ"} {
			if got := Normalise(title).Type; got.Sigle != kind.Sigle {
				t.Errorf("%q: type %q, want %q", title, got.Sigle, kind.Sigle)
			}
		}
		if kind.Niveau < 0 || kind.Niveau > 8 || kind.Token() == "" {
			t.Errorf("%+v", kind)
		}
	}
}
