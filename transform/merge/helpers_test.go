package merge

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// awkward is a catalogue that gives back what it was given as a database would,
// and as a codified catalogue does: through JSON, with empty lists where nothing
// was, with codes, titles and numbers that nobody stated.
type awkward struct {
	organismes map[string][]byte
	formations map[string][]byte
	sessions   map[string][]byte
	kept       int
}

func newAwkward() *awkward {
	return &awkward{map[string][]byte{}, map[string][]byte{}, map[string][]byte{}, 0}
}

func (a *awkward) Organismes(_ context.Context, sirets []string) (map[string]offre.Organisme, error) {
	return fetch[offre.Organisme](a.organismes, sirets)
}

func (a *awkward) Formations(_ context.Context, ids []string) (map[string]offre.Formation, error) {
	return fetch[offre.Formation](a.formations, ids)
}

func (a *awkward) Sessions(_ context.Context, ids []string) (map[string]offre.Session, error) {
	return fetch[offre.Session](a.sessions, ids)
}

func (a *awkward) KeepOrganismes(_ context.Context, _ string, all []offre.Organisme) error {
	return put(a, a.organismes, all, func(o *offre.Organisme) string {
		if o.NDA == "" {
			o.NDA, o.NDAOrigine = "28140099914", offre.OrigineRegistre
		}
		return o.SIRET
	})
}

func (a *awkward) KeepFormations(_ context.Context, _ string, all []offre.Formation) error {
	return put(a, a.formations, all, func(f *offre.Formation) string {
		if len(f.Certifications) == 0 {
			return f.ID
		}
		f.Intitule, f.NiveauSortie = "Libellé officiel", "14"
		f.Certifications = append(f.Certifications, offre.Certification{CertifInfo: "999", Origine: offre.OrigineSuccesseur})
		f.ROME = append([]offre.Code{{Code: "Z9999", Origine: offre.OrigineCertification}}, f.ROME...)
		slices.Reverse(f.Formacodes)
		return f.ID
	})
}

func (a *awkward) KeepSessions(_ context.Context, _ string, all []offre.Session) error {
	return put(a, a.sessions, all, func(s *offre.Session) string {
		if s.Financeurs == nil {
			s.Financeurs = []string{}
		}
		return s.ID
	})
}

// answering is a catalogue that can also be asked by reference; it answers in no
// order.
type answering struct{ *awkward }

var _ Annuaire = answering{}

func (a answering) FormationsOf(_ context.Context, responsables []string) (map[string][]offre.Formation, error) {
	return of(a.formations, responsables, func(f offre.Formation) string { return f.Responsable })
}

func (a answering) SessionsOf(_ context.Context, formations []string) (map[string][]offre.Session, error) {
	return of(a.sessions, formations, func(s offre.Session) string { return s.Formation })
}

func of[T any](from map[string][]byte, keys []string, key func(T) string) (map[string][]T, error) {
	all, err := fetch[T](from, slices.Collect(maps.Keys(from)))
	found := map[string][]T{}
	for _, t := range all {
		if slices.Contains(keys, key(t)) {
			found[key(t)] = append(found[key(t)], t)
		}
	}
	return found, err
}

func fetch[T any](from map[string][]byte, keys []string) (map[string]T, error) {
	found := map[string]T{}
	for _, k := range keys {
		if doc, held := from[k]; held {
			var t T
			if err := json.Unmarshal(doc, &t); err != nil {
				return nil, err
			}
			found[k] = t
		}
	}
	return found, nil
}

func put[T any](a *awkward, to map[string][]byte, all []T, settle func(*T) string) error {
	for _, t := range all {
		key := settle(&t)
		doc, err := json.Marshal(t)
		if err != nil {
			return err
		}
		to[key] = doc
		a.kept++
	}
	return nil
}

// dump is the whole catalogue, to compare two.
func (a *awkward) dump() string {
	var b strings.Builder
	for _, m := range []map[string][]byte{a.organismes, a.formations, a.sessions} {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			b.WriteString(k + " " + string(m[k]) + "\n")
		}
	}
	return b.String()
}

func (a *awkward) formation(t *testing.T, id string) offre.Formation {
	return one[offre.Formation](t, a.formations, id)
}

func (a *awkward) session(t *testing.T, id string) offre.Session {
	return one[offre.Session](t, a.sessions, id)
}

func (a *awkward) organisme(t *testing.T, siret string) offre.Organisme {
	return one[offre.Organisme](t, a.organismes, siret)
}

func one[T any](t *testing.T, from map[string][]byte, key string) T {
	t.Helper()
	found, err := fetch[T](from, []string{key})
	if err != nil || len(found) != 1 {
		t.Fatalf("%q is not in the catalogue, which has %v (%v)", key, slices.Sorted(maps.Keys(from)), err)
	}
	return found[key]
}

// line is a row: « field=value » for a text, « field=[a;b] » for a list, « field= »
// for a blank.
func line(sheet string, number int, cells ...string) normalise.Row {
	r := normalise.Row{File: "essai.xlsx", Sheet: sheet, Number: number, Values: map[layout.Field]normalise.Value{}}
	for i, c := range cells {
		field, text, _ := strings.Cut(c, "=")
		v := normalise.Value{Text: text, Column: string(rune('A' + i)), Header: "en-tête " + field}
		if inner, list := strings.CutPrefix(text, "["); list {
			v.Text, v.List = "", strings.Split(strings.TrimSuffix(inner, "]"), ";")
		}
		r.Values[layout.Field(field)] = v
	}
	return r
}

// today is that of the tests: the first session of the good delivery is to come.
var today = time.Date(2026, 9, 1, 14, 30, 0, 0, time.UTC)

// apply loads rows as one delivery of staff's.
func apply(t *testing.T, c Catalogue, rows ...normalise.Row) Result {
	t.Helper()
	return applyAs(t, Options{Trusted: true, Date: today}, c, rows...)
}

// applyAs loads rows as one delivery and checks what always holds.
func applyAs(t *testing.T, o Options, c Catalogue, rows ...normalise.Row) Result {
	t.Helper()
	m := New("", o)
	for _, r := range rows {
		m.Add(r)
	}
	result, err := m.Apply(t.Context(), "run", c)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, c := range result.Sheets {
		read += c.Read
	}
	if read != len(rows) {
		t.Fatalf("%d rows given, %d accounted for", len(rows), read)
	}
	return result
}

func rulesOf(found []finding.Finding) (codes []string) {
	for _, f := range found {
		codes = append(codes, f.Rule)
	}
	return codes
}

const (
	siege   = "73282932000074"
	antenne = "73282932000082"
)

// A good delivery in the own layout: an organisme, its people, a formation and
// two sessions, one of them above its formation.
func good() []normalise.Row {
	return []normalise.Row{
		line("Organismes", 2, "organisme.siret="+siege, "organisme.nom=Institut du littoral", "organisme.nda=", "organisme.adresse=12 rue des Salines",
			"organisme.complement=", "organisme.code_postal=14000", "organisme.ville=Caen", "organisme.depend_de=[Université de Caen;"+antenne+"]",
			"organisme.certifications=[54912 : uniquement en apprentissage;81001]"),
		line("Interlocuteurs", 2, "organisme.siret="+siege, "interlocuteur.nom=Lefèvre", "interlocuteur.prenom=Camille", "interlocuteur.courriel=c.lefevre@exemple.fr"),
		line("Sessions", 2, "formation.responsable="+siege, "formation.reference=NAU-01", "session.reference=2026-09",
			"session.debut=20260907", "session.fin=20270630", "session.lieu_code_postal=14150", "session.lieu_ville=Ouistreham", "session.financeurs=[2;5]", "session.places=12"),
		line("Formations", 2, "formation.identifiant=", "formation.responsable="+siege, "formation.reference=NAU-01", "formation.intitule=Voilerie",
			"formation.certif_info=[100357]", "formation.rncp=", "formation.rome=[G1602;H2401]", "formation.formacodes=[21754;31734]", "formation.certifiante=1", "formation.niveau_sortie="),
		line("Sessions", 3, "formation.responsable="+siege, "formation.reference=NAU-01", "session.reference=",
			"session.debut=20270106", "session.fin=20270630", "session.lieu_code_postal=20200", "session.lieu_ville=Bastia", "session.financeurs=", "session.places="),
	}
}

// flat is a row that speaks of an organisme, a formation and a session at once.
func flat(number int, cells ...string) normalise.Row {
	base := []string{"organisme.nom=CFA des Salines", "organisme.raison_sociale=CFA des Salines", "formation.responsable=" + siege,
		"formation.identifiant=28_33675", "formation.intitule=Accompagnant éducatif et social", "formation.certif_info=[87189]", "formation.rncp=25467",
		"session.identifiant=28_215869", "session.mois_entree=[9]", "session.lieu_code_postal=50000", "session.formateur_siret=" + antenne, "session.formateur_nom=CFA, site de Saint-Lô"}
	return line("Feuil1", number, append(base, cells...)...)
}

type rowSet = []normalise.Row

func asJSON(t *testing.T, v any) string {
	t.Helper()
	doc, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}
