package store_test

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/storetest"
)

func TestPostgres(t *testing.T) { storetest.Run(t, openPostgres) }

func openPostgres(tb testing.TB) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), pgtest.Start(tb))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}
