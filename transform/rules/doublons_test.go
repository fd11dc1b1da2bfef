package rules

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// beside puts another formation, 28_F2, beside that of a case: the same one but
// for what change does to it.
func beside(change func(*offre.Offre)) func(*Case) {
	return func(c *Case) {
		twin := good().Offre
		twin.Formation.ID = "28_F2"
		change(&twin)
		c.Siblings = siblingsOf(c.Offre, twin)
	}
}

func siblingsOf(offers ...offre.Offre) *Siblings {
	s, err := NewSiblings(func(yield func(offre.Offre, error) bool) {
		for _, o := range offers {
			if !yield(o, nil) {
				return
			}
		}
	})
	if err != nil {
		panic(err) // the sequence gives no error
	}
	return s
}

// TestDuplicates changes one thing of a twin at a time; want is the rule and the
// reasons that its sentence gives.
func TestDuplicates(t *testing.T) {
	const exact, near = "formation-deja-saisie", "formation-presque-identique"
	all := func(change func(*offre.Session)) func(*offre.Offre) {
		return func(o *offre.Offre) {
			for i := range o.Sessions {
				change(&o.Sessions[i])
			}
		}
	}
	titled := func(title string) func(*offre.Offre) {
		return func(o *offre.Offre) { o.Formation.Intitule = title }
	}
	for _, tc := range []struct {
		name   string
		change func(*offre.Offre)
		rule   string
		says   string
	}{
		{"nothing differs", func(*offre.Offre) {}, exact, "même intitulé et même certification, même lieu, mêmes modalités, mêmes dates (du 07/09/2026 au 30/06/2027)"},
		{"title in capitals", titled("CAP VOILERIE (EN UN AN)"), exact, "« CAP VOILERIE (EN UN AN) »"},
		{"another head of the branch", func(o *offre.Offre) {
			o.Responsable.SIRET, o.Responsable.Siege = "35600000000048", "73282932000074"
			o.Formation.Responsable = "35600000000048"
		}, "", ""},
		{"branch whose head office teaches", func(o *offre.Offre) {
			o.Responsable.SIRET, o.Responsable.Siege = "35600000000048", "73282932000074"
			o.Formation.Responsable = "35600000000048"
			all(func(s *offre.Session) { s.Formateur = "73282932000074" })(o)
		}, exact, "28_F2"},
		{"another organisation", func(o *offre.Offre) {
			o.Responsable.SIRET, o.Formation.Responsable = "35600000000048", "35600000000048"
		}, "", ""},
		{"five hours more", all(func(s *offre.Session) { s.HeuresTotal += 5 }), near, "moins de 10 heures d'écart (560 et 565), mêmes dates"},
		{"ten hours more", all(func(s *offre.Session) { s.HeuresTotal += 10 }), "", ""},
		{"hours not stated", all(func(s *offre.Session) { s.HeuresTotal = 0 }), near, "même lieu, mêmes dates"},
		{"another town", all(func(s *offre.Session) { s.Lieu.Adresse.CodeINSEE = "14118" }), "", ""},
		{"another street", all(func(s *offre.Session) { s.Lieu.Adresse.Lignes = []string{"3 quai Charcot"} }), near, "même lieu"},
		{"place not stated", all(func(s *offre.Session) { s.Lieu = offre.Lieu{} }), "", ""},
		{"another formateur", all(func(s *offre.Session) { s.Formateur = "35600000000048" }), "", ""},
		{"another scheme", all(func(s *offre.Session) { s.Dispositif = offre.Apprentissage }), near, "même durée (560 heures)"},
		{"permanent entries", all(func(s *offre.Session) { s.EntreesSorties = "1" }), "", ""},
		{"other prices", all(func(s *offre.Session) { s.PrixTotal = "1200" }), near, "mêmes dates"},
		{"other dates", all(func(s *offre.Session) { s.Debut = "20280904" }), near, "même lieu, même durée (560 heures)."},
		{"months without a year", all(func(s *offre.Session) { s.Debut, s.Fin = "00000900", "" }), near, "même durée"},
		{"label alone", titled("CAP voilerie"), "", ""},
		{"title completed by the town", titled("CAP voilerie en un an à Ouistreham"), exact, "même certification, « CAP voilerie »"},
		{"another option", titled("CAP voilerie en un an option B"), "", ""},
		{"both complete the label", titled("CAP voilerie et gréement"), "", ""},
		{"another certification", func(o *offre.Offre) { o.Formation.Certifications = []offre.Certification{{CertifInfo: "300"}} }, "", ""},
		{"the certification that took over", func(o *offre.Offre) {
			o.Formation.Certifications = append([]offre.Certification{{CertifInfo: "99"}}, offre.Certification{CertifInfo: "100", Intitule: "CAP voilerie", Remplace: "99"})
		}, exact, ""},
		{"certification not stated", func(o *offre.Offre) { o.Formation.Certifications = nil }, exact, "même intitulé, même lieu"},
		{"title alike, certification not stated", func(o *offre.Offre) {
			o.Formation.Certifications, o.Formation.Intitule = nil, "Voilerie"
		}, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := good()
			beside(tc.change)(&c)
			var rules []string
			for _, f := range Check(c) {
				rules = append(rules, f.Rule)
				if f.Value != "28_F2" || !strings.Contains(f.Message, tc.says) {
					t.Errorf("says %q (%s), want %q", f.Message, f.Value, tc.says)
				}
			}
			if got := strings.Join(rules, " "); got != tc.rule {
				t.Errorf("told %q, want %q", got, tc.rule)
			}
		})
	}
}

// TestPairs compares formations that are not each other's twin but for one thing.
func TestPairs(t *testing.T) {
	bare := func(title string) offre.Offre {
		o := good().Offre
		o.Formation.Certifications, o.Formation.Intitule = nil, title
		return o
	}
	with := func(o offre.Offre, change func(*offre.Offre)) offre.Offre {
		o.Sessions = slices.Clone(o.Sessions)
		change(&o)
		return o
	}
	at := func(street string) func(*offre.Offre) {
		return func(o *offre.Offre) {
			for i := range o.Sessions {
				o.Sessions[i].Lieu.Adresse.Lignes = []string{street}
			}
		}
	}
	for _, tc := range []struct {
		name  string
		a, b  offre.Offre
		ok    bool
		exact bool
		says  string
	}{
		{"a certification that one of two of a title lacks", bare("CAP voilerie en un an"), good().Offre, true, true, "même intitulé, même lieu"},
		{"no title at all", bare(""), bare(""), false, false, ""},
		{"two streets", with(good().Offre, at("3 quai Charcot")), with(good().Offre, at("5 quai Charcot")), false, false, ""},
		{"one street, typed in two ways", with(good().Offre, at("3 quai Charcot")), with(good().Offre, at("3, QUAI CHARCOT")), true, true, "mêmes modalités"},
		{"two numbers of the place", with(good().Offre, func(o *offre.Offre) { o.Sessions[0].Lieu.UAI, o.Sessions = "0141408E", o.Sessions[:1] }),
			with(good().Offre, func(o *offre.Offre) { o.Sessions[0].Lieu.UAI, o.Sessions = "0951099D", o.Sessions[:1] }), false, false, ""},
		{"the SIRET of a place before its UAI", with(good().Offre, func(o *offre.Offre) {
			o.Sessions[0].Lieu.UAI, o.Sessions[0].Lieu.SIRET, o.Sessions = "0141408E", "73282932000074", o.Sessions[:1]
		}), with(good().Offre, func(o *offre.Offre) {
			o.Sessions[0].Lieu.UAI, o.Sessions[0].Lieu.SIRET, o.Sessions = "0951099D", "73282932000074", o.Sessions[:1]
		}), true, true, "même lieu"},
		{"the nearer of two ways to be given", with(good().Offre, func(o *offre.Offre) { o.Sessions[0].HeuresTotal += 5 }), good().Offre, true, true, "mêmes dates (du 06/09/2027 au 30/06/2028)"},
		{"an end that is not known", with(good().Offre, func(o *offre.Offre) { o.Sessions = o.Sessions[:1]; o.Sessions[0].Fin = "" }),
			with(good().Offre, func(o *offre.Offre) { o.Sessions = o.Sessions[:1]; o.Sessions[0].Fin = "" }), true, true, "mêmes dates (à partir du 07/09/2026)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, pair := range [][2]offre.Offre{{tc.a, tc.b}, {tc.b, tc.a}} {
				l, ok := liken(printOf(pair[0]), printOf(pair[1]))
				if ok != tc.ok || l.exact != tc.exact || !strings.Contains(strings.Join(l.reasons, ", "), tc.says) {
					t.Errorf("alike %v, exact %v, %q", ok, l.exact, l.reasons)
				}
			}
		})
	}
}

// TestAnOrganisationWithoutSIRETHasNoSiblings: nobody could tell whose they are.
func TestAnOrganisationWithoutSIRETHasNoSiblings(t *testing.T) {
	c := good()
	c.Offre.Formation.Responsable, c.Offre.Responsable.SIRET = "", ""
	twin := c.Offre
	twin.Formation.ID = "28_F2"
	s := siblingsOf(c.Offre, twin)
	if near := s.near(printOf(c.Offre)); len(near) > 0 {
		t.Errorf("near: %v", near)
	}
}

func TestAlike(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"Taille de la pierre sèche et restauration de murs", "Taille de pierres sèches, restauration des murs anciens", true},
		{"Anglais des affaires pour hôtellerie niveau 1", "Anglais des affaires pour hôtellerie niveau 2", false},
		{"Soudage à l'arc électrique sur tôles fines", "Soudage à l'arc électrique sur tôles fines perfectionnement", false},
		{"Excel", "Excel", true},
		{"Word", "Excel", false},
		{"", "", false},
		{"Voile", "Voile et moteur", false},
	} {
		if got := alike(titleWords(tc.a), titleWords(tc.b)); got != tc.want {
			t.Errorf("%q and %q alike: %v", tc.a, tc.b, got)
		}
	}
}

func TestFormationsWithoutSession(t *testing.T) {
	c := good()
	beside(func(o *offre.Offre) { o.Sessions = nil })(&c)
	c.Offre.Sessions = nil
	var said []string
	for _, f := range Check(c) {
		said = append(said, f.Message)
	}
	if len(said) != 2 || !strings.Contains(said[0], "aucune session ne les distingue") {
		t.Errorf("said %q", said)
	}
}

// TestIndexMissesNothing compares with every pair: keys may let pairs through that
// are not alike, and none that are must be lost.
func TestIndexMissesNothing(t *testing.T) {
	pool := strings.Fields("taille pierre mur restauration voile gréement cordage accueil vente conseil soudage forge")
	var offers []offre.Offre
	for i := range 120 {
		o := good().Offre
		var title []string
		for j, w := range pool {
			if (i*7+j*j*3+i*j)%5 != 0 {
				title = append(title, w)
			}
		}
		o.Formation.ID, o.Formation.Intitule, o.Formation.Certifications = fmt.Sprintf("28_%03d", i), strings.Join(title[:3+i%(len(title)-3)], " "), nil
		offers = append(offers, o)
	}
	s, pairs := siblingsOf(offers...), 0
	for _, a := range offers {
		var want, got []string
		for _, b := range offers {
			if _, ok := liken(printOf(a), printOf(b)); ok && a.Formation.ID != b.Formation.ID {
				want = append(want, b.Formation.ID)
			}
		}
		for _, q := range s.near(printOf(a)) {
			if _, ok := liken(printOf(a), q); ok {
				got = append(got, q.id)
			}
		}
		if pairs += len(want); !slices.Equal(got, want) {
			t.Errorf("%q: found %v, want %v", a.Formation.Intitule, got, want)
		}
	}
	if pairs == 0 {
		t.Error("no pair is alike: the test tests nothing")
	}
}

func TestSiblingsThatCannotBeRead(t *testing.T) {
	broken := errors.New("disk gone")
	var all iter.Seq2[offre.Offre, error] = func(yield func(offre.Offre, error) bool) { yield(offre.Offre{}, broken) }
	if _, err := NewSiblings(all); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
