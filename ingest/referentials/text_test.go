package referentials

import (
	"testing"
)

func TestTextIsPutRightWhereThereIsNoDoubt(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"already right", "Énergie électrique", "Énergie électrique"},
		{"UTF-8 read as Windows-1252", "Ã©conomie, mÃ©tiers, dÃ©jÃ\u00A0 lÃ\u00A0", "économie, métiers, déjà là"},
		{"capitals read as Windows-1252", "Ã‰conomie", "Économie"},
		{"capitals read as Latin-1", "Ã\u0089conomie", "Économie"},
		{"a real Ã", "SÃO PAULO", "SÃO PAULO"},
		{"an accent apart whose byte was lost", "strateÌ\uFFFDgie", "stratégie"},
		{"apostrophe doubled by a database", "conduite d''engins", "conduite d'engins"},
		{"formula of a spreadsheet", `="ECOLE ""DU"" PORT"`, `ECOLE "DU" PORT`},
		{"formula that does not end", `="ECOLE`, `="ECOLE`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := wellRead(c.raw); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
