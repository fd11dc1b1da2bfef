package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// TestViewsReadWell prints every view as a person sees it who opens the file.
func TestViewsReadWell(t *testing.T) {
	s := open(t)
	golden(t, "vues.txt", viewsOf(t, s, client(t, s.Path()), "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"))
}

// viewsOf prints the views that a query lists, of a small week.
func viewsOf(t *testing.T, s *store.Store, db *sql.DB, list string) string {
	t.Helper()
	smallWeek(t, s)
	reviewed(t, s)
	views, err := db.QueryContext(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	defer views.Close()
	var page strings.Builder
	for views.Next() {
		var name string
		if err := views.Scan(&name); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&page, "== %s\n%s\n", name, table(t, db, "SELECT * FROM "+name))
	}
	if err := views.Err(); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// table lays out a query as the sqlite3 program does, a record a block.
func table(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, into := make([]sql.NullString, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	var out strings.Builder
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			line := strings.Repeat(" ", max(0, 22-utf8.RuneCountInString(name))) + name + " = " + values[i].String
			out.WriteString(strings.TrimRight(line, " ") + "\n")
		}
		out.WriteString("\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// smallWeek keeps one record of each kind, and what can be missing from them.
func smallWeek(t *testing.T, s *store.Store) {
	t.Helper()
	ctx, yes := t.Context(), true
	run := journal.Run{ID: "20261123T021500Z-1f3a", Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), StartedAt: time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)}
	sha := strings.Repeat("ab", 32)
	siege := offre.Organisme{ID: "28_OF_1", SIRET: "73282932000074", NDA: "25140012314", Nom: "Ateliers du littoral", RaisonSociale: "ATELIERS DU LITTORAL",
		Coordonnees: offre.Contact{Telephone: "0231000001", Courriel: "accueil@exemple.fr", Adresse: offre.Adresse{CodePostal: "14150", Ville: "Ouistreham"}}}
	antenne := offre.Organisme{ID: "28_OF_2", SIRET: "35600000000048", Siege: siege.SIRET, RaisonSociale: "ATELIERS DU LITTORAL FLERS"}
	voile := offre.Formation{ID: "28_F1", Reference: "NAU-01", Responsable: siege.SIRET, Intitule: "CAP réparation de voiles", Certifiante: &yes, NiveauSortie: "13",
		Certifications: []offre.Certification{{CertifInfo: "84113", RNCP: "RNCP320"}}, ROME: []offre.Code{{Code: "H2402", Origine: offre.OrigineCertification}, {Code: "B1805", Origine: offre.OrigineAutomatique}}, NSF: []offre.Code{{Code: "243", Origine: offre.OrigineDecision}}, Formacodes: []offre.Code{{Code: "21754", Origine: offre.OrigineSaisie}}}
	orpheline := offre.Formation{ID: "28_F2", Responsable: "00000000000000", Intitule: "Bilan de compétences"}
	sessions := []offre.Session{
		{ID: "S1", Formation: voile.ID, Debut: "20260907", Fin: "20270600", Modalites: offre.Modalites{EntreesSorties: "0", Dispositif: offre.Apprentissage, Formateur: antenne.SIRET,
			Lieu: offre.Lieu{Adresse: offre.Adresse{CodePostal: "61100", Ville: "Flers"}}}},
		{ID: "S2", Formation: orpheline.ID, Debut: "20260000", Fin: "00000900", Modalites: offre.Modalites{EntreesSorties: "1"}},
	}
	if err := errors.Join(s.BeginRun(ctx, run), s.InLoad(ctx, func(l *store.Load) error {
		l.Validate("règle")
		return errors.Join(l.KeepDelivery(ctx, journal.Delivery{SHA256: sha, Name: "rentrée.xlsx", Size: 10, ReceivedAt: run.StartedAt}),
			l.KeepOrganismes(ctx, run.ID, []offre.Organisme{siege, antenne}), l.KeepFormations(ctx, run.ID, []offre.Formation{voile, orpheline}),
			l.KeepSessions(ctx, run.ID, sessions),
			l.KeepLoads(ctx, []journal.Load{{Run: run.ID, Delivery: sha, File: "rentrée.xlsx", Sheet: "Sessions", Layout: "passerelle", Counts: journal.Counts{Read: 3, Added: 2, Refused: 1}}}),
			l.KeepFindings(ctx, run.ID, sha, []finding.Finding{{Rule: "date-inexistante", Severity: finding.Error, Place: finding.Place{File: "rentrée.xlsx", Sheet: "Sessions", Row: 4, Column: "E", Header: "Date de fin"},
				Value: "31/02/2027", Message: "Le 31 février n'existe pas.", Remedy: "Corrigez la date de fin."}}))
	})); err != nil {
		t.Fatal(err)
	}
	keepWeek(t, s, run)
}

// reviewed adds to the small week what awaits staff, and what they decided.
func reviewed(t *testing.T, s *store.Store) {
	t.Helper()
	ctx, sha := t.Context(), strings.Repeat("cd", 32)
	run := journal.Run{ID: "20261124T021500Z-2b4c", Date: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), StartedAt: time.Date(2026, 11, 24, 2, 15, 0, 0, time.UTC)}
	asked := func(id string) journal.Request {
		return journal.Request{ID: id, Kind: journal.ChangeNDA, Organisme: "73282932000074", Name: "Ateliers du littoral", Before: "25140012314", After: "28140012314",
			Run: run.ID, Delivery: sha, File: "novembre.xlsx", Sheet: "Organisme", Row: 5, AskedAt: run.StartedAt}
	}
	yes := true
	err := errors.Join(s.BeginRun(ctx, run), s.InLoad(ctx, func(l *store.Load) error {
		return errors.Join(l.KeepDelivery(ctx, journal.Delivery{SHA256: sha, Name: "novembre.xlsx", ReceivedAt: run.StartedAt}),
			l.KeepFormations(ctx, run.ID, []offre.Formation{{ID: "28_F1", Reference: "NAU-01", Responsable: "73282932000074", Intitule: "CAP voilier", Certifiante: &yes,
				ROME: []offre.Code{{Code: "H2402", Origine: offre.OrigineCertification}, {Code: "B1805", Origine: offre.OrigineAutomatique}}, NSF: []offre.Code{{Code: "243", Origine: offre.OrigineDecision}}},
				{ID: "28_F3", IntituleSaisi: "Matelotage"}}),
			l.KeepSessions(ctx, run.ID, []offre.Session{{ID: "S3", Formation: "28_F3", Debut: "20270104"}}),
			l.KeepOrigins(ctx, run.ID, []store.Origin{{Kind: "formation", Record: "28_F3", Delivery: sha, File: "novembre.xlsx", Sheet: "Formations", Row: 3}}),
			l.KeepRequests(ctx, []journal.Request{asked("q1"), asked("q2")}),
			l.KeepTasks(ctx, run.ID, []string{"28_F1", "28_F3"}, []journal.Task{
				{Key: "k1", Kind: journal.TaskROME, Formation: "28_F3", Text: "Matelotage", Why: "Deux métiers se valent.", Proposals: []journal.Proposal{
					{Code: "N3102", Libelle: "Équipage de la navigation maritime", Confiance: 0.71, Preuve: "9 certifications voisines, dont CAP maritime"},
					{Code: "A1415", Libelle: "Équipage de la pêche", Confiance: 0.2}}},
				{Key: "k2", Kind: journal.TaskOrphan, Formation: "28_F1", Text: "Formacode 21700", Why: "Le code n'est plus dans la nomenclature."},
				{Key: "k3", Kind: journal.TaskNSF, Formation: "28_F1", Text: "CAP voilier", Why: "Rien n'en approche."}}),
			l.KeepChoice(ctx, journal.Choice{Key: "k3", Kind: journal.TaskNSF, Text: "CAP voilier", Codes: []string{"241"}, Who: "Luc", At: run.StartedAt}),
			l.KeepChoice(ctx, journal.Choice{Key: "k3", Kind: journal.TaskNSF, Text: "CAP voilier", Codes: []string{"243"}, Who: "Anne", Why: "Ce sont des voiles.", At: run.StartedAt.Add(time.Hour)}))
	}), s.DecideRequest(ctx, "q1", journal.Declined, "Anne", "Le numéro est celui d'un autre organisme.", run.StartedAt.Add(time.Hour), nil),
		s.Decide(ctx, []journal.Decision{{Kind: "session", Record: "S2", To: journal.Archived, Who: "Anne", Why: "Doublon.", At: run.StartedAt.Add(time.Hour)}}))
	if err != nil {
		t.Fatal(err)
	}
	served(t, s, run)
	run.ID = "20261125T021500Z-3c5d"
	if err := errors.Join(s.BeginRun(ctx, run), s.InLoad(ctx, func(l *store.Load) error {
		return l.KeepOrganismes(ctx, run.ID, []offre.Organisme{{ID: "28_OF_2", SIRET: "35600000000048", Nom: "Flers"}})
	})); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Unload(ctx, run.ID, "Luc", run.StartedAt.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
}

// served adds what the service keeps.
func served(t *testing.T, s *store.Store, run journal.Run) {
	t.Helper()
	ctx, at := t.Context(), run.StartedAt
	err := errors.Join(s.KeepPartner(ctx, journal.Partner{Name: "france-travail", TokenHash: strings.Repeat("ef", 32), Targets: []string{"aude", "kairos"}, Courriel: "flux@exemple.fr",
		CreatedAt: at, ExpiresAt: at.AddDate(1, 0, 0)}), s.TouchPartner(ctx, "france-travail", at.Add(time.Hour)))
	firing := journal.Firing{Job: "nuit", Due: at, StartedAt: at, FinishedAt: at.Add(time.Minute), State: journal.DoneRefusals, Attempt: 1, Run: run.ID, Worker: "passerelle-1:4242"}
	_, err1 := s.ClaimFiring(ctx, firing)
	_, err2 := s.QueueMail(ctx, journal.Mail{Key: "accuse-1", Kind: "accuse", To: []string{"of@exemple.fr"}, Subject: "Votre livraison novembre.xlsx", Run: run.ID, QueuedAt: at})
	if err := errors.Join(err, err1, err2, s.FinishFiring(ctx, firing), s.MarkFailed(ctx, "accuse-1", "le serveur ne répond pas", at.Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
}

func keepWeek(t *testing.T, s *store.Store, run journal.Run) {
	t.Helper()
	verdict := func(kind, record, formation, reason, sentence string) journal.Verdict {
		return journal.Verdict{Kind: kind, Record: record, Formation: formation, Exported: reason == "", Reason: reason, Sentence: sentence}
	}
	given := []journal.Verdict{
		verdict("formation", "28_F1", "28_F1", "aucune-session", "Aucune de ses sessions ne part."),
		verdict("session", "S1", "28_F1", "apprentissage", "AUDE ne prend pas l'apprentissage."),
		verdict("formation", "28_F2", "28_F2", "", ""), verdict("session", "S2", "28_F2", "", ""),
	}
	given[2].Defaulted = []string{"objectif-formation"}
	_, err := s.KeepVerdicts(t.Context(), run.ID, "aude", func(yield func(journal.Verdict, error) bool) {
		for _, v := range given {
			if !yield(v, nil) {
				return
			}
		}
	})
	run.State, run.FinishedAt = journal.Done, run.StartedAt.Add(time.Minute)
	err = errors.Join(err, s.KeepPublication(t.Context(), journal.Publication{Target: "aude", Run: run.ID, State: journal.Published, SHA256: strings.Repeat("cd", 32),
		Size: 4_096, Formations: 1, Actions: 1, Sessions: 1, At: run.FinishedAt}), s.EndRun(t.Context(), run),
		s.KeepFetches(t.Context(), []journal.Fetch{{Target: "aude", Partner: "france-travail", Publication: strings.Repeat("cd", 32), File: "latest.xml.gz", Bytes: 1_024, Status: 206, From: 3_072,
			Complete: true, Via: journal.ViaHTTP, At: run.FinishedAt.Add(time.Hour)}}),
		s.KeepAcknowledgements(t.Context(), []journal.Acknowledgement{{Target: "aude", Kind: "session", Record: "S2", Code: "E12", Message: "CP KO", Sentence: "Le code postal n'existe pas.",
			Action: "Corrigez le lieu de la session.", File: "retour.csv", Line: 4, At: run.FinishedAt.Add(2 * time.Hour), Run: run.ID},
			{Target: "aude", Kind: "formation", Record: "28_F2", Accepted: true, File: "retour.csv", Line: 3, At: run.FinishedAt.Add(2 * time.Hour), Run: run.ID}}))
	if err != nil {
		t.Fatal(err)
	}
}
