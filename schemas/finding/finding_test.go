package finding_test

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
)

func TestNearest(t *testing.T) {
	keys := []string{"inbox", "landing", "shelf", "referentials", "reports"}
	for word, want := range map[string]string{
		"inbx": "inbox", "Landing": "landing", "referentiels": "referentials", "shlef": "shelf",
		"zzz": "", "": "", "x": "",
	} {
		if got := finding.Nearest(word, keys); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestPlaceReadsAsAPersonWouldSayIt(t *testing.T) {
	place := finding.Place{File: "a.xlsx", Sheet: "Sessions", Row: 12, Column: "C", Header: "Date de début"}
	want := "a.xlsx, feuille Sessions, ligne 12, colonne C (Date de début)"
	if got := place.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (finding.Place{File: "a.csv"}).String(); got != "a.csv" {
		t.Errorf("got %q, want only the file", got)
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{{"été", 3, "été"}, {"étés", 3, "ét…"}, {"", 3, ""}} {
		if got := finding.Cut(c.in, c.n); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}
