package search_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
	"github.com/carif-oref/passerelle/transform/search"
)

func certifInfo(tb testing.TB) iter.Seq2[nomenclature.Certification, error] {
	tb.Helper()
	path := sharedtest.Path(tb, "data/certifinfo/certif_info-2024-07.csv")
	return referentials.Certifications(context.Background(), referentials.File{Referential: nomenclature.CertifInfo, Path: path}, nil, nil)
}

func realIndex(tb testing.TB) *search.Index {
	tb.Helper()
	x, err := search.New(certifInfo(tb), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

// queries are what people type, each with the label that must come first, or the
// words that it must begin with and hold.
var queries = []struct{ typed, first string }{
	{"bts compta", "BTS comptabilité et gestion"},
	{"R389", "Certificat d'aptitude à la conduite en sécurité R489 …"},
	{"R489 cat 3", "Certificat d'aptitude à la conduite en sécurité R489 … catégorie 3 …"},
	{"caces r482 A", "Certificat d'aptitude à la conduite en sécurité R482 … catégorie A …"},
	{"FIMO", "Habilitation pour la conduite de certains véhicules routiers …"},
	{"fco voyageurs", "Habilitation pour la conduite … voyageurs"},
	{"RNCP 38430", "CAP cuisine"},
	{"RS5080", "Certification Socle de connaissances …"},
	{"40025214", "Bac pro maintenance des véhicules option A …"},
	{"106623", "Diplôme supérieur de comptabilité et de gestion"},
	{"dcg", "Diplôme de comptabilité et de gestion"},
	{"DEAES", "Diplôme d'État d'accompagnant éducatif et social"},
	{"cap petite enfance", "CAP accompagnant éducatif petite enfance"},
	{"bts muc", "BTS management commercial opérationnel"},
	{"BTS NDRC", "BTS négociation et digitalisation de la relation client"},
	{"sio slam bts", "BTS services informatiques aux organisations option B …"},
	{"tosa excel", "Tosa Excel"},
	{"ssiap 1", "Service de sécurité incendie et d'assistance aux personnes de niveau 1 …"},
	{"cap boulangerie", "CAP boulanger"},
	{"comptabilté bts", "BTS comptabilité et gestion"},
	{"habilitation elec H0 B0", "Habilitation électrique …"},
	{"titre pro gestionnaire de paye", "Titre professionnel gestionnaire de paie"},
	{"aides-soignantes", "Diplôme d'État d'aide-soignant"},
	{"bac pro melec", "Bac pro métiers de l'électricité et de ses environnements connectés"},
	{"élecricien cap", "CAP électricien"},
	{"permis C", "Permis de conduire catégorie C"},
	{"bafa", "Brevet d'aptitude aux fonctions d'animateur"},
	{"licence psycho", "Licence mention psychologie"},
}

// TestWhatPeopleTypeInCertifInfo asks the real referential.
func TestWhatPeopleTypeInCertifInfo(t *testing.T) {
	x := realIndex(t)
	for _, q := range queries {
		hits := x.Search(q.typed, 5)
		if len(hits) == 0 || !like(hits[0].Certification.Intitule, q.first) {
			t.Errorf("%q: want %q first, got %s", q.typed, q.first, told(hits))
		}
		for i := 1; i < len(hits); i++ {
			if hits[i-1].Archived && !hits[i].Archived {
				t.Errorf("%q: an archived entry before a published one: %s", q.typed, told(hits))
			}
		}
		for _, h := range hits {
			if h.Why == "" || h.Archived && len(h.ReplacedBy) == 0 {
				t.Errorf("%q: %s", q.typed, told([]search.Hit{h}))
			}
		}
	}
}

// like compares a label with a pattern in which … stands for anything.
func like(label, pattern string) bool {
	pieces := strings.Split(pattern, "…")
	for i, piece := range pieces {
		at := strings.Index(label, strings.TrimSpace(piece))
		if at < 0 || i == 0 && at != 0 {
			return false
		}
		label = label[at+len(strings.TrimSpace(piece)):]
	}
	return label == "" || pieces[len(pieces)-1] == ""
}

func told(hits []search.Hit) string {
	var b strings.Builder
	for _, h := range hits {
		fmt.Fprintf(&b, "\n\t%.2f %s %s archived=%v %v | %s", h.Score, h.Certification.Code, h.Certification.Intitule, h.Archived, h.ReplacedBy, h.Why)
	}
	return b.String()
}

// TestEveryEntryIsFoundByItsLabel searches each label of the referential.
func TestEveryEntryIsFoundByItsLabel(t *testing.T) {
	x := realIndex(t)
	asked, found := 0, 0
	start := time.Now()
	for c, err := range certifInfo(t) {
		if err != nil {
			t.Fatal(err)
		}
		if asked++; asked%5 != 0 { // one in five is enough, and quick
			continue
		}
		for _, h := range x.Search(c.Intitule, 3) {
			if h.Certification.Intitule == c.Intitule {
				found++
				break
			}
		}
	}
	asked /= 5
	t.Logf("%d of %d labels found in the first three, %v a search", found, asked, time.Since(start)/time.Duration(asked))
	if asked < 1500 || found*1000 < asked*990 {
		t.Errorf("%d of %d labels found in the first three", found, asked)
	}
}

func BenchmarkSearchCertifInfo(b *testing.B) {
	x := realIndex(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		x.Search(queries[i%len(queries)].typed, 20)
	}
}

func BenchmarkIndexCertifInfo(b *testing.B) {
	var all []nomenclature.Certification
	for c, err := range certifInfo(b) {
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, c)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := search.New(func(yield func(nomenclature.Certification, error) bool) {
			for _, c := range all {
				if !yield(c, nil) {
					return
				}
			}
		}, nil)
		if err != nil {
			b.Fatal(err)
		}
	}
}
