package referentials

import (
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// readAll gives the rows of a text of three columns.
func readAll(t testing.TB, text string, limits limits) []record {
	t.Helper()
	r := newRecords(strings.NewReader(text), limits)
	r.sep = ";"
	r.learn(3)
	var all []record
	for {
		rec, err := r.read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rec)
	}
}

func TestRecords(t *testing.T) {
	cells := func(c ...string) []string { return c }
	for _, c := range []struct {
		name string
		text string
		want []record
	}{
		{"plain", "a;b;c\nd;e;f\n", []record{
			{line: 1, cells: cells("a", "b", "c"), ended: true},
			{line: 2, cells: cells("d", "e", "f"), ended: true}}},
		{"CRLF and no last end of line", "a;b;c\r\nd;e;f", []record{
			{line: 1, cells: cells("a", "b", "c"), ended: true},
			{line: 2, cells: cells("d", "e", "f")}}},
		{"BOM", "\xEF\xBB\xBFa;b;c\n", []record{{line: 1, cells: cells("a", "b", "c"), ended: true}}},
		{"quoted separator and doubled mark", `"a;1";"b ""2""";c` + "\n", []record{
			{line: 1, cells: cells("a;1", `b "2"`, "c"), ended: true}}},
		{"empty quoted cell", `"";"";""` + "\n", []record{{line: 1, cells: cells("", "", ""), ended: true}}},
		{"cell over three lines, then the next has its own number", "a;\"1\r\n2\r\n3\";c\nd;e;f\n", []record{
			{line: 1, cells: cells("a", "1\n2\n3", "c"), ended: true},
			{line: 4, cells: cells("d", "e", "f"), ended: true}}},
		{"marks inside a cell are text", `a;le "bon" mot;c` + "\n", []record{
			{line: 1, cells: cells("a", `le "bon" mot`, "c"), ended: true}}},
		{"a cell that begins with words in marks", `a;"Bon" mot;c` + "\n", []record{
			{line: 1, cells: cells("a", `"Bon" mot`, "c"), ended: true, mended: true}}},
		{"lone marks and a separator in a quoted cell", `a;"le "bon; mot" ici";c` + "\n", []record{
			{line: 1, cells: cells("a", `le "bon; mot" ici`, "c"), ended: true, mended: true}}},
		{"a stray mark costs no other row", "a;\"b;c\nd;e;f\ng;h;i\n", []record{
			{line: 1, cells: cells("a", `"b`, "c"), ended: true, mended: true, open: true},
			{line: 2, cells: cells("d", "e", "f"), ended: true},
			{line: 3, cells: cells("g", "h", "i"), ended: true}}},
		{"a stray mark that loses its own row", "a;\"b\nd;e;f\n", []record{
			{line: 1, cells: cells("a", `"b`), ended: true, mended: true, fault: badQuotes, open: true},
			{line: 2, cells: cells("d", "e", "f"), ended: true}}},
		{"too few columns", "a;b\n", []record{{line: 1, cells: cells("a", "b"), ended: true, fault: badColumns}}},
		{"too many columns", "a;b;c;d\n", []record{{line: 1, cells: cells("a", "b", "c", "d"), ended: true, fault: badColumns}}},
		{"empty columns beyond the header, in all rows", "a;b;c;;\nd;e;f;;\n", []record{
			{line: 1, cells: cells("a", "b", "c"), ended: true},
			{line: 2, cells: cells("d", "e", "f"), ended: true}}},
		{"a row shifted by a separator in a title, though it ends with an empty cell", "d;e;f;\na;b;c\na;b;c\n", []record{
			{line: 1, cells: cells("d", "e", "f", ""), ended: true, fault: badColumns},
			{line: 2, cells: cells("a", "b", "c"), ended: true},
			{line: 3, cells: cells("a", "b", "c"), ended: true}}},
		{"a line longer than allowed", strings.Repeat("x", 101) + "\na;b;c\n", []record{
			{line: 1, ended: true, fault: tooLong},
			{line: 2, cells: cells("a", "b", "c"), ended: true}}},
		{"a quoted cell cut by the end of the file", "a;b;c\nd;e;\"f", []record{
			{line: 1, cells: cells("a", "b", "c"), ended: true},
			{line: 2, cells: cells("d", "e", `"f`), mended: true, open: true}}},
		{"bytes that are no text", "a;\x81;\xE9t\xE9\n", []record{
			{line: 1, cells: cells("a", "\uFFFD", "été"), ended: true, lost: 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			small := defaults
			small.line = 100
			got := readAll(t, c.text, small)
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

// A file made so that each of its rows opens a cell that never closes must not be
// read over from each of them.
func TestHostileQuotesAreReadFewTimes(t *testing.T) {
	const n = 20_000
	small := defaults
	small.retries, small.span = 3, 50
	r := newRecords(strings.NewReader(strings.Repeat("x\";\"\n", n)), small)
	r.sep, r.width = ";", 3
	rows := 0
	for _, err := r.read(); err == nil; _, err = r.read() {
		rows++
	}
	if rows != n {
		t.Errorf("%d rows, want %d", rows, n)
	}
	if r.failed > small.retries {
		t.Errorf("read ahead in vain %d times, want at most %d", r.failed, small.retries)
	}
}

func TestManyCellsAreBounded(t *testing.T) {
	for name, line := range map[string]string{
		"plain":  strings.Repeat(";", 100_000),
		"quoted": `"a"` + strings.Repeat(";", 100_000) + "b",
	} {
		t.Run(name, func(t *testing.T) {
			got := readAll(t, line+"\n", defaults)
			if len(got) != 1 || got[0].fault == sound && name == "quoted" {
				t.Errorf("got %d rows, fault %v", len(got), got[0].fault)
			}
		})
	}
}

func TestSeparator(t *testing.T) {
	for header, want := range map[string]string{
		"code;libelle;note":           ";",
		`"code","libelle","note; x"`:  ",",
		"code\tlibelle":               "\t",
		`"a;b;c;d","e"`:               ",",
		"seul":                        ";",
		"code;libellé, long;note, 2;": ";",
	} {
		if got := separator(header); got != want {
			t.Errorf("separator(%q) = %q, want %q", header, got, want)
		}
	}
}

func TestLinesOfAnyLengthKeepTheirNumber(t *testing.T) {
	l := newLines(strings.NewReader("a\n"+strings.Repeat("b", 300_000)+"\r\nc"), 200_000)
	for i, want := range []physical{
		{text: "a", number: 1, ended: true},
		{number: 2, ended: true, long: true},
		{text: "c", number: 3},
	} {
		got, err := l.next()
		if err != nil {
			t.Fatal(err)
		}
		if got.long {
			if len(got.text) > 200_002 {
				t.Errorf("line %d: %d bytes kept", i+1, len(got.text))
			}
			got.text = ""
		}
		if got != want {
			t.Errorf("line "+strconv.Itoa(i+1)+": got %+v, want %+v", got, want)
		}
	}
	if _, err := l.next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last line: %v, want io.EOF", err)
	}
}
