package translate

import (
	"errors"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func smallFormacode(t testing.TB) *Formacode {
	t.Helper()
	f, err := NewFormacode(
		seq(
			terme("10001", "POTERIE"),
			terme("10002", "TOURNAGE TERRE"),
			terme("10003", "EMAILLAGE", generiques("10001")),
			terme("10004", "CERAMIQUE ART", generiques("10001")),
			terme("10005", "PAO"),
			terme("10006", "VITRAIL"),
			terme("10007", "MODELAGE INITIATION ENFANT", generiques("10008")),
			terme("10008", "MODELAGE", generiques("10009")),
			terme("10009", "ARTS TERRE"),
			terme("10010", "CUISSON FOUR BOIS", generiques("10008")),
			terme("10011", "SCULPTURE"),
			terme("10012", "RAKU"),
			terme("10013", "GRES"),
		),
		seq(
			terme("10001", "Poterie", synonymes("émaillage sur terre")),
			terme("10002", "Tournage"),
			terme("20003", "Émaillage"),
			terme("20004", "Céramique d'art"),
			terme("20005", "Publication numérique", synonymes("PAO - publication assistée")),
			terme("20006", "Verre décoratif", synonymes("vitrail")),
			terme("20007", "Art du verre", synonymes("vitrail")),
			terme("20008", "Initiation au modelage"),
			terme("10009", "Arts de la terre"),
			terme("10011", "Taille de pierre"),
			terme("20011", "Sculpture"),
			terme("20012", "Enfumage", func(t *nomenclature.Terme) { t.NoteVersion = "Remplace 10012, supprimé." }),
			terme("20013", "Faïence", func(t *nomenclature.Terme) { t.ExSynonymes = []string{"grès"} }),
		))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFormacode(t *testing.T) {
	f := smallFormacode(t)
	for _, c := range []struct {
		name, code, want string
		certain          bool
		how              string
	}{
		{"a code kept with its label", "10001", "10001", true, "code conservé"},
		{"a code kept under another label", "10002", "10002", true, "libellé modifié : « TOURNAGE TERRE »"},
		{"a label that moved to another code", "10003", "20003", true, "même libellé"},
		{"a label but for its small words is only likely", "10004", "20004 10001", false, "terme proche : « Céramique d'art »"},
		{"an abbreviation that a synonym explains", "10005", "20005", true, "« PAO » est un synonyme"},
		{"a synonym of two codes is for a person", "10006", "20006 20007", false, "synonyme"},
		{"a term alike, then the nearest broader term that lives", "10007", "20008 10009", false, "terme proche : « Initiation au modelage »"},
		{"broader terms alone", "10010", "10009", false, "terme générique : « ARTS TERRE »"},
		{"a code kept whose label another took", "10011", "10011 20011", false, "code conservé"},
		{"a note of version", "10012", "20012", true, "note de version"},
		{"a former synonym", "10013", "20013", true, "« GRES » était un synonyme"},
		{"a code of V14 that the earlier version had not", "20003", "20003", true, "code conservé"},
		{"a code of neither", "99999", "", false, ""},
		{"no code", "", "", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) { holds(t, f.To14(c.code), c.want, c.certain, c.how) })
	}
}

func TestFormacodeOrphansAreWhatAPersonDecides(t *testing.T) {
	var got []string
	for _, a := range smallFormacode(t).Orphans() {
		got = append(got, a.Code)
	}
	if want := []string{"10004", "10006", "10007", "10008", "10010", "10011"}; !reflect.DeepEqual(got, want) {
		t.Errorf("orphans %v, want %v", got, want)
	}
}

func TestFormacodeAnswersAlike(t *testing.T) {
	for range 20 {
		if a, b := smallFormacode(t).Orphans(), smallFormacode(t).Orphans(); !reflect.DeepEqual(a, b) {
			t.Fatalf("two readings of the same files differ:\n%+v\n%+v", a, b)
		}
	}
}

func TestBroaderTermsInACircleEnd(t *testing.T) {
	f, err := NewFormacode(seq(terme("1", "a", generiques("2")), terme("2", "b", generiques("1"))), seq(terme("3", "c")))
	if err != nil {
		t.Fatal(err)
	}
	holds(t, f.To14("1"), "", false, "")
}

func TestADamagedFileTranslatesNothing(t *testing.T) {
	good := terme("A1101", "x")
	if _, err := NewFormacode(cut(good), seq(good)); !errors.Is(err, errCut) {
		t.Errorf("earlier Formacode: %v", err)
	}
	if _, err := NewFormacode(seq(good), cut(good)); !errors.Is(err, errCut) {
		t.Errorf("Formacode V14: %v", err)
	}
	if _, err := NewROME(cut(good), seq(good)); !errors.Is(err, errCut) {
		t.Errorf("ROME 3: %v", err)
	}
	if _, err := NewROME(seq(good), cut(good)); !errors.Is(err, errCut) {
		t.Errorf("ROME 4: %v", err)
	}
	if _, err := CertifInfo(cut(nomenclature.Certification{})); !errors.Is(err, errCut) {
		t.Errorf("Certif Info: %v", err)
	}
	if _, err := FranceCompetences(cut(nomenclature.Fiche{})); !errors.Is(err, errCut) {
		t.Errorf("France compétences: %v", err)
	}
}
