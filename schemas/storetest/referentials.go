package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

func version(ref nomenclature.Referential, label string) nomenclature.Version {
	return nomenclature.Version{Referential: ref, Publisher: "Éditeur", File: label + ".csv", SHA256: shaA, Label: label, Rows: 3, Refused: 1, LoadedAt: monday}
}

func certifications(n int, label string) (all []nomenclature.Certification) {
	for i := range n {
		c := nomenclature.Certification{Code: fmt.Sprint(n - i), Intitule: label, RNCP: "320", ROME: []string{"F1602"}, MisAJour: "20260101"}
		if i%2 == 0 {
			c.Anciens = []nomenclature.Ancien{{Code: "1", Intitule: "ancien"}, {Code: "2"}}
		}
		all = append(all, c)
	}
	return all
}

func referentialsReplaced(t *testing.T, s *store.Store) {
	ctx := t.Context()
	for _, n := range []int{250, 3, 0} {
		label := fmt.Sprint("version ", n)
		want := certifications(n, label)
		if err := s.ReplaceCertifications(ctx, version(nomenclature.CertifInfo, label), each(want), nil); err != nil {
			t.Fatal(err)
		}
		if got := all(t, s.Certifications(ctx)); !reflect.DeepEqual(got, want) {
			t.Errorf("certifications: %d come back of %d, or in another order", len(got), n)
		}
	}
	rome := []nomenclature.Terme{{Code: "Z", Libelle: "dernier, placé en tête"}, {Code: "A", Libelle: "double"}, {Code: "A", Libelle: "double"}}
	nsf := []nomenclature.Terme{{Code: "311", Libelle: "Transport"}}
	communes := []nomenclature.Commune{{INSEE: "14488", CodePostal: "14150", Nom: "OUISTREHAM", Acheminement: "OUISTREHAM", Ligne5: "ST AUBIN", Latitude: "49.27", Longitude: "-0.25"}, {INSEE: "14488", CodePostal: "14150"}}
	etablissements := []nomenclature.Etablissement{{SIRET: siretSiege, UAI: "0140001A", NDA: "25140012314", RaisonSociale: "ATELIERS", Enseigne: "A", Etat: "actif",
		Nature: "responsable", Adresse: "1 rue", Region: "Normandie", Qualiopi: "oui"}, {SIRET: "12"}, {}}
	for range 2 {
		if err := errors.Join(
			s.ReplaceTermes(ctx, version(nomenclature.ROME, "4.60"), each(rome), nil), s.ReplaceTermes(ctx, version(nomenclature.NSF, "1"), each(nsf), nil),
			s.ReplaceCommunes(ctx, version(nomenclature.Communes, "1"), each(communes), nil),
			s.ReplaceEtablissements(ctx, version(nomenclature.Organismes, "1"), each(etablissements), nil)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ got, want any }{
		{all(t, s.Termes(ctx, nomenclature.ROME)), rome}, {all(t, s.Termes(ctx, nomenclature.NSF)), nsf},
		{all(t, s.Termes(ctx, nomenclature.Formacode)), []nomenclature.Terme(nil)},
		{all(t, s.Communes(ctx)), communes}, {all(t, s.Etablissements(ctx)), etablissements},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("got %+v, want %+v", c.got, c.want)
		}
	}
}

func referentialFails(t *testing.T, s *store.Store) {
	ctx := t.Context()
	old, next := certifications(5, "old"), certifications(300, "new")
	if err := s.ReplaceCertifications(ctx, version(nomenclature.CertifInfo, "old"), each(old), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.ReplaceCertifications(ctx, version(nomenclature.CertifInfo, "new"), failing(next), nil); !errors.Is(err, errStop) {
		t.Errorf("got %v, want the stream's own error", err)
	}
	if got := all(t, s.Certifications(ctx)); !reflect.DeepEqual(got, old) {
		t.Errorf("the old ones are not there: %d", len(got))
	}
	if v, ok, err := s.Version(ctx, nomenclature.CertifInfo); !ok || err != nil || v.Label != "old" {
		t.Errorf("version %+v, %v, %v", v, ok, err)
	}
}

func versions(t *testing.T, s *store.Store) {
	ctx := t.Context()
	if _, ok, err := s.Version(ctx, nomenclature.ROME); ok || err != nil {
		t.Errorf("before any: %v, %v", ok, err)
	}
	old, next := version(nomenclature.ROME, "3.47"), version(nomenclature.ROME, "4.60")
	certif := version(nomenclature.CertifInfo, "2026-11")
	certif.Rows = 0 // the store counts what comes
	for _, v := range []nomenclature.Version{old, next} {
		if err := s.ReplaceTermes(ctx, v, each[nomenclature.Terme](nil), nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.ReplaceCertifications(ctx, certif, each(certifications(7, "")), nil); err != nil {
		t.Fatal(err)
	}
	certif.Rows, certif.Added = 7, 7
	if v, ok, err := s.Version(ctx, nomenclature.ROME); !ok || err != nil || v != next {
		t.Errorf("current: %+v, %v, %v", v, ok, err)
	}
	if got, err := s.VersionHistory(ctx, nomenclature.ROME); err != nil || !reflect.DeepEqual(got, []nomenclature.Version{next, old}) {
		t.Errorf("history: %+v, %v", got, err)
	}
	if got, err := s.Versions(ctx); err != nil || !reflect.DeepEqual(got, []nomenclature.Version{certif, next}) {
		t.Errorf("all: %+v, %v", got, err)
	}
}
