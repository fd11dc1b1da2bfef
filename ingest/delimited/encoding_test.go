package delimited

import "testing"

func TestDecoder(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
		lost  int
	}{
		{"ASCII", []string{"abc"}, []string{"abc"}, 0},
		{"UTF-8", []string{"été – œuvre"}, []string{"été – œuvre"}, 0},
		{"Latin-1", []string{"\xE9t\xE9"}, []string{"été"}, 0},
		{"Windows-1252", []string{"c\x9Cur \x96 5 \x80 l\x92an"}, []string{"cœur – 5 € l’an"}, 0},
		{"Latin-1 capitals in guillemets, which look like UTF-8 once", []string{"\xABCAF\xC9\xBB \xE0"}, []string{"«CAFÉ» à"}, 0},
		{"lines of two encodings in one file", []string{"été", "\xE9t\xE9"}, []string{"été", "été"}, 0},
		{"UTF-8 with one byte cut off", []string{"été à \xC3;"}, []string{"été à \uFFFD;"}, 1},
		{"a cut byte where the file speaks for UTF-8", []string{"éàü", "é\xC3"}, []string{"éàü", "é\uFFFD"}, 1},
		{"a byte that Windows-1252 has not", []string{"\x81\xE9"}, []string{"\uFFFDé"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d decoder
			lost := 0
			for i, line := range c.lines {
				got, n := d.text([]byte(line))
				lost += n
				if got != c.want[i] {
					t.Errorf("line %d: %q, want %q", i+1, got, c.want[i])
				}
			}
			if lost != c.lost {
				t.Errorf("%d bytes lost, want %d", lost, c.lost)
			}
		})
	}
}
