package answer_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/answer"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

const (
	largeRows, largeColumns = 50_000, 40
	largeFindings           = 100_000
	maxHeap                 = 150 << 20 // bytes; under 300 MB resident are allowed to the whole program
)

// large writes a workbook of 50,000 rows of 40 columns: identifiers, and French
// texts that are all different and shared, as Excel writes them.
func large(t testing.TB) string {
	t.Helper()
	parts := partsOf(t, saved(t, base(t, "Formations")))
	delete(parts, "xl/worksheets/sheet1.xml")
	delete(parts, "xl/sharedStrings.xml")
	path := filepath.Join(t.TempDir(), "grand.xlsx")
	out, err := os.Create(path)
	must(t, err)
	defer out.Close()
	z := zip.NewWriter(out)
	for name, text := range parts {
		w, err := z.Create(name)
		must(t, err)
		_, err = io.WriteString(w, text)
		must(t, err)
	}
	for name, fill := range map[string]func(*bufio.Writer){"xl/worksheets/sheet1.xml": largeSheet, "xl/sharedStrings.xml": largeStrings} {
		part, err := z.Create(name)
		must(t, err)
		w := bufio.NewWriter(part)
		fill(w)
		must(t, w.Flush())
	}
	must(t, z.Close())
	return path
}

const mainNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

func largeSheet(w *bufio.Writer) {
	fmt.Fprintf(w, `<worksheet %s><dimension ref="A1"/><sheetData>`, mainNS)
	for r := range largeRows {
		fmt.Fprintf(w, `<row r="%d">`, r+1)
		for c := range largeColumns {
			if c%4 == 0 {
				fmt.Fprintf(w, `<c s="1"><v>%d</v></c>`, 73282932000074+r)
			} else {
				fmt.Fprintf(w, `<c t="s"><v>%d</v></c>`, r*largeColumns+c)
			}
		}
		io.WriteString(w, "</row>")
	}
	io.WriteString(w, "</sheetData></worksheet>")
}

func largeStrings(w *bufio.Writer) {
	fmt.Fprintf(w, `<sst %s>`, mainNS)
	for n := range largeRows * largeColumns {
		fmt.Fprintf(w, "<si><t>%s</t></si>", largeText(n))
	}
	io.WriteString(w, `</sst>`)
}

func largeText(n int) string {
	return fmt.Sprintf("%d Préparer à l'exercice du métier, en alternance, au rythme de l'entreprise", n)
}

// manyFindings are made as they are asked for, as the store gives them.
func manyFindings(yield func(finding.Finding, error) bool) {
	for i := range largeFindings {
		f := finding.Finding{Rule: fmt.Sprintf("regle-%d", i%40), Severity: finding.Severity(i % 3),
			Place: finding.Place{File: "grand.xlsx", Sheet: "Formations", Row: 2 + i/2, Column: []string{"B", "AN"}[i%2], Header: "Intitulé"},
			Value: largeText(i), Message: "Ceci est à revoir : " + largeText(i), Remedy: "Corrigez la cellule."}
		if !yield(f, nil) {
			return
		}
	}
}

func largeRowsOf(string) iter.Seq2[delivery.Row, error] {
	return func(yield func(delivery.Row, error) bool) {
		for r := range largeRows {
			cells := make([]string, largeColumns)
			for c := range cells {
				cells[c] = largeText(r*largeColumns + c)
			}
			if !yield(delivery.Row{Sheet: "Formations", Number: r + 1, Cells: cells}, nil) {
				return
			}
		}
	}
}

func largeOptions(t testing.TB, original string) answer.Options {
	return answer.Options{Original: original, Name: "grand.xlsx", Delivery: "ab", Date: day, Findings: manyFindings, Rules: rules, Rows: largeRowsOf, Dir: t.TempDir(),
		Loads: []journal.Load{{Sheet: "Formations", Counts: journal.Counts{Read: largeRows, Added: largeRows}}}}
}

// peakHeap runs f and gives the most that the heap held meanwhile, in bytes.
func peakHeap(f func()) (peak uint64) {
	runtime.GC()
	debug.FreeOSMemory()
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
		for {
			metrics.Read(sample)
			peak = max(peak, sample[0].Value.Uint64()+sample[1].Value.Uint64())
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	f()
	close(stop)
	<-done
	return peak
}

func TestALargeAnswerTakesLittleMemoryAndOpens(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 2,000,000 cells")
	}
	for name, original := range map[string]string{"copied": large(t), "from its rows": ""} {
		t.Run(name, func(t *testing.T) {
			o := largeOptions(t, original)
			var files answer.Files
			peak := peakHeap(func() { files = answered(t, o) })
			info, err := os.Stat(files.Workbook)
			must(t, err)
			t.Logf("heap %d MiB, workbook %d MiB", peak>>20, info.Size()>>20)
			if peak > maxHeap {
				t.Errorf("the heap held %d MiB, at most %d are allowed", peak>>20, maxHeap>>20)
			}
			checkLarge(t, files)
		})
	}
}

// checkLarge looks at the parts: the dimension is real, samples are few, every
// cell is coloured.
func checkLarge(t *testing.T, files answer.Files) {
	t.Helper()
	r, err := zip.OpenReader(files.Workbook)
	must(t, err)
	defer r.Close()
	for name, want := range map[string]string{"xl/worksheets/sheet2.xml": fmt.Sprintf(`<dimension ref="A1:AN%d"/>`, largeRows+1)} {
		part, err := r.Open(name)
		must(t, err)
		head := make([]byte, 2000)
		_, err = io.ReadFull(part, head)
		must(t, err)
		if !bytes.Contains(head, []byte(want)) {
			t.Errorf("%s lacks %s", name, want)
		}
	}
	notes, err := r.Open("xl/comments2.xml")
	must(t, err)
	text, err := io.ReadAll(notes)
	must(t, err)
	if n := bytes.Count(text, []byte("<comment ")); n != 40*3*50 {
		t.Errorf("%d comments, want 50 a rule", n)
	}
}

func BenchmarkWrite(b *testing.B) {
	for name, original := range map[string]string{"copied": large(b), "rows": ""} {
		b.Run(name, func(b *testing.B) {
			o := largeOptions(b, original)
			b.ReportAllocs()
			var peak uint64
			for b.Loop() {
				peak = max(peak, peakHeap(func() {
					if _, err := answer.Write(context.Background(), o); err != nil {
						b.Fatal(err)
					}
				}))
			}
			b.ReportMetric(float64(peak>>20), "MiB-heap")
		})
	}
}
