package shelf_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// catalogue is what a target takes on one day: titles by number. It stands for a
// year of small changes in the tests of deltas.
type catalogue map[string]string

// feed writes the catalogue as a valid LHEO document, sorted. The stamp is in its
// footer, as that of the national flow is.
func (c catalogue) feed(stamp string) []byte {
	header := lheo.Header{Extras: []lheo.Extra{{Info: "flux-intercarif", Children: []lheo.Extra{{Info: "date-export", Value: stamp}}}}}
	data := header.AppendHeader(nil)
	for _, number := range slices.Sorted(maps.Keys(c)) {
		o := formation(0, "")
		o.Formation.ID, o.Formation.Intitule = number, c[number]
		data, _ = sampleProfile.AppendOffer(data, o)
	}
	return header.AppendFooter(data, false)
}

// evolve changes the catalogue as a night does.
func (c catalogue) evolve(random *rand.Rand) {
	for range 1 + random.IntN(6) {
		number := fmt.Sprintf("04_F%02d", random.IntN(25))
		switch random.IntN(3) {
		case 0:
			delete(c, number)
		default:
			c[number] = fmt.Sprintf("CAP cuisine n° %d", random.IntN(4))
		}
	}
	if len(c) == 0 {
		c["04_F00"] = "CAP cuisine"
	}
}

// put publishes a catalogue; change completes the candidate.
func put(t testing.TB, s *shelf.Shelf, c catalogue, stamp string, change func(*shelf.Candidate)) shelf.Outcome {
	t.Helper()
	candidate := candidate(t, s, len(c), c.feed(stamp))
	if change != nil {
		change(&candidate)
	}
	o, err := s.Publish(t.Context(), candidate, shelf.Guard{MaxDropPercent: 100})
	if err != nil {
		t.Fatal(err)
	}
	if o.State != journal.Published {
		t.Fatalf("%s: %s", o.State, o.Error)
	}
	return o
}

func dayAfter(n int) time.Time { return midnight.AddDate(0, 0, n) }

// edited is a formation of which one part is not as in the base.
func edited(change func(*lheo.Offer)) []byte {
	o := formation(0, "v1")
	o.Horodatage = offre.Horodatage{Creation: midnight, Modification: midnight}
	if change != nil {
		change(&o)
	}
	profile := sampleProfile
	profile.Horodatage = true
	data, _ := profile.AppendOffer(lheo.Header{}.AppendHeader(nil), o)
	return lheo.Header{}.AppendFooter(data, false)
}

func session(id string, from, to offre.Date) offre.Session {
	return offre.Session{ID: id, Debut: from, Fin: to, AdresseInscription: formation(0, "").Responsable.Coordonnees.Adresse}
}
