package workbook_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/xuri/excelize/v2"
)

func TestWorkbookOfExcelize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "livraison.xlsx")
	f := excelize.NewFile()
	defer f.Close()
	for _, err := range []error{
		f.SetSheetName("Sheet1", "Organismes"),
		f.SetSheetRow("Organismes", "A1", &[]any{"SIRET", "Nom", "Vérifié le"}),
		f.SetSheetRow("Organismes", "A2", &[]any{73282932000074, "Institut du littoral", 46272.0}),
		f.SetCellFormula("Organismes", "D2", "A2"),
		f.SetRowVisible("Organismes", 2, false),
		func() error { _, err := f.NewSheet("Sessions"); return err }(),
		f.SetSheetRow("Sessions", "B4", &[]any{"Été", true, 12.5}),
		f.SetSheetVisible("Sessions", false),
		f.MergeCell("Sessions", "B4", "B5"),
		f.SaveAs(path),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	book, err := workbook.Open(path, workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := rowsOf(t, book, "Organismes"); !slices.Equal(got, []string{"1:SIRET|Nom|Vérifié le", "2:73282932000074|Institut du littoral|46272|"}) {
		t.Errorf("got %q", got)
	}
	if got := rowsOf(t, book, "Sessions"); !slices.Equal(got, []string{"4:|Été|1|12.5"}) {
		t.Errorf("got %q", got)
	}
	want := []string{"lignes-masquees Organismes", "formule-sans-valeur Organismes", "feuille-masquee Sessions"}
	if got := rules(book); !slices.Equal(got, want) {
		t.Errorf("findings %q, want %q", got, want)
	}
}

func rules(book *workbook.Book) []string {
	var said []string
	for _, f := range book.Findings() {
		said = append(said, strings.TrimSpace(f.Rule+" "+f.Sheet))
	}
	return said
}

func TestWhatIsNoticed(t *testing.T) {
	for name, c := range map[string]struct {
		parts parts
		want  string
	}{
		"macros":                {base().with("xl/vbaProject.bin", "x"), "classeur-macros"},
		"links":                 {base().with("xl/externalLinks/externalLink1.xml", "<x/>"), "classeur-liens"},
		"connections":           {base().with("xl/connections.xml", "<x/>"), "classeur-liens"},
		"a hidden sheet":        {base().with("xl/workbook.xml", strings.Replace(base()["xl/workbook.xml"], "sheetId", `state="hidden" sheetId`, 1)), "feuille-masquee Organismes"},
		"hidden rows":           {base().with("xl/worksheets/sheet1.xml", sheet(`<row r="1" hidden="1"/><row r="2" hidden="true"/><row r="3" hidden="0"/>`)), "lignes-masquees Organismes"},
		"formulas not computed": {base().with("xl/worksheets/sheet1.xml", sheet(`<row r="1"><c r="B1"><f>A1</f><v/></c></row>`)), "formule-sans-valeur Organismes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, book := cellsOf(t, c.parts)
			if got := rules(book); !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			described(t, book.Findings()[0])
			if f := book.Findings()[0]; f.File != "essai.xlsx" || f.Message == "" {
				t.Errorf("finding %+v", f)
			}
		})
	}
}

func TestLongCellsAreCutAndSaid(t *testing.T) {
	row := func(n int) string { return fmt.Sprintf(`<row r="%d"><c r="AB%d" t="s"><v>0</v></c></row>`, n, n) }
	var rows strings.Builder
	for n := range 25 {
		rows.WriteString(row(n + 1))
	}
	long := strings.Repeat("é", 32768)
	got, book := cellsOf(t, base().with("xl/sharedStrings.xml", sst(long), "xl/worksheets/sheet1.xml", sheet(rows.String())))
	if n := utf8.RuneCountInString(strings.TrimLeft(strings.TrimPrefix(got[0], "1:"), "|")); n != 32767 {
		t.Errorf("kept %d characters", n)
	}
	said := book.Findings()
	if len(said) != 21 {
		t.Fatalf("%d findings, want 20 and their sum", len(said))
	}
	if f := said[0]; f.Rule != "cellule-coupee" || f.Severity != finding.Warning || f.Row != 1 || f.Column != "AB" || f.Sheet != "Organismes" || !strings.Contains(f.Message, "32768") {
		t.Errorf("finding %+v", f)
	}
	rowsOf(t, book, "Organismes")
	if again := book.Findings(); len(again) != len(said) {
		t.Errorf("read twice: %d findings", len(again))
	}
	if f := said[20]; f.Row != 0 || !strings.Contains(f.Message, "5") {
		t.Errorf("sum %+v", f)
	}
}

func TestCellsAsLongAsMayAreKept(t *testing.T) {
	long := strings.Repeat("é", 32767)
	got, book := cellsOf(t, base().with("xl/sharedStrings.xml", sst(long), "xl/worksheets/sheet1.xml", sheet(`<row><c t="s"><v>0</v></c></row>`)))
	if got[0] != "1:"+long || len(book.Findings()) != 0 {
		t.Errorf("cut: %v", book.Findings())
	}
}

// Past some size the cells wait in temporary files: the values must be the same.
func TestHeavyWorkbooksReadTheSame(t *testing.T) {
	texts := []string{"SIRET", "Nom", "Institut du littoral", "1.5E+3", ""}
	for i := range 100_000 {
		texts = append(texts, fmt.Sprintf("texte %d é", i))
	}
	rows := sheet(`<row r="2"><c t="s"><v>0</v></c><c t="s"><v>100004</v></c><c t="s"><v>4</v></c></row><row r="9"><c><v>1.5E+4</v></c><c t="s"><v>3</v></c><c t="inlineStr"><is><t>x</t></is></c></row>`)
	got, book := cellsOf(t, base().with("xl/sharedStrings.xml", sst(texts...), "xl/worksheets/sheet1.xml", rows))
	want := []string{"2:SIRET|texte 99999 é", "9:15000|1.5E+3|x"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if again := rowsOf(t, book, "Organismes"); !slices.Equal(got, again) {
		t.Errorf("read twice: %q then %q", got, again)
	}
}

// Formats laid over a whole column are a million rows that hold nothing.
func TestRowsThatHoldAFormatAloneAreNotRead(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(`<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3" t="inlineStr"><is><r><t>x</t></r></is></c></row>`)
	for n := range 50_000 {
		fmt.Fprintf(&rows, `<row r="%d" s="1"><c s="1"/><c t="inlineStr"><is><t/></is></c><c t="s"><v></v></c></row>`, n+4)
	}
	got, book := cellsOf(t, base().with("xl/worksheets/sheet1.xml", sheet(rows.String())))
	if want := []string{"1:1", "3:|x"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if last := book.Sheets()[0].LastRow; last != 50_003 {
		t.Errorf("last row %d", last)
	}
	if left, err := book.Beyond(0); err != nil || len(left) > 0 {
		t.Errorf("left unread: %q, %v", left, err)
	}
}

func TestReadingStopsWithTheContext(t *testing.T) {
	_, book := cellsOf(t, base())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	for _, err := range book.Rows(ctx, "Organismes") {
		if seen++; seen == 1 {
			cancel()
			continue
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	if seen != 2 {
		t.Errorf("%d steps", seen)
	}
}

func TestReadingMayStopEarly(t *testing.T) {
	_, book := cellsOf(t, base())
	var first delivery.Row
	for row, err := range book.Rows(t.Context(), "Organismes") {
		if err != nil {
			t.Fatal(err)
		}
		first = row
		break
	}
	if first.Number != 1 {
		t.Errorf("got %+v", first)
	}
}

func TestNoSuchSheet(t *testing.T) {
	_, book := cellsOf(t, base())
	for _, err := range book.Rows(t.Context(), "Sessions") {
		if err == nil || !strings.Contains(err.Error(), `"Sessions"`) {
			t.Errorf("got %v", err)
		}
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	book, err := read(base().bytes(t), workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if entries, _ := os.ReadDir(temp); len(entries) != 1 {
		t.Errorf("%d temporary entries, want one folder", len(entries))
	}
	rowsOf(t, book, "Organismes")
	for range 2 {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}
	if entries, _ := os.ReadDir(temp); len(entries) != 0 {
		t.Errorf("left %v", entries)
	}
	for _, err := range book.Rows(t.Context(), "Organismes") {
		if err == nil {
			t.Error("a closed workbook reads")
		}
	}
}

// Whatever the bytes: no panic, an *Unreadable with a sentence, or rows in order, none
// of them blank, read to the end, the same twice, and nothing left unread.
func FuzzRead(f *testing.F) {
	seeds := []parts{
		base(),
		base().with("xl/worksheets/sheet1.xml", sheet(`<row r="2"><c t="inlineStr"><is><r><t>a</t></r></is></c><c t="e"><f>A1</f><v>#REF!</v></c></row><row/>`)),
		base().with("xl/vbaProject.bin", "x", "xl/sharedStrings.xml", `<sst `+ns+`><si><r><t>a</t></r><rPh><t>b</t></rPh></si><si/></sst>`),
		base().with("xl/worksheets/sheet1.xml", merging(`<row r="1"><c><v>1E3</v></c></row><row r="3"><c t="b"><v>1</v></c><c t="d"><v>2027-01-04</v></c><c t="str"><f/><v/></c></row><row r="9" hidden="1"><c s="1"/></row>`, "A1:A3", "B1:C9", "A1:XFD1048576")),
	}
	for _, p := range seeds {
		f.Add(p["xl/workbook.xml"], p["xl/sharedStrings.xml"], p["xl/worksheets/sheet1.xml"], []byte(nil))
		f.Add("", "", "", p.bytes(f))
	}
	f.Fuzz(func(t *testing.T, book, strings, sheet string, raw []byte) {
		data := raw
		if len(raw) == 0 {
			data = base().with("xl/workbook.xml", book, "xl/sharedStrings.xml", strings, "xl/worksheets/sheet1.xml", sheet).bytes(t)
		}
		b, err := read(data, workbook.Limits{Rows: 1000, Total: 1 << 22, Part: 1 << 22, Cell: 100})
		if err != nil {
			u := (&workbook.Unreadable{})
			if !errors.As(err, &u) {
				t.Fatalf("not about the file: %v", err)
			}
			whole(t, u.Finding)
			return
		}
		defer b.Close()
		for n, s := range b.Sheets() {
			first := inOrder(t, b, s)
			if again := inOrder(t, b, s); !slices.Equal(first, again) {
				t.Fatalf("read twice: %q then %q", first, again)
			}
			if left, err := b.Beyond(n); err != nil || len(left) > 0 {
				t.Fatalf("left unread: %q, %v", left, err)
			}
		}
		for _, f := range b.Findings() {
			whole(t, f)
		}
	})
}

func whole(t *testing.T, f finding.Finding) {
	t.Helper()
	if f.Message == "" || f.File != "essai.xlsx" || !utf8.ValidString(f.Message+f.Value+f.Sheet) {
		t.Fatalf("finding %+v", f)
	}
}

// inOrder reads the rows of a sheet, that must be in order and hold something.
func inOrder(t *testing.T, b *workbook.Book, s workbook.Sheet) (rows []string) {
	t.Helper()
	last := 0
	for row, err := range b.Rows(t.Context(), s.Name) {
		switch {
		case err != nil:
			t.Fatalf("passed the inspection, then: %v", err)
		case row.Number <= last || row.Number > s.LastRow:
			t.Fatalf("row %d after row %d of %d", row.Number, last, s.LastRow)
		case strings.Join(row.Cells, "") == "":
			t.Fatalf("row %d is blank", row.Number)
		}
		for _, cell := range row.Cells {
			if !utf8.ValidString(cell) || utf8.RuneCountInString(cell) > 100 {
				t.Fatalf("row %d: cell %q", row.Number, cell)
			}
		}
		last = row.Number
		rows = append(rows, flat(row))
	}
	return rows
}
