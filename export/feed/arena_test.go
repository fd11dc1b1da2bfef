package feed

import (
	"bytes"
	"testing"
)

// TestTextsOfAnArenaStandApart: no text is written over by the next, however large
// it is, and the same memory serves again.
func TestTextsOfAnArenaStandApart(t *testing.T) {
	var a arena
	for batch := range 3 {
		var texts [][]byte
		for i, size := range []int{10, 0, 3 * chunkSize, 1, roomy, chunkSize - roomy, 1, chunkSize / 2, chunkSize / 2, chunkSize / 2, 5} {
			text := append(a.room(), bytes.Repeat([]byte{byte(i)}, size)...)
			a.keep(text)
			texts = append(texts, text)
		}
		for i, text := range texts {
			if n := bytes.Count(text, []byte{byte(i)}); n != len(text) {
				t.Errorf("batch %d: text %d has %d of its %d bytes", batch, i, n, len(text))
			}
		}
		a.clear()
	}
	if len(a.chunks) != 1 {
		t.Errorf("%d chunks for texts that fit in one, but for those that have memory of their own", len(a.chunks))
	}
}

func TestAnArenaHoldsNoMoreThanItMay(t *testing.T) {
	var a arena
	for range 2 * maxChunks {
		a.keep(append(a.room(), make([]byte, chunkSize)...))
		a.keep(append(a.room(), make([]byte, chunkSize-roomy+1)...))
	}
	if a.clear(); len(a.chunks) != maxChunks || a.at != 0 || len(a.room()) != 0 {
		t.Errorf("%d chunks are kept, %d are full", len(a.chunks), a.at)
	}
}
