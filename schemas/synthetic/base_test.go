package synthetic_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/synthetic"
)

var day = time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)

func all(t *testing.T, b synthetic.Base) (list []offre.Offre) {
	t.Helper()
	for o, err := range b.Offers() {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, o)
	}
	return list
}

func TestTheSameBaseGivesTheSameCatalogue(t *testing.T) {
	b := synthetic.National(day).Scaled(0.001)
	if one, two := all(t, b), all(t, b); len(one) != 300 || !reflect.DeepEqual(one, two) {
		t.Errorf("two readings of the same base differ, or there are not 300 formations but %d", len(one))
	}
	b.Date = day.AddDate(0, 0, 1)
	if reflect.DeepEqual(all(t, b), all(t, synthetic.National(day).Scaled(0.001))) {
		t.Error("the day of the base changes nothing")
	}
}

func TestTheNationalBaseHasItsSize(t *testing.T) {
	b := synthetic.National(day)
	if b.Formations != 300_000 || b.Sessions() != 1_000_000 {
		t.Errorf("%d formations and %d sessions", b.Formations, b.Sessions())
	}
	if b.Scaled(0).Formations != 1 {
		t.Error("a base has at least one formation")
	}
}

// TestTheCatalogueIsOne holds what stores and feeds rely on, for several sizes.
func TestTheCatalogueIsOne(t *testing.T) {
	for _, n := range []int{1, 17, 100, 1000} {
		t.Run(fmt.Sprint(n, " formations"), func(t *testing.T) {
			b := synthetic.Base{Formations: n, Date: day}
			seen, sessions, last := map[string]bool{}, 0, ""
			for _, o := range all(t, b) {
				if o.Formation.ID <= last {
					t.Fatalf("formation %q comes after %q", o.Formation.ID, last)
				}
				last = o.Formation.ID
				for _, s := range o.Sessions {
					if s.Formation != o.Formation.ID || seen[s.ID] || len(s.ID) > 32 {
						t.Fatalf("session %q of %q is not one of formation %q, or comes twice", s.ID, s.Formation, o.Formation.ID)
					}
					if _, named := o.Formateurs[s.Formateur]; s.Formateur != "" && !named {
						t.Fatalf("the formateur %q of session %q is not with its offer", s.Formateur, s.ID)
					}
					seen[s.ID] = true
					sessions++
				}
			}
			if sessions != b.Sessions() {
				t.Errorf("%d sessions; Sessions says %d", sessions, b.Sessions())
			}
			sirets := map[string]bool{}
			for _, o := range b.Organismes() {
				if sirets[o.SIRET] || sirets[o.ID] {
					t.Fatalf("organisation %q comes twice", o.ID)
				}
				sirets[o.SIRET], sirets[o.ID] = true, true
			}
		})
	}
}

// TestTheCatalogueIsLikeARealOne holds the proportions that benchmarks rely on:
// enough is missing for targets to exclude, and little enough for feeds to be large.
func TestTheCatalogueIsLikeARealOne(t *testing.T) {
	b := synthetic.National(day).Scaled(0.01)
	var missing, ended, apprentis, bad, bytes, offers int
	for _, o := range all(t, b) {
		if o.Formation.Contenu == "" {
			missing++
		}
		if !offre.SIRETValide(o.Responsable.SIRET) {
			bad++
		}
		offer := lheo.Offer{Formation: o.Formation, Responsable: o.Responsable, Formateurs: o.Formateurs}
		for _, s := range o.Sessions {
			if last, ok := s.Fin.Last(); ok && last.Before(day) {
				ended++
			}
			if s.Dispositif == offre.Apprentissage {
				apprentis++
			}
			offer.Actions = append(offer.Actions, offre.Action{ID: "A" + s.ID, Modalites: s.Modalites, Sessions: []offre.Session{s}})
		}
		text, _ := lheo.Profile{}.AppendOffer(nil, offer)
		bytes, offers = bytes+len(text), offers+1
	}
	for _, c := range []struct {
		what        string
		got         float64
		least, most float64
	}{
		{"formations without content", float64(missing) / float64(offers), 0.02, 0.08},
		{"responsables with a wrong SIRET", float64(bad) / float64(offers), 0.01, 0.06},
		{"sessions that have ended", float64(ended) / float64(b.Sessions()), 0.05, 0.30},
		{"sessions in apprenticeship", float64(apprentis) / float64(b.Sessions()), 0.10, 0.30},
		{"bytes for each formation", float64(bytes) / float64(offers), 5000, 12000},
	} {
		if c.got < c.least || c.got > c.most {
			t.Errorf("%s: %g, not from %g to %g", c.what, c.got, c.least, c.most)
		}
	}
}
