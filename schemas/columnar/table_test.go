package columnar_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/carif-oref/passerelle/schemas/columnar"
)

// table writes rows, and gives the file.
func table(t *testing.T, rows int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.parquet")
	w, err := columnar.NewTable(path, []string{"numéro", "intitulé"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if err := w.Write([]string{fmt.Sprint(i), []string{"", "L’œuvre", "\xff"}[i%3]}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTable(t *testing.T) {
	const rows = 60_000
	r, err := file.OpenParquetFile(table(t, rows), false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	reader, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reader.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer got.Release()
	if got.NumRows() != rows || got.NumCols() != 2 || got.Schema().Field(1).Name != "intitulé" || r.NumRowGroups() != 2 {
		t.Fatalf("%d rows in %d groups, %s", got.NumRows(), r.NumRowGroups(), got.Schema())
	}
	first := got.Column(1).Data().Chunk(0).(*array.String)
	if !first.IsNull(0) || first.Value(1) != "L’œuvre" || first.Value(2) != "\uFFFD" {
		t.Errorf("%v", first)
	}
}

func TestTableGivesTheSameBytes(t *testing.T) {
	one, err := os.ReadFile(table(t, 100))
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(table(t, 100))
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("the same rows gave other bytes (%v)", err)
	}
}

func TestTableFails(t *testing.T) {
	if _, err := columnar.NewTable("/nowhere/t.parquet", []string{"a"}); err == nil || !strings.Contains(err.Error(), "write table /nowhere/t.parquet") {
		t.Errorf("got %v", err)
	}
	path := filepath.Join(t.TempDir(), "t.parquet")
	w, err := columnar.NewTable(path, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write([]string{"1", "2"}); err == nil || !strings.Contains(err.Error(), "a row of 2 cells for 1 columns") {
		t.Errorf("got %v", err)
	}
	if err := w.Close(); err == nil {
		t.Error("a table that lacks a row was kept")
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a file is left: %v", err)
	}
}

// TestTheSameRowsGiveTheSameBytes takes columns whose values are too many and too
// long for a dictionary of the usual size.
func TestTheSameRowsGiveTheSameBytes(t *testing.T) {
	write := func() []byte {
		path := filepath.Join(t.TempDir(), "t.parquet")
		w, err := columnar.NewTable(path, []string{"a", "b", "c", "d", "e", "f"})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 5000 {
			cells := make([]string, 6)
			for c := range cells {
				cells[c] = strings.Repeat(fmt.Sprint(i, " ", c, " "), 60)
			}
			if err := w.Write(cells); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	first := write()
	for range 10 {
		if !bytes.Equal(write(), first) {
			t.Fatal("the same rows were written with other bytes")
		}
	}
}
