package classify

import "testing"

func BenchmarkClassify(b *testing.B) {
	x := realIndex(b)
	var rows []Labelled
	for r := range labelled(b) {
		rows = append(rows, r)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		x.Classify(rows[i%len(rows)].Query, 5)
	}
}
