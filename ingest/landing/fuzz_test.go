package landing

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzSafeName: whatever the name of a delivery, what is made of it is one visible file
// of its folder, in text that shows as it is, and is kept as it stands from then on.
func FuzzSafeName(f *testing.F) {
	for _, name := range []string{"Offre 2027 (2).xlsx", `..\..\x.csv`, "/etc/passwd", "a\x1b[2Jb.xlsx", "\u202excslx.exe", "\xff\xfe.xlsx", "x\n\ny.csv", ". .", "",
		strings.Repeat("é", 300) + ".xlsx", strings.Repeat("a", maxName-5) + " ..xlsx", strings.Repeat("a", maxName-1) + "  b", "<>:\"|?*", "CON.xlsx", "e\u0301.xlsx"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := safeName(name, "livraison")
		if filepath.Base(got) != got || !filepath.IsLocal(got) || strings.HasPrefix(got, ".") || len(got) > maxName || !utf8.ValidString(got) {
			t.Fatalf("%q gives %q", name, got)
		}
		if strings.IndexFunc(got, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`/\<>:"|?*`, r)
		}) >= 0 {
			t.Fatalf("%q gives %q", name, got)
		}
		if again := safeName(got, "livraison"); again != got {
			t.Fatalf("%q gives %q, which gives %q", name, got, again)
		}
	})
}
