package feed_test

import (
	"os"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/feed"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// TestWhatTheFeedSaysOfAnOffer changes one thing at a time of an offer that states
// everything, and looks at its feed or at its summary.
func TestWhatTheFeedSaysOfAnOffer(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*offre.Offre)
		kind   string // of the file that is looked at: feed, index
		want   []string
		not    []string
	}{
		{"a public twice, and a blank one", func(o *offre.Offre) { o.Formation.Publics = []string{"80006", "", "80006", "82044"} }, "feed",
			[]string{`<code-public-vise ref="V14">80006</code-public-vise><code-public-vise ref="V14">82044</code-public-vise>`}, []string{"<code-public-vise ref=\"V14\"></", "82044</code-public-vise><code-public-vise ref=\"V14\">80006"}},
		{"a line of an address that is too long", func(o *offre.Offre) {
			o.Sessions[0].Lieu.Adresse.Lignes = []string{"Bâtiment principal de la zone portuaire nord, entrée par le quai Charcot"}
		}, "feed", []string{"<ligne>Bâtiment principal de la zone portuaire nord,</ligne><ligne>entrée par le quai Charcot</ligne>"}, nil},
		{"a line that is too long, and no room for one more", func(o *offre.Offre) {
			o.Sessions[0].Lieu.Adresse.Lignes = []string{"Bâtiment principal de la zone portuaire nord, entrée par le quai Charcot", "Escalier B", "Porte 2", "3e étage"}
		}, "feed", []string{"</ligne><ligne>Escalier B</ligne><ligne>Porte 2</ligne><ligne>3e étage</ligne><codepostal>"}, []string{"<ligne>entrée par"}},
		{"its own contact", func(*offre.Offre) {}, "feed", []string{"<contact-formation><coordonnees><nom>Lefèvre</nom>"}, nil},
		{"the organisation's contact, for want of its own", func(o *offre.Offre) { o.Formation.Contact = offre.Contact{} }, "feed",
			[]string{"<contact-formation><coordonnees><adresse>", "<courriel>accueil@nautis.example</courriel>"}, []string{"<contact-formation><coordonnees><nom>"}},
		{"one of its people, for want of both", func(o *offre.Offre) {
			o.Formation.Contact, o.Responsable.Coordonnees = offre.Contact{}, offre.Contact{}
			o.Responsable.Interlocuteurs = []offre.Contact{{}, {Nom: "Briand"}}
		}, "feed", []string{"<contact-formation><coordonnees><nom>Briand</nom>"}, nil},
		{"a financeur that no table has", func(o *offre.Offre) { o.Sessions[0].Financeurs = []string{"99", "2"} }, "feed",
			[]string{"<code-financeur>2</code-financeur>"}, []string{"<code-financeur>99"}},
		{"a certification without a number", func(o *offre.Offre) {
			o.Formation.Certifications = []offre.Certification{{Intitule: "CAP"}, {RS: "RS5054"}}
		}, "feed",
			[]string{"<certification><code-RS>RS5054</code-RS></certification>"}, []string{"<certification></certification>", "<certification/>"}},
		{"a formateur of whom only the SIRET is known", func(o *offre.Offre) { o.Formateurs, o.Sessions[0].FormateurNom = nil, "" }, "feed",
			[]string{"<SIRET-formateur><SIRET>35600000000048</SIRET></SIRET-formateur><raison-sociale-formateur/>"}, nil},
		{"the name that the session gives it", func(o *offre.Offre) { o.Formateurs = nil }, "feed",
			[]string{"<raison-sociale-formateur>Cap et mer, site de Caen</raison-sociale-formateur>"}, nil},
		{"no coordinates by halves", func(o *offre.Offre) { o.Sessions[0].Lieu.Adresse.Longitude = "" }, "feed", nil, []string{"<geolocalisation>"}},

		{"a contact by telephone", func(*offre.Offre) {}, "index", []string{"<contact-formation-resume><nom>Lefèvre</nom><telfixe><numtel>06 00 00 00 01</numtel></telfixe></contact-formation-resume>"}, nil},
		{"a commune overseas", located("97411", "97400"), "index", []string{"<departement>974</departement>"}, nil},
		{"a commune of Corsica", located("2B033", "20200"), "index", []string{"<departement>2B</departement>"}, nil},
		{"a postal code overseas", located("", "97400"), "index", []string{"<departement>974</departement>"}, nil},
		{"a postal code of the Pacific", located("", "98800"), "index", []string{"<departement>988</departement>"}, nil},
		{"a postal code of the south of Corsica", located("", "20137"), "index", []string{"<departement>2A</departement>"}, nil},
		{"a postal code of the north of Corsica", located("", "20200"), "index", []string{"<departement>2B</departement>"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := stated("04_F1")
			c.change(&o)
			f := one(t, made(t, "twins: [index]"), []offre.Offre{o}, feed.Options{})
			text := written(t, f.Feed, c.kind)
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %s in\n%s", want, text)
				}
			}
			for _, not := range c.not {
				if strings.Contains(text, not) {
					t.Errorf("%s in\n%s", not, text)
				}
			}
		})
	}
}

// written is a file of a feed, in one line.
func written(t *testing.T, f feed.Feed, kind string) string {
	t.Helper()
	for _, file := range f.Files {
		if file.Kind == kind {
			data, err := os.ReadFile(file.Path)
			if err != nil {
				t.Fatal(err)
			}
			lint(t, "data/lheo/lheo-2.3-officiel.xsd", file.Path)
			return strings.ReplaceAll(string(data), "\n", "")
		}
	}
	t.Fatalf("no file of kind %s (%+v)", kind, f.Tallies)
	return ""
}

// located puts the session in another commune.
func located(insee, postal string) func(*offre.Offre) {
	return func(o *offre.Offre) {
		o.Sessions[0].Lieu.Adresse.CodeINSEE, o.Sessions[0].Lieu.Adresse.CodePostal = insee, postal
	}
}
