package referentials

import "github.com/carif-oref/passerelle/ingest/delimited"

// limits are what a file may ask of the machine. Real files stay far below.
type limits struct {
	bytes   int64 // of a whole file
	lines   int   // of a whole file
	line    int   // bytes of one line, and of one record that spans several
	cell    int   // bytes of one cell
	cells   int   // cells of one record
	span    int   // lines of one record
	retries int   // records whose quotation marks never close, before marks stop spanning lines
}

var defaults = limits{
	bytes:   512 << 20,
	lines:   2_000_000,
	line:    1 << 20,
	cell:    64 << 10,
	cells:   1000,
	span:    1000,
	retries: 100,
}

func (l limits) bounds() delimited.Bounds {
	return delimited.Bounds{Line: l.line, Cells: l.cells, Span: l.span, Retries: l.retries}
}
