package shelf

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
)

// sampleFeed is about 8 MiB of the kind of text that a feed is: gzip makes a tenth
// of it.
func sampleFeed() []byte {
	b := []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<lheo xmlns=\"http://lheo.gouv.fr/2.3\">\n<offres>\n")
	random := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("for ma tion cui si ne hy gi è ne ges ac cueil sé cu ri té ap pren tis sa ge com mer ce vé hi cu le")
	words := make([]string, 2000)
	for i := range words {
		for range 2 + random.IntN(3) {
			words[i] += syllables[random.IntN(len(syllables))]
		}
	}
	text := func(n int) {
		for range n {
			b = append(append(b, words[min(random.IntN(2000), random.IntN(2000))]...), ' ')
		}
	}
	for i := 0; len(b) < 8<<20; i++ {
		b = fmt.Appendf(b, "<formation numero=\"04_F%06d\">\n<intitule-formation>", i)
		text(4)
		b = append(b, "</intitule-formation>\n<contenu-formation>"...)
		text(60 + random.IntN(100))
		b = append(b, "</contenu-formation>\n"...)
		for range 1 + random.IntN(6) {
			b = fmt.Appendf(b, "<session numero=\"S%08d\">\n<periode>\n<debut>2026%02d%02d</debut>\n<fin>20270630</fin>\n</periode>\n<adresse-inscription>\n<adresse>\n"+
				"<ligne>%d quai Charcot</ligne>\n<codepostal>14%03d</codepostal>\n<ville>Ville %d</ville>\n</adresse>\n</adresse-inscription>\n</session>\n",
				random.IntN(1e8), 1+random.IntN(12), 1+random.IntN(28), random.IntN(200), random.IntN(900), random.IntN(900))
		}
		b = append(b, "</formation>\n"...)
	}
	return append(b, "</offres>\n</lheo>\n"...)
}

// perCore reports megabytes for each second of a processor, whatever else the
// machine was doing.
func perCore(b *testing.B, size int) func() {
	start := cpuTime(b)
	return func() {
		b.ReportMetric(float64(size)*float64(b.N)/1e6/(cpuTime(b)-start).Seconds(), "MB/cpu-s")
	}
}

func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkPress is what publishing does to the bytes of a feed, beside gzip
// alone, on one core.
func BenchmarkPress(b *testing.B) {
	feed := sampleFeed()
	for _, c := range []struct {
		name    string
		feed    bool
		formats []Format
	}{{"gzip+zstd+index+hash", true, formats}, {"gzip+index+hash", true, []Format{Gzip}}, {"index+hash", true, []Format{}}} {
		b.Run(c.name, func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			b.SetBytes(int64(len(feed)))
			b.ReportAllocs()
			defer perCore(b, len(feed))()
			for b.Loop() {
				d, err := newDraft(b.TempDir(), "aude.xml", c.feed, c.formats)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := d.Write(feed); err != nil {
					b.Fatal(err)
				}
				if err := d.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("gzip alone", func(b *testing.B) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		b.SetBytes(int64(len(feed)))
		defer perCore(b, len(feed))()
		for b.Loop() {
			zip, _ := gzip.NewWriterLevel(io.Discard, gzip.DefaultCompression)
			if _, err := zip.Write(feed); err != nil {
				b.Fatal(err)
			}
			zip.Close()
		}
	})
	b.Run("SHA-256 alone", func(b *testing.B) {
		b.SetBytes(int64(len(feed)))
		for b.Loop() {
			sha256.Sum256(feed)
		}
	})
	b.Run("split alone", func(b *testing.B) {
		b.SetBytes(int64(len(feed)))
		for b.Loop() {
			split(feed, 256<<10)
		}
	})
}

// BenchmarkPortray is the reading of one record, to compare it field by field.
func BenchmarkPortray(b *testing.B) {
	feed := sampleFeed()
	ix, _ := split(feed, 1<<20)
	e := ix.entries[7]
	record := feed[e.Offset : e.Offset+e.Length]
	b.SetBytes(e.Length)
	b.ReportAllocs()
	for b.Loop() {
		portray(record)
	}
}

// TestMemoryDoesNotGrowWithTheFeed writes a feed of 160 MiB in which records are
// large, and looks at the heap on the way.
func TestMemoryDoesNotGrowWithTheFeed(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: writes 160 MiB")
	}
	d, err := newDraft(t.TempDir(), "aude.xml", true, nil)
	if err != nil {
		t.Fatal(err)
	}
	record := make([]byte, 0, 1<<16)
	for len(record) < 1<<16-200 {
		record = append(record, "<ligne>3 quai Charcot</ligne>\n"...)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range 160 << 4 {
		if _, err := fmt.Fprintf(d, "<formation numero=\"%05d\">\n%s</formation>\n", i, record); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 24<<20 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
	if err := d.Close(); err != nil || len(d.result.index.entries) != 160<<4 {
		t.Errorf("%d records (%v)", len(d.result.index.entries), err)
	}
}
