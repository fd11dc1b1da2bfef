package delimited

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// tight bounds let the fuzzer reach them.
var tight = Bounds{Line: 1000, Cells: 60, Span: 20, Retries: 5}

// FuzzRecords holds for any bytes: it ends, lines go forward, cells are text, and
// a usable row has the width of the header.
func FuzzRecords(f *testing.F) {
	for _, text := range []string{"a;b;c\n", "\"a\n\";b;c\nd;e;f", "a;\"b;c\nd", "\xFF;\xE9;\"\r\n", "\";;\"\n;;;;\n", "x\";\"\nx\";\"\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r := NewReader(strings.NewReader(string(text)), tight)
		r.Sep = ";"
		r.Learn(3)
		last := 0
		for rec, err := r.Read(); !errors.Is(err, io.EOF); rec, err = r.Read() {
			if err != nil {
				t.Fatal(err)
			}
			if rec.Line <= last {
				t.Fatalf("line %d after line %d", rec.Line, last)
			}
			last = rec.Line
			if rec.Fault == Sound && len(rec.Cells) != 3 {
				t.Fatalf("line %d: %d cells", rec.Line, len(rec.Cells))
			}
			for _, cell := range rec.Cells {
				if !utf8.ValidString(cell) {
					t.Fatalf("line %d: %q is no UTF-8", rec.Line, cell)
				}
			}
		}
		if most := strings.Count(string(text), "\n") + 1; last > most {
			t.Fatalf("line %d of a file of %d", last, most)
		}
	})
}
