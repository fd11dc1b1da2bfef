package offre

import (
	"reflect"
	"testing"
)

func TestAvantCodificationGoesBackToWhatWasStated(t *testing.T) {
	stated := Saisie{
		Certifications: []Certification{{CertifInfo: "11", Origine: OrigineSaisie}},
		ROME:           []string{"G1602", "G1603"}, NiveauSortie: "13",
	}
	f := Formation{
		Intitule: "CAP voilerie", IntituleSaisi: "Cap voile",
		Certifications: []Certification{{CertifInfo: "11", RNCP: "RNCP5", Origine: OrigineSaisie}, {CertifInfo: "12", Origine: OrigineSuccesseur}},
		ROME:           []Code{{Code: "G1603", Origine: OrigineCertification, De: "11"}, {Code: "G1602", Origine: OrigineSaisie}},
		Formacodes:     []Code{{Code: "42752", Origine: OrigineSuccesseur, De: "12"}},
		NiveauSortie:   "14", Saisie: stated,
	}
	got := f.AvantCodification()
	want := Formation{
		Intitule: "Cap voile", IntituleSaisi: "Cap voile", Certifications: stated.Certifications,
		ROME:         []Code{{Code: "G1602", Origine: OrigineSaisie}, {Code: "G1603", Origine: OrigineSaisie}},
		NiveauSortie: "13", Saisie: stated,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if again := got.AvantCodification(); !reflect.DeepEqual(again, want) {
		t.Errorf("a second time: got %+v", again)
	}
}

func TestAvantCodificationWithoutSaisieKeepsWhatIsMarkedTyped(t *testing.T) {
	f := Formation{
		Intitule: "Voilerie", NiveauSortie: "13",
		ROME: []Code{{Code: "G1603", Origine: OrigineCertification}, {Code: "G1602", Origine: OrigineSaisie}},
	}
	got := f.AvantCodification()
	if want := (Saisie{ROME: []string{"G1602"}, NiveauSortie: "13"}); !reflect.DeepEqual(got.Saisie, want) {
		t.Errorf("saisie %+v, want %+v", got.Saisie, want)
	}
}

func TestAvantCodificationForgetsThatACertificationMadeItCertifying(t *testing.T) {
	yes := true
	f := Formation{Certifiante: &yes, Saisie: Saisie{ROME: []string{"G1602"}}}
	if got := f.AvantCodification(); got.Certifiante != nil {
		t.Errorf("certifiante %v was not stated", *got.Certifiante)
	}
	f.Saisie.Certifiante = &yes
	if got := f.AvantCodification(); got.Certifiante == nil {
		t.Error("certifiante was stated, and is lost")
	}
}

func TestAvantRegistre(t *testing.T) {
	if got := (Organisme{NDA: "28140012314", NDAOrigine: OrigineRegistre}).AvantRegistre(); got.NDA != "" || got.NDAOrigine != "" {
		t.Errorf("the register's NDA stays: %+v", got)
	}
	if got := (Organisme{NDA: "28140012314"}).AvantRegistre(); got.NDA == "" {
		t.Error("a stated NDA is lost")
	}
}
