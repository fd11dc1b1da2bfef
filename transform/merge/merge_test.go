package merge

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestGoodDeliveryBecomesRecords(t *testing.T) {
	c := newAwkward()
	result := apply(t, c, good()...)
	if len(result.Findings) != 0 {
		t.Errorf("findings of a good delivery: %+v", result.Findings)
	}
	want := map[string]journal.Counts{"Organismes": {Read: 1, Added: 1}, "Interlocuteurs": {Read: 1, Added: 1},
		"Formations": {Read: 1, Added: 1}, "Sessions": {Read: 2, Added: 2}}
	if !reflect.DeepEqual(result.Sheets, want) {
		t.Errorf("counts %+v, want %+v", result.Sheets, want)
	}
	o := c.organisme(t, siege)
	if o.ID != "04_O"+siege || o.Coordonnees.Adresse.Departement != "14" || o.Coordonnees.Adresse.Region != "28" ||
		len(o.Interlocuteurs) != 1 || o.Interlocuteurs[0].Prenom != "Camille" {
		t.Errorf("organisme %+v", o)
	}
	if want := []offre.Rattachement{{Nom: "Université de Caen", Sens: offre.DependDe}, {SIRET: antenne, Sens: offre.DependDe}}; !reflect.DeepEqual(o.Rattachements, want) {
		t.Errorf("rattachements %+v", o.Rattachements)
	}
	if want := []offre.CertificationPreparee{{Code: "54912", Commentaire: "uniquement en apprentissage"}, {Code: "81001"}}; !reflect.DeepEqual(o.Certifications, want) {
		t.Errorf("certifications préparées %+v", o.Certifications)
	}
	f := c.formation(t, result.Formations[0])
	if f.IntituleSaisi != "Voilerie" || f.Certifiante == nil || !*f.Certifiante || !slices.Equal(f.Saisie.Formacodes, []string{"21754", "31734"}) {
		t.Errorf("formation %+v", f)
	}
	s := c.session(t, sessionOn(t, c, result, "20270106"))
	if s.Formation != f.ID || s.Lieu.Adresse.Departement != "2B" || s.Lieu.Adresse.Region != "94" {
		t.Errorf("session %+v", s)
	}
}

func sessionOn(t *testing.T, c *awkward, r Result, day offre.Date) string {
	t.Helper()
	for _, id := range r.Sessions {
		if c.session(t, id).Debut == day {
			return id
		}
	}
	t.Fatalf("no session begins on %s", day)
	return ""
}

func TestNumbersAreStable(t *testing.T) {
	// These numbers stand in partners' systems: they may never change.
	c := newAwkward()
	result := apply(t, c, good()...)
	if want := []string{"04_FX0NVX1ND3N"}; !slices.Equal(result.Formations, want) {
		t.Errorf("formations %q, want %q", result.Formations, want)
	}
	if want := []string{"04_SM2NWRSPSTD", "04_SP5HDWXPFP6"}; !slices.Equal(result.Sessions, want) {
		t.Errorf("sessions %q, want %q", result.Sessions, want)
	}
	if got := number("13", 'F', siege, "NAU-01"); !strings.HasPrefix(got, "13_F") || got[3:] != result.Formations[0][3:] {
		t.Errorf("the prefix changes the number beyond itself: %s", got)
	}
}

func TestSameDeliveryTwiceChangesNothing(t *testing.T) {
	for name, rows := range map[string][]rowSet{
		"own layout":  {good()},
		"flat layout": {{flat(2), flat(3, "formation.certif_info=[87185]"), flat(4, "session.identifiant=28_9")}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newAwkward()
			apply(t, c, rows[0]...)
			before, kept := c.dump(), c.kept
			again := apply(t, c, rows[0]...)
			for sheet, counts := range again.Sheets {
				if counts.Unchanged != counts.Read {
					t.Errorf("sheet %s: %+v", sheet, counts)
				}
			}
			if c.dump() != before || c.kept != kept || len(again.Organismes)+len(again.Formations)+len(again.Sessions) > 0 {
				t.Errorf("%d records kept again: %v %v %v", c.kept-kept, again.Organismes, again.Formations, again.Sessions)
			}
			if len(again.Origins) == 0 {
				t.Error("unchanged rows have origins too")
			}
		})
	}
}

func TestDeliveriesThatDoNotOverlapCommute(t *testing.T) {
	one, other := good(), rowSet{flat(2, "formation.responsable="+antenne), flat(3, "formation.responsable="+antenne, "session.identifiant=28_7")}
	a, b := newAwkward(), newAwkward()
	apply(t, a, one...)
	apply(t, a, other...)
	apply(t, b, other...)
	apply(t, b, one...)
	if a.dump() != b.dump() {
		t.Errorf("order matters:\n%s\nand\n%s", a.dump(), b.dump())
	}
}

func TestBlankClearsAndAbsentLeaves(t *testing.T) {
	c := newAwkward()
	id := apply(t, c, good()...).Formations[0]
	result := apply(t, c, line("Formations", 2, "formation.responsable="+siege, "formation.reference=NAU-01", "formation.intitule=Voilerie", "formation.rome="))
	if got := result.Sheets["Formations"]; got.Changed != 1 {
		t.Errorf("counts %+v", got)
	}
	f := c.formation(t, id)
	if len(f.Saisie.ROME) != 0 || slices.ContainsFunc(f.ROME, func(c offre.Code) bool { return c.Origine == offre.OrigineSaisie }) {
		t.Errorf("a blank column does not clear: %+v", f.ROME)
	}
	if f.Certifiante == nil || len(f.Saisie.Formacodes) != 2 || len(f.Saisie.Certifications) != 1 {
		t.Errorf("an absent column does not leave what is held: %+v", f)
	}
}

func TestChangeStartsAgainFromTheStatement(t *testing.T) {
	c := newAwkward()
	id := apply(t, c, good()...).Formations[0]
	apply(t, c, line("Formations", 2, "formation.responsable="+siege, "formation.reference=NAU-01", "formation.certif_info=", "formation.rncp="))
	f := c.formation(t, id)
	if f.Intitule != "Voilerie" || len(f.Certifications) != 0 || f.NiveauSortie != "" || len(f.ROME) != 2 {
		t.Errorf("what the certification had brought remains: %+v", f)
	}
}

func TestSeveralRowsOfOneFormation(t *testing.T) {
	c := newAwkward()
	result := apply(t, c, flat(2), flat(3, "formation.certif_info=[87185]", "formation.rncp=25468"), flat(4, "formation.certif_info=[87187]"))
	if want := (journal.Counts{Read: 3, Added: 3}); result.Sheets["Feuil1"] != want {
		t.Errorf("counts %+v", result.Sheets)
	}
	if len(result.Findings) != 0 || len(result.Sessions) != 1 || len(result.Origins) != 9 {
		t.Errorf("findings %v, sessions %v, %d origins", result.Findings, result.Sessions, len(result.Origins))
	}
	var codes []string
	for _, x := range c.formation(t, "28_33675").Saisie.Certifications {
		codes = append(codes, x.CertifInfo+" "+x.RNCP)
	}
	if want := []string{"87189 RNCP25467", "87185 RNCP25468", "87187 RNCP25467"}; !slices.Equal(codes, want) {
		t.Errorf("certifications %q, want %q", codes, want)
	}
	if s := c.session(t, "28_215869"); s.Debut != "00000900" || s.Formateur != antenne || s.Formation != "28_33675" {
		t.Errorf("session %+v", s)
	}
	if o := c.organisme(t, siege); o.Nom != "CFA des Salines" {
		t.Errorf("the row's organisme is not made: %+v", o)
	}
}

func TestFindings(t *testing.T) {
	session := func(cells ...string) rowSet {
		base := []string{"formation.responsable=" + siege, "formation.reference=NAU-01", "session.reference=2026-09", "session.debut=20260907"}
		return rowSet{line("Sessions", 9, append(base, cells...)...)}
	}
	for _, tc := range []struct {
		name    string
		rows    rowSet
		rules   []string
		says    string
		refused int
	}{
		{"session of a formation nobody knows", session("formation.reference=NAU-1"), []string{"formation-inconnue"}, "« NAU-01 »", 1},
		{"formation of another organisme", append(session("formation.responsable="+antenne), good()[3]), []string{"formation-inconnue"}, "de l'organisme " + siege, 1},
		{"session of an unknown number", session("formation.identifiant=04_ABC"), []string{"formation-inconnue"}, "04_ABC", 1},
		{"people of an organisme nobody knows", rowSet{line("Interlocuteurs", 9, "organisme.siret="+antenne, "interlocuteur.nom=Morel")}, []string{"organisme-inconnu"}, antenne, 1},
		{"number that is too long", rowSet{flat(9, "formation.identifiant="+strings.Repeat("1", 33))}, []string{"identifiant-refuse"}, "32 caractères", 1},
		{"number with a space", rowSet{flat(9, "session.identifiant=12 34")}, []string{"identifiant-refuse"}, "", 1},
		{"formation without reference", rowSet{line("Formations", 9, "formation.responsable="+siege, "formation.reference=", "formation.intitule=Nœuds")}, []string{"cle-absente"}, "", 1},
		{"row that speaks of nothing", rowSet{line("Formations", 9)}, []string{"cle-absente"}, "", 1},
		{"organisme without SIRET", rowSet{line("Organismes", 9, "organisme.siret=", "organisme.nom=Cap")}, []string{"cle-absente"}, "SIRET", 1},
		{"formation of a responsable nobody knows", rowSet{line("Formations", 9, "formation.responsable="+antenne, "formation.reference=A", "formation.intitule=Nœuds")},
			[]string{"responsable-inconnu"}, antenne, 0},
		{"two titles for one formation", rowSet{flat(9), flat(10, "formation.intitule=AES"), flat(11, "formation.intitule=AES", "session.places=")}, []string{"valeurs-divergentes"}, "feuille Feuil1, ligne 9", 0},
		{"two RNCP numbers for one certification", rowSet{flat(9), flat(10, "formation.rncp=1")}, []string{"valeurs-divergentes"}, "87189", 0},
		{"several months of entry", rowSet{flat(9, "session.mois_entree=[9;10;1]")}, []string{"plusieurs-mois-entree"}, "septembre est gardé, octobre, janvier", 0},
		{"one session given to two formations", rowSet{flat(9), flat(10, "formation.identifiant=28_2")}, []string{"session-deplacee"}, "28_33675", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newAwkward()
			apply(t, c, good()...)
			before := c.kept
			result := apply(t, answering{c}, tc.rows...)
			if got := rulesOf(result.Findings); !slices.Equal(got, tc.rules) {
				t.Fatalf("findings %q, want %q: %+v", got, tc.rules, result.Findings)
			}
			f := result.Findings[0]
			if !strings.Contains(f.Message, tc.says) || f.Row < 9 || f.File != "essai.xlsx" {
				t.Errorf("finding %+v", f)
			}
			refused := 0
			for _, counts := range result.Sheets {
				refused += counts.Refused
			}
			if refused != tc.refused || refused == len(tc.rows) && c.kept != before {
				t.Errorf("%d rows refused, want %d; %d records kept", refused, tc.refused, c.kept-before)
			}
		})
	}
}

func TestRefusedRowKeepsNothing(t *testing.T) {
	c := newAwkward()
	row := flat(2)
	row.Refused = true
	result := apply(t, c, row)
	if want := (journal.Counts{Read: 1, Refused: 1}); result.Sheets["Feuil1"] != want || c.kept != 0 || len(result.Origins) != 0 {
		t.Errorf("%+v, %d records kept", result.Sheets, c.kept)
	}
}

func TestSessionAloneFindsTheFormationOfTheCatalogue(t *testing.T) {
	c := newAwkward()
	apply(t, c, good()...)
	result := apply(t, c, line("Sessions", 2, "formation.responsable="+siege, "formation.reference=NAU-01", "session.debut=20280901"))
	if got := result.Sheets["Sessions"]; got.Added != 1 || len(result.Formations) != 0 {
		t.Errorf("%+v, formations %v", got, result.Formations)
	}
}

func TestSessionWithoutReferenceIsToldByDatesPlaceAndFormateur(t *testing.T) {
	c := newAwkward()
	session := func(cells ...string) rowSet {
		base := []string{"formation.responsable=" + siege, "formation.reference=NAU-01", "session.debut=20280901", "session.lieu_ville=Ouistreham",
			"session.lieu_adresse=3 quai Charcot", "session.formateur_nom=Le Cap"}
		return rowSet{line("Sessions", 2, append(base, cells...)...)}
	}
	apply(t, c, good()...)
	apply(t, c, session()...)
	for _, tc := range []struct {
		name, cell string
		want       journal.Counts
	}{
		{"same", "session.places=", journal.Counts{Read: 1, Unchanged: 1}},
		{"more places", "session.places=14", journal.Counts{Read: 1, Changed: 1}},
		{"same address typed otherwise", "session.lieu_adresse=3, QUAI CHARCOT", journal.Counts{Read: 1, Changed: 1}},
		{"another day", "session.debut=20280902", journal.Counts{Read: 1, Added: 1}},
		{"another quay", "session.lieu_adresse=5 quai Charcot", journal.Counts{Read: 1, Added: 1}},
		{"another formateur", "session.formateur_nom=La Hune", journal.Counts{Read: 1, Added: 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := apply(t, c, session(tc.cell)...).Sheets["Sessions"]; got != tc.want {
				t.Errorf("%+v, want %+v", got, tc.want)
			}
		})
	}
}

// A Carif-Oref that moves in brings numbers of its own: later deliveries go by
// reference and must find them.
func TestReferenceFindsTheRecordThatHasItsOwnNumber(t *testing.T) {
	formation := []string{"formation.responsable=" + siege, "formation.reference=NAU-01", "formation.intitule=Voilerie"}
	session := []string{"formation.responsable=" + siege, "formation.reference=NAU-01", "session.debut=20260907"}
	numbered := rowSet{
		line("Formations", 2, append(formation, "formation.identifiant=04_A814179")...),
		line("Sessions", 2, append(session, "session.identifiant=814180", "session.reference=S1")...),
		line("Sessions", 3, append(session, "session.identifiant=814181", "session.reference=")...),
	}
	byReference := rowSet{
		line("Sessions", 2, append(session, "session.reference=S1")...),
		line("Sessions", 3, append(session, "session.reference=")...),
		line("Formations", 2, formation...),
	}
	c := newAwkward()
	apply(t, c, numbered...)
	result := apply(t, answering{c}, byReference...)
	for sheet, counts := range result.Sheets {
		if counts.Unchanged != counts.Read {
			t.Errorf("%s: %+v", sheet, counts)
		}
	}
	together := newAwkward()
	apply(t, together, append(numbered, byReference...)...)
	if together.dump() != c.dump() {
		t.Errorf("in one delivery the references do not find the numbers:\n%s\n%s", together.dump(), c.dump())
	}
}

func TestInterlocuteursAreTheWholeList(t *testing.T) {
	c := newAwkward()
	person := func(n int, nom, courriel string, cells ...string) []string {
		return append([]string{"organisme.siret=" + siege, "interlocuteur.nom=" + nom, "interlocuteur.courriel=" + courriel}, cells...)
	}
	apply(t, c, append(good(),
		line("Interlocuteurs", 3, person(3, "Morel", "a.morel@exemple.fr", "interlocuteur.telephone=0231000003")...),
		line("Interlocuteurs", 4, person(4, "Briand", "p.briand@exemple.fr")...))...)
	apply(t, c, line("Interlocuteurs", 2, person(2, "Briand", "p.briand@exemple.fr")...), line("Interlocuteurs", 3, person(3, "MOREL", "A.Morel@exemple.fr", "interlocuteur.fonction=Directrice")...))
	got := c.organisme(t, siege).Interlocuteurs
	if len(got) != 2 || got[0].Nom != "Briand" || got[1].Telephone != "0231000003" || got[1].Fonction != "Directrice" {
		t.Errorf("interlocuteurs %+v", got)
	}
	if c.organisme(t, siege).Nom != "Institut du littoral" {
		t.Error("the organisme lost what its people's sheet does not state")
	}
}

func TestEveryColumnOfTheOwnWorkbookIsKept(t *testing.T) {
	known := map[layout.Field]bool{layout.OrganismeSIRET: true, layout.OrganismeID: true, layout.FormationID: true, layout.SessionID: true, layout.SessionMoisEntree: true}
	for _, c := range certificationColumns {
		known[c.name] = true
	}
	note(known, organismeFields)
	note(known, interlocuteurFields)
	note(known, formationFields)
	note(known, sessionFields)
	for _, sheet := range layout.Own {
		for _, column := range sheet.Columns {
			if !known[column.Field] {
				t.Errorf("%s: nothing is made of column « %s »", column.Field, column.Header)
			}
		}
	}
}

// TestEveryFieldComesBack lays one value on each column and looks for it in the
// record: a field assigned to the wrong place is found twice or not at all.
func TestEveryFieldComesBack(t *testing.T) {
	eachFieldComesBack(t, organismeFields)
	eachFieldComesBack(t, interlocuteurFields)
	eachFieldComesBack(t, formationFields)
	eachFieldComesBack(t, sessionFields)
}

func eachFieldComesBack[T any](t *testing.T, fields []field[T]) {
	t.Helper()
	places := map[string]layout.Field{}
	for _, f := range fields {
		column, _ := layout.Lookup(f.name)
		v := value{text: "1"}
		switch column.Kind {
		case layout.List, layout.Tables, layout.ROME, layout.Formacode, layout.NSF, layout.CertifInfo:
			v = value{list: []string{"1"}}
		}
		switch {
		case strings.Contains(string(f.name), ".reste"):
			v = value{text: `[{"xml":"<extras/>"}]`}
		case strings.Contains(string(f.name), ".complement_lheo"), f.name == layout.InterlocuteurBesides, f.name == layout.FormationBesides, f.name == layout.SessionBesides:
			v = value{text: `{"contact":{"adresse":{"pays":"FR","ville":"Caen"}}}`}
		}
		var record T
		f.set(&record, v)
		written := asJSON(t, record)
		if written == asJSON(t, *new(T)) {
			t.Errorf("%s is not kept", f.name)
		}
		if other, twice := places[written]; twice {
			t.Errorf("%s and %s go to the same place: %s", f.name, other, written)
		}
		places[written] = f.name
	}
}

func note[T any](known map[layout.Field]bool, fields []field[T]) {
	for _, f := range fields {
		known[f.name] = true
	}
}

// TestEveryFindingIsDescribed holds the codes: staff search by them.
func TestEveryFindingIsDescribed(t *testing.T) {
	want := []string{"cle-absente", "identifiant-refuse", "formation-inconnue", "organisme-inconnu", "responsable-inconnu",
		"organisme-contradictoire", "demande-enregistree", "valeurs-divergentes", "ligne-repetee", "session-deplacee", "session-ancienne-reutilisee", "session-decalee", "date-moins-precise", "plusieurs-mois-entree"}
	var got []string
	for _, r := range Rules() {
		got = append(got, r.Code)
		if r.Sentence == "" || r.Why == "" || r.Source == "" || r.Severity > finding.Info && r.Remedy == "" {
			t.Errorf("rule %s is not described: %+v", r.Code, r)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("rules %q, want %q", got, want)
	}
}

func TestARepeatedRowIsTold(t *testing.T) {
	rows := good()
	again := rows[2]
	again.Number = 9
	c := newAwkward()
	result := apply(t, c, append(rows, again)...)
	if got := rulesOf(result.Findings); !slices.Equal(got, []string{"ligne-repetee"}) {
		t.Fatalf("findings %q", got)
	}
	if f := result.Findings[0]; f.Row != 9 || !strings.Contains(f.Message, "ligne 2") {
		t.Errorf("finding %+v", f)
	}
	if result.Sheets["Sessions"].Read != 3 || len(c.sessions) != 2 {
		t.Errorf("counts %+v, %d sessions", result.Sheets["Sessions"], len(c.sessions))
	}
}
