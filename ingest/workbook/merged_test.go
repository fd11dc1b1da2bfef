package workbook_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/workbook"
)

// merging is a sheet whose cells are merged.
func merging(rows string, refs ...string) string {
	var b strings.Builder
	for _, ref := range refs {
		fmt.Fprintf(&b, `<mergeCell ref="%s"/>`, ref)
	}
	return strings.Replace(sheet(rows), "</sheetData>", "</sheetData><mergeCells>"+b.String()+"</mergeCells>", 1)
}

func TestMergedCells(t *testing.T) {
	const four = `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>` +
		`<row r="3"><c r="B3"><v>4</v></c></row><row r="5"><c r="A5"><v>5</v></c><c r="B5"><v>6</v></c></row>`
	for name, c := range map[string]struct {
		rows string
		refs []string
		want string
		said int
	}{
		"over rows":              {four, []string{"A1:A3"}, "1:1|2 2:1|3 3:1|4 5:5|6", 1},
		"over the rows of two":   {four, []string{"A1:A2", "B3:B5"}, "1:1|2 2:1|3 3:|4 5:5|6", 1},
		"over a blank row":       {four, []string{"B3:B4"}, "1:1|2 2:|3 3:|4 5:5|6", 0},
		"over columns":           {four, []string{"A1:B1"}, "1:1|2 2:|3 3:|4 5:5|6", 0},
		"over rows and columns":  {four, []string{"A1:C3"}, "1:1|2 2:1|3 3:1|4 5:5|6", 1},
		"of nothing":             {four, []string{"C1:C3"}, "1:1|2 2:|3 3:|4 5:5|6", 0},
		"from a row without any": {four, []string{"A4:A5"}, "1:1|2 2:|3 3:|4 5:5|6", 0},
		"beyond the last column": {`<row r="1"><c r="D1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>`, []string{"D1:D2"}, "1:|||1 2:2|||1", 1},
		"no places":              {four, []string{"", "A1", "A3:A1", "1:3", "A0:A9", "A:B", "A1:A99999999999999999999"}, "1:1|2 2:|3 3:|4 5:5|6", 0},
		"longer than any table":  {four, []string{"A1:A6000"}, "1:1|2 2:|3 3:|4 5:5|6", 0},
		"out of order":           {four, []string{"B3:B5", "A1:A3"}, "1:1|2 2:1|3 3:1|4 5:5|6", 1},
	} {
		t.Run(name, func(t *testing.T) {
			got, book := cellsOf(t, base().with("xl/worksheets/sheet1.xml", merging(c.rows, c.refs...)))
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
			if c.said > 0 {
				described(t, book.Findings()[0])
			}
			if again := rowsOf(t, book, "Organismes"); !slices.Equal(got, again) {
				t.Errorf("read twice: %q then %q", got, again)
			}
			if found := rules(book); len(found) != c.said || c.said > 0 && found[0] != "cellules-fusionnees Organismes" {
				t.Errorf("findings %q", found)
			}
		})
	}
}

// However many cells are merged, what is repeated stays in bounds.
func TestMergesAreBounded(t *testing.T) {
	var rows, refs strings.Builder
	for r := range 300 {
		fmt.Fprintf(&rows, `<row r="%d">`, r+1)
		for c := range 100 {
			if r == 0 || c == 0 {
				fmt.Fprintf(&rows, `<c r="%s%d" t="s"><v>0</v></c>`, column(c), r+1)
			}
		}
		rows.WriteString(`</row>`)
	}
	for c := range 100 {
		fmt.Fprintf(&refs, `<mergeCell ref="%s1:%s300"/>`, column(c), column(c))
	}
	p := base().with("xl/sharedStrings.xml", sst(strings.Repeat("x", 1000)),
		"xl/worksheets/sheet1.xml", strings.Replace(merging(rows.String()), "<mergeCells>", "<mergeCells>"+refs.String(), 1))
	book, err := read(p.bytes(t), workbook.Limits{Text: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	total := 0
	for row, err := range book.Rows(t.Context(), "Organismes") {
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range row.Cells {
			total += len(cell)
		}
	}
	if total < 1<<20 || total > 2<<20 {
		t.Errorf("%d bytes of text", total)
	}
}

func column(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return string(rune('A'+n/26-1)) + string(rune('A'+n%26))
}

// Temporary files stay in the folder that the caller gave, under a name that the
// next one to open it may sweep, and are gone once the workbook is closed.
func TestTemporaryFolder(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	book, err := read(base().bytes(t), workbook.Limits{Temp: dir})
	if err != nil {
		t.Fatal(err)
	}
	there, err := os.ReadDir(dir)
	if err != nil || len(there) != 1 || !strings.HasPrefix(there[0].Name(), ".tmp-") {
		t.Errorf("%v, %v", there, err)
	}
	rowsOf(t, book, "Organismes")
	if elsewhere, _ := os.ReadDir(os.Getenv("TMPDIR")); len(elsewhere) != 0 {
		t.Errorf("elsewhere: %v", elsewhere)
	}
	if err := book.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestCellsMergedAcrossAreTold: who reads a blank cell can say why it is blank.
func TestCellsMergedAcrossAreTold(t *testing.T) {
	const rows = `<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row><row r="4"><c r="D4"><v>4</v></c></row>`
	book, err := read(base().with("xl/worksheets/sheet1.xml", merging(rows, "A1:C1", "B2:C4", "D3:E3", "C5:A5", "A:C")).bytes(t), workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var got []string
	for row, err := range book.Rows(t.Context(), book.Sheets()[0].Name) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%d %v %s%s", row.Number, row.Merged, row.MergedAt(0), row.MergedAt(2)))
	}
	want := []string{"1 [{1 2 A1:C1}] A1:C1", "2 [{2 2 B2:C4}] B2:C4", "4 [{2 2 B2:C4}] B2:C4"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
