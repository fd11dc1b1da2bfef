package main

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestPeriodIsSaidWithWhatIsKnown(t *testing.T) {
	for _, c := range []struct {
		debut, fin offre.Date
		want       string
	}{
		{"20260907", "20270630", "du 07/09/2026 au 30/06/2027"},
		{"00000900", "00000000", "début : mois 09, année non précisée"},
		{"20260900", "20270000", "début : 09/2026 ; fin : 2027"},
		{"20260907", "", "à partir du 07/09/2026"},
		{"", "20270630", "jusqu'au 30/06/2027"},
		{"00000000", "20270600", "fin : 06/2027"},
		{"00000000", "00000000", "dates inconnues"},
		{"", "", "dates inconnues"},
	} {
		if got := period(c.debut, c.fin); got != c.want {
			t.Errorf("from %q to %q reads %q, want %q", c.debut, c.fin, got, c.want)
		}
	}
}

func TestOriginReadsAsASentence(t *testing.T) {
	for _, c := range []struct {
		origin        offre.Origine
		from, version string
		want          string
	}{
		{offre.OrigineSuccesseur, "106695", "2024", "apporté par la certification 106695 qui succède à celle de la saisie, version 2024"},
		{offre.OrigineSuccesseur, "", "", "apporté par la certification qui succède à celle de la saisie"},
		{offre.OrigineCertification, "106695", "", "apporté par la certification 106695"},
		{offre.OrigineMigration, "G1602", "460", "traduit de G1602, version 460"},
		{offre.OrigineMigration, "", "", "traduit"},
	} {
		if got := origin(c.origin, c.from, c.version); got != c.want {
			t.Errorf("reads %q, want %q", got, c.want)
		}
	}
}
