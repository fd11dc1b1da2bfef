package lheo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// laden adds to a formation what the nouns have no place for, wherever LHEO lets
// it stand, and, in foreign, attributes that LHEO does not know.
func laden(t *testing.T, r *rand.Rand, fragment []byte) (valid, foreign []byte) {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(fragment); err != nil {
		t.Fatal(err)
	}
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		decl, _ := V23().Element(e.Tag)
		for _, k := range e.ChildElements() {
			walk(k)
		}
		if decl.attrs.has(aNumero) && e.SelectAttr("numero") == nil && r.IntN(4) == 0 {
			e.CreateAttr("numero", fmt.Sprint(r.IntN(99)))
		}
		if decl.attrs.has(aCreation) && r.IntN(9) == 0 {
			e.CreateAttr("horodatage-creation", "2026-11-23T02:15:00+01:00")
		}
		if decl.place[eExtras] > 0 && r.IntN(3) == 0 {
			for i := range 1 + r.IntN(2) {
				x := e.CreateElement("extras")
				x.CreateAttr("info", fmt.Sprintf("reste-%s-%d", e.Tag, i))
				x.CreateElement("extra").SetText(randomWords[r.IntN(len(randomWords))])
			}
		}
	}
	walk(doc.Root())
	doc.Root().CreateAttr("datemaj", "20261123")
	if valid, _ = doc.WriteToBytes(); len(ValidateFormation(valid)) > 0 {
		t.Fatalf("%+v\n%s", ValidateFormation(valid), valid)
	}
	for _, e := range append(doc.FindElements("//session"), doc.FindElements("//action")...) {
		e.CreateAttr("vu", "20261123")
	}
	doc.Root().CreateAttr("lu", "a?b=c&d=e")
	foreign, _ = doc.WriteToBytes()
	return valid, foreign
}

func TestRestIsCarriedByTheNouns(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 200 {
		fragment, _ := Profile{}.AppendOffer(nil, randomOffer(r))
		valid, foreign := laden(t, r, fragment)
		got, _ := decodeAll(t, asFeed(foreign))
		whole, _ := Profile{}.AppendDecoded(nil, got[0])
		offer := catalogued(t, got[0])

		again, _ := Profile{Integral: true}.AppendOffer(nil, offer)
		if !bytes.Equal(again, whole) {
			t.Fatalf("offer %d: from its nouns\n%s\nand from what was decoded\n%s", i, again, whole)
		}
		same(t, asFeed(foreign), asFeed(whole))
		out, rep := Profile{}.AppendOffer(nil, offer)
		if faults := ValidateFormation(out); len(faults)+len(rep.Findings)+len(rep.Missing) > 0 {
			t.Fatalf("offer %d: %+v %+v\n%s", i, faults, rep, out)
		}
		same(t, asFeed(valid), asFeed(out))
	}
}

// same fails the test when one document says what the other does not.
func same(t *testing.T, before, after []byte) {
	t.Helper()
	counts := map[string]int{}
	for _, l := range outline(t, before) {
		counts[l]++
	}
	for _, l := range outline(t, after) {
		counts[l]--
	}
	for l, n := range counts {
		if n != 0 {
			t.Errorf("%+d %s", -n, l)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

// catalogued is a decoded offer as it comes out of a catalogue: its sessions flat,
// each with what its action says, in JSON.
func catalogued(t *testing.T, d Decoded) Offer {
	t.Helper()
	doc, err := json.Marshal(d.Offre())
	if err != nil {
		t.Fatal(err)
	}
	var o offre.Offre
	if err := json.Unmarshal(doc, &o); err != nil {
		t.Fatal(err)
	}
	offer := Offer{Formation: o.Formation, Responsable: o.Responsable, Formateurs: o.Formateurs}
	for _, s := range o.Sessions {
		if n := len(offer.Actions); n == 0 || offer.Actions[n-1].ID != s.Action {
			offer.Actions = append(offer.Actions, offre.Action{ID: s.Action, Modalites: s.Modalites})
		}
		last := &offer.Actions[len(offer.Actions)-1]
		last.Sessions = append(last.Sessions, s)
	}
	return offer
}

func TestWhatAFeedMayNotHoldIsLeftOut(t *testing.T) {
	extras := offre.Brut{XML: `<extras info="garde"><extra info="a">1</extra></extras>`}
	second := offre.Brut{XML: `<lieu-de-formation><coordonnees/></lieu-de-formation>`}
	for name, c := range map[string]struct {
		add        func(*Offer)
		kept, lost string
		leftOut    int
	}{
		"an extension of the session": {func(o *Offer) { o.Actions[0].Sessions[0].Reste = []offre.Brut{extras} }, `info="garde"`, "", 0},
		"a second place":              {func(o *Offer) { o.Actions[0].Reste = []offre.Brut{second} }, "</lieu-de-formation>\n<lieu-de-formation>", "", 0},
		"an element that 2.3 does not know": {func(o *Offer) {
			o.Formation.Reste = []offre.Brut{{XML: "<marée>haute</marée>", Apres: "action"}, extras}
		}, `info="garde"`, "marée", 1},
		"an element of another namespace": {func(o *Offer) { o.Actions[0].Reste = []offre.Brut{{XML: `<c:n xmlns:c="urn:c"/>`}, extras} }, `info="garde"`, "c:n", 1},
		"one too many":                    {func(o *Offer) { o.Formation.Reste = []offre.Brut{{XML: "<certifiante>0</certifiante>"}} }, "<certifiante>1", "<certifiante>0", 1},
		"ill-formed": {func(o *Offer) {
			o.Formation.Reste = []offre.Brut{{XML: "<extras><extra>a & b</extra></extras>"}, extras}
		}, `info="garde"`, "a & b", 1},
		"never closed":                      {func(o *Offer) { o.Formation.Reste = []offre.Brut{{XML: "<extras>"}} }, "", "<extras>", 1},
		"closing what is around it":         {func(o *Offer) { o.Actions[0].Reste = []offre.Brut{{XML: "<extras/></action></formation><formation>"}} }, "", "<extras/></action>", 1},
		"an identifier of another document": {func(o *Offer) { o.Formation.Reste = []offre.Brut{{XML: `<extras id="x"/>`}, extras} }, `info="garde"`, `id="x"`, 1},
		"what looks like a record": {func(o *Offer) {
			o.Formation.Reste = []offre.Brut{{XML: "<formation/>"}, {XML: "<extras><extra>\n<formation/></extra></extras>"}}
		}, "", "<formation/>", 2},
		"attributes": {func(o *Offer) { o.Formation.Reste = []offre.Brut{{XML: `datemaj="20261123"`}, {XML: `vu="oui"`}} }, `datemaj="20261123"`, "vu=", 0},
		"an attribute that is none": {func(o *Offer) {
			o.Formation.Reste = []offre.Brut{{XML: `horodatage-creation="hier"`}, {XML: `id="a"`}, {XML: "=,"}, {XML: "x="}}
		}, "", "hier", 0},
		"a path that leads nowhere": {func(o *Offer) {
			o.Formation.Reste = []offre.Brut{{Chemin: "marée[1]/x", XML: extras.XML}, {Chemin: "action[0]", XML: "a=b"}, {Chemin: "/", XML: "<"}}
		}, "", "garde", 0},
		"no public for the action": {func(o *Offer) {
			o.Actions[0].Reste = []offre.Brut{{Remplace: "code-public-vise", Temoin: "8204480056"}}
		}, ">80056</code-public-vise>", "", 0},
		"no precision for the action": {func(o *Offer) {
			o.Actions[0].Reste = []offre.Brut{{Remplace: "info-public-vise", Temoin: "toutpublic"}}
		}, "", "Tout public", 0},
		"what another text stood beside": {func(o *Offer) { o.Actions[0].Reste = []offre.Brut{{Remplace: "info-public-vise", Temoin: "adultes"}} }, "Tout public", "", 0},
		"of another place": {func(o *Offer) {
			o.Actions[0].Reste = []offre.Brut{{Chemin: "lieu-de-formation[1]", Temoin: "76600"}, {Chemin: "lieu-de-formation[1]", XML: extras.XML}}
		}, "", "garde", 0},
		"of a place that moved in its town": {func(o *Offer) {
			o.Actions[0].Reste = []offre.Brut{{Chemin: "lieu-de-formation[1]", Temoin: "999 14000"}, {Chemin: "lieu-de-formation[1]", XML: extras.XML}}
		}, "garde", "", 0},
		"of a code that is still the first": {func(o *Offer) {
			o.Formation.Reste = []offre.Brut{{Chemin: "domaine-formation[1]/code-NSF[1]", Temoin: "221"}, {Chemin: "domaine-formation[1]/code-NSF[1]", XML: `ref="V9"`}}
		}, `<code-NSF ref="V9">221`, "", 0},
		"of a code that another took over": {func(o *Offer) {
			o.Formation.Reste = []offre.Brut{{Chemin: "domaine-formation[1]/code-NSF[1]", Temoin: "222"}, {Chemin: "domaine-formation[1]/code-NSF[1]", XML: `ref="V9"`}}
		}, "", "V9", 0},
		"a version that the target chooses": {func(o *Offer) {
			o.Formation.Reste = []offre.Brut{{Chemin: "domaine-formation[1]/code-FORMACODE[1]", Temoin: "42752"}, {Chemin: "domaine-formation[1]/code-FORMACODE[1]", XML: `ref="V9"`}}
		}, `ref="V14" tag="principal">42752`, "V9", 0},
	} {
		t.Run(name, func(t *testing.T) {
			o := cuisine()
			c.add(&o)
			out, rep := defaults.AppendOffer(nil, o)
			left := slices.DeleteFunc(slices.Clone(rep.Findings), func(f finding.Finding) bool { return f.Rule != "brut-ecarte" || f.Record != "14_F1" || f.Message == "" })
			if len(left) != c.leftOut || len(rep.Findings) != c.leftOut {
				t.Errorf("findings %+v, want %d", rep.Findings, c.leftOut)
			}
			if !strings.Contains(string(out), c.kept) || c.lost != "" && strings.Contains(string(out), c.lost) {
				t.Errorf("want %q and not %q in\n%s", c.kept, c.lost, out)
			}
			xmllint(t, asFeed(out))
		})
	}
}

// An offer that is not valid by itself is written without what it carries, so that
// what is wrong is the offer's.
func TestRestDoesNotHideWhatIsMissing(t *testing.T) {
	o := cuisine()
	o.Formation.Objectif = ""
	o.Formation.Reste = []offre.Brut{{XML: "<marée/>"}}
	_, rep := Profile{}.AppendOffer(nil, o)
	if !slices.Equal(rep.Missing, []string{"objectif-formation"}) {
		t.Errorf("missing %q", rep.Missing)
	}
}

func TestEveryFindingOfReadingHasARule(t *testing.T) {
	known := map[string]bool{}
	for _, r := range DecodeRules() {
		if known[r.Code] || r.Sentence == "" || r.Why == "" || r.Source == "" {
			t.Errorf("%+v", r)
		}
		known[r.Code] = true
	}
	for _, m := range illFormed() {
		for d, err := range Decode(strings.NewReader(m.doc)) {
			for _, f := range d.Findings {
				if err == nil && !known[f.Rule] {
					t.Errorf("%s is not described: %s", f.Rule, f.Message)
				}
			}
		}
	}
}

// What a stranger wrote costs little, however much of it there is.
func TestMuchRestCostsLittle(t *testing.T) {
	o := cuisine()
	for range 20_000 {
		o.Formation.Reste = append(o.Formation.Reste, offre.Brut{XML: "<marée/>"}, offre.Brut{XML: "<extras/>", Chemin: "action[1]"})
	}
	o.Formation.Reste = append(o.Formation.Reste, offre.Brut{XML: "<extras>" + strings.Repeat("<vague/>", 20_000) + "</extras>"})
	begun := time.Now()
	out, rep := defaults.AppendOffer(nil, o)
	if took := time.Since(begun); took > 5*time.Second || len(rep.Findings) != maxFindings {
		t.Errorf("%s, %d findings", took, len(rep.Findings))
	}
	if n := bytes.Count(out, []byte("<extras/>")); n != 20_000 || len(ValidateFormation(out)) > 0 {
		t.Errorf("%d extensions are left", n)
	}
}
