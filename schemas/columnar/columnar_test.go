package columnar_test

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/delivery"
)

func write(tb testing.TB, header []string, meta map[string]string, rows ...delivery.Row) (path string) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "rows.parquet")
	w, err := columnar.NewWriter(path, header, meta)
	if err != nil {
		tb.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			tb.Fatal(err)
		}
	}
	if n, err := w.Close(); err != nil || n != len(rows) {
		tb.Fatalf("closed with %d rows: %v", n, err)
	}
	return path
}

func collect(rows iter.Seq2[delivery.Row, error]) (all []delivery.Row, err error) {
	for row, err := range rows {
		if err != nil {
			return all, err
		}
		all = append(all, row)
	}
	return all, nil
}

func TestRoundTrip(t *testing.T) {
	row := func(cells ...string) delivery.Row { return delivery.Row{Sheet: "Sessions", Number: 7, Cells: cells} }
	for _, c := range []struct {
		name   string
		header []string
		row    delivery.Row
	}{
		{"as many cells as columns", []string{"SIRET", "Nom"}, row("00012345678901", "École")},
		{"trailing cells absent", []string{"SIRET", "Nom", "Ville"}, row("1")},
		{"blank cells kept as blank", []string{"a", "b", "c"}, row("", "x", "")},
		{"more cells than columns", []string{"a"}, row("1", "2", "", "4")},
		{"no cell at all", []string{"a"}, row([]string{}...)},
		{"no header", nil, row("1", "2")},
		{"text of several lines", []string{"Contenu"}, row("une\nligne\tet \"une\" autre\r\n")},
		{"headers repeated and blank", []string{"Nom", "", "nom", "Nom"}, row("1", "2", "3", "4")},
		{"headers that are our own names", []string{"_feuille", "_LIGNE", "_suite"}, row("1", "2", "3")},
		{"no sheet", []string{"a"}, delivery.Row{Number: 1, Cells: []string{"1"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := write(t, c.header, map[string]string{"sha256": "ab12"}, c.row, c.row)
			got, err := collect(columnar.Read(path))
			if err != nil || !reflect.DeepEqual(got, []delivery.Row{c.row, c.row}) {
				t.Errorf("read %+v (%v), want twice %+v", got, err, c.row)
			}
			info, err := columnar.Describe(path)
			want := columnar.Info{Header: append([]string{}, c.header...), Meta: map[string]string{"sha256": "ab12"}, Rows: 2}
			if err != nil || !reflect.DeepEqual(info, want) {
				t.Errorf("described as %+v (%v), want %+v", info, err, want)
			}
		})
	}
}

func TestNoRowAtAll(t *testing.T) {
	path := write(t, []string{"a"}, nil)
	if rows, err := collect(columnar.Read(path)); err != nil || len(rows) > 0 {
		t.Errorf("read %v, %v", rows, err)
	}
}

// More rows than a row group or a batch holds, of uneven widths.
func TestManyRowsStayInOrder(t *testing.T) {
	const n = 120_000
	path := filepath.Join(t.TempDir(), "rows.parquet")
	w, err := columnar.NewWriter(path, []string{"a", "b", "c"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rowAt := func(i int) delivery.Row {
		return delivery.Row{Sheet: "S", Number: i + 1, Cells: strings.Split(strings.Repeat(fmt.Sprint(i)+",", i%5)+"x", ",")}
	}
	for i := range n {
		if err := w.Write(rowAt(i)); err != nil {
			t.Fatal(err)
		}
	}
	if rows, err := w.Close(); err != nil || rows != n {
		t.Fatalf("closed with %d rows: %v", rows, err)
	}
	i := 0
	for row, err := range columnar.Read(path) {
		if err != nil || !reflect.DeepEqual(row, rowAt(i)) {
			t.Fatalf("row %d is %+v (%v), want %+v", i, row, err, rowAt(i))
		}
		i++
	}
	if i != n {
		t.Errorf("read %d rows, want %d", i, n)
	}
}

func TestWideSheets(t *testing.T) {
	header, cells := make([]string, 16_384), make([]string, 16_384)
	for i := range cells {
		cells[i] = fmt.Sprint(i)
	}
	row := delivery.Row{Number: 1, Cells: cells}
	if got, err := collect(columnar.Read(write(t, header, nil, row))); err != nil || !reflect.DeepEqual(got, []delivery.Row{row}) {
		t.Errorf("16,384 columns do not come back: %v", err)
	}
}

func TestSameRowsGiveTheSameBytes(t *testing.T) {
	read := func() string {
		b, err := os.ReadFile(write(t, []string{"a"}, map[string]string{"x": "1", "y": "2"}, delivery.Row{Number: 1, Cells: []string{"é"}}))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if first, second := read(), read(); first != second {
		t.Error("the bytes differ")
	}
}

func TestInvalidTextIsMadeValid(t *testing.T) {
	path := write(t, []string{"\xff"}, nil, delivery.Row{Number: 1, Cells: []string{"a\xffb"}})
	if rows, err := collect(columnar.Read(path)); err != nil || rows[0].Cells[0] != "a\uFFFDb" {
		t.Errorf("read %+v, %v", rows, err)
	}
}

func TestNothingAppearsBeforeClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.parquet")
	w, err := columnar.NewWriter(path, []string{"a"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(delivery.Row{Number: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is there already: %v", err)
	}
	if err := w.Abandon(); err != nil {
		t.Error(err)
	}
	if _, err := w.Close(); err == nil {
		t.Error("an abandoned file closes as if it were whole")
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestARowThatCannotBeKeptLeavesNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.parquet")
	w, err := columnar.NewWriter(path, []string{"a"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(delivery.Row{Number: 3, Cells: []string{strings.Repeat("x", 65<<20)}}); err == nil || !strings.Contains(err.Error(), "row 3") {
		t.Errorf("a cell of 65 MiB: %v", err)
	}
	if err := w.Write(delivery.Row{Number: 4}); err == nil {
		t.Error("it goes on after a failure")
	}
	if _, err := w.Close(); err == nil {
		t.Error("it closes as if it were whole")
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestAbandonAfterCloseKeepsTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.parquet")
	w, err := columnar.NewWriter(path, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Abandon(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestMetadataOfTheWriterAreItsOwn(t *testing.T) {
	_, err := columnar.NewWriter(filepath.Join(t.TempDir(), "a"), nil, map[string]string{columnar.EnteteKey: "[]"})
	if err == nil {
		t.Error("accepted")
	}
}

// A damaged file gives an error, whatever the damage: never a panic.
func TestDamagedFiles(t *testing.T) {
	var rows []delivery.Row
	for i := range 50 {
		rows = append(rows, delivery.Row{Sheet: "S", Number: i, Cells: []string{fmt.Sprint(i), "même"}})
	}
	whole, err := os.ReadFile(write(t, []string{"a", "b"}, nil, rows...))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "rows.parquet")
	try := func(damaged []byte) error {
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		_, describeErr := columnar.Describe(path)
		_, readErr := collect(columnar.Read(path))
		return errors.Join(describeErr, readErr)
	}
	for n := 0; n < len(whole); n += 13 {
		if err := try(whole[:n]); err == nil {
			t.Errorf("cut to %d bytes of %d: read without an error", n, len(whole))
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	failed := 0
	for range 300 {
		damaged := append([]byte{}, whole...)
		damaged[random.IntN(len(damaged))] ^= byte(1 + random.IntN(255))
		if err := try(damaged); err != nil {
			failed++
		}
	}
	if failed == 0 {
		t.Error("no damage was noticed")
	}
}

func TestAbsentFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "absent.parquet")
	if _, err := collect(columnar.Read(path)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Read: %v", err)
	}
	if _, err := columnar.Describe(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Describe: %v", err)
	}
	if _, err := columnar.NewWriter(filepath.Join(path, "x"), nil, nil); err == nil {
		t.Error("NewWriter: no error")
	}
}
