package search

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

var (
	kinds  = []string{"CAP", "Bac pro", "BTS", "Titre professionnel", "Licence pro mention", "CQP", "Master mention", "Certificat de spécialisation"}
	jobs   = []string{"conducteur", "technicien", "opérateur", "gestionnaire", "assistant", "responsable", "monteur", "vendeur", "agent", "chargé"}
	fields = []string{"maintenance", "comptabilité", "logistique", "boulangerie", "électricité", "informatique", "soudage", "coiffure", "sécurité", "transport", "agriculture", "chimie", "commerce", "hôtellerie", "menuiserie", "plasturgie"}
)

// synthetic makes entries whose words are as common as those of the real ones:
// a few in very many, most in few.
func synthetic(count int) []nomenclature.Certification {
	r := rand.New(rand.NewPCG(7, 7))
	list := make([]nomenclature.Certification, count)
	for i := range list {
		field := fields[r.IntN(len(fields))]
		list[i] = nomenclature.Certification{
			Code: fmt.Sprint(50000 + i), RNCP: fmt.Sprint(30000 + i), CFD: fmt.Sprintf("%08d", 32000000+i), Etat: "0", FormacodeLibelle: field,
			Intitule: fmt.Sprintf("%s %s en %s option mot%d et rare%d", kinds[r.IntN(len(kinds))], jobs[r.IntN(len(jobs))], field, r.IntN(400), r.IntN(9000)),
			Anciens:  []nomenclature.Ancien{{Code: fmt.Sprint(10000 + i), Intitule: "ancien " + field, EtatLibelle: "archivée"}},
		}
	}
	return list
}

var typed = []string{"bts compta", "technicien maintenance", "RNCP30500", "conducteur transport", "c", "co", "comptabilté", "rare77 menuisier", "licence pro informatique option", "titre professionnel de vendeur en boulangerie option mot7 et rare8", "option", "zzzz"}

func BenchmarkSearchSynthetic(b *testing.B) {
	x, err := New(all(synthetic(10_000)), nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range typed {
		b.Run(q, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Search(q, 20)
			}
		})
	}
}

func BenchmarkIndexSynthetic(b *testing.B) {
	list := synthetic(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(all(list), nil); err != nil {
			b.Fatal(err)
		}
	}
}

// TestTenThousandEntriesAreQuick is generous: a busy machine passes it, an answer
// that looks at everything for every word does not.
func TestTenThousandEntriesAreQuick(t *testing.T) {
	start := time.Now()
	x, err := New(all(synthetic(10_000)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("indexed in %v", took)
	}
	start = time.Now()
	const times = 10
	for range times {
		for _, q := range typed {
			x.Search(q, 20)
		}
	}
	if took := time.Since(start) / time.Duration(times*len(typed)); took > 20*time.Millisecond {
		t.Errorf("a search took %v", took)
	}
}

func TestManyMaySearchAtOnce(t *testing.T) {
	x := open(t)
	want := map[string]string{}
	for _, q := range typed {
		want[q] = fmt.Sprint(x.Search(q, 9))
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, q := range typed {
				if got := fmt.Sprint(x.Search(q, 9)); got != want[q] {
					t.Errorf("%q: %s, want %s", q, got, want[q])
				}
			}
		})
	}
	wg.Wait()
}
