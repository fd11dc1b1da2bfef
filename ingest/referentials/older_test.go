package referentials

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func TestOlder(t *testing.T) {
	version := func(label, date string) nomenclature.Version { return nomenclature.Version{Label: label, Date: date} }
	for _, c := range []struct {
		name    string
		v, than nomenclature.Version
		want    bool
	}{
		{"by the day", version("2024-05-31", "20240531"), version("2024-06-28", "20240628"), true},
		{"newer by the day", version("2024-06-28", "20240628"), version("2024-05-31", "20240531"), false},
		{"the same day", version("2024-06-28", "20240628"), version("2024-06-28", "20240628"), false},
		{"by the number, as a number", version("4.9", ""), version("4.60", ""), true},
		{"newer by the number", version("V14", ""), version("V9", ""), false},
		{"one that says less of the same", version("4", ""), version("4.60", ""), false},
		{"one that says nothing", version("", ""), version("4.60", ""), false},
		{"after one that says nothing", version("4.60", ""), version("", ""), false},
	} {
		if f, older := Older(c.v, c.than); older != c.want || f.Rule == "" {
			t.Errorf("%s: %v, want %v", c.name, older, c.want)
		}
	}
}
