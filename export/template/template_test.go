package template

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// written is the workbook in bytes.
func written(t testing.TB, o Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readSheet is what our own reader makes of one sheet.
type readSheet struct {
	binding *mapping.Binding
	ok      bool
	found   []finding.Finding
	kinds   map[mapping.RowKind]int
	records []delivery.Record
}

// readBack reads a workbook as a delivery is read.
func readBack(t testing.TB, data []byte) map[string]readSheet {
	t.Helper()
	book, err := workbook.Read(bytes.NewReader(data), int64(len(data)), "modele.xlsx", workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	known, err := mapping.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range book.Findings() {
		if f.Severity != finding.Info || f.Sheet != listSheet {
			t.Errorf("the workbook itself has a finding: %+v", f)
		}
	}
	all := map[string]readSheet{}
	for _, s := range book.Sheets() {
		var rows []delivery.Row
		for row, err := range book.Rows(t.Context(), s.Name) {
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row)
		}
		all[s.Name] = readRows(known, s.Name, rows)
	}
	return all
}

func readRows(known *mapping.Layouts, name string, rows []delivery.Row) readSheet {
	r := readSheet{kinds: map[mapping.RowKind]int{}}
	first := rows[:min(len(rows), mapping.HeaderRows)]
	if r.binding, r.found, r.ok = known.Recognise(name, first); !r.ok {
		return r
	}
	for _, row := range rows {
		record, kind, found := r.binding.Record("modele.xlsx", row)
		r.kinds[kind]++
		if kind == mapping.Data {
			r.records, r.found = append(r.records, record), append(r.found, found...)
		}
	}
	return r
}

func TestOurReaderKnowsEveryColumnAndSetsTheExampleAside(t *testing.T) {
	for name, o := range map[string]Options{"empty": {}, "filled": sample()} {
		t.Run(name, func(t *testing.T) {
			sheets := readBack(t, written(t, o))
			for _, s := range layout.Own {
				got := sheets[s.Name]
				if !got.ok || got.binding.Sheet != s.Name || got.binding.HeaderRow != headerRow || got.binding.Refused {
					t.Errorf("sheet %s is read as %+v", s.Name, got.binding)
				}
				if len(got.found) > 0 {
					t.Errorf("sheet %s has findings: %+v", s.Name, got.found)
				}
				want := map[mapping.RowKind]int{mapping.Heading: 1, mapping.Example: 1}
				if n := len(o.subjects(s)); n > 0 {
					want[mapping.Data] = n
				}
				if fmt.Sprint(got.kinds) != fmt.Sprint(want) {
					t.Errorf("sheet %s has rows %v, want %v", s.Name, got.kinds, want)
				}
				for _, r := range got.records {
					if len(r.Cells) != len(s.Columns) {
						t.Errorf("sheet %s: a record has %d cells of %d columns", s.Name, len(r.Cells), len(s.Columns))
					}
				}
			}
			for _, aside := range []string{guideSheet, listSheet} {
				if got := sheets[aside]; got.ok || len(got.found) != 1 || got.found[0].Severity != finding.Info {
					t.Errorf("sheet %s should be left, and said so in passing: %v, %+v", aside, got.ok, got.found)
				}
			}
		})
	}
}

func TestTheExampleIsKnownEvenWithoutItsFirstCell(t *testing.T) {
	f := open(t, written(t, Options{}))
	for _, s := range layout.Own {
		if err := f.SetCellStr(s.Name, "A2", ""); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	for name, s := range readBack(t, out.Bytes()) {
		if s.ok && s.kinds[mapping.Example] != 1 {
			t.Errorf("sheet %s: the example is read as %v", name, s.kinds)
		}
	}
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestSameOptionsSameBytes(t *testing.T) {
	first := written(t, sample())
	for range 8 { // the order of a map shows only now and then
		if !bytes.Equal(first, written(t, sample())) {
			t.Fatal("two workbooks of the same catalogue differ")
		}
	}
}

func TestATextLongerThanACellIsAnError(t *testing.T) {
	o := sample()
	o.Offres[0].Formation.Contenu = strings.Repeat("é", excelize.TotalCellChars+1)
	err := Write(&bytes.Buffer{}, o)
	if err == nil || !regexp.MustCompile(`sheet Formations: row \d+: « Contenu »`).MatchString(err.Error()) {
		t.Errorf("the error %v should name the cell: cutting the text would lose its end on the way back", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	o := sample()
	one := o.Offres[0]
	o.Offres = nil
	for i := range 1000 {
		offer := one
		offer.Formation.ID = fmt.Sprintf("04_F%d", i)
		offer.Sessions = nil
		for j := range 5 {
			s := one.Sessions[0]
			s.ID = fmt.Sprintf("04_S%d_%d", i, j)
			offer.Sessions = append(offer.Sessions, s)
		}
		o.Offres = append(o.Offres, offer)
	}
	b.ReportAllocs()
	for b.Loop() {
		written(b, o)
	}
}
