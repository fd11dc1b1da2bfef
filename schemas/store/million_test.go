package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/storetest"
	"github.com/jackc/pgx/v5"
)

// million is a whole country. It takes minutes: it is measured when it is asked for,
// PASSERELLE_BENCH_MILLION=1 go test -run xxx -bench Million -benchtime 1x -timeout 30m.
var million = size{"million", 20_000, 300_000, 1_000_000, 0}

const perBatch = 5_000

// batches gives the records of a catalogue a few thousand formations at a time, each
// with its sessions.
func (z size) batches(keep func([]offre.Formation, []offre.Session) error) error {
	each := z.sessions / z.formations
	for first := 0; first < z.formations; first += perBatch {
		part := size{"", z.organismes, perBatch, perBatch * each, 0}
		formations, sessions := part.allFormations(), part.allSessions()
		for i := range formations {
			formations[i].ID = fmt.Sprintf("04_F%07d", first+i)
		}
		for i := range sessions {
			sessions[i].ID = fmt.Sprintf("S%07d", first*each+i)
			sessions[i].Formation = formations[i%perBatch].ID
		}
		if err := keep(formations, sessions); err != nil {
			return err
		}
	}
	return nil
}

func BenchmarkMillion(b *testing.B) {
	if os.Getenv("PASSERELLE_BENCH_MILLION") == "" {
		b.Skip("skipped: set PASSERELLE_BENCH_MILLION")
	}
	for _, d := range dialects {
		b.Run(d.name, func(b *testing.B) {
			for b.Loop() {
				million.measure(b, d.open)
			}
		})
	}
	b.Run("plain COPY", func(b *testing.B) {
		for b.Loop() {
			start := time.Now()
			if err := million.plainCopy(b.Context(), pgtest.Start(b)); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(time.Since(start).Seconds(), "s-load")
		}
	})
}

// measure loads in one transaction, then reads all that it loaded.
func (z size) measure(b *testing.B, open storetest.Open) {
	ctx, s := b.Context(), open(b)
	begin(b, s, "r1")
	forgetPeak(b)
	start := time.Now()
	err := s.InLoad(ctx, func(l *store.Load) error {
		l.Validate("règle")
		err := errors.Join(l.KeepDelivery(ctx, journal.Delivery{SHA256: benchSHA, Name: "a.xlsx", ReceivedAt: time.Unix(0, 0)}), l.KeepOrganismes(ctx, "r1", z.allOrganismes()))
		return errors.Join(err, z.batches(func(formations []offre.Formation, sessions []offre.Session) error {
			return errors.Join(l.KeepFormations(ctx, "r1", formations), l.KeepSessions(ctx, "r1", sessions))
		}))
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(start).Seconds(), "s-load")
	b.ReportMetric(peak(b), "MB-load")
	forgetPeak(b)
	start = time.Now()
	n := 0
	for o, err := range s.Offers(ctx) {
		if n += len(o.Sessions); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(time.Since(start).Seconds(), "s-read")
	b.ReportMetric(peak(b), "MB-read")
	if want := z.formations * (z.sessions / z.formations); n != want {
		b.Fatalf("%d sessions, want %d", n, want)
	}
}

// plainCopy copies the same documents into tables that promise nothing.
func (z size) plainCopy(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE TABLE f (id text, etat text, doc json, run text); CREATE TABLE s (LIKE f); BEGIN"); err != nil {
		return err
	}
	err = z.batches(func(formations []offre.Formation, sessions []offre.Session) error {
		return errors.Join(copyInto(ctx, conn, "f", formations, func(f offre.Formation) string { return f.ID }),
			copyInto(ctx, conn, "s", sessions, func(s offre.Session) string { return s.ID }))
	})
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "COMMIT")
	return err
}

func copyInto[T any](ctx context.Context, conn *pgx.Conn, table string, records []T, id func(T) string) error {
	_, err := conn.CopyFrom(ctx, pgx.Identifier{table}, []string{"id", "etat", "doc", "run"}, pgx.CopyFromSlice(len(records), func(i int) ([]any, error) {
		doc, err := json.Marshal(records[i])
		return []any{id(records[i]), "valide", string(doc), "r1"}, err
	}))
	return err
}

// forgetPeak makes Linux measure the memory of this process anew.
func forgetPeak(b *testing.B) {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Logf("the peak of memory is that of the whole process: %v", err)
	}
}

// peak is the most memory that this process held, in MB.
func peak(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Log(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, _, _ := strings.Cut(rest, " kB")
	n, _ := strconv.ParseFloat(strings.TrimSpace(kb), 64)
	return n / 1024
}
