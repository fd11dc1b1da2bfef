package delimited_test

import (
	"bytes"
	"encoding/csv"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/ingest/delimited"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	textunicode "golang.org/x/text/encoding/unicode"
)

// charsets are those that spreadsheets save a CSV in.
var charsets = []encoding.Encoding{
	encoding.Nop, textunicode.UTF8BOM, charmap.Windows1252,
	textunicode.UTF16(textunicode.LittleEndian, textunicode.ExpectBOM), textunicode.UTF16(textunicode.BigEndian, textunicode.ExpectBOM),
}

// written is a table as a spreadsheet saves it, under a line that names its separator.
func written(t *testing.T, table [][]string, sep rune, charset encoding.Encoding) (file string, ok bool) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("sep=" + string(sep) + "\r\n")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = sep, true
	if err := w.WriteAll(table); err != nil {
		t.Fatal(err)
	}
	file, err := charset.NewEncoder().String(b.String())
	return file, err == nil
}

// tableOf makes a table of three columns of any text: what no spreadsheet can hold is
// left out of it, and what stands for something else in a CSV.
func tableOf(text string) [][]string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r == '\ufeff' || unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\x1f' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	table := [][]string{{"alpha", "beta", "gamma"}}
	for row := range slices.Chunk(strings.Split(text, "\x1f"), 3) {
		for len(row) < 3 {
			row = append(row, "")
		}
		for i := range row {
			row[i] = strings.TrimLeft(row[i], "=")
		}
		table = append(table, row)
	}
	return table
}

// FuzzRoundTrip: what a spreadsheet saved is read as it was, whatever its separator and
// its charset.
func FuzzRoundTrip(f *testing.F) {
	for i, text := range []string{"a\x1fb\x1fc", "l'œuvre ; 5 €\x1f«\u00a0x\u00a0»\x1f\"cité\"", "1\n2\x1f\x1f3;4,5|6\t7", "\x1f\x1f\x1f\"\x1f\"\"\x1f;", " a \x1f\u2028\x1f😀", "é\x1fÃ©\x1f\xff"} {
		for c := range charsets {
			f.Add(text, uint8(i), uint8(c))
		}
	}
	f.Fuzz(func(t *testing.T, text string, sep, charset uint8) {
		table := tableOf(text)
		file, ok := written(t, table, []rune(";,\t|")[int(sep)%4], charsets[int(charset)%len(charsets)])
		if !ok || int(charset)%len(charsets) == 2 && mistakable(file) {
			return
		}
		opened, err := delimited.Open(write(t, "a.csv", file), delimited.Limits{})
		if err != nil {
			t.Fatalf("%q: %v", file, err)
		}
		defer opened.Close()
		var got [][]string
		for row, err := range opened.Rows(t.Context(), "") {
			if err != nil {
				t.Fatal(err)
			}
			for len(row.Cells) < 3 {
				row.Cells = append(row.Cells, "")
			}
			got = append(got, row.Cells)
		}
		table = slices.DeleteFunc(table, delimited.Blank)
		if !reflect.DeepEqual(got, table) {
			t.Fatalf("%q\nread  %q\nwant %q", file, got, table)
		}
	})
}

// mistakable tells a text in Windows-1252 of which some bytes are a character in UTF-8:
// nobody can tell which was meant.
func mistakable(file string) bool {
	for i, r := range file {
		if r >= utf8.RuneSelf && (r != utf8.RuneError || strings.HasPrefix(file[i:], "\ufffd")) {
			return true
		}
	}
	return false
}
