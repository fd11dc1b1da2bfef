package certify

import (
	"context"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// realIndex is made once: it is immutable.
func realIndex(tb testing.TB) *Index {
	tb.Helper()
	path := sharedtest.Path(tb, "data/certifinfo/certif_info.csv")
	x, err := readReal(path)
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

func readReal(path string) (*Index, error) {
	return New(referentials.Certifications(context.Background(), certifInfo(path), nil, nil))
}

func certifInfo(path string) referentials.File {
	return referentials.File{Referential: nomenclature.CertifInfo, Path: path}
}

func realCertifications(tb testing.TB) (all []nomenclature.Certification) {
	tb.Helper()
	path := sharedtest.Path(tb, "data/certifinfo/certif_info.csv")
	for c, err := range referentials.Certifications(tb.Context(), certifInfo(path), nil, nil) {
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// strangeTitles are titles of fiches of France compétences that Certif Info does
// not have, neither by number nor by the words of the title or of a part of it.
func strangeTitles(tb testing.TB, x *Index) (list []Query) {
	tb.Helper()
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	numbers, bodies := map[string]bool{}, map[uint64]bool{}
	for i := range x.entries {
		e := &x.entries[i]
		numbers["RNCP"+e.certification.RNCP], numbers["RS"+e.certification.RS], bodies[e.body] = true, true, true
		for _, rs := range e.certification.AutresRS {
			numbers["RS"+rs] = true
		}
	}
	for i, row := range readLabelled(tb, "data/labelled/intitules-rncp-rs.csv") {
		var p prepared
		x.prepare(&p, s, row[3])
		if i%3 == 0 && !numbers[row[2]] && !slices.ContainsFunc(p.bodies, func(b uint64) bool { return bodies[b] }) {
			list = append(list, Query{Title: row[3]})
		}
	}
	return list
}

func readLabelled(tb testing.TB, name string) [][]string {
	tb.Helper()
	f, err := os.Open(sharedtest.Path(tb, name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = ';', true
	rows, err := r.ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	return rows[1:]
}

// TestRealTitles holds what the weights reach on the titles that they were learnt
// from; -crossvalidate measures titles of certifications not learnt from.
func TestRealTitles(t *testing.T) {
	x, rows := realIndex(t), labelledTitles(t)
	for _, c := range []struct {
		given                  given
		top1, top5, coverage99 float64
	}{
		{givenTitle, 0.96, 0.986, 0.88},
		{givenColumns, 0.965, 0.985, 0.95},
		{givenDiploma, 0.998, 0.999, 0.999},
	} {
		asked := make([]Labelled, len(rows))
		for i, r := range rows {
			asked[i] = Labelled{Query: only(r.Query, c.given), Codes: r.Codes}
		}
		r := Evaluate(x, asked)
		if r.Family.Top1 < c.top1 || r.Family.Top5 < c.top5 || r.Coverage[1].Share < c.coverage99 || r.Coverage[1].Threshold > Automatic {
			t.Errorf("%s: family top-1 %.4f, top-5 %.4f, coverage %+v; want at least %+v", givenNames[c.given], r.Family.Top1, r.Family.Top5, r.Coverage, c)
		}
		t.Logf("%s: family %.4f code %.4f coverage %+v", givenNames[c.given], r.Family, r.Exact, r.Coverage)
	}
}

// TestVersionsOfTheirTime asks for the examinations of 2022, those for which the
// titles were coded.
func TestVersionsOfTheirTime(t *testing.T) {
	x, rows := realIndex(t), labelledTitles(t)
	for i := range rows {
		rows[i].Query.Date = time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC)
	}
	if r := Evaluate(x, rows); r.Exact.Top1 < 0.99 {
		t.Errorf("code top-1 %.4f, want 0.99", r.Exact.Top1)
	}
}

// TestStrangersAreNotAccepted holds how many titles of fiches that Certif Info
// does not have would be coded without anybody looking.
func TestStrangersAreNotAccepted(t *testing.T) {
	x := realIndex(t)
	strangers, accepted := strangeTitles(t, x), 0
	for _, q := range strangers {
		if m := x.Find(q, 1); len(m) > 0 && m[0].Confidence >= Automatic {
			accepted++
		}
	}
	if share := float64(accepted) / float64(len(strangers)); len(strangers) < 500 || share > 0.0125 {
		t.Errorf("%d of %d strangers accepted (%.2f %%)", accepted, len(strangers), 100*share)
	}
	t.Logf("%d of %d strangers accepted", accepted, len(strangers))
}

// TestCertificationsThatAreNotHeldAreNotAccepted hides what each title names.
func TestCertificationsThatAreNotHeldAreNotAccepted(t *testing.T) {
	x, rows, accepted := realIndex(t), labelledTitles(t), 0
	for _, r := range rows {
		if m := x.Without(r.Codes[0]).Find(Query{Title: r.Query.Title}, 1); len(m) > 0 && m[0].Confidence >= Automatic {
			accepted++
		}
	}
	if share := float64(accepted) / float64(len(rows)); share > 0.04 {
		t.Errorf("%d of %d titles accepted for another certification (%.2f %%)", accepted, len(rows), 100*share)
	}
}

func labelledTitles(tb testing.TB) (list []Labelled) {
	tb.Helper()
	for _, row := range readLabelled(tb, "data/labelled/intitules-organismes-certifinfo.csv") {
		level, _ := strconv.Atoi(row[4])
		list = append(list, Labelled{Query: Query{Title: row[1], Type: row[2], Diploma: row[3], Level: level}, Codes: strings.Split(row[5], "|")})
	}
	return list
}
