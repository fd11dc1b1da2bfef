package columnar_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/delivery"
)

const (
	benchRows    = 50_000
	benchColumns = 40
)

// benchRow is about 1.3 kB, as a row of a catalogue is: identifiers, short
// labels, two paragraphs.
func benchRow(i int) delivery.Row {
	cells := make([]string, benchColumns)
	for c := range cells {
		cells[c] = fmt.Sprintf("valeur %d", (i*7+c)%997)
	}
	cells[0] = fmt.Sprintf("%014d", i)
	cells[10] = strings.Repeat(fmt.Sprintf("Savoir préparer le poste %d. ", i%313), 15)
	cells[11] = strings.Repeat(fmt.Sprintf("Module %d du parcours. ", i), 15)
	return delivery.Row{Sheet: "Sessions", Number: i + 2, Cells: cells}
}

func writeBench(b *testing.B, path string, rows []delivery.Row) {
	b.Helper()
	header := make([]string, benchColumns)
	for i := range header {
		header[i] = fmt.Sprintf("Colonne %d", i)
	}
	w, err := columnar.NewWriter(path, header, nil)
	if err != nil {
		b.Fatal(err)
	}
	for i := range benchRows {
		if err := w.Write(rows[i%len(rows)]); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := w.Close(); err != nil {
		b.Fatal(err)
	}
}

func prepared() []delivery.Row {
	rows := make([]delivery.Row, 5000)
	for i := range rows {
		rows[i] = benchRow(i)
	}
	return rows
}

func BenchmarkWrite(b *testing.B) {
	rows := prepared()
	b.ReportAllocs()
	for b.Loop() {
		writeBench(b, filepath.Join(b.TempDir(), "rows.parquet"), rows)
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "rows.parquet")
	writeBench(b, path, prepared())
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		n := 0
		for _, err := range columnar.Read(path) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != benchRows {
			b.Fatalf("%d rows", n)
		}
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
