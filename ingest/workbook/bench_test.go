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
// the texts shared and nearly all different, as Excel does.
func BenchmarkRead(b *testing.B) {
	for name, shared := range map[string]bool{"inline": false, "shared": true} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "grand.xlsx")
			writeLarge(b, path, 50_000, 40, shared)
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

func writeLarge(tb testing.TB, path string, rows, columns int, shared bool) {
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
			writeSheet(w, rows, columns, shared)
		case "xl/sharedStrings.xml":
			writeStrings(w, rows, columns, shared)
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

func writeSheet(w *bufio.Writer, rows, columns int, shared bool) {
	head, tail, _ := strings.Cut(sheet("|"), "|")
	io.WriteString(w, head)
	texts := 0
	for r := range rows {
		fmt.Fprintf(w, `<row r="%d">`, r+1)
		for c := range columns {
			switch {
			case c%4 == 0:
				fmt.Fprintf(w, `<c><v>%d</v></c>`, 73282932000074+r)
			case shared:
				fmt.Fprintf(w, `<c t="s"><v>%d</v></c>`, texts)
				texts++
			default:
				fmt.Fprintf(w, `<c t="inlineStr"><is><t>%s</t></is></c>`, largeText(r, c))
			}
		}
		io.WriteString(w, "</row>")
	}
	io.WriteString(w, tail)
}

func writeStrings(w *bufio.Writer, rows, columns int, shared bool) {
	io.WriteString(w, `<sst `+ns+`>`)
	for r := range rows {
		for c := range columns {
			if shared && c%4 != 0 {
				fmt.Fprintf(w, "<si><t>%s</t></si>", largeText(r, c))
			}
		}
	}
	io.WriteString(w, `</sst>`)
}

func largeText(r, c int) string {
	return fmt.Sprintf("%d-%d Préparer à l'exercice du métier, en alternance, %s", r, c, "au rythme de l'entreprise et du centre"[:c%30])
}
