package values_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/layout/values"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestComplementIsWhatNoColumnHasRoomFor(t *testing.T) {
	s := offre.Session{
		Contact:            offre.Contact{Nom: "Lefèvre", Telephone: "02 31 00 00 02", Fax: "02 31 00 00 03", Web: "https://exemple.fr"},
		AdresseInscription: offre.Adresse{Lignes: []string{"3 quai Charcot", "Bureau 4"}, CodePostal: "14150", Ville: "Ouistreham", Departement: "14"},
		Modalites: offre.Modalites{
			Lieu:               offre.Lieu{Adresse: offre.Adresse{Denomination: "Site", Lignes: []string{"1", "2", "3"}, Ville: "Caen", Latitude: "49.2", Pays: "FR"}},
			AdresseInformation: offre.Adresse{Ville: "Caen", CodePostal: "14000"},
		},
	}
	text, ok := values.Of(layout.SessionBesides, values.Subject{Session: &s})
	var got values.Complement
	if err := json.Unmarshal([]byte(text), &got); err != nil || !ok {
		t.Fatal(err)
	}
	want := values.Complement{
		Contact:     offre.Contact{Fax: "02 31 00 00 03", Web: "https://exemple.fr"},
		Lieu:        offre.Adresse{Lignes: []string{"3"}, Latitude: "49.2", Pays: "FR"},
		Inscription: offre.Adresse{Lignes: []string{"Bureau 4"}},
		Information: s.AdresseInformation,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if text, _ := values.Of(layout.SessionBesides, values.Subject{Session: &offre.Session{Debut: "20270101"}}); text != "" {
		t.Errorf("nothing beside the columns, yet %q", text)
	}
}
