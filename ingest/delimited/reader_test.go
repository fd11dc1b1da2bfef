package delimited

import (
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// defaults are those that referentials are read with.
var defaults = Bounds{Line: 1 << 20, Cells: 1000, Span: 1000, Retries: 100}

// readAll gives the rows of a text of three columns.
func readAll(t testing.TB, text string, bounds Bounds) []Record {
	t.Helper()
	r := NewReader(strings.NewReader(text), bounds)
	r.Sep = ";"
	r.Learn(3)
	var all []Record
	for {
		rec, err := r.Read()
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
		want []Record
	}{
		{"plain", "a;b;c\nd;e;f\n", []Record{
			{Line: 1, Cells: cells("a", "b", "c"), Ended: true},
			{Line: 2, Cells: cells("d", "e", "f"), Ended: true}}},
		{"CRLF and no last end of line", "a;b;c\r\nd;e;f", []Record{
			{Line: 1, Cells: cells("a", "b", "c"), Ended: true},
			{Line: 2, Cells: cells("d", "e", "f")}}},
		{"BOM", "\xEF\xBB\xBFa;b;c\n", []Record{{Line: 1, Cells: cells("a", "b", "c"), Ended: true}}},
		{"quoted separator and doubled mark", `"a;1";"b ""2""";c` + "\n", []Record{
			{Line: 1, Cells: cells("a;1", `b "2"`, "c"), Ended: true}}},
		{"empty quoted cell", `"";"";""` + "\n", []Record{{Line: 1, Cells: cells("", "", ""), Ended: true}}},
		{"cell over three lines, then the next has its own number", "a;\"1\r\n2\r\n3\";c\nd;e;f\n", []Record{
			{Line: 1, Cells: cells("a", "1\n2\n3", "c"), Ended: true},
			{Line: 4, Cells: cells("d", "e", "f"), Ended: true}}},
		{"marks inside a cell are text", `a;le "bon" mot;c` + "\n", []Record{
			{Line: 1, Cells: cells("a", `le "bon" mot`, "c"), Ended: true}}},
		{"a cell that begins with words in marks", `a;"Bon" mot;c` + "\n", []Record{
			{Line: 1, Cells: cells("a", `"Bon" mot`, "c"), Ended: true, Mended: true}}},
		{"lone marks and a separator in a quoted cell", `a;"le "bon; mot" ici";c` + "\n", []Record{
			{Line: 1, Cells: cells("a", `le "bon; mot" ici`, "c"), Ended: true, Mended: true}}},
		{"a stray mark costs no other row", "a;\"b;c\nd;e;f\ng;h;i\n", []Record{
			{Line: 1, Cells: cells("a", `"b`, "c"), Ended: true, Mended: true, Open: true},
			{Line: 2, Cells: cells("d", "e", "f"), Ended: true},
			{Line: 3, Cells: cells("g", "h", "i"), Ended: true}}},
		{"a stray mark that loses its own row", "a;\"b\nd;e;f\n", []Record{
			{Line: 1, Cells: cells("a", `"b`), Ended: true, Mended: true, Fault: BadQuotes, Open: true},
			{Line: 2, Cells: cells("d", "e", "f"), Ended: true}}},
		{"too few columns", "a;b\n", []Record{{Line: 1, Cells: cells("a", "b"), Ended: true, Fault: BadColumns}}},
		{"too many columns", "a;b;c;d\n", []Record{{Line: 1, Cells: cells("a", "b", "c", "d"), Ended: true, Fault: BadColumns}}},
		{"empty columns beyond the header, in all rows", "a;b;c;;\nd;e;f;;\n", []Record{
			{Line: 1, Cells: cells("a", "b", "c"), Ended: true},
			{Line: 2, Cells: cells("d", "e", "f"), Ended: true}}},
		{"a row shifted by a separator in a title, though it ends with an empty cell", "d;e;f;\na;b;c\na;b;c\n", []Record{
			{Line: 1, Cells: cells("d", "e", "f", ""), Ended: true, Fault: BadColumns},
			{Line: 2, Cells: cells("a", "b", "c"), Ended: true},
			{Line: 3, Cells: cells("a", "b", "c"), Ended: true}}},
		{"a line longer than allowed", strings.Repeat("x", 101) + "\na;b;c\n", []Record{
			{Line: 1, Ended: true, Fault: TooLong},
			{Line: 2, Cells: cells("a", "b", "c"), Ended: true}}},
		{"a quoted cell cut by the end of the file", "a;b;c\nd;e;\"f", []Record{
			{Line: 1, Cells: cells("a", "b", "c"), Ended: true},
			{Line: 2, Cells: cells("d", "e", `"f`), Mended: true, Open: true}}},
		{"bytes that are no text", "a;\x81;\xE9t\xE9\n", []Record{
			{Line: 1, Cells: cells("a", "\uFFFD", "été"), Ended: true, Lost: 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			small := defaults
			small.Line = 100
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
	small.Retries, small.Span = 3, 50
	r := NewReader(strings.NewReader(strings.Repeat("x\";\"\n", n)), small)
	r.Sep, r.width = ";", 3
	rows := 0
	for _, err := r.Read(); err == nil; _, err = r.Read() {
		rows++
	}
	if rows != n {
		t.Errorf("%d rows, want %d", rows, n)
	}
	if r.failed > small.Retries {
		t.Errorf("read ahead in vain %d times, want at most %d", r.failed, small.Retries)
	}
}

func TestManyCellsAreBounded(t *testing.T) {
	for name, line := range map[string]string{
		"plain":  strings.Repeat(";", 100_000),
		"quoted": `"a"` + strings.Repeat(";", 100_000) + "b",
	} {
		t.Run(name, func(t *testing.T) {
			got := readAll(t, line+"\n", defaults)
			if len(got) != 1 || got[0].Fault == Sound && name == "quoted" {
				t.Errorf("got %d rows, fault %v", len(got), got[0].Fault)
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
		if got := Separator(header); got != want {
			t.Errorf("Separator(%q) = %q, want %q", header, got, want)
		}
	}
}

func TestLinesOfAnyLengthKeepTheirNumber(t *testing.T) {
	l := newLines(strings.NewReader("a\n"+strings.Repeat("b", 300_000)+"\r\nc"), 200_000)
	for i, want := range []Line{
		{Text: "a", Number: 1, Ended: true},
		{Number: 2, Ended: true, Long: true},
		{Text: "c", Number: 3},
	} {
		got, err := l.next()
		if err != nil {
			t.Fatal(err)
		}
		if got.Long {
			if len(got.Text) > 200_002 {
				t.Errorf("line %d: %d bytes kept", i+1, len(got.Text))
			}
			got.Text = ""
		}
		if got != want {
			t.Errorf("line "+strconv.Itoa(i+1)+": got %+v, want %+v", got, want)
		}
	}
	if _, err := l.next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last Line: %v, want io.EOF", err)
	}
}
