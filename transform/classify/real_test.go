package classify

import (
	"context"
	"flag"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"slices"
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

func line(name string, r SchemeReport) string {
	s := fmt.Sprintf("%-9s n=%d top-1 %.1f top-3 %.1f top-5 %.1f coverage", name, r.N, 100*r.Top1, 100*r.Top3, 100*r.Top5)
	for _, c := range r.Coverage {
		s += fmt.Sprintf(" @%.1f: %.1f", 100*c.Precision, 100*c.Share)
	}
	return s
}

// ofFold takes the rows that one linear model has not seen, so that one is enough.
func ofFold(x *Index, rows iter.Seq[Labelled], fold int) iter.Seq[Labelled] {
	return func(yield func(Labelled) bool) {
		for r := range rows {
			if x.hidden(r.Query, HideFamily, []string{r.Fiche}).folds == 1<<fold && !yield(r) {
				return
			}
		}
	}
}

// TestRealTitles holds the accuracy on a fixed thousand of titles whose families
// the index is made not to know.
func TestRealTitles(t *testing.T) {
	x := realIndex(t)
	r := x.Evaluate(ofFold(x, labelled(t), 1), HideFamily)
	for _, c := range []struct {
		name             string
		got              SchemeReport
		n                int
		top1, top3, top5 float64
	}{
		{"ROME", r.ROME, 900, 0.685, 0.86, 0.90},
		{"NSF", r.NSF, 1000, 0.74, 0.915, 0.96},
		{"Formacode", r.Formacode, 400, 0.61, 0.785, 0.85},
	} {
		t.Log(line(c.name, c.got))
		if c.got.N < c.n || c.got.Top1 < c.top1 || c.got.Top3 < c.top3 || c.got.Top5 < c.top5 {
			t.Errorf("%s fell under n=%d top-1 %.3f top-3 %.3f top-5 %.3f", line(c.name, c.got), c.n, c.top1, c.top3, c.top5)
		}
		for _, b := range c.got.Bins {
			if off := b.Promised - b.Right; b.N >= 90 && (off > 0.18 || off < -0.18) {
				t.Errorf("%s: of %d first proposals at %.2f, %.2f proved right", c.name, b.N, b.Promised, b.Right)
			}
		}
	}
}

var full = flag.Bool("full", false, "print the figures of all coded titles, hiding the fiche alone and hiding its family")

// TestRealTitlesInFull prints what the note of the room gives.
func TestRealTitlesInFull(t *testing.T) {
	if !*full {
		t.Skip("asked for with -full: it trains every model")
	}
	x := realIndex(t)
	for _, hide := range []Hiding{HideCertification, HideFamily} {
		r := x.Evaluate(labelled(t), hide)
		for _, c := range []struct {
			name string
			got  SchemeReport
		}{{"ROME", r.ROME}, {"NSF", r.NSF}, {"Formacode", r.Formacode}} {
			t.Logf("hiding %d: %s", hide, line(c.name, c.got))
			for _, b := range c.got.Bins {
				t.Logf("   %.1f–%.1f n=%d promised %.3f right %.3f", b.From, b.To, b.N, b.Promised, b.Right)
			}
		}
	}
}

func TestRealIndexIsSmall(t *testing.T) {
	x := realIndex(t)
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	t.Logf("%d MB", m.HeapAlloc>>20)
	if m.HeapAlloc > 200<<20 {
		t.Errorf("the heap holds %d MB with the index, more than 200", m.HeapAlloc>>20)
	}
	runtime.KeepAlive(x)
}

func BenchmarkClassify(b *testing.B) {
	x := realIndex(b)
	rows := slices.Collect(labelled(b))
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			x.Classify(rows[i%len(rows)].Query, 5)
		}
	})
}

func BenchmarkNew(b *testing.B) {
	from := realSources(b)
	for b.Loop() {
		if _, err := New(from); err != nil {
			b.Fatal(err)
		}
	}
}
