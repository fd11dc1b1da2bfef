package workbook_test

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/workbook"
)

// BenchmarkRead reads 50,000 rows of 40 columns, identifiers, numbers and long
// French texts: with the texts in their cells, as programs write them, and with
// the texts shared, all different or repeated, as Excel does.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct {
		name    string
		strings int // shared; 0 when each text is in its cell
	}{{"inline", 0}, {"shared", 1_500_000}, {"repeated", 200_000}} {
		b.Run(c.name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "grand.xlsx")
			writeLarge(b, path, 50_000, 40, c.strings)
			b.ReportAllocs()
			var peak uint64
			for b.Loop() {
				peak = max(peak, readAll(b, path, 50_000))
			}
			b.ReportMetric(float64(peak>>20), "MiB-heap")
		})
	}
}

// readAll gives the largest heap seen.
func readAll(b *testing.B, path string, want int) (peak uint64) {
	b.Helper()
	book, err := workbook.Open(path, workbook.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	defer book.Close()
	n := 0
	for row, err := range book.Rows(b.Context(), "Organismes") {
		if err != nil || len(row.Cells) != 40 {
			b.Fatal(len(row.Cells), err)
		}
		if n++; n%5000 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
	}
	if n != want {
		b.Fatalf("read %d rows", n)
	}
	return peak
}

func writeLarge(tb testing.TB, path string, rows, columns, strings int) {
	tb.Helper()
	out, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer out.Close()
	z := zip.NewWriter(out)
	p := base()
	for _, name := range sorted(p) {
		part, err := z.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		w := bufio.NewWriter(part)
		switch name {
		case "xl/worksheets/sheet1.xml":
			writeSheet(w, rows, columns, strings)
		case "xl/sharedStrings.xml":
			writeStrings(w, columns, strings)
		default:
			io.WriteString(w, p[name])
		}
		if err := w.Flush(); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
}

func writeSheet(w *bufio.Writer, rows, columns, shared int) {
	head, tail, _ := strings.Cut(sheet("|"), "|")
	io.WriteString(w, head)
	texts := 0
	for r := range rows {
		fmt.Fprintf(w, `<row r="%d">`, r+1)
		for c := range columns {
			switch {
			case c%4 == 0:
				fmt.Fprintf(w, `<c><v>%d</v></c>`, 73282932000074+r)
			case shared > 0:
				fmt.Fprintf(w, `<c t="s"><v>%d</v></c>`, texts%shared)
				texts++
			default:
				fmt.Fprintf(w, `<c t="inlineStr"><is><t>%s</t></is></c>`, largeText(r, c))
			}
		}
		io.WriteString(w, "</row>")
	}
	io.WriteString(w, tail)
}

func writeStrings(w *bufio.Writer, columns, texts int) {
	io.WriteString(w, `<sst `+ns+`>`)
	for n := range texts {
		fmt.Fprintf(w, "<si><t>%s</t></si>", largeText(n/columns, n%columns))
	}
	io.WriteString(w, `</sst>`)
}

func largeText(r, c int) string {
	return fmt.Sprintf("%d-%d Préparer à l'exercice du métier, en alternance, %s", r, c, "au rythme de l'entreprise et du centre"[:c%30])
}
