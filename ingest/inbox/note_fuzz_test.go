package inbox

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// FuzzNote: whatever the name of a file, of its folder and the reasons given, the page
// beside it keeps its lines, each of text that shows as it is, and stays short.
func FuzzNote(f *testing.F) {
	f.Add("offre.xlsx", "greta", "il est vide", "Renvoyez-le.", 2)
	f.Add("a\r\nFichier : b.xlsx", "\x1b[2J", "\u202efdp", "\xff", 0)
	f.Add(strings.Repeat("é", 3000), "", "", "", -1)
	now := time.Date(2026, 11, 23, 2, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, name, sender, why, do string, attempts int) {
		note := func(name, sender, why, do string) []string {
			page := string(File{Name: name, Sender: sender, Size: 12, ModTime: now}.note(Reason{Why: why, Do: do}, attempts, now))
			text, marked := strings.CutPrefix(page, "\ufeff")
			if !marked || !utf8.ValidString(text) || len(text) > 20_000 {
				t.Fatalf("page %q", page)
			}
			return strings.Split(text, "\r\n")
		}
		lines := note(name, sender, why, do)
		if plain := note("a", "b", "c", "d"); len(lines) != len(plain) || lines[0] != plain[0] {
			t.Fatalf("%d lines, want %d: %q", len(lines), len(plain), lines)
		}
		for _, line := range lines {
			if at := strings.IndexFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }); at >= 0 {
				t.Fatalf("%q at %d", line, at)
			}
		}
	})
}
