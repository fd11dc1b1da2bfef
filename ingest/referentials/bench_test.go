package referentials

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

var numbered = regexp.MustCompile(`<NUMERO_FICHE>RNCP[0-9]+`)

// repeated is an XML register made of the fiches of a real one, over and over
// under other numbers, of about so many bytes. It is made as it is read.
func repeated(tb testing.TB, size int) source {
	tb.Helper()
	text, err := os.ReadFile(sharedtest.Path(tb, "data/rncp/export_fiches_RNCP_fixture.xml"))
	if err != nil {
		tb.Fatal(err)
	}
	start := bytes.Index(text, []byte("<FICHE>"))
	end := bytes.LastIndex(text, []byte("</FICHE>")) + len("</FICHE>")
	open := func() (io.ReadCloser, error) {
		fiches, made := &copies{body: string(text[start:end])}, size/(end-start)+1
		fiches.left = made
		return io.NopCloser(io.MultiReader(bytes.NewReader(text[:start]), fiches, bytes.NewReader(text[end:]))), nil
	}
	return source{name: "export_fiches_RNCP_V4_1.xml", open: open}
}

// copies gives a text again and again, its fiches numbered from 1.
type copies struct {
	body    string
	left    int
	fiche   int
	current strings.Reader
}

func (c *copies) Read(p []byte) (int, error) {
	for c.current.Len() == 0 {
		if c.left == 0 {
			return 0, io.EOF
		}
		c.left--
		c.current.Reset(numbered.ReplaceAllStringFunc(c.body, func(string) string {
			c.fiche++
			return fmt.Sprintf("<NUMERO_FICHE>RNCP%d", c.fiche)
		}))
	}
	return c.current.Read(p)
}

// BenchmarkXML reads 200 MB of fiches, some 3,500.
func BenchmarkXML(b *testing.B) {
	const size = 200 << 20
	doc := document{src: repeated(b, size), format: ficheXMLRNCP, ref: nomenclature.RNCP}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		n, err := count(fiches(context.Background(), []document{doc}, defaults, nil, nil))
		if err != nil || n < 3000 {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkFiches joins the real CSV exports, and tells what the fiches weigh.
func BenchmarkFiches(b *testing.B) {
	var file File
	for _, f := range must(Scan(sharedtest.Path(b, "data/rncp"), nil)) {
		file = f
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range Fiches(context.Background(), file, nil, nil) {
			if n++; err != nil {
				b.Fatal(err)
			}
			if n == 1 {
				b.StopTimer()
				b.ReportMetric(heap(), "heap-MB")
				b.StartTimer()
			}
		}
	}
}

// heap is what is in use once the rest is collected, in MB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
