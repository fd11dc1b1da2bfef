package target_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// whole states every key of delivery.
const whole = `
name: tout
extends: aude
title: Tout
audience: Nous.
contact: Jeanne
notes: [Une note.]
schedule: {when: Le lundi., display_days: [1, 2], working_days: [0, 1], source: elle}
mandatory:
  - {element: action/prix-total-TTC, sentence: Le prix est connu., excludes: sans prix, source: elle}
format: {schema: lheo-2.2, encoding: ISO-8859-1, horodatage: false, usages: true, uri: true}
limits: {lengths: {intitule-formation: 120}, counts: {code-FORMACODE: 1}}
extras:
  - extra: flux-intercarif
  - extra: validation
    codes: {certifiante: "5"}
numbering: {formation: "13_", session: raw}
order: organisme
file: "{target}-{date}.xml"
page: https://exemple.fr/f/{formation}
transfer: delta
compression: [gz, zst]
guard: {floor: 10, max_drop_percent: 20, max_rise_percent: 50}
twins: [csv]
csv_bom: true
`

func TestDeliveryIsReadAndInherited(t *testing.T) {
	set, err := target.Load(fstest.MapFS{"tout.yaml": yaml(whole), "fils.yaml": yaml("name: fils\nextends: tout\nformat: {encoding: UTF-8}\nguard: {floor: 5}\nnumbering: {}\npage: \"\"\ntwins: []\nwithout: [sans-prix-total-TTC]\n")})
	if err != nil {
		t.Fatal(err)
	}
	got, son := set["tout"], set["fils"]
	p := got.Profile("")
	switch {
	case p.Version != "2.2" || !p.Latin1 || p.Horodatage || !p.Usages || p.URI["formation"] != "https://exemple.fr/f/{formation}":
		t.Errorf("profile: %+v", p)
	case p.Lengths["intitule-formation"] != 120 || p.Counts["code-FORMACODE"] != 1:
		t.Errorf("limits: %v %v", p.Lengths, p.Counts)
	case got.Mandatory[0].Code != "sans-prix-total-TTC" || got.Labels()["sans-prix-total-TTC"] != "sans prix":
		t.Errorf("mandatory: %+v", got.Mandatory)
	case got.FileName(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), "") != "tout-2026-11-23.xml":
		t.Error(got.FileName(time.Time{}, ""))
	case got.Order != target.ByOrganisme || got.Transfer != target.Delta || len(got.Compress) != 2 || !got.BOM || got.Schedule.DisplayDays[1] != 2 || got.Schedule.WorkingDays[1] != 1:
		t.Errorf("%+v", got)
	case len(son.Mandatory) != 0 || *son.Guard.Floor != 5 || *son.Guard.MaxDropPercent != 20 || !son.Numbering.Kept() || son.Page != "" || len(son.Twins) != 0:
		t.Errorf("what extends it: %+v", son)
	case son.Profile("").Latin1 || son.Profile("").Version != "2.2" || len(son.Extras) != 2 || len(son.Compress) != 2:
		t.Errorf("what extends it: %+v", son)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ how, id, want string }{
		{"", "04_F1", "04_F1"}, {"kept", "04_F1", "04_F1"}, {"raw", "04_F1", "F1"}, {"raw", "F1", "F1"}, {"raw", "SE_1", "1"}, {"13_", "04_F1", "13_F1"}, {"13_", "F1", "13_F1"}, {"13_", "", ""},
	} {
		if got := target.Number(c.how, c.id); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.how, c.id, got, c.want)
		}
	}
}

// written is an offer as a target writes it today.
func written(t *testing.T, tg target.Target, o lheo.Offer) string {
	t.Helper()
	p := tg.Profile("")
	p.Extras = tg.Extensions(today)
	out, _ := p.AppendOffer(nil, o)
	return strings.ReplaceAll(string(out), "\n", "")
}

func TestExtensionsSayWhatTheOfferSays(t *testing.T) {
	set, err := target.Load(fstest.MapFS{"mine.yaml": yaml(`
name: mine
extends: intercarif
extras:
  - extra: session-perimee
  - extra: eligibilite-cpf
  - extra: type-action
  - extra: dispositif
  - extra: duree-hebdo
  - extra: validation
    codes: {certifiante: "5"}
  - extra: specificites
  - extra: categorie-organisme
    codes: {organisme: "00"}
`)})
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	for _, c := range []struct {
		name    string
		overlay func(*offre.Formation, *offre.Session)
		want    string
		not     string
	}{
		{"a session to come", func(_ *offre.Formation, s *offre.Session) { s.Fin = "20260916" }, `<extra info="session-perimee">0</extra>`, ""},
		{"a session that is over", func(_ *offre.Formation, s *offre.Session) { s.Fin = "20260915" },
			`<extras info="session-perimee"><extra info="session-perimee">1</extra></extras>`, ""},
		{"and its action", func(_ *offre.Formation, s *offre.Session) { s.Fin = "20260915" }, `<extra info="action-perimee">1</extra>`, ""},
		{"an end that is not known", func(_ *offre.Formation, s *offre.Session) { s.Fin = "" }, `<extra info="session-perimee">0</extra>`, ""},
		{"an apprenticeship", func(_ *offre.Formation, s *offre.Session) { s.Dispositif = offre.Apprentissage }, `<extra info="contrat-apprentissage">1</extra><extra info="contrat-professionnalisation">0</extra>`, ""},
		{"initial training", func(_ *offre.Formation, s *offre.Session) { s.Dispositif = offre.FormationInitiale }, `<extras info="type-action"><extra info="formation-initiale">1</extra>`, ""},
		{"paid by the CPF", func(_ *offre.Formation, s *offre.Session) { s.Dispositif = offre.CPF }, `<extras info="eligibilite-cpf">`, ""},
		{"not paid by the CPF", nil, "", "eligibilite-cpf"},
		{"hours a week", func(_ *offre.Formation, s *offre.Session) { s.Rythme = "Temps plein, 35 h/semaine" }, `<extra info="duree-hebdo">35</extra>`, ""},
		{"hours of another kind", func(_ *offre.Formation, s *offre.Session) { s.Rythme = "140 h en tout" }, "", "duree-hebdo"},
		{"certifying", func(f *offre.Formation, _ *offre.Session) { f.Certifiante = &yes }, `<extra info="code-type-validation">5</extra>`, ""},
		{"not said to be certifying", nil, "", "code-type-validation"},
		{"a market", func(f *offre.Formation, s *offre.Session) {
			s.NumeroMarche, s.Dispositif, s.Financeurs, f.Publics = "M&1", offre.ProgrammeRegional, []string{"2"}, []string{"80006"}
		}, `<extras info="specificites"><extra info="code-public-vise" ref="V14">80006</extra><extra info="programme-financeur">Programme régional</extra><extra info="ref-action-marche-financeur">M&amp;1</extra></extras></organisme-financeur>`, ""},
		{"a financeur of whom no more is known", func(_ *offre.Formation, s *offre.Session) { s.Financeurs = []string{"2"} }, "<code-financeur>2</code-financeur></organisme-financeur>", "specificites"},
		{"the category that the target gives", nil, `<extra info="code-categorie-organisme">00</extra>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := good()
			if c.overlay != nil {
				c.overlay(&o.Formation, &o.Sessions[0])
			}
			offer := lheo.Offer{Formation: o.Formation, Responsable: o.Responsable, Actions: []offre.Action{{ID: "A1", Modalites: o.Sessions[0].Modalites, Sessions: o.Sessions}}}
			got := written(t, set["mine"], offer)
			if !strings.Contains(got, c.want) || c.not != "" && strings.Contains(got, c.not) {
				t.Errorf("want %q and not %q in\n%s", c.want, c.not, got)
			}
		})
	}
}

func TestFileExtras(t *testing.T) {
	list := builtIn(t)["aude"].FileExtras(time.Date(2026, 11, 23, 2, 15, 3, 0, time.UTC))
	if len(list) != 1 || list[0].Info != "flux-intercarif" || list[0].Children[0].Value != "20261123" || list[0].Children[1].Value != "021503" {
		t.Errorf("%+v", list)
	}
}
