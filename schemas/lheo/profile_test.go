package lheo

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// asDocument puts a header and a footer around formations of a profile.
func asDocument(p Profile, formations []byte) []byte {
	h := Header{Version: p.Version, Latin1: p.Latin1, Extras: []Extra{{Info: "flux", Children: []Extra{{Info: "date", Value: "20261123"}}}}}
	doc := h.AppendFooter(append(h.AppendHeader(nil), formations...), false)
	if p.Latin1 {
		doc = Latin1(nil, doc)
	}
	return doc
}

func sound(t *testing.T, doc []byte) {
	t.Helper()
	result, err := Validate(context.Background(), bytes.NewReader(doc), Options{NoWarnings: true, Accept22: true})
	if err != nil || !result.Valid {
		t.Errorf("%v %+v\n%s", err, result.Faults, doc)
	}
}

func TestVersion22(t *testing.T) {
	p := defaults
	p.Version, p.Horodatage, p.URI = "2.2", true, map[string]string{"formation": "https://exemple.fr/{numero}"}
	o := cuisine()
	o.Horodatage.Creation = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	o.Responsable.Interlocuteurs = []offre.Contact{{Nom: "Un"}, {Nom: "Deux"}}
	out, report := p.AppendOffer(nil, o)
	if len(report.Missing) > 0 || len(p.Validate(out)) > 0 {
		t.Fatalf("missing %v, faults %+v", report.Missing, p.Validate(out))
	}
	sound(t, asDocument(p, out))
	for text, want := range map[string]bool{
		`<code-RNCP>38430</code-RNCP>`: true, `<code-niveau-sortie>4</code-niveau-sortie>`: true, "<nom>Un</nom>": true,
		"contact-session": false, "url-session": false, "code-UAI": false, "horodatage": false, "uri=": false, "<nom>Deux": false,
	} {
		if strings.Contains(string(out), text) != want {
			t.Errorf("%s: want it there: %v\n%s", text, want, out)
		}
	}
	if doc := string(asDocument(p, out)); !strings.Contains(doc, "</offres>\n<extras info=\"flux\">") || !strings.Contains(doc, Namespace22) {
		t.Errorf("the extensions of a 2.2 feed stand after the offers: %s", doc[len(doc)-200:])
	}
	o.Actions[0].Lieu = offre.Lieu{}
	if _, report := p.AppendOffer(nil, o); !slices.Contains(report.Missing, "action/lieu-de-formation") {
		t.Errorf("2.2 demands a place: missing is %v", report.Missing)
	}
}

func TestLatin1(t *testing.T) {
	p := defaults
	p.Latin1 = true
	o := cuisine()
	o.Formation.Intitule = "L’œuvre – « à 10 € » … d\u0092été\u202f!"
	o.Formation.Objectif = strings.Repeat("cœur ", 640)
	o.Formation.Contenu = "Łódź Ǎ ½ ① 日本 e\u0301"
	o.Formation.Reste = []offre.Brut{{XML: `<extras info="“garde”"><extra info="a">œ & “b”</extra></extras>`}, {XML: `<extras info='l’un'><extra info="a">œ“b”</extra></extras>`}}
	out, report := p.AppendOffer(nil, o)
	for _, want := range []string{
		"<intitule-formation>L'oeuvre - « à 10 EUR » ... d'été !</intitule-formation>", "<contenu-formation>Lódz A ½ 1 ?? é</contenu-formation>", "coeur...</objectif-formation>", `>oe&quot;b&quot;<`,
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	doc := asDocument(p, out)
	if utf8.Valid(doc) || !bytes.HasPrefix(doc, []byte(`<?xml version="1.0" encoding="ISO-8859-1"?>`)) {
		t.Error("the document is not in ISO-8859-1")
	}
	xmllint(t, doc)
	if report.Unsaid['œ'] != 642 || report.Unsaid['日'] != 1 || report.Unsaid['é'] != 0 || report.Unsaid['’'] != 2 {
		t.Errorf("unsaid: %v", report.Unsaid)
	}
	last := report.Findings[len(report.Findings)-1]
	if last.Rule != "caractere-hors-encodage" || last.Record != "14_F1" || !strings.Contains(last.Message, "« œ » écrit « oe » × 642") {
		t.Errorf("%+v", last)
	}
}

// TestLatin1SaysWhatItCan holds every character against the encoding.
func TestLatin1SaysWhatItCan(t *testing.T) {
	for c := rune(0x20); c < 0x30000; c++ {
		if !utf8.ValidRune(c) {
			continue
		}
		var r Report
		for _, got := range r.latin1("a" + string(c) + "b") {
			if !isLatin1(got) {
				t.Fatalf("%U is written with %U", c, got)
			}
		}
	}
	for c := rune(0xA0); c <= 0xFF; c++ {
		if got := Latin1(nil, []byte(string(c))); len(got) != 1 || got[0] != byte(c) {
			t.Fatalf("%U is %x", c, got)
		}
	}
}

func TestLimitsOfATarget(t *testing.T) {
	p := defaults
	p.Lengths = map[string]int{"intitule-formation": 20, "ligne": 10, "objectif-formation": 9000}
	p.Counts = map[string]int{"code-FORMACODE": 1, "certification": 1, "ligne": 1, "contact-organisme": 1}
	o := cuisine()
	o.Formation.Intitule = "Certificat d'aptitude professionnelle"
	o.Formation.Certifications = append(o.Formation.Certifications, offre.Certification{RS: "RS5080"})
	o.Responsable.Interlocuteurs = []offre.Contact{{Nom: "Un"}, {Nom: "Deux"}}
	out, report := p.AppendOffer(nil, o)
	for text, n := range map[string]int{"<intitule-formation>Certificat…</intitule-formation>": 1, "<code-FORMACODE": 2, "<certification>": 1, "<contact-organisme>": 1} {
		if got := strings.Count(string(out), text); got != n { // of the two Formacodes, one is in potentiel
			t.Errorf("%d × %s, want %d\n%s", got, text, n, out)
		}
	}
	said := false
	for _, f := range report.Findings {
		said = said || strings.Contains(f.Message, "la cible en admet 20")
	}
	if !said {
		t.Errorf("nobody says whose limit it is: %+v", report.Findings)
	}
	xmllint(t, asFeed(out))
}

func TestExtensions(t *testing.T) {
	p := defaults
	one := func(info string) []Extra {
		return []Extra{{Info: info, Numero: "7", Children: []Extra{{Info: info, Value: "a & b", Ref: "V14"}}}}
	}
	p.Extras = Extensions{
		Formation:   func(*Offer) []Extra { return one("f") },
		Responsable: func(*Offer) []Extra { return one("o") },
		Action:      func(_ *Offer, a *offre.Action) []Extra { return one("a") },
		Session:     func(_ *Offer, _ *offre.Action, s *offre.Session) []Extra { return one("s") },
		Financeur:   func(_ *Offer, _ *offre.Action, code string) []Extra { return one("p" + code) },
	}
	o := cuisine()
	out, _ := p.AppendOffer(nil, o)
	for _, info := range []string{"f", "o", "a", "s", "p2", "p16"} {
		if !strings.Contains(string(out), `<extras info="`+info+`" numero="7">`+"\n"+`<extra info="`+info+`" ref="V14">a &amp; b</extra>`) {
			t.Errorf("no extension %q in\n%s", info, out)
		}
	}
	xmllint(t, asFeed(out))
	o.Actions[0].Reste = []offre.Brut{{XML: `<extras info='a'><extra info="a">source</extra></extras>`}, {XML: "<enseignement><libelle-enseignement>x</libelle-enseignement></enseignement>"}}
	out, report := p.AppendOffer(nil, o)
	if strings.Contains(string(out), `<extras info="a"`) || !strings.Contains(string(out), "source") || len(report.Findings) > 1 {
		t.Errorf("what came in is not alone under its name: %+v\n%s", report.Findings, out)
	}
	xmllint(t, asFeed(out))
}

func TestInstantsAndAddresses(t *testing.T) {
	made, changed := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), time.Date(2026, 7, 8, 9, 10, 11, 0, time.FixedZone("", 7200))
	p := defaults
	p.Horodatage, p.Usages = true, true
	p.URI = map[string]string{"formation": "https://exemple.fr/f/{numero}", "session": "https://exemple.fr/f/{formation}?s={numero}&x"}
	p.Href = map[string]string{"formation": "https://exemple.fr/{numero}", "session": "https://exemple.fr/{numero}"}
	o := cuisine()
	h := offre.Horodatage{Creation: made, Modification: changed}
	o.Horodatage = h
	o.HorodatageActions = map[string]offre.Horodatage{"14_A1": h}
	o.HorodatageSessions = map[string]offre.Horodatage{"S1": {Creation: made}}
	out, _ := p.AppendOffer(nil, o)
	stamps := ` horodatage-creation="2026-01-02T03:04:05Z" horodatage-modification="2026-07-08T09:10:11+02:00" datecrea="20260102" datemaj="20260708"`
	for _, want := range []string{
		`<formation numero="14_F1"` + stamps + ` href="https://exemple.fr/14_F1" uri="https://exemple.fr/f/14_F1">`, `<action numero="14_A1"` + stamps + ">",
		`<session numero="S1" horodatage-creation="2026-01-02T03:04:05Z" datecrea="20260102" uri="https://exemple.fr/f/14_F1?s=S1&amp;x">`,
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
	xmllint(t, asFeed(out))
	o.Formation.Reste = []offre.Brut{{XML: `datecrea="20010503"`}, {XML: `uri="https://source.example"`}}
	out, _ = p.AppendOffer(nil, o)
	if s := string(out); strings.Count(s, "20010503") != 1 || strings.Contains(s, "source.example") || strings.Count(s, `datecrea=`) != 3 {
		t.Errorf("what came in has precedence, but for the address:\n%s", s)
	}
	xmllint(t, asFeed(out))
}

func TestLacking(t *testing.T) {
	o := cuisine()
	second := o.Actions[0].Sessions[0]
	second.ID, second.URL, second.Fin = "S2", "", ""
	o.Actions[0].Sessions = append(o.Actions[0].Sessions, second)
	out, _ := defaults.AppendOffer(nil, o)
	paths := []string{
		"intitule-formation", "domaine-formation/code-FORMACODE", "action/lieu-de-formation", "action/session/periode/debut",
		"action/session/periode/fin", "action/session/url-session", "url-action", "sous-modules/sous-module",
	}
	want := []string{"action/session/periode/fin", "action/session/url-session", "url-action", "sous-modules/sous-module"}
	if got := Lacking(out, paths); !slices.Equal(got, want) {
		t.Errorf("lacking %v, want %v", got, want)
	}
	if got := Lacking([]byte("<formation><a>"), paths[:1]); got != nil {
		t.Errorf("what is cut short lacks %v", got)
	}
}
