package template

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
)

func TestTheGuideSaysForWhomAndWhatIsMandatory(t *testing.T) {
	o := sample()
	o.Contact = "Écrivez à offre@exemple.fr."
	text := guideText(t, o)
	for _, want := range []string{"Institut du littoral", "23 novembre 2026", "2 organismes, 2 formations, 3 sessions", o.Contact,
		"Ne reprenez jamais une ancienne session", "obligatoire et encore vide", "sauf si la colonne « Identifiant de la formation » est remplie"} {
		if !strings.Contains(text, want) {
			t.Errorf("the guide does not say %q", want)
		}
	}
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			if !strings.Contains(text, c.Header) || !strings.Contains(text, c.Help) {
				t.Errorf("the guide says nothing of « %s »", c.Header)
			}
		}
	}
	if empty := guideText(t, Options{}); !strings.Contains(empty, "vierge") || strings.Contains(empty, "établi le") {
		t.Errorf("the guide of an empty workbook: %.300s", empty)
	}
}

func guideText(t testing.TB, o Options) string {
	t.Helper()
	rows, err := open(t, written(t, o)).GetRows(guideSheet)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	return b.String()
}
