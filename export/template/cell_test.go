package template

import (
	"fmt"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

func TestCellsComeBackAsTheyWere(t *testing.T) {
	n := normaliser()
	for _, c := range []struct {
		name  string
		field layout.Field
		value string // as the catalogue holds it
		cell  any    // as the template writes it
	}{
		{"a day", layout.SessionDebut, "20260907", 46272},
		{"a month", layout.SessionDebut, "20260900", "09/2026"},
		{"a year", layout.SessionDebut, "20260000", "2026"},
		{"a month of no stated year", layout.SessionDebut, "00000900", "septembre"},
		{"a day of no stated year", layout.SessionDebut, "00000926", "26 septembre"},
		{"a date said to be unknown", layout.SessionDebut, "00000000", "00000000"},
		{"a first day", layout.SessionDebut, "19500101", firstDay},
		{"a last day", layout.SessionDebut, "21001231", lastDay},
		{"a count", layout.SessionPlaces, "12", 12.0},
		{"an amount", layout.SessionPrixHoraire, "12.5", 12.5},
		{"zeros that a code begins with", layout.OrganismeCodePostal, "01000", "01000"},
		{"a SIRET", layout.OrganismeSIRET, "08194625700011", "08194625700011"},
		{"a telephone number", layout.OrganismeTelephone, "02 31 00 00 00", "02 31 00 00 00"},
		{"what looks like a formula", layout.SessionRythme, "=1+1", "=1+1"},
		{"what looks like a number", layout.SessionRythme, "1/2", "1/2"},
		{"lines", layout.FormationContenu, "Un\n- deux", "Un\n- deux"},
		{"a list", layout.FormationMotsCles, "traiteur ; cuisine", "traiteur ; cuisine"},
		{"certifications with a comment", layout.OrganismeCertifications, "54912:en apprentissage ; 81001", "54912:en apprentissage ; 81001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			column, _ := layout.Lookup(c.field)
			got, err := styles{}.cell(column, c.value)
			if err != nil {
				t.Fatal(err)
			}
			written := got.(excelize.Cell).Value
			if written != c.cell {
				t.Errorf("written %#v, want %#v", written, c.cell)
			}
			if back, said := understood(n, column, fmt.Sprint(written)); back != c.value || len(said) > 0 {
				t.Errorf("%v is read as %q, want %q; %v", written, back, c.value, said)
			}
		})
	}
}

func TestNothingIsNoCell(t *testing.T) {
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			if got, err := (styles{}).cell(c, ""); got != nil || err != nil {
				t.Errorf("« %s »: %v, %v", c.Header, got, err)
			}
		}
	}
}

func TestANumberThatWouldChangeStaysText(t *testing.T) {
	price, _ := layout.Lookup(layout.SessionPrixTotal)
	for _, value := range []string{"2500.00", "sur devis", "1e3"} {
		if got, err := (styles{}).cell(price, value); err != nil || got.(excelize.Cell).Value != value {
			t.Errorf("%q is written %v, %v", value, got, err)
		}
	}
}
