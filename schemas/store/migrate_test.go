package store_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// oldStore makes a store as the first release left it: five migrations, and a
// catalogue in which everything is validated.
func oldStore(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ancien.sqlite")
	db := client(t, path, "CREATE TABLE migration (nom TEXT NOT NULL CONSTRAINT migration_cle PRIMARY KEY, sha256 TEXT NOT NULL)")
	files, err := filepath.Glob("migrations/sqlite/000[1-5]_*.sql")
	if err != nil || len(files) != 5 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		_, err1 := db.ExecContext(t.Context(), string(text))
		_, err2 := db.ExecContext(t.Context(), "INSERT INTO migration VALUES ($1, $2)", filepath.Base(name), hex.EncodeToString(sum[:]))
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
	}
	client(t, path, `INSERT INTO run VALUES ('r1', '2026-11-23T00:00:00.000000Z', '2026-11-23T02:15:00.000000Z', NULL, 'abandonne', '')`,
		`INSERT INTO livraison VALUES ('`+strings.Repeat("ab", 32)+`', 'a.xlsx', 1, '2026-11-23T02:15:00.000000Z')`,
		`INSERT INTO chargement VALUES ('r1', '`+strings.Repeat("ab", 32)+`', 'a.xlsx', '', 'passerelle', 1, 1, 0, 0, 0, 0)`,
		`INSERT INTO organisme (id, siret, siege, doc, cree_run, change_run) VALUES ('O1', '73282932000074', '', '{"id":"O1","siret":"73282932000074"}', 'r1', 'r1')`,
		`INSERT INTO formation (id, reference, responsable, doc, cree_run, change_run)
			VALUES ('F1', 'REF', '73282932000074', '{"id":"F1","reference":"REF","responsable":"73282932000074","intitule":"Soudage"}', 'r1', 'r1')`,
		`INSERT INTO session (id, formation, reference, debut, fin, formateur, dispositif, doc, cree_run, change_run)
			VALUES ('S1', 'F1', '', '20260901', '', '', 'cpf', '{"id":"S1","formation":"F1","debut":"20260901","dispositif":"cpf"}', 'r1', 'r1')`)
	return path
}

// A store of the first release opens with all that it had, validated, and works.
func TestOldStoreOpens(t *testing.T) {
	path := oldStore(t)
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Integrity(t.Context()); err != nil {
		t.Fatal(err)
	}
	for o, err := range s.Offers(t.Context()) {
		if err != nil || o.Formation.Intitule != "Soudage" || len(o.Sessions) != 1 || o.Responsable.ID != "O1" {
			t.Errorf("offer %+v, %v", o, err)
		}
		began := time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)
		if at := (offre.Horodatage{Creation: began, Modification: began}); o.Horodatage != at || o.HorodatageSessions["S1"] != at || o.HorodatageOrganisme != at {
			t.Errorf("what has no history says %+v, %+v, %+v", o.Horodatage, o.HorodatageSessions, o.HorodatageOrganisme)
		}
	}
	for _, id := range []string{"O1", "F1", "S1"} {
		if got, err := s.Trace(t.Context(), id); err != nil || got.State != journal.Validated || !got.Validated || got.CreatedBy != "r1" || got.Proposed != nil {
			t.Errorf("%s: %+v, %v", id, got, err)
		}
	}
	if _, err := s.Unload(t.Context(), "r1", "Anne", time.Unix(0, 0)); err == nil || !strings.Contains(err.Error(), "earlier passerelle") {
		t.Errorf("what has no history is taken back: %v", err)
	}
	begin(t, s, "r2")
	if err := s.InLoad(t.Context(), func(l *store.Load) error {
		return l.KeepFormations(t.Context(), "r2", []offre.Formation{{ID: "F1", Intitule: "Autre"}})
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Unload(t.Context(), "r2", "Anne", time.Unix(0, 0)); err != nil {
		t.Error(err)
	}
}

// The databases themselves refuse what no release should write, and say its name.
func TestConstraintsHaveNames(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		s := open(t)
		refused(t, s, client(t, s.Path(), "PRAGMA foreign_keys = 1"), map[string]string{ // of these SQLite does not say the name
			"session_formation_connue": "FOREIGN KEY", "organisme_siret_valide_unique": "organisme.siret_valide"})
	})
	t.Run("postgres", func(t *testing.T) {
		s := openPostgres(t)
		refused(t, s, server(t, s.Path()), nil)
	})
}

func refused(t *testing.T, s *store.Store, db *sql.DB, otherWords map[string]string) {
	t.Helper()
	smallWeek(t, s)
	for constraint, statement := range map[string]string{
		"formation_etat_dit_ce_qui_attend": "UPDATE formation SET etat = 'a-valider'",
		"session_etat_connu":               "UPDATE session SET etat = 'publie'",
		"session_dit_quelque_chose":        "UPDATE session SET doc = NULL, etat = 'archive'",
		"organisme_propose_est_le_sien":    `UPDATE organisme SET propose = '{"id":"x"}', etat = 'rejete'`,
		"session_formation_connue":         `UPDATE session SET doc = '{"id":"S1","formation":"F404"}' WHERE id = 'S1'`,
		"organisme_siret_valide_unique":    `UPDATE organisme SET doc = '{"id":"28_OF_2","siret":"73282932000074"}', propose = '{"id":"28_OF_2"}', etat = 'rejete' WHERE id = '28_OF_2'`,
		"decision_rejet_motive":            "INSERT INTO decision (nature, fiche, de, vers, qui, pourquoi, le) VALUES ('session', 'S1', 'a-valider', 'rejete', 'Anne', '', '2026-01-01')",
		"decision_change_l_etat":           "INSERT INTO decision (nature, fiche, de, vers, qui, pourquoi, le) VALUES ('session', 'S1', 'valide', 'valide', 'Anne', '', '2026-01-01')",
		"decision_par_quelqu_un":           "INSERT INTO decision (nature, fiche, de, vers, qui, pourquoi, le) VALUES ('session', 'S1', '', 'valide', '', '', '2026-01-01')",
		"demande_refus_motive": `INSERT INTO demande (id, nature, organisme, nom, avant, apres, doc, run, fichier, feuille, ligne, etat, qui, motif, demande_le, decide_le)
			VALUES ('q1', 'nda', '', '', '', '', '', '20261123T021500Z-1f3a', '', '', 0, 'refusee', 'Anne', '', '2026-01-01', '2026-01-01')`,
		"demande_decidee_par_quelqu_un": `INSERT INTO demande (id, nature, organisme, nom, avant, apres, doc, run, fichier, feuille, ligne, etat, qui, motif, demande_le)
			VALUES ('q1', 'nda', '', '', '', '', '', '20261123T021500Z-1f3a', '', '', 0, 'acceptee', '', '', '2026-01-01')`,
		"historique_creation_sans_avant": `INSERT INTO historique (acte, nature, fiche, avant_doc, apres_etat, apres_doc) VALUES (1, 'session', 'S9', '{}', 'valide', '{}')`,
		"dechargement_par_quelqu_un":     "INSERT INTO dechargement (run, qui, le, rendues, retirees) VALUES ('20261123T021500Z-1f3a', '', '2026-01-01', 0, 0)",
		"publication_retenue_expliquee":  "UPDATE publication SET etat = 'retenu'",
		"verdict_exclusion_motivee":      "UPDATE verdict SET exportee = false, motif = ''",
		"chargement_comptes_justes":      "UPDATE chargement SET lues = lues + 1",
		"livraison_sha256_hexadecimal":   "INSERT INTO livraison (sha256, nom, octets, recu_le) VALUES ('" + strings.Repeat("g", 64) + "', '', 0, '2026-01-01')",
	} {
		words := constraint
		if other := otherWords[constraint]; other != "" {
			words = other
		}
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: got %v", constraint, err)
		}
	}
}
