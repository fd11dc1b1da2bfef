package mail_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

// paris is where letters are read; morning is when these were written.
var (
	paris   = must1(time.LoadLocation("Europe/Paris"))
	morning = time.Date(2026, 11, 23, 6, 30, 0, 0, paris)
	night   = time.Date(2026, 11, 23, 1, 15, 0, 0, time.UTC)
)

func must1[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const sha = "8c1f0a4e5b6d7c8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5"

var run = journal.Run{ID: "20261123T011500Z-1f3a", StartedAt: night, FinishedAt: night.Add(62*time.Minute + 5*time.Second), State: journal.DoneHeld}

func settings() mail.Config {
	return mail.Config{
		Host: "127.0.0.1", From: "Le catalogue de Bourbon <catalogue@carif.exemple>", ReplyTo: "offre@carif.exemple",
		Signature: "L'équipe du catalogue\n02 31 00 00 00",
		Staff:     []string{"offre@carif.exemple"}, Operators: []string{"Opérateurs <exploitation@carif.exemple>"},
	}
}

func arrival() mail.Arrival {
	return mail.Arrival{
		Delivery: journal.Delivery{SHA256: sha, Name: "offre été 2026.xlsx", Size: 1_468_006, ReceivedAt: morning.Add(-time.Minute)},
		To:       []string{"formation@greta.exemple"}, Due: time.Date(2026, 11, 24, 1, 15, 0, 0, time.UTC),
	}
}

const outcomeText = `Objet : à corriger : offre été 2026.xlsx

Bonjour,

Votre fichier « offre été 2026.xlsx » a été lu le 23 novembre 2026 : 5 lignes dans 2 feuilles.
Nous avons repris 3 lignes (1 ajoutée, 1 modifiée, 1 inchangée). Restent 1 ligne refusée, 1 ligne écartée.
À corriger d'abord (2 erreurs) :
  - 1 fois : Le SIRET est faux.
  - et 1 autre motif.
Ouvrez « offre été 2026-reponse.xlsx ».
Référence à rappeler si vous nous écrivez : 8c1f0a4e5b6d.
`

func answered() mail.Answered {
	return mail.Answered{
		Delivery: sha, Run: run.ID, To: []string{"formation@greta.exemple"}, Text: outcomeText,
		Files: []mail.Attachment{{Name: "offre été 2026-reponse.xlsx", Data: []byte(strings.Repeat("PK\x03\x04\r\n.\r\n\x00\xff", 500))}},
		Left:  []string{"Le fichier « offre été 2026-constats.csv » (12,0 Mio) est trop lourd pour un message : vous le trouverez ici : https://depot.exemple/8c1f"},
	}
}

func aNight() mail.Night {
	return mail.Night{
		Run: run,
		Loads: []journal.Load{
			{File: "offre été 2026.xlsx", Sheet: "Formations", Counts: journal.Counts{Read: 4262, Added: 12, Changed: 40, Unchanged: 4200, Refused: 9, SetAside: 1}},
			{File: "offre été 2026.xlsx", Sheet: "Sessions", Counts: journal.Counts{Read: 2, Added: 2}},
			{File: "edof.csv", Counts: journal.Counts{Read: 1, Refused: 1}},
		},
		Unread: []string{"protégé <b>.xlsx"}, Errors: 10, Warnings: 1250,
		Awaiting: mail.Awaiting{Formations: 52, Sessions: 2, Requests: 1, Questions: 14},
		Feeds: []mail.Feed{
			{Title: "Intercarif", Publication: journal.Publication{Target: "intercarif", State: journal.Published, Formations: 12_345, Sessions: 45_678}},
			{Title: "AUDE & Kairos", InPlace: morning.AddDate(0, 0, -1), Publication: journal.Publication{Target: "aude", Run: run.ID, State: journal.Held, SHA256: sha, Formations: 812, Sessions: 1, Error: "Le flux a 41 % de formations en moins que celui d'hier"}},
			{Title: "EDOF", Publication: journal.Publication{Target: "edof", State: journal.Same}},
		},
		Refreshed:    []nomenclature.Version{{Referential: nomenclature.CertifInfo, Label: "2026-11-22", Rows: 34_120, Diff: nomenclature.Diff{Added: 12, Changed: 310, Ended: 1}}},
		Stale:        []nomenclature.Standing{stale()},
		PushesFailed: []journal.Push{push()},
		Report:       "/var/lib/passerelle/reports/20261123T011500Z-1f3a/index.html",
	}
}

func stale() nomenclature.Standing {
	return nomenclature.Standing{Referential: nomenclature.RNCP, FreshAt: morning.AddDate(0, 0, -20),
		Last: &nomenclature.Check{At: night, Outcome: "fetch rncp: 503 Service Unavailable"}}
}

func push() journal.Push {
	return journal.Push{Target: "aude", Destination: "region-sftp", SHA256: sha, State: journal.PushFailed, Attempts: 6, Error: "connect to sftp.region.exemple:22: i/o timeout", At: night}
}

func failedRun() journal.Run {
	return journal.Run{ID: run.ID, StartedAt: night, State: journal.Failed, Error: "open store /var/lib/passerelle/store.db: disk I/O error at offset 8192"}
}

// empty is a store that knows the runs of these letters, in a file: making its
// tables takes longer than all that a test does with them.
var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "store.db")
	s, err := store.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	for _, id := range []string{run.ID, "r2"} {
		begun := journal.Run{ID: id, Date: night, StartedAt: night, State: journal.Running}
		err = errors.Join(err, s.BeginRun(context.Background(), begun))
		begun.State, begun.FinishedAt = journal.Done, night
		err = errors.Join(err, s.EndRun(context.Background(), begun))
	}
	if err := errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// spool is a real store, alone.
func spool(t *testing.T) *store.Store {
	t.Helper()
	content, err := empty()
	must(t, err)
	path := filepath.Join(t.TempDir(), "store.db")
	must(t, os.WriteFile(path, content, 0o600))
	s, err := store.Open(t.Context(), path)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}
