package merge

import (
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
)

func TestPackedCellsComeBackAsTheyWere(t *testing.T) {
	fields := []layout.Field{"a", "b", "c", "d"}
	values := []value{{}, {text: "é\x00\xff" + strings.Repeat("x", 300)}, {list: []string{"", "un", "deux"}}, {text: "un", list: []string{"un"}}}
	var packed []byte
	for _, v := range values {
		packed = pack(packed, v)
	}
	c := cells{fields, string(packed)}
	i := 0
	for f, got := range c.all() {
		if f != fields[i] || !reflect.DeepEqual(got, values[i]) {
			t.Errorf("cell %d: %q %q, want %q %q", i, f, got, fields[i], values[i])
		}
		if at := c.at(i); !reflect.DeepEqual(at, values[i]) {
			t.Errorf("at(%d) is %q, want %q", i, at, values[i])
		}
		i++
	}
	if i != len(fields) {
		t.Errorf("%d cells", i)
	}
	wide := c.with(2, value{text: "milieu"}, []layout.Field{"a", "b", "b2", "c", "d"})
	if wide.at(2).text != "milieu" || wide.at(1).text != values[1].text || !reflect.DeepEqual(wide.at(4), values[3]) {
		t.Error("a value put between others moves them")
	}
	if wide.sum() == c.sum() || c.sum() != (cells{fields, string(packed)}).sum() {
		t.Error("the sums do not tell the cells apart")
	}
}

func BenchmarkPackedText(b *testing.B) {
	var packed []byte
	fields := make([]layout.Field, 40)
	for range fields {
		packed = pack(packed, value{text: "Institut du littoral"})
	}
	c := cells{fields, string(packed)}
	b.ReportAllocs()
	for b.Loop() {
		if c.at(30).text == "" {
			b.Fatal("lost")
		}
	}
}
