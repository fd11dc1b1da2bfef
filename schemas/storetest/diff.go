package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

// terms makes terms of pairs: code, label.
func terms(pairs ...string) (all []nomenclature.Terme) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, nomenclature.Terme{Code: pairs[i], Libelle: pairs[i+1]})
	}
	return all
}

// Each version is loaded over the one before it.
func versionsCompared(t *testing.T, s *store.Store) {
	ctx := t.Context()
	related := terms("B", "b")
	related[0].Definition = "autre"
	for _, c := range []struct {
		name string
		rows []nomenclature.Terme
		want nomenclature.Diff
	}{
		{"the first", terms("A", "a", "B", "b", "C", "c"), nomenclature.Diff{Added: 3}},
		{"the same", terms("A", "a", "B", "b", "C", "c"), nomenclature.Diff{Before: 3}},
		{"in another order", terms("C", "c", "B", "b", "A", "a"), nomenclature.Diff{Before: 3}},
		{"one of each", terms("D", "d", "B", "b", "A", "autre"), nomenclature.Diff{Before: 3, Added: 1, Changed: 1, Ended: 1}},
		{"only another relation", append(terms("D", "d", "A", "autre"), related...), nomenclature.Diff{Before: 3, Changed: 1}},
		{"a label that moves from one code to another", terms("D", "autre", "A", "d", "B", "b"), nomenclature.Diff{Before: 3, Changed: 3}},
		{"a code twice, as it was once", terms("D", "autre", "A", "d", "B", "b", "B", "b"), nomenclature.Diff{Before: 3, Added: 1}},
		{"one of two of a code changes", terms("D", "autre", "A", "d", "B", "neuf", "B", "b"), nomenclature.Diff{Before: 4, Changed: 1}},
		{"none is left", nil, nomenclature.Diff{Before: 4, Ended: 4}},
	} {
		v, seen := version(nomenclature.ROME, c.name), nomenclature.Diff{Before: -1}
		v.Rows, v.Source, v.Date = 0, "https://exemple.fr/rome.zip", "20261101"
		must(t, s.ReplaceTermes(ctx, version(nomenclature.NSF, c.name), each(terms("A", "z")), nil)) // another referential, in the same table
		must(t, s.ReplaceTermes(ctx, v, each(c.rows), func(changed nomenclature.Diff, rows int) error {
			if seen = changed; rows != len(c.rows) {
				t.Errorf("%s: %d rows are shown", c.name, rows)
			}
			return nil
		}))
		v.Diff, v.Rows = c.want, len(c.rows)
		if kept, err := s.VersionHistory(ctx, nomenclature.ROME); err != nil || seen != c.want || kept[0] != v {
			t.Errorf("%s: shown %+v, kept %+v (%v); want %+v", c.name, seen, kept[0], err, v)
		}
	}
	if kept, err := s.VersionHistory(ctx, nomenclature.NSF); err != nil || kept[0].Diff != (nomenclature.Diff{Before: 1}) {
		t.Errorf("the other one: %+v, %v", kept, err)
	}
}

// A version that is looked at and not wanted leaves the one before it, of every
// referential.
func versionRefused(t *testing.T, s *store.Store) {
	ctx := t.Context()
	refuse := func(changed nomenclature.Diff, rows int) error {
		if changed.Before != 1 || changed.Ended != 1 || rows != 2 {
			t.Errorf("shown %+v of %d rows", changed, rows)
		}
		return errStop
	}
	for ref, replace := range map[nomenclature.Referential]func(v nomenclature.Version, a store.Accept, codes ...string) error{
		nomenclature.CertifInfo: func(v nomenclature.Version, a store.Accept, codes ...string) error {
			return s.ReplaceCertifications(ctx, v, made(codes, func(c string) nomenclature.Certification {
				return nomenclature.Certification{Code: c, Anciens: []nomenclature.Ancien{{Code: "0"}}}
			}), a)
		},
		nomenclature.RNCP: func(v nomenclature.Version, a store.Accept, codes ...string) error {
			return s.ReplaceFiches(ctx, v, made(codes, func(c string) nomenclature.Fiche { return nomenclature.Fiche{Numero: c} }), a)
		},
		nomenclature.Exemples: func(v nomenclature.Version, a store.Accept, codes ...string) error {
			return s.ReplaceExemples(ctx, v, made(codes, func(c string) nomenclature.Exemple { return nomenclature.Exemple{Intitule: c} }), a)
		},
		nomenclature.Communes: func(v nomenclature.Version, a store.Accept, codes ...string) error {
			return s.ReplaceCommunes(ctx, v, made(codes, func(c string) nomenclature.Commune { return nomenclature.Commune{INSEE: c} }), a)
		},
		nomenclature.Organismes: func(v nomenclature.Version, a store.Accept, codes ...string) error {
			return s.ReplaceEtablissements(ctx, v, made(codes, func(c string) nomenclature.Etablissement { return nomenclature.Etablissement{SIRET: c} }), a)
		},
		nomenclature.GFE: func(v nomenclature.Version, a store.Accept, codes ...string) error {
			return s.ReplaceTermes(ctx, v, made(codes, func(c string) nomenclature.Terme { return nomenclature.Terme{Code: c} }), a)
		},
	} {
		old, next := version(ref, "old"), version(ref, "new")
		old.Rows, next.Rows = 0, 0
		must(t, replace(old, nil, "1"))
		if err := replace(next, refuse, "2", "3"); !errors.Is(err, errStop) {
			t.Errorf("%s: got %v, want what refused it", ref, err)
		}
		old.Rows, old.Diff = 1, nomenclature.Diff{Added: 1}
		if kept, err := s.VersionHistory(ctx, ref); err != nil || !reflect.DeepEqual(kept, []nomenclature.Version{old}) {
			t.Errorf("%s: kept %+v, %v", ref, kept, err)
		}
		same := func(changed nomenclature.Diff, rows int) error { return differs(changed, nomenclature.Diff{Before: 1}) }
		if err := replace(next, same, "1"); err != nil {
			t.Errorf("%s: the old one is not in place: %v", ref, err)
		}
	}
}

func differs(got, want nomenclature.Diff) error {
	if got != want {
		return errors.New("it is another")
	}
	return nil
}

// made yields what each code becomes.
func made[T any](codes []string, of func(string) T) func(func(T, error) bool) {
	var all []T
	for _, c := range codes {
		all = append(all, of(c))
	}
	return each(all)
}

func thesaurusRoundTrip(t *testing.T, s *store.Store) {
	ctx := t.Context()
	for _, ref := range []nomenclature.Referential{nomenclature.ROME, nomenclature.ROME3, nomenclature.Formacode, nomenclature.Formacode13,
		nomenclature.NSF, nomenclature.NSFLettres, nomenclature.GFE, nomenclature.FAP} {
		want := []nomenclature.Terme{{Code: "31754", Libelle: "transport " + string(ref), Relations: nomenclature.Relations{
			Synonymes: []string{"poids lourd", "FIMO <&>"}, Appellations: []nomenclature.Appellation{{OGR: "12345", Libelle: "Conducteur / Conductrice", Court: "Conducteur"}},
			Generiques: []string{"31700"}, Specifiques: []string{"31755"}, Associes: []string{"N4101"}, Domaine: "318", Definition: "Ce qui\nroule.", Parent: "31750"}},
			{Code: "31755", Libelle: "sans relation"}}
		must(t, s.ReplaceTermes(ctx, version(ref, "1"), each(want), nil))
		if got := all(t, s.Termes(ctx, ref)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", ref, got, want)
		}
	}
	fiches := []nomenclature.Fiche{{Numero: "RNCP38430", Intitule: "CAP Cuisine", Abrege: "CAP", AbregeIntitule: "Certificat", NiveauEuropeen: 3, Active: true, FinLe: "20290831",
		ROME: []string{"G1602"}, NSF: []string{"221"}, Formacodes: []string{"42752"}, Certificateurs: []string{"Ministère <&>"}, Anciennes: []string{"RNCP1"}, Nouvelles: []string{"RNCP2", "RNCP3"}, Blocs: []string{"RNCP38430BC01", "RNCP38430BC02"}, Objectif: "Cuisiner."},
		{Numero: "RS5080"}, {Numero: "RNCP1"}}
	exemples := []nomenclature.Exemple{{Intitule: "cap cuisine\n1 an", ROME: []string{"G1602"}, NSF: []string{"221"}, Formacodes: []string{"42752"}, Fiche: "RNCP38430", CertifInfo: "84113"}, {Intitule: "a\x00b"}, {}}
	must(t, s.ReplaceFiches(ctx, version(nomenclature.RNCP, "1"), each(fiches), nil))
	must(t, s.ReplaceExemples(ctx, version(nomenclature.Exemples, "1"), each(exemples), nil))
	exemples[1].Intitule = "ab" // no dialect keeps a NUL, be it escaped
	if got := all(t, s.Fiches(ctx)); !reflect.DeepEqual(got, fiches) {
		t.Errorf("got %+v, want %+v", got, fiches)
	}
	if got, err := s.Blocs(ctx); err != nil || !reflect.DeepEqual(got, map[string][]string{"RNCP38430": {"RNCP38430BC01", "RNCP38430BC02"}}) {
		t.Errorf("blocks %v, %v", got, err)
	}
	must(t, s.ReplaceFiches(ctx, version(nomenclature.RNCP, "2"), each(fiches), func(d nomenclature.Diff, _ int) error {
		if d.Added+d.Changed+d.Ended > 0 {
			t.Errorf("the same fiches again: %+v", d)
		}
		return nil
	}))
	if got := all(t, s.Exemples(ctx)); !reflect.DeepEqual(got, exemples) {
		t.Errorf("got %+v, want %+v", got, exemples)
	}
}

func referentialsStand(t *testing.T, s *store.Store) {
	ctx := t.Context()
	day := func(n int) time.Time { return monday.AddDate(0, 0, n) }
	check := func(ref nomenclature.Referential, n int, good bool) nomenclature.Check {
		c := nomenclature.Check{Referential: ref, At: day(n), Good: good, Outcome: "inchangé"}
		must(t, s.KeepCheck(ctx, c))
		return c
	}
	find := func(ref nomenclature.Referential) nomenclature.Standing {
		all, err := s.LookupVersions(ctx)
		if err != nil || len(all) != len(nomenclature.Referentials) {
			t.Fatalf("%d referentials, %v", len(all), err)
		}
		for i, one := range all {
			if one.Referential != nomenclature.Referentials[i] {
				t.Errorf("%s is not in its place", one.Referential)
			}
			if one.Referential == ref {
				return one
			}
		}
		return nomenclature.Standing{}
	}
	stands := func(what string, want nomenclature.Standing) {
		t.Helper()
		if got := find(want.Referential); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", what, got, want)
		}
	}
	stands("never loaded", nomenclature.Standing{Referential: nomenclature.ROME})
	down := check(nomenclature.ROME, 0, false)
	stands("never reached", nomenclature.Standing{Referential: nomenclature.ROME, Last: &down})
	v := version(nomenclature.ROME, "4.60")
	v.LoadedAt = day(1)
	must(t, s.ReplaceTermes(ctx, v, each(terms("A", "a", "B", "b", "C", "c")), nil))
	v.Added = 3
	stands("loaded since", nomenclature.Standing{Referential: nomenclature.ROME, Version: &v, Last: &down, FreshAt: day(1)})
	good := check(nomenclature.ROME, 9, true)
	stands("seen again", nomenclature.Standing{Referential: nomenclature.ROME, Version: &v, Last: &good, FreshAt: day(9)})
	down = check(nomenclature.ROME, 12, false)
	check(nomenclature.RNCP, 13, true)
	stands("down since", nomenclature.Standing{Referential: nomenclature.ROME, Version: &v, Last: &down, FreshAt: day(9)})
	if got, err := s.Checks(ctx, nomenclature.ROME, 2); err != nil || !reflect.DeepEqual(got, []nomenclature.Check{down, good}) {
		t.Errorf("checks %+v, %v", got, err)
	}
}
