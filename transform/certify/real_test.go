package certify

import (
	"context"
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

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
	file := referentials.File{Referential: nomenclature.CertifInfo, Path: path}
	return New(referentials.Certifications(context.Background(), file, nil, nil))
}

func labelledTitles(tb testing.TB) []Labelled {
	tb.Helper()
	f, err := os.Open(sharedtest.Path(tb, "data/labelled/intitules-organismes-certifinfo.csv"))
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
	var list []Labelled
	for _, row := range rows[1:] {
		level, _ := strconv.Atoi(row[4])
		list = append(list, Labelled{Query{Title: row[1], Type: row[2], Diploma: row[3], Level: level}, strings.Split(row[5], "|")})
	}
	return list
}
