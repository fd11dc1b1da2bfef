package feed

// arena lends memory to the texts of a batch. They stand one after the other, so
// that what a large one took serves several small ones in a later batch; were each
// to keep its own, all would end as large as the largest.
type arena struct {
	chunks [][]byte
	at     int // the chunk that is being filled
}

const (
	chunkSize = 256 << 10
	roomy     = 32 << 10 // bytes that most texts do not exceed
	maxChunks = 16       // that are kept between two batches
)

// room is where to append the next text. One that outgrows it takes memory of its
// own.
func (a *arena) room() []byte {
	if a.at < len(a.chunks) && cap(a.chunks[a.at])-len(a.chunks[a.at]) < roomy {
		a.at++
	}
	if a.at == len(a.chunks) {
		a.chunks = append(a.chunks, make([]byte, 0, chunkSize))
	}
	c := a.chunks[a.at]
	return c[len(c):]
}

// keep holds the place of a text that was appended to the last room.
func (a *arena) keep(text []byte) {
	c := a.chunks[a.at]
	place := c[len(c):cap(c)]
	if len(text) > 0 && &text[0] == &place[0] {
		a.chunks[a.at] = c[:len(c)+len(text)]
	}
}

// clear takes all places back.
func (a *arena) clear() {
	clear(a.chunks[min(maxChunks, len(a.chunks)):])
	a.chunks, a.at = a.chunks[:min(maxChunks, len(a.chunks))], 0
	for i, c := range a.chunks {
		a.chunks[i] = c[:0]
	}
}
