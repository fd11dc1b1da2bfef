package store_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

// TestCopyIsExact compares the tables themselves, of a store that has rows in all of
// them and holes in their numbers.
func TestCopyIsExact(t *testing.T) {
	from, to := open(t), open(t)
	smallWeek(t, from)
	reviewed(t, from)
	fillReferentials(t, from)
	h := &history{s: from, db: client(t, from.Path()), random: rand.New(rand.NewPCG(2, 2))}
	for range 10 {
		h.grow(t)
	}
	if err := h.unload(t, len(h.runs)-1); err != nil {
		t.Fatal(err)
	}
	copied, err := from.CopyTo(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	tables := everyTable(t, client(t, from.Path()))
	want := inOrder(rows(t, client(t, from.Path()), tables))
	if got := inOrder(rows(t, client(t, to.Path()), tables)); got != want {
		t.Error(firstDifference(got, want))
	}
	if err := to.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
	for _, c := range copied {
		if c.Rows == 0 {
			t.Errorf("table %s is empty: nothing is proved of it", c.Table)
		}
	}
	if _, err := from.CopyTo(t.Context(), to); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("copied over what is there: %v", err)
	}
}

// inOrder sorts the rows of each table, whose places on the disk are not copied.
func inOrder(tables string) string {
	var all []string
	for _, table := range strings.Split(tables, "== ") {
		name, rows, _ := strings.Cut(table, "\n")
		each := strings.Split(rows, "\n\n")
		slices.Sort(each)
		all = append(all, name+"\n"+strings.Join(each, "\n\n"))
	}
	return strings.Join(all, "== ")
}

func fillReferentials(t *testing.T, s *store.Store) {
	t.Helper()
	ctx, at := t.Context(), day(1)
	v := func(ref nomenclature.Referential) nomenclature.Version {
		return nomenclature.Version{Referential: ref, Publisher: "Éditeur", File: "a.csv", SHA256: "x", Label: "1", LoadedAt: at, Source: "https://exemple.fr", Date: "20261101"}
	}
	err := errors.Join(
		s.ReplaceCertifications(ctx, v(nomenclature.CertifInfo), labelled("a"), nil),
		s.ReplaceCertifications(ctx, v(nomenclature.CertifInfo), only(nomenclature.Certification{Code: "1", Anciens: []nomenclature.Ancien{{Code: "2"}}}), nil),
		s.ReplaceTermes(ctx, v(nomenclature.ROME), only(nomenclature.Terme{Code: "A", Relations: nomenclature.Relations{Domaine: "B"}}), nil),
		s.ReplaceFiches(ctx, v(nomenclature.RNCP), only(nomenclature.Fiche{Numero: "RNCP1"}), nil),
		s.ReplaceExemples(ctx, v(nomenclature.Exemples), only(nomenclature.Exemple{Intitule: "a"}), nil),
		s.ReplaceCommunes(ctx, v(nomenclature.Communes), only(nomenclature.Commune{INSEE: "14488"}), nil),
		s.ReplaceEtablissements(ctx, v(nomenclature.Organismes), only(nomenclature.Etablissement{SIRET: "12"}), nil),
		s.KeepPush(ctx, journal.Push{Target: "aude", Destination: "sftp", State: journal.PushSent, At: at}),
		s.KeepCheck(ctx, nomenclature.Check{Referential: nomenclature.ROME, At: at, Good: true, Outcome: "inchangé"}))
	if err != nil {
		t.Fatal(err)
	}
}

func only[T any](v T) func(func(T, error) bool) {
	return func(yield func(T, error) bool) { yield(v, nil) }
}
