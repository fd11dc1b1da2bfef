package shelf_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// TestChangedFields publishes a formation, changes one thing, and reads what staff
// and partners are told.
func TestChangedFields(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*lheo.Offer)
		fields string
		phrase string
	}{
		"its title":      {func(o *lheo.Offer) { o.Formation.Intitule = "CAP cuisine & salle" }, "intitule", "« CAP cuisine & salle » (04_F000) : intitulé"},
		"what is taught": {func(o *lheo.Offer) { o.Formation.Contenu = "Cuisson" }, "contenu", "« CAP cuisine v1 » (04_F000) : contenu"},
		"its codes": {func(o *lheo.Offer) { o.Formation.Formacodes = []offre.Code{{Code: "42752", Version: "V14"}} }, "codes",
			"« CAP cuisine v1 » (04_F000) : codes et certification"},
		"the dates of a session": {func(o *lheo.Offer) { o.Actions[0].Sessions[0].Debut = "20260914" }, "dates", "« CAP cuisine v1 » (04_F000) : dates"},
		"where to enrol": {func(o *lheo.Offer) { o.Actions[0].Sessions[0].AdresseInscription.Ville = "Caen" }, "contacts",
			"« CAP cuisine v1 » (04_F000) : contacts et inscription"},
		"who answers for it": {func(o *lheo.Offer) { o.Responsable.Nom = "Nautis formation" }, "organismes", "« CAP cuisine v1 » (04_F000) : organismes"},
		"a session more": {func(o *lheo.Offer) {
			o.Actions[0].Sessions = append(o.Actions[0].Sessions, session("S2", "20270104", "20270401"))
		}, "sessions", "« CAP cuisine v1 » (04_F000) : 1 session ajoutée"},
		"other sessions": {func(o *lheo.Offer) {
			o.Actions[0].Sessions = []offre.Session{session("S2", "20270104", "20270401"), session("S3", "20270104", "20270401")}
		}, "sessions", "« CAP cuisine v1 » (04_F000) : 2 sessions ajoutées, 1 session retirée"},
		"an action more, with its session": {func(o *lheo.Offer) {
			o.Actions = append(o.Actions, offre.Action{ID: "A2", Sessions: []offre.Session{session("S2", "20270104", "20270401")}})
		}, "actions sessions", "« CAP cuisine v1 » (04_F000) : 1 action ajoutée, 1 session ajoutée"},
		"when it was changed, and nothing else": {func(o *lheo.Offer) { o.Horodatage.Modification = o.Horodatage.Modification.AddDate(0, 0, 1) }, "horodatage",
			"« CAP cuisine v1 » (04_F000) : date de mise à jour"},
		"its contents, and so when it was changed": {func(o *lheo.Offer) {
			o.Formation.Contenu, o.Horodatage.Modification = "Cuisson", o.Horodatage.Modification.AddDate(0, 0, 1)
		}, "contenu", "« CAP cuisine v1 » (04_F000) : contenu"},
		"several things": {func(o *lheo.Offer) { o.Formation.Intitule, o.Actions[0].Sessions[0].Fin = "CAP", "20261219" }, "intitule dates",
			"« CAP » (04_F000) : intitulé, dates"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			for _, data := range [][]byte{edited(nil), edited(c.change)} {
				if o, err := s.Publish(t.Context(), candidate(t, s, 1, data), half); err != nil || o.Error != "" {
					t.Fatal(err, o.Error)
				}
			}
			got, ok, err := shelf.LatestChanges(dir, "aude")
			if err != nil || !ok || got.Changed != 1 || got.New+got.Gone+got.Omitted != 0 || len(got.List) != 1 {
				t.Fatalf("got %+v, %v, %v", got, ok, err)
			}
			if change := got.List[0]; strings.Join(change.Fields, " ") != c.fields || change.Sentence != c.phrase {
				t.Errorf("got %v %q, want %q %q", change.Fields, change.Sentence, c.fields, c.phrase)
			}
		})
	}
}

func TestChangesAreToldToPeople(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	put(t, s, catalogue{"04_A": "CAP cuisine", "04_B": "BTS tourisme", "04_C": "FIMO"}, "1", nil)
	gone := func(number string) string { return "la dernière session est terminée depuis plus de 30 jours" }
	o := put(t, s, catalogue{"04_A": "CAP cuisine", "04_B": "BTS tourisme rural", "04_D": "CAP boulanger"}, "2", func(c *shelf.Candidate) { c.Gone = gone })
	c, ok, err := shelf.LatestChanges(dir, "aude")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	want := []string{
		"Depuis le flux du 16/09/2026 : 1 nouvelle formation, 1 modifiée, 1 retirée.",
		"« CAP boulanger » (04_D) est nouvelle.",
		"« BTS tourisme rural » (04_B) : intitulé.",
		"« FIMO » (04_C) n'est plus diffusée : la dernière session est terminée depuis plus de 30 jours.",
	}
	if got := c.Lines(); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if o.Changes == nil || o.Changes.New != 1 || o.Changes.Fields["intitule"] != 1 {
		t.Errorf("the outcome says %+v", o.Changes)
	}
	notices := c.Notices()
	if len(notices) != 4 || notices[0].Title != "AUDE Formation : flux du 16/09/2026" || notices[3].ID != "aude/2/"+o.SHA256+"/retiree/04_C" ||
		notices[3].Title != "Formation retirée : FIMO" || !notices[1].Updated.Equal(midnight) {
		t.Errorf("got %+v", notices)
	}
	if c, err := shelf.ChangesSince(t.Context(), dir, "aude", "latest", nil); err != nil || !c.Nothing() || c.Lines()[0] != "Aucun changement depuis le flux du 16/09/2026." {
		t.Errorf("since itself: %+v (%v)", c, err)
	}
}

func TestTheFirstPublicationHasNoChanges(t *testing.T) {
	dir := t.TempDir()
	put(t, open(t, dir), catalogue{"04_A": "CAP"}, "1", nil)
	if _, ok, err := shelf.LatestChanges(dir, "aude"); ok || err != nil {
		t.Errorf("got some (%v)", err)
	}
}

// TestManyChangesAreCountedAndFewListed keeps the log readable the night when
// everything changes.
func TestManyChangesAreCountedAndFewListed(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	const n = shelf.MaxListed + 40
	before, after := catalogue{}, catalogue{}
	for i := range n {
		number := fmt.Sprintf("04_F%04d", i)
		before[number], after[number] = "CAP", "BTS"
	}
	put(t, s, before, "", nil)
	put(t, s, after, "", nil)
	c, _, err := shelf.LatestChanges(dir, "aude")
	if err != nil || c.Changed != n || c.Fields["intitule"] != n || len(c.List) != shelf.MaxListed || c.Omitted != 40 {
		t.Errorf("%d changed, %v, %d listed, %d omitted (%v)", c.Changed, c.Fields, len(c.List), c.Omitted, err)
	}
	if last := c.Lines()[shelf.MaxListed+1]; last != "… et 40 autres changements, comptés ci-dessus." {
		t.Errorf("got %q", last)
	}
}

// TestTitlesOfAFeedInLatin1 come out in UTF-8, as JSON must be.
func TestTitlesOfAFeedInLatin1(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for _, title := range []string{"M\xe9tiers", "M\xe9tiers de bouche"} {
		data := []byte("<o><formation numero=\"A\"><intitule-formation>" + title + "</intitule-formation></formation></o>")
		c := candidate(t, s, 1, data)
		c.Checks = []shelf.Check{}
		if _, err := s.Publish(t.Context(), c, half); err != nil {
			t.Fatal(err)
		}
	}
	data := read(t, filepath.Join(dir, "aude/latest/changes.json"))
	if !json.Valid(data) || !bytes.Contains(data, []byte("« Métiers de bouche » (A) : intitulé")) {
		t.Errorf("got %s", data)
	}
}
