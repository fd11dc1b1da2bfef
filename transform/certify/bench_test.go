package certify

import (
	"runtime"
	"testing"
)

// BenchmarkFind asks the titles of organisations, one after another.
func BenchmarkFind(b *testing.B) {
	x, rows := realIndex(b), labelledTitles(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		x.Find(Query{Title: rows[i%len(rows)].Query.Title}, 5)
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "titles/s")
}

// BenchmarkFindWithColumns asks all that the rows say, on every core.
func BenchmarkFindWithColumns(b *testing.B) {
	x, rows := realIndex(b), labelledTitles(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			x.Find(rows[i%len(rows)].Query, 5)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "titles/s")
}

func BenchmarkNew(b *testing.B) {
	all := realCertifications(b)
	b.ReportAllocs()
	var x *Index
	for b.Loop() {
		var err error
		if x, err = New(each(all)); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB")
	runtime.KeepAlive(x)
}
