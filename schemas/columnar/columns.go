package columnar

import (
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// Columns that every file has.
const (
	SheetColumn  = "_feuille"
	NumberColumn = "_ligne"
	RestColumn   = "_suite"
)

// EnteteKey is the metadata key of the header row, a JSON array.
const EnteteKey = "passerelle.entete"

// maxColumns is how many columns of the source have one of their own; a
// spreadsheet may have 16,384, and each costs memory, used or not.
const maxColumns = 1000

// schema is that of a file for this header.
func schema(header []string, meta arrow.Metadata) *arrow.Schema {
	fields := []arrow.Field{
		{Name: SheetColumn, Type: arrow.BinaryTypes.String},
		{Name: NumberColumn, Type: arrow.PrimitiveTypes.Int64},
	}
	for _, name := range columnNames(header) {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true})
	}
	fields = append(fields, arrow.Field{Name: RestColumn, Type: arrow.BinaryTypes.String, Nullable: true})
	return arrow.NewSchema(fields, &meta)
}

// columnNames names the columns by their headers: on one line, a column without
// a header by its letters, a repeated one with its rank, « Nom (2) ». Case does
// not tell two names apart, since it does not in SQL.
func columnNames(header []string) []string {
	taken := map[string]bool{SheetColumn: true, NumberColumn: true, RestColumn: true}
	names := make([]string, 0, min(len(header), maxColumns))
	for i, h := range header[:cap(names)] {
		base := strings.Join(strings.Fields(valid(h)), " ")
		if base == "" {
			base = letters(i)
		}
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = base + " (" + strconv.Itoa(n) + ")"
		}
		taken[strings.ToLower(name)] = true
		names = append(names, name)
	}
	return names
}

// letters names the column at index i, from 0, as a spreadsheet does: A, Z, AA.
func letters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letters(i/26-1) + string(rune('A'+i%26))
}

// valid makes s the UTF-8 that Parquet demands.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
