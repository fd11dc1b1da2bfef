package merge

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var stranger = Options{Date: today, Delivery: "abc"}

// listing is a catalogue that can also list its organismes.
type listing struct{ answering }

var _ Repertoire = listing{}

func (l listing) AllOrganismes(context.Context) (all []offre.Organisme, err error) {
	found, err := fetch[offre.Organisme](l.organismes, keysOf(l.organismes))
	for _, o := range found {
		all = append(all, o)
	}
	return all, err
}

func keysOf(m map[string][]byte) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

// known is a catalogue that holds the good delivery and an NDA that was stated.
func known(t *testing.T) listing {
	t.Helper()
	c := listing{answering{newAwkward()}}
	rows := good()
	rows[0] = line("Organismes", 2, "organisme.siret="+siege, "organisme.nom=Institut du littoral", "organisme.nda=28140012314", "organisme.depend_de=[Université de Caen]", "organisme.siege=")
	apply(t, c, rows...)
	return c
}

// TestWhatOnlyStaffMayDoIsAskedFor delivers one row as a stranger over a known
// organisme.
func TestWhatOnlyStaffMayDoIsAskedFor(t *testing.T) {
	organisme := func(cells ...string) rowSet {
		return rowSet{line("Organismes", 9, append([]string{"organisme.siret=" + siege, "organisme.nom=Institut du littoral"}, cells...)...)}
	}
	person := func(cells ...string) rowSet {
		return rowSet{line("Interlocuteurs", 9, append([]string{"organisme.siret=" + siege}, cells...)...)}
	}
	camille := "interlocuteur.nom=Lefèvre"
	for _, tc := range []struct {
		name          string
		rows          rowSet
		kind          journal.RequestKind
		before, after string
		want          journal.Counts
	}{
		{"nothing differs", organisme("organisme.nda=28140012314", "organisme.depend_de=[Université de Caen]"), "", "", "", journal.Counts{Read: 1, Unchanged: 1}},
		{"another NDA", organisme("organisme.nda=28140099914"), journal.ChangeNDA, "28140012314", "28140099914", journal.Counts{Read: 1, Unchanged: 1}},
		{"no NDA stated", organisme("organisme.nda="), "", "", "", journal.Counts{Read: 1, Unchanged: 1}},
		{"another NDA and a telephone", organisme("organisme.nda=28140099914", "organisme.telephone=0231000002"), journal.ChangeNDA, "28140012314", "28140099914", journal.Counts{Read: 1, Changed: 1}},
		{"a head office", organisme("organisme.siege=" + antenne), journal.ChangeAttachments, "dépend de : Université de Caen", "siège : " + antenne + " ; dépend de : Université de Caen", journal.Counts{Read: 1, Unchanged: 1}},
		{"no attachment any more", organisme("organisme.depend_de="), journal.ChangeAttachments, "dépend de : Université de Caen", "aucun siège ni rattachement", journal.Counts{Read: 1, Unchanged: 1}},
		{"a structure below", organisme("organisme.rattachees=[IUP]"), journal.ChangeAttachments, "dépend de : Université de Caen", "dépend de : Université de Caen ; structures rattachées : IUP", journal.Counts{Read: 1, Unchanged: 1}},
		{"same person", person(camille, "interlocuteur.prenom=Camille", "interlocuteur.courriel=c.lefevre@exemple.fr"), "", "", "", journal.Counts{Read: 1, Unchanged: 1}},
		{"another person", person("interlocuteur.nom=Morel", "interlocuteur.fonction=directrice"), journal.ChangeInterlocuteurs, "Camille Lefèvre (c.lefevre@exemple.fr)", "Morel (directrice)", journal.Counts{Read: 1, Unchanged: 1}},
		{"another SIRET", organisme("organisme.identifiant=04_O"+siege, "organisme.siret="+antenne), journal.ChangeSIRET, siege, antenne, journal.Counts{Read: 1, Unchanged: 1}},
		{"new organisme", organisme("organisme.siret="+antenne, "organisme.ville=Caen", "organisme.nda=28140012314"), journal.CreateOrganisme, "",
			"Institut du littoral ; SIRET " + antenne + " ; déclaration d'activité 28140012314 ; Caen", journal.Counts{Read: 1, Unchanged: 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := known(t)
			before := c.organisme(t, siege)
			result := applyAs(t, stranger, c, tc.rows...)
			if got := total(result); got != tc.want {
				t.Errorf("counts %+v, want %+v", got, tc.want)
			}
			after := c.organisme(t, siege)
			if after.Coordonnees.Telephone = ""; asJSON(t, after) != asJSON(t, before) || len(c.organismes) != 1 {
				t.Errorf("the catalogue changed from\n%s to\n%s (%d)", asJSON(t, before), asJSON(t, after), len(c.organismes))
			}
			checkRequest(t, result, tc.kind, tc.before, tc.after)
			if again := applyAs(t, stranger, c, tc.rows...); tc.kind != "" && again.Requests[0].ID != result.Requests[0].ID {
				t.Errorf("the same demand is %s, then %s", result.Requests[0].ID, again.Requests[0].ID)
			}
		})
	}
}

func checkRequest(t *testing.T, r Result, kind journal.RequestKind, before, after string) {
	t.Helper()
	if kind == "" {
		if len(r.Requests)+len(r.Findings) > 0 {
			t.Errorf("asked for %+v, said %+v", r.Requests, r.Findings)
		}
		return
	}
	if len(r.Requests) != 1 || !slices.Equal(rulesOf(r.Findings), []string{"demande-enregistree"}) {
		t.Fatalf("asked for %+v, said %q", r.Requests, rulesOf(r.Findings))
	}
	q := r.Requests[0]
	if q.Kind != kind || q.Before != before || q.After != after {
		t.Errorf("asked for %s, « %s » → « %s »; want %s, « %s » → « %s »", q.Kind, q.Before, q.After, kind, before, after)
	}
	if len(q.ID) != 8 || q.Run != "run" || q.Delivery != "abc" || q.File != "essai.xlsx" || q.Row != 9 || q.State != journal.Waiting || !q.AskedAt.Equal(today) {
		t.Errorf("request %+v", q)
	}
	if f := r.Findings[0]; f.Row != 9 || !strings.Contains(f.Message, q.Organisme) || !strings.Contains(f.Message, "le Carif-Oref décidera") {
		t.Errorf("finding %+v", f)
	}
}

func TestRegisterNDAThatIsStatedChangesNothing(t *testing.T) {
	c := listing{answering{newAwkward()}}
	apply(t, c, good()...) // the catalogue finds 28140099914 in the register
	row := func(nda string) rowSet {
		return rowSet{line("Organismes", 9, "organisme.siret="+siege, "organisme.nda="+nda)}
	}
	if r := applyAs(t, stranger, c, row("28140099914")...); total(r).Unchanged != 1 || len(r.Requests) != 0 {
		t.Errorf("%+v, asked for %+v", r.Sheets, r.Requests)
	}
	r := applyAs(t, stranger, c, row("28140012314")...)
	checkRequest(t, r, journal.ChangeNDA, "28140099914 (liste nationale des organismes)", "28140012314")
}

// TestStrangersDelivery loads a whole delivery of an organisme that nobody knows.
func TestStrangersDelivery(t *testing.T) {
	c := newAwkward()
	result := applyAs(t, stranger, c, good()...)
	if len(c.organismes) != 0 || len(c.formations) != 1 || len(c.sessions) != 2 {
		t.Errorf("%d organismes, %d formations, %d sessions", len(c.organismes), len(c.formations), len(c.sessions))
	}
	if len(result.Requests) != 1 || result.Requests[0].Kind != journal.CreateOrganisme || !strings.Contains(result.Requests[0].After, "Camille Lefèvre") {
		t.Errorf("requests %+v", result.Requests)
	}
	if got := rulesOf(result.Findings); !slices.Equal(got, []string{"demande-enregistree", "demande-enregistree", "responsable-inconnu"}) {
		t.Errorf("findings %q", got)
	}
	if f := result.Findings[2]; !strings.Contains(f.Message, "sa création est demandée") {
		t.Errorf("finding %+v", f)
	}
	for _, o := range result.Origins {
		if o.Record == "" || o.Kind == KindOrganisme {
			t.Errorf("origin of what does not stand: %+v", o)
		}
	}
	o, err := Grant(nil, result.Requests[0])
	if err != nil || o.Nom != "Institut du littoral" || len(o.Interlocuteurs) != 1 {
		t.Fatalf("granted %+v, %v", o, err)
	}
	if err := c.KeepOrganismes(t.Context(), "run", []offre.Organisme{o}); err != nil {
		t.Fatal(err)
	}
	if again := applyAs(t, stranger, c, good()...); total(again).Unchanged != 5 || len(again.Findings) != 0 {
		t.Errorf("once granted: %+v, %q", again.Sheets, rulesOf(again.Findings))
	}
}

// TestFlatRowsAskOnce delivers rows that speak of everything at once.
func TestFlatRowsAskOnce(t *testing.T) {
	result := applyAs(t, stranger, newAwkward(), flat(2), flat(3, "session.identifiant=28_9"))
	if len(result.Requests) != 1 || result.Sheets["Feuil1"].Added != 2 || tally(result.Findings)["demande-enregistree"] != 1 {
		t.Errorf("%+v, %+v, %q", result.Requests, result.Sheets, rulesOf(result.Findings))
	}
}

// The formations of an organisme that asks for another SIRET stay its own.
func TestSIRETThatIsAskedForMeansTheFormerOne(t *testing.T) {
	c := known(t)
	rows := rowSet{
		line("Organismes", 9, "organisme.siret="+antenne, "organisme.identifiant=04_O"+siege, "organisme.telephone=0231000002"),
		line("Interlocuteurs", 9, "organisme.siret="+antenne, "interlocuteur.nom=Lefèvre", "interlocuteur.prenom=Camille", "interlocuteur.courriel=c.lefevre@exemple.fr"),
		line("Formations", 9, "formation.responsable="+antenne, "formation.reference=NAU-01", "formation.intitule=Voilerie d'art"),
	}
	result := applyAs(t, stranger, c, rows...)
	if len(c.organismes) != 1 || len(c.formations) != 1 || total(result).Changed != 2 || result.Sheets["Interlocuteurs"].Unchanged != 1 {
		t.Errorf("%d organismes, %d formations, %+v", len(c.organismes), len(c.formations), result.Sheets)
	}
	if len(result.Requests) != 1 || c.organisme(t, siege).Coordonnees.Telephone != "0231000002" {
		t.Fatalf("requests %+v", result.Requests)
	}
	held := c.organisme(t, siege)
	o, err := Grant(&held, result.Requests[0])
	if err != nil || o.SIRET != antenne || o.ID != held.ID || o.Coordonnees.Telephone != "0231000002" {
		t.Errorf("granted %+v, %v", o, err)
	}
}

func TestStaffChangeASIRET(t *testing.T) {
	c := known(t)
	result := apply(t, c, line("Organismes", 9, "organisme.siret="+antenne, "organisme.identifiant=04_O"+siege))
	if o := c.organisme(t, antenne); o.ID != "04_O"+siege || o.Nom != "Institut du littoral" {
		t.Errorf("organisme %+v", o)
	}
	if result.Renamed[siege] != antenne || total(result).Changed != 1 || len(result.Requests) != 0 {
		t.Errorf("renamed %v, %+v", result.Renamed, result.Sheets)
	}
}

func TestNumbersOfOrganismes(t *testing.T) {
	for _, tc := range []struct {
		name, siret, id string
		o               Options
		want            string // ID under which the SIRET then stands
		rules           []string
	}{
		{"its own", siege, "04_O" + siege, stranger, "04_O" + siege, nil},
		{"one that nobody knows, of a known organisme", siege, "14_OF_88", stranger, "04_O" + siege, nil},
		{"staff number a new organisme", "35600000000048", "14_OF_88", Options{Trusted: true}, "14_OF_88", nil},
		{"that of another organisme", antenne, "04_O" + siege, Options{Trusted: true}, "04_O" + antenne, []string{"organisme-contradictoire"}},
		{"that of another organisme, by a stranger", antenne, "04_O" + siege, stranger, "04_O" + antenne, []string{"organisme-contradictoire"}},
		{"no number", siege, "nœud", stranger, "04_O" + siege, []string{"identifiant-refuse"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := known(t)
			apply(t, c, line("Organismes", 2, "organisme.siret="+antenne, "organisme.nom=Antenne"))
			result := applyAs(t, tc.o, c, line("Organismes", 9, "organisme.siret="+tc.siret, "organisme.identifiant="+tc.id))
			if got := c.organisme(t, tc.siret).ID; got != tc.want {
				t.Errorf("ID %s, want %s", got, tc.want)
			}
			if got := rulesOf(result.Findings); !slices.Equal(got, tc.rules) {
				t.Errorf("findings %q, want %q", got, tc.rules)
			}
		})
	}
}

func TestGrant(t *testing.T) {
	held := offre.Organisme{ID: "1", SIRET: siege, NDA: "28140099914", NDAOrigine: offre.OrigineRegistre, Nom: "Institut", Commentaire: "gardé"}
	asked := `{"id":"1","siret":"` + siege + `","nda":"28140012314","nom":"Autre","siege":"` + antenne + `","interlocuteurs":[{"nom":"Morel"}]}`
	request := func(kind journal.RequestKind) journal.Request {
		return journal.Request{ID: "x", Kind: kind, Organisme: siege, Asked: []byte(asked)}
	}
	want := map[journal.RequestKind]offre.Organisme{
		journal.ChangeNDA:            {ID: "1", SIRET: siege, NDA: "28140012314", Nom: "Institut", Commentaire: "gardé"},
		journal.ChangeAttachments:    {ID: "1", SIRET: siege, NDA: "28140099914", NDAOrigine: offre.OrigineRegistre, Nom: "Institut", Commentaire: "gardé", Siege: antenne},
		journal.ChangeInterlocuteurs: {ID: "1", SIRET: siege, NDA: "28140099914", NDAOrigine: offre.OrigineRegistre, Nom: "Institut", Commentaire: "gardé", Interlocuteurs: []offre.Contact{{Nom: "Morel"}}},
	}
	for kind, o := range want {
		if got, err := Grant(&held, request(kind)); err != nil || asJSON(t, got) != asJSON(t, o) {
			t.Errorf("%s: %s, want %s (%v)", kind, asJSON(t, got), asJSON(t, o), err)
		}
	}
	damaged := request(journal.ChangeNDA)
	damaged.Asked = []byte("{")
	elsewhere := request(journal.ChangeNDA)
	elsewhere.Organisme = antenne
	for name, refused := range map[string]struct {
		existing *offre.Organisme
		r        journal.Request
	}{
		"creation of one that stands": {&held, request(journal.CreateOrganisme)}, "change of one that does not": {nil, request(journal.ChangeNDA)},
		"kind of another version": {&held, request("nom")}, "damaged": {&held, damaged}, "another organisme": {&held, elsewhere},
	} {
		if o, err := Grant(refused.existing, refused.r); err == nil || o.ID != "" {
			t.Errorf("%s: granted %+v", name, o)
		}
	}
}
