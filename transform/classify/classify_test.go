package classify

import (
	"errors"
	"iter"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func seq[T any](values ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// small is a world of three trades: bread, accounts, welding.
func small() Sources {
	formacode := func(code, label string, synonyms ...string) nomenclature.Terme {
		return nomenclature.Terme{Code: code, Libelle: label, Relations: nomenclature.Relations{Synonymes: synonyms}}
	}
	rome := func(code, label string, jobs ...string) nomenclature.Terme {
		t := nomenclature.Terme{Code: code, Libelle: label}
		for _, j := range jobs {
			t.Appellations = append(t.Appellations, nomenclature.Appellation{Libelle: j})
		}
		return t
	}
	precise := rome("D1199", "Tourier / Tourière", "Tourier / Tourière en boulangerie")
	precise.Parent = "D1102"
	return Sources{
		ROME: seq(rome("D1102", "Boulanger / Boulangère", "Ouvrier boulanger / Ouvrière boulangère"), precise,
			rome("M1203", "Comptable", "Aide-comptable"), rome("H2913", "Soudeur / Soudeuse", "Soudeur / Soudeuse TIG")),
		NSF:       seq(nomenclature.Terme{Code: "221", Libelle: "Agro-alimentaire, alimentation, cuisine"}, nomenclature.Terme{Code: "314", Libelle: "Comptabilité, gestion"}, nomenclature.Terme{Code: "254", Libelle: "Structures métalliques"}),
		Formacode: seq(formacode("21538", "Boulangerie", "panification"), formacode("32663", "Comptabilité", "tenue de comptes"), formacode("23026", "Soudage")),
		Certifications: seq(
			nomenclature.Certification{Code: "1", Intitule: "CAP boulanger", RNCP: "1", ROME: []string{"D1102"}, NSF: "221", Formacode: "21538"},
			nomenclature.Certification{Code: "2", Intitule: "BP boulanger", RNCP: "2", ROME: []string{"D1102"}, NSF: "221", Formacode: "21538"},
			nomenclature.Certification{Code: "3", Intitule: "TP Comptable assistant", RNCP: "3", ROME: []string{"M1203"}, NSF: "314", Formacode: "32663",
				Anciens: []nomenclature.Ancien{{Code: "30", Intitule: "Comptable de petite entreprise", RNCP: "30"}}},
			nomenclature.Certification{Code: "4", Intitule: "Bac pro comptabilité", NSF: "314", Formacode: "32663"},
		),
		Fiches: seq(
			nomenclature.Fiche{Numero: "RNCP3", NSF: []string{"314"}, ROME: []string{"M1203"}, Anciennes: []string{"RNCP30"}},
			nomenclature.Fiche{Numero: "RNCP30", NSF: []string{"314"}, ROME: []string{"M1203"}},
		),
		Exemples: seq(
			nomenclature.Exemple{Intitule: "Soudeur industriel", Fiche: "RNCP5", ROME: []string{"H2913"}, NSF: []string{"254"}, Formacodes: []string{"23026"}},
			nomenclature.Exemple{Intitule: "Opérateur en soudage", Fiche: "RNCP6", ROME: []string{"H2913"}, NSF: []string{"254"}, Formacodes: []string{"23026"}},
		),
	}
}

func built(tb testing.TB, from Sources) *Index {
	tb.Helper()
	x, err := New(from)
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

func firstOf(list []Proposal) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Code
}

func TestClassify(t *testing.T) {
	x := built(t, small())
	for _, c := range []struct {
		name                 string
		q                    Query
		rome, nsf, formacode string
	}{
		{"a title that is a certification's", Query{Title: "CAP Boulanger"}, "D1102", "221", "21538"},
		{"another form of its words", Query{Title: "BOULANGÈRES"}, "D1102", "221", "21538"},
		{"a synonym of the thesaurus alone", Query{Title: "Tenue de comptes"}, "", "", "32663"},
		{"a precise job, coded with the job above it", Query{Title: "Tourier en boulangerie"}, "D1102", "", "21538"},
		{"the content when the title says nothing", Query{Title: "Module 3", Contenu: "Souder : soudage à l'arc, opérateur de soudage"}, "H2913", "254", "23026"},
		{"a job that it leads to", Query{Title: "Parcours découverte", Metiers: "soudeuse TIG ; autre"}, "H2913", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := x.Classify(c.q, 5)
			for _, p := range []struct{ want, got string }{{c.rome, firstOf(got.ROME)}, {c.nsf, firstOf(got.NSF)}, {c.formacode, firstOf(got.Formacode)}} {
				if p.want != "" && p.got != p.want {
					t.Errorf("got %q, want %q in %+v", p.got, p.want, got)
				}
			}
		})
	}
}

func TestNothingIsProposedOfNothing(t *testing.T) {
	x := built(t, small())
	for _, title := range []string{"", "  ", "xyzzy", "\x00\xff"} {
		if got := x.Classify(Query{Title: title}, 5); !reflect.DeepEqual(got, Result{}) {
			t.Errorf("%q was coded: %+v", title, got)
		}
	}
	empty := built(t, Sources{})
	if got := empty.Classify(Query{Title: "CAP boulanger"}, 5); !reflect.DeepEqual(got, Result{}) {
		t.Errorf("an empty index coded a title: %+v", got)
	}
	if got := x.Classify(Query{Title: "CAP boulanger"}, 0); !reflect.DeepEqual(got, Result{}) {
		t.Errorf("a limit of 0 let through %+v", got)
	}
}

func TestEvidenceIsWhatAPersonCanCheck(t *testing.T) {
	x := built(t, small())
	got := x.Classify(Query{Title: "Boulanger, panification"}, 1)
	for _, c := range []struct{ what, evidence, says string }{
		{"neighbours", got.ROME[0].Evidence, "2 certifications voisines, dont « "},
		{"synonym", got.Formacode[0].Evidence, "synonyme Formacode « panification »"},
	} {
		if !strings.Contains(c.evidence, c.says) {
			t.Errorf("%s: %q does not say %q", c.what, c.evidence, c.says)
		}
	}
	if p := got.ROME[0]; p.Libelle != "Boulanger / Boulangère" || p.Confidence < 0 || p.Confidence > 1 {
		t.Errorf("got %+v", p)
	}
}

func neighboursOf(x *Index, q Query, hide Hiding, fiches ...string) (titles []string) {
	s := x.newScratch()
	without := x.hidden(q, hide, fiches)
	for _, n := range x.near.nearest(x.read(q, titreOf(q), s), without.examples, s) {
		titles = append(titles, x.examples[n.example].title)
	}
	return titles
}

func TestWhatIsHiddenHasNoVoice(t *testing.T) {
	x := built(t, small())
	q := Query{Title: "Comptable de petite entreprise"}
	for _, c := range []struct {
		name   string
		hide   Hiding
		fiches []string
		want   []string
	}{
		{"nothing", HideNothing, nil, []string{"Comptable de petite entreprise", "TP Comptable assistant"}},
		{"the fiche alone", HideCertification, []string{"RNCP30"}, []string{"TP Comptable assistant"}},
		{"the fiche and what replaced it", HideFamily, []string{"RNCP30"}, nil},
		{"the family by its title", HideFamily, nil, nil},
		{"the family by a number that has no title", HideFamily, []string{"RNCP3"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := neighboursOf(x, q, c.hide, c.fiches...)
			var comptables []string
			for _, title := range got {
				if strings.Contains(title, "Comptable") {
					comptables = append(comptables, title)
				}
			}
			if !reflect.DeepEqual(comptables, c.want) {
				t.Errorf("got %q, want %q", comptables, c.want)
			}
		})
	}
}

func TestHiddenFamiliesAreNotLearned(t *testing.T) {
	x := built(t, small())
	without := x.hidden(Query{Title: "Soudeur industriel"}, HideFamily, []string{"RNCP5"})
	for k := range schemes {
		all, kept := len(x.linear.seen(k, 0)), len(x.linear.seen(k, without.folds))
		if without.folds == 0 || kept >= all {
			t.Errorf("%s: the model learns %d lessons of %d", k.nomenclature(), kept, all)
		}
	}
}

func TestSameInSameOut(t *testing.T) {
	a, b := built(t, small()), built(t, small())
	titles := []string{"CAP boulanger", "comptable", "soudage et comptabilité", "opérateur industriel"}
	for _, title := range titles {
		if x, y := a.Classify(Query{Title: title}, 5), b.Classify(Query{Title: title}, 5); !reflect.DeepEqual(x, y) {
			t.Errorf("%q: two indexes of the same sources differ:\n%+v\n%+v", title, x, y)
		}
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for _, title := range titles {
				if x, y := a.Classify(Query{Title: title}, 5), b.Classify(Query{Title: title}, 5); !reflect.DeepEqual(x, y) {
					t.Errorf("%q: answers differ when asked at the same time", title)
				}
			}
		})
	}
	wait.Wait()
}

func TestBrokenSourceIsAnError(t *testing.T) {
	broken := errors.New("cut short")
	_, err := New(Sources{Exemples: func(yield func(nomenclature.Exemple, error) bool) { yield(nomenclature.Exemple{}, broken) }})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "coded titles") {
		t.Errorf("got %v", err)
	}
}

func FuzzClassify(f *testing.F) {
	for _, title := range []string{"CAP boulanger", "Comptable (H/F) – niveau 5", "\xff\xfe", "É\u0301'’·/ a b", strings.Repeat("soudage ", 300)} {
		f.Add(title, "souder", "x;y\nz")
	}
	x := built(f, small())
	f.Fuzz(func(t *testing.T, title, content, jobs string) {
		q := Query{Title: title, Contenu: content, Metiers: jobs}
		first := x.Classify(q, 5)
		for _, list := range [][]Proposal{first.ROME, first.NSF, first.Formacode} {
			for _, p := range list {
				if p.Code == "" || p.Evidence == "" || !(p.Confidence >= 0 && p.Confidence <= 1) {
					t.Fatalf("%q: %+v", title, p)
				}
			}
		}
		if again := x.Classify(q, 5); !reflect.DeepEqual(first, again) {
			t.Fatalf("%q: two answers differ", title)
		}
	})
}
