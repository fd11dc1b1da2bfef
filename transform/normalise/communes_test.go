package normalise

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

func TestFind(t *testing.T) {
	index, err := NewIndex(seq(testCommunes...))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, postal, town, want string }{
		{"as La Poste writes it", "14000", "CAEN", "14118"},
		{"as people write it", "50100", "Cherbourg-en-Cotentin", "50129"},
		{"St for Saint", "50000", "St Lô", "50502"},
		{"Saint for ST", "50000", "Saint-Lô", "50502"},
		{"former commune", "50470", "La Glacerie", "50129"},
		{"article left out", "76600", "Havre", "76351"},
		{"elided article", "14170", "L'Oudon", "14697"},
		{"one of two of a postal code", "14600", "Honfleur", "14333"},
		{"postal code alone, of one commune", "14150", "", "14488"},
		{"postal code alone, of two communes", "14600", "", ""},
		{"CEDEX in the name", "14000", "Caen Cedex 4", "14118"},
		{"CEDEX code", "14050", "CAEN CEDEX 4", "14118"},
		{"CEDEX code, town of another department", "61050", "Caen Cedex", ""},
		{"arrondissement by its postal code", "75017", "Paris", "75117"},
		{"arrondissement by its name", "75017", "Paris 17e Arrondissement", "75117"},
		{"arrondissement as a bare number", "75005", "PARIS 5", "75105"},
		{"CEDEX of a city of arrondissements", "75480", "Paris Cedex 10", "75056"},
		{"Corsica", "20090", "Ajaccio Cedex", "2A004"},
		{"overseas", "97490", "Saint-Denis Cedex", "97411"},
		{"town of another postal code", "14000", "Ouistreham", ""},
		{"town alone", "", "Caen", ""},
		{"no such town", "14000", "Atlantide", ""},
		{"nothing", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found := index.Find(c.postal, c.town)
			if got.INSEE != c.want || found != (c.want != "") {
				t.Errorf("%s %q found %q", c.postal, c.town, got.INSEE)
			}
		})
	}
}

func TestCommuneIsReadable(t *testing.T) {
	for name, want := range map[string]string{
		"CHERBOURG EN COTENTIN": "Cherbourg-en-Cotentin",
		"ST LO":                 "Saint-Lo",
		"ST LO D OURVILLE":      "Saint-Lo-d'Ourville",
		"STE MARIE DU MONT":     "Sainte-Marie-du-Mont",
		"L OUDON":               "L'Oudon",
		"LE HAVRE":              "Le Havre",
		"LA HAYE DU PUITS":      "La Haye-du-Puits",
		"VIRE NORMANDIE":        "Vire Normandie",
		"BOURG ST MAURICE":      "Bourg-Saint-Maurice",
		"Y":                     "Y",
		"":                      "",
	} {
		if got := readable(name); got != want {
			t.Errorf("%q reads %q; want %q", name, got, want)
		}
	}
}

func TestCommuneByCode(t *testing.T) {
	index, err := NewIndex(seq(testCommunes...))
	if err != nil {
		t.Fatal(err)
	}
	caen, found := index.ByINSEE("14118")
	if !found || caen.Nom != "Caen" || caen.Latitude != "49.18" || caen.Longitude != "-0.37" {
		t.Errorf("%+v", caen)
	}
	if got := strings.Join(index.PostalCodes("50129"), " "); got != "50100 50470" {
		t.Errorf("postal codes %q", got)
	}
	if paris, _ := index.ByINSEE("75117"); paris.Nom != "Paris" {
		t.Errorf("arrondissement is called %q", paris.Nom)
	}
	if index.KnownPostalCode("14050") || !index.KnownPostalCode("14000") || index.PostalCodes("14999") != nil {
		t.Error("known postal codes are wrong")
	}
}

func TestIndexSaysWhatBroke(t *testing.T) {
	broken := errors.New("disk gone")
	_, err := NewIndex(func(yield func(nomenclature.Commune, error) bool) { yield(nomenclature.Commune{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

// TestRealCommunes finds every commune of the whole base by each of its own lines.
func TestRealCommunes(t *testing.T) {
	communes := realCommunes(t)
	start := time.Now()
	index, err := NewIndex(seq(communes...))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lines indexed in %v", len(communes), time.Since(start))
	lost := 0
	for _, c := range communes {
		if got, _ := index.Find(c.CodePostal, readable(c.Nom)); got.INSEE != c.INSEE {
			lost++
			t.Logf("%s %s (%s): found %q", c.CodePostal, c.Nom, c.INSEE, got.INSEE)
		}
	}
	if lost > 20 { // homonyms under one postal code, mostly overseas
		t.Errorf("%d lines of %d not found by their own name", lost, len(communes))
	}
}

func BenchmarkNewIndex(b *testing.B) {
	communes := realCommunes(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := NewIndex(seq(communes...)); err != nil {
			b.Fatal(err)
		}
	}
}

func realCommunes(tb testing.TB) (communes []nomenclature.Commune) {
	tb.Helper()
	f, err := os.Open(sharedtest.Path(tb, "data/geo/laposte_hexasmal.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	lines := csv.NewReader(f)
	lines.Comma = ';'
	for {
		line, err := lines.Read()
		if err == io.EOF {
			return communes[1:]
		}
		if err != nil {
			tb.Fatal(err)
		}
		communes = append(communes, nomenclature.Commune{INSEE: line[0], Nom: line[1], CodePostal: line[2], Acheminement: line[3], Ligne5: line[4]})
	}
}
