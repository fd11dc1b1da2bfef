package lheo

import "testing"

func BenchmarkAppendOffer(b *testing.B) {
	o := cuisine()
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = defaults.AppendOffer(dst[:0], o)
	}
	b.SetBytes(int64(len(dst)))
}
