package edof

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// profile completes what a catalogue never has.
var profile = Profile{
	Defaults: map[string]string{
		"parcours-de-formation": "4", "objectif-general-formation": "6", "action/niveau-entree-obligatoire": "0",
		"action/acces-handicapes": "Nous consulter", "action/langue-formation": "FR", "coordonnees/prenom": "-",
		"etat-recrutement": "1", "taux-tva": "0.0", "garantie": "0", "conformite-reglementaire": "0", "codes-rythme-formation": "1 5",
	},
	Blocs: func(rncp string) []string { return []string{rncp + "BC02", rncp + "BC01", rncp + "BC02"} },
}

var created = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// cuisine is an offer that EDOF takes.
func cuisine() lheo.Offer {
	lieu := offre.Lieu{Adresse: offre.Adresse{Lignes: []string{"12 bis rue des Tilleuls"}, CodePostal: "14000", Ville: "Caen", Latitude: "49.18", Longitude: "-0.37"}}
	m := offre.Modalites{EntreesSorties: "0", Lieu: lieu, Enseignement: "0", HeuresTotal: 560, PrixTotal: "2500,5", Langues: []string{"fr"}}
	return lheo.Offer{
		Formation: offre.Formation{ID: "14_F1", Intitule: "CAP « cuisine » – l’œuvre", Objectif: "<p>Cuire &amp; dresser</p>", Contenu: "Cuisson", Resultats: "CAP",
			Certifications: []offre.Certification{{CertifInfo: "1"}, {RNCP: "38430"}}, URL: "https://exemple.fr/cap?a=1&b=2", Prerequis: "Savoir lire",
			Contact: offre.Contact{Nom: "Lefèvre", Prenom: "Camille", Telephone: "02.31.00.00.02", Courriel: "c@exemple.fr", Fonction: "accueil"}},
		Responsable: offre.Organisme{ID: "14_O1", SIRET: "73282932000074"},
		Actions: []offre.Action{{ID: "14_A1", Modalites: m, Sessions: []offre.Session{
			{ID: "S1", Debut: "20260901", Fin: "20270630", EtatRecrutement: "3"}, {ID: "S2", Debut: "20270900", Contact: offre.Contact{Nom: "Martin", Telephone: "+33 2 31 00 00 03"}},
		}}},
		Horodatage: offre.Horodatage{Creation: created, Modification: created.AddDate(0, 1, 0)},
	}
}

// document is a whole catalogue, in its encoding.
func document(formations []byte) []byte {
	return lheo.Latin1(nil, AppendFooter(append(AppendHeader(nil), formations...)))
}

// xmllint says whether the official schema takes a document.
func xmllint(t *testing.T, doc []byte) (out string, ok bool) {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("xmllint is not installed")
		}
		t.Skip("skipped: xmllint is not installed")
	}
	file := filepath.Join(t.TempDir(), "doc.xml")
	if err := os.WriteFile(file, doc, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("xmllint", "--noout", "--schema", sharedtest.Path(t, "data/edof/lheo_import_fichier_xml_optimise_v5r2.xsd"), file).CombinedOutput()
	return string(text), err == nil
}

// judged gives our verdict on a document.
func judged(t *testing.T, doc []byte) Result {
	t.Helper()
	r, err := Validate(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAppendOffer(t *testing.T) {
	out, report := profile.AppendOffer(nil, cuisine())
	if len(report.Missing) > 0 {
		t.Fatalf("missing %v", report.Missing)
	}
	doc := document(out)
	if text, ok := xmllint(t, doc); !ok {
		t.Fatalf("%s\n%s", text, out)
	}
	if r := judged(t, doc); !r.Valid() || r.Formations != 1 || r.Actions != 1 || r.Sessions != 2 {
		t.Errorf("%+v", r)
	}
	if utf8.Valid(doc) {
		t.Error("the document is not in ISO-8859-1")
	}
	for _, want := range []string{
		`<formation numero="14_F1" datemaj="20260202" datecrea="20260102">`, "<intitule-formation>CAP « cuisine » - l'oeuvre</intitule-formation>",
		"<objectif-formation>Cuire &amp; dresser</objectif-formation>", "<code-RNCP>RNCP38430</code-RNCP>", "<langue-formation>FR</langue-formation>",
		`<extra info="numero-voie">12 bis</extra>` + "\n" + `<extra info="code-nature-voie">RUE</extra>` + "\n" + `<extra info="libelle-voie">des Tilleuls</extra>`,
		"<numtel>0231000002</numtel>", "<numtel>+33231000003</numtel>", "<etat-recrutement>2</etat-recrutement>", "<debut>20270900</debut>\n</periode>",
		`<extra info="code-bloc">RNCP38430BC01</extra>` + "\n" + `<extra info="code-bloc">RNCP38430BC02</extra>` + "\n</extras>",
		`<extra info="frais-ttc">2500.50</extra>` + "\n</extras>\n" + `<extra info="existence-prerequis">1</extra>` + "\n</extras>\n</action>",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
	if report.Unsaid['œ'] != 1 || report.Findings[len(report.Findings)-1].Rule != "caractere-hors-encodage" {
		t.Errorf("%v %+v", report.Unsaid, report.Findings)
	}
	again, _ := profile.AppendOffer(nil, cuisine())
	if !bytes.Equal(out, again) {
		t.Error("the same offer gave other bytes")
	}
}

func TestMissingIsNamed(t *testing.T) {
	o := cuisine()
	o.Formation.Contact, o.Horodatage, o.Formation.Certifications = offre.Contact{}, offre.Horodatage{}, nil
	o.Actions[0].PrixTotal, o.Actions[0].HeuresTotal, o.Actions[0].Lieu = "gratuit ?", 0, offre.Lieu{}
	_, report := profile.AppendOffer(nil, o)
	for _, want := range []string{
		"datecrea", "certification/code-RNCP", "action/lieu-de-formation/coordonnees/courriel", "action/extras/contact-information/coordonnees/courriel",
		"action/session/extras/contact-inscription/coordonnees/courriel", "action/extras/duree-apprentissage", "action/extras/frais-pedagogiques",
		"action/lieu-de-formation/coordonnees/adresse",
	} {
		if !slices.Contains(report.Missing, want) {
			t.Errorf("missing %q lacks %s", report.Missing, want)
		}
	}
}

func TestRecordsStartTheirLines(t *testing.T) {
	out, _ := profile.AppendOffer(nil, cuisine())
	if !bytes.HasPrefix(out, []byte("<formation ")) || !bytes.HasSuffix(out, []byte("\n</formation>\n")) || bytes.Count(out, []byte("\n<formation")) > 0 {
		t.Errorf("%s", out)
	}
}

func TestDatesThatCameIn(t *testing.T) {
	o := cuisine()
	o.Formation.Reste = []offre.Brut{{XML: `datecrea="20010503"`}, {XML: `datemaj="hier"`}, {Chemin: "contact-formation[1]", XML: `datemaj="20000101"`}}
	o.Actions[0].Sessions[0].Reste = []offre.Brut{{XML: `datemaj="20260303"`}}
	out, _ := profile.AppendOffer(nil, o)
	for _, want := range []string{`<formation numero="14_F1" datemaj="20260202" datecrea="20010503">`, `<session numero="S1" datemaj="20260303" datecrea="20010503">`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not in %.400s", want, out)
		}
	}
}

func TestVoies(t *testing.T) {
	for line, want := range map[string]Voie{
		"12 rue des Tilleuls": {"12", "RUE", "des Tilleuls"}, "12, av. Foch": {"12", "AV", "Foch"}, "Boulevard Leroy": {"", "BD", "Leroy"},
		"3 ter Rond-point du 6 juin": {"3 ter", "RPT", "du 6 juin"}, "10-12 ALLÉE DES ÉPIS": {"10-12", "ALL", "DES ÉPIS"}, "4 B place Foch": {"4 B", "PL", "Foch"},
		"BP 202": {}, "Zone portuaire": {}, "12": {}, "": {},
	} {
		got, ok := voie(line)
		if got != want || ok != (want != Voie{}) {
			t.Errorf("%q: got %+v %v, want %+v", line, got, ok, want)
		}
	}
}

func TestCheck(t *testing.T) {
	action := func(id string, hours int, sessions ...offre.Session) offre.Action {
		a := cuisine().Actions[0]
		a.ID, a.HeuresTotal, a.Sessions = id, hours, sessions
		return a
	}
	s := func(id string, debut, fin offre.Date) offre.Session {
		return offre.Session{ID: id, Debut: debut, Fin: fin}
	}
	for _, c := range []struct {
		name    string
		overlay func(*lheo.Offer, *Profile)
		want    []string
	}{
		{"a good offer", nil, nil},
		{"no certification", func(o *lheo.Offer, _ *Profile) { o.Formation.Certifications = []offre.Certification{{CertifInfo: "1"}} }, []string{" " + NoCertification}},
		{"one of the RS has no blocks", func(o *lheo.Offer, p *Profile) {
			o.Formation.Certifications = []offre.Certification{{RS: "RS5080"}}
			p.Blocs = nil
		}, nil},
		{"blocks that nobody knows", func(_ *lheo.Offer, p *Profile) { p.Blocs = nil }, []string{" " + NoBlocs}},
		{"blocks that came in", func(o *lheo.Offer, p *Profile) {
			p.Blocs = nil
			o.Formation.Reste = []offre.Brut{{XML: "<blocs-competences><bloc-competences><code-bloc>RNCP38430BC01</code-bloc></bloc-competences></blocs-competences>"}}
		}, nil},
		{"the same dates twice", func(o *lheo.Offer, _ *Profile) {
			o.Actions = []offre.Action{action("A", 10, s("S1", "20260101", "20260201"), s("S2", "20260101", "20260201"), s("S3", "20260102", "20260201"))}
		}, []string{"S2 " + SameDates}},
		{"the end before the start", func(o *lheo.Offer, _ *Profile) {
			o.Actions = []offre.Action{action("A", 10, s("S1", "20260301", "20260201"))}
		}, []string{"S1 " + ReversedPeriod}},
		{"an identical action", func(o *lheo.Offer, _ *Profile) {
			o.Actions = []offre.Action{action("A", 10, s("S1", "", "")), action("B", 10, s("S2", "", ""), s("S3", "20260101", ""))}
		}, []string{"S2 " + SameAction, "S3 " + SameAction}},
		{"nearly identical", func(o *lheo.Offer, _ *Profile) {
			o.Actions = []offre.Action{action("A", 10, s("S1", "", "")), action("B", 19, s("S2", "", "")), action("C", 20, s("S3", "", ""))}
		}, []string{"S2 " + NearlySameAction, "S3 " + NearlySameAction}},
		{"at another price", func(o *lheo.Offer, _ *Profile) {
			b := action("B", 10, s("S2", "", ""))
			b.PrixTotal = "1"
			o.Actions = []offre.Action{action("A", 10, s("S1", "", "")), b}
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, p := cuisine(), profile
			if c.overlay != nil {
				c.overlay(&o, &p)
			}
			var got []string
			for _, r := range p.Check(o) {
				got = append(got, r.Session+" "+r.Code)
				if r.Sentence == "" || Labels()[r.Code] == "" {
					t.Errorf("%s has no sentence or label", r.Code)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestValidateAgreesWithTheOfficialSchema breaks one thing of a good catalogue at a
// time.
func TestValidateAgreesWithTheOfficialSchema(t *testing.T) {
	out, _ := profile.AppendOffer(nil, cuisine())
	good := document(out)
	for name, change := range map[string][2]string{
		"nothing": {"", ""}, "a missing element": {"<parcours-de-formation>4</parcours-de-formation>", ""}, "out of order": {"<contenu-formation>Cuisson</contenu-formation>", "<parcours-de-formation>4</parcours-de-formation><contenu-formation>C</contenu-formation>"},
		"twice":             {"<langue-formation>FR</langue-formation>", "<langue-formation>FR</langue-formation><langue-formation>EN</langue-formation>"},
		"another namespace": {Namespace, "http://lheo.gouv.fr/2.3"}, "unknown": {"<nom>Martin</nom>", "<nom>Martin</nom><civilite>M.</civilite>"},
		"a code out of its values": {"<langue-formation>FR</langue-formation>", "<langue-formation>FRA</langue-formation>"}, "a day": {"20270900", "20279999"}, "no day": {"20270900", "20272900"},
		"a phone": {"0231000002", "02 31 00"}, "a long line": {"<ligne>12 bis rue des Tilleuls</ligne>", "<ligne>" + strings.Repeat("x", 51) + "</ligne>"},
		"four lines": {"<codepostal>", strings.Repeat("<ligne>x</ligne>", 3) + "<codepostal>"}, "no attribute": {` datecrea="20260102"`, ""}, "an unknown attribute": {`numero="14_F1"`, `numero="14_F1" ref="x"`},
		"two certifications": {"</code-RNCP>", "</code-RNCP><code-RS>RS1</code-RS>"}, "an empty certification": {"<code-RNCP>RNCP38430</code-RNCP>", ""}, "a bare number": {"RNCP38430</code-RNCP>", "38430</code-RNCP>"},
		"text astray": {"<offres>", "<offres>x"}, "text in an extension": {"<extras info=\"session\">", "<extras info=\"session\">x"}, "an element in an extension": {`<extra info="garantie">0</extra>`, `<extra info="garantie"><truc>0</truc></extra>`},
		"a domain": {"<certification>", "<domaine-formation/><certification>"}, "an empty price": {`<extra info="taux-tva">0.0</extra>`, ""}, "spaces around a code": {"<modalites-enseignement>0<", "<modalites-enseignement> 0 <"},
		"spaces around a text": {"<courriel>c@exemple.fr<", "<courriel> c@exemple.fr <"}, "a wrong extension": {`<extra info="garantie">0</extra>`, `<extra info="garantie"><nom></nom></extra>`},
		"an unclosed tag": {"</offres>", ""}, "no formation": {string(lheo.Latin1(nil, out)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			doc := bytes.Replace(good, []byte(change[0]), []byte(change[1]), 1)
			if name != "nothing" && bytes.Equal(doc, good) {
				t.Fatal("the overlay changes nothing")
			}
			text, official := xmllint(t, doc)
			if r := judged(t, doc); r.Valid() != official {
				t.Errorf("we say %v: %+v\nofficially %s", r.Valid(), r.Faults, text)
			}
		})
	}
}

func TestValidateTakesTheOfficialExample(t *testing.T) {
	doc, err := os.ReadFile(sharedtest.Path(t, "data/edof/exemple-catalogue-edof-v7r0.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if r := judged(t, doc); !r.Valid() || r.Formations < 2 {
		t.Errorf("%+v", r)
	}
}

func TestCheckOfAFile(t *testing.T) {
	out, _ := profile.AppendOffer(nil, cuisine())
	good := document(out)
	for want, doc := range map[string][]byte{
		"": good,
		"le catalogue n'est pas celui qu'EDOF demande (fautes : 1) : ligne 13, formation 14_F1 : <code-CPF> est en trop dans <certification>": bytes.Replace(good, []byte("</code-RNCP>\n"), []byte("</code-RNCP>\n<code-CPF>CPF1</code-CPF>\n"), 1),
	} {
		if got, err := Check(t.Context(), "edof.xml", bytes.NewReader(doc)); got != want || err != nil {
			t.Errorf("got %q (%v), want %q", got, err, want)
		}
	}
}

func TestEncodingMustBeDeclared(t *testing.T) {
	out, _ := profile.AppendOffer(nil, cuisine())
	utf := AppendFooter(append(bytes.Replace(AppendHeader(nil), []byte("ISO-8859-1"), []byte("UTF-8"), 1), out...))
	for name, c := range map[string]struct {
		doc  []byte
		want string
	}{
		"UTF-8":            {utf, "EDOF demande l'encodage ISO-8859-1"},
		"two declarations": {bytes.Repeat(AppendHeader(nil)[:44], 2), "l'encodage est déclaré deux fois"},
		"UTF-7":            {bytes.Replace(utf, []byte("UTF-8"), []byte("UTF-7"), 1), "EDOF demande l'encodage ISO-8859-1"},
		"nothing":          {nil, "le fichier est vide"},
	} {
		if r := judged(t, c.doc); r.Valid() || r.Faults[0].Message != c.want {
			t.Errorf("%s: %+v, want %q", name, r.Faults, c.want)
		}
	}
}

func TestValidateTellsWhatCannotBeRead(t *testing.T) {
	gone := errors.New("the disk is gone")
	if _, err := Validate(iotest.ErrReader(gone)); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
}

func TestCheckDefault(t *testing.T) {
	for _, c := range []struct{ path, value, want string }{
		{"objectif-formation", "Non renseigné.", ""}, {"action/acces-handicapes", "x", ""}, {"coordonnees/prenom", "-", ""}, {"taux-tva", "20", ""},
		{"telfixe/numtel", "0231", ""}, {"etat-recrutement", "3", "is not one of 1, 2"}, {"objectif-formatoin", "x", `did you mean "objectif-formation"?`},
		{"domaine-formation/code-NSF", "x", "unknown element"}, {"action", "x", "holds other elements"}, {"telfixe/numtel", "02 31", "1 to 15"}, {"prenom", "", "1 to 50"},
	} {
		err := CheckDefault(c.path, c.value)
		if got := fmt.Sprint(err); err == nil != (c.want == "") || !strings.Contains(got, c.want) && c.want != "" {
			t.Errorf("%s=%q: %v, want %q", c.path, c.value, err, c.want)
		}
	}
}

func FuzzValidate(f *testing.F) {
	out, _ := profile.AppendOffer(nil, cuisine())
	f.Add(document(out))
	f.Add([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?><lheo xmlns="x"><offres><formation/></lheo>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		if r, err := Validate(bytes.NewReader(doc)); err != nil || len(r.Faults) > MaxFaults {
			t.Errorf("%v %d", err, len(r.Faults))
		}
	})
}

func FuzzAppendOffer(f *testing.F) {
	f.Add("L’œuvre", "12 rue x", "02 31", "12,5")
	f.Fuzz(func(t *testing.T, words, line, phone, price string) {
		o := cuisine()
		o.Formation.Intitule, o.Formation.Contact.Telephone, o.Actions[0].PrixTotal = words, phone, price
		o.Actions[0].Lieu.Adresse.Lignes = []string{line, words}
		out, report := profile.AppendOffer(nil, o)
		if r := judged(t, document(out)); len(report.Missing) == 0 && !r.Valid() {
			t.Errorf("nothing is missing and %+v\n%s", r.Faults, out)
		}
	})
}

func BenchmarkAppendOffer(b *testing.B) {
	o := cuisine()
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = profile.AppendOffer(dst[:0], o)
	}
	b.SetBytes(int64(len(dst)))
}
