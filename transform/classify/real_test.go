package classify

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// realSources are the referentials that stand beside the project.
func realSources(tb testing.TB) Sources {
	tb.Helper()
	ctx := context.Background()
	file := func(ref nomenclature.Referential, paths ...string) referentials.File {
		f := referentials.File{Referential: ref}
		for _, p := range paths {
			f.Paths = append(f.Paths, sharedtest.Path(tb, "data/"+p))
		}
		f.Path = f.Paths[0]
		return f
	}
	exports, err := filepath.Glob(sharedtest.Path(tb, "data/rncp") + "/export_fiches_CSV_*.csv")
	if err != nil || len(exports) < 6 {
		tb.Fatalf("%d exports of the registers: %v", len(exports), err)
	}
	return Sources{
		Certifications: referentials.Certifications(ctx, file(nomenclature.CertifInfo, "certifinfo/certif_info.csv"), nil, nil),
		Fiches:         referentials.Fiches(ctx, referentials.File{Referential: nomenclature.RNCP, Path: exports[0], Paths: exports}, nil, nil),
		Exemples:       referentials.Exemples(ctx, file(nomenclature.Exemples, "labelled/intitules-rncp-rs.csv"), nil, nil),
		ROME: referentials.Termes(ctx, file(nomenclature.ROME, "rome/unix_referentiel_code_rome_v460_utf8.csv",
			"rome/unix_referentiel_appellation_v460_utf8.csv", "rome/unix_texte_v460_utf8.csv", "rome/cr_gd_dp_v4_utf8.csv"), nil, nil),
		Formacode: referentials.Termes(ctx, file(nomenclature.Formacode, "formacode/formacodes-v14.csv"), nil, nil),
		NSF:       referentials.Termes(ctx, file(nomenclature.NSF, "nsf/nsf_groupes_D311-4.csv"), nil, nil),
	}
}

var shareIndex struct {
	sync.Once
	*Index
}

// realIndex is built once for all tests.
func realIndex(tb testing.TB) *Index {
	tb.Helper()
	from := realSources(tb)
	shareIndex.Do(func() {
		begun := time.Now()
		x, err := New(from)
		if err != nil {
			tb.Fatal(err)
		}
		shareIndex.Index = x
		tb.Logf("%d coded titles, %d terms, %d features; built in %v", len(x.examples), len(x.terms.list), len(x.words.idf), time.Since(begun))
	})
	return shareIndex.Index
}

// labelled are the coded titles of the registers.
func labelled(tb testing.TB) iter.Seq[Labelled] {
	path := sharedtest.Path(tb, "data/labelled/intitules-rncp-rs.csv")
	return func(yield func(Labelled) bool) {
		for r, err := range referentials.Labelled(context.Background(), path, nil, nil) {
			if err != nil {
				tb.Fatal(err)
			}
			if !yield(Labelled{Query: Query{Title: r.Intitule}, ROME: r.ROME, NSF: r.NSF, Formacode: r.Formacodes, Fiche: r.Fiche}) {
				return
			}
		}
	}
}

// sampled takes one row in n.
func sampled(rows iter.Seq[Labelled], n int) iter.Seq[Labelled] {
	return func(yield func(Labelled) bool) {
		i := 0
		for r := range rows {
			if i++; i%n == 0 && !yield(r) {
				return
			}
		}
	}
}

func line(name string, r SchemeReport) string {
	s := fmt.Sprintf("%-9s n=%d top-1 %.1f top-3 %.1f top-5 %.1f coverage", name, r.N, 100*r.Top1, 100*r.Top3, 100*r.Top5)
	for _, c := range r.Coverage {
		s += fmt.Sprintf(" @%.1f: %.1f", 100*c.Precision, 100*c.Share)
	}
	return s
}

func TestRealTitles(t *testing.T) {
	x := realIndex(t)
	for _, hide := range []Hiding{HideCertification, HideFamily} {
		begun := time.Now()
		r := x.Evaluate(sampled(labelled(t), 2), hide)
		t.Logf("hiding %d in %v\n%s\n%s\n%s", hide, time.Since(begun), line("ROME", r.ROME), line("NSF", r.NSF), line("Formacode", r.Formacode))
	}
}
