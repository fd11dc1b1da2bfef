package referentials

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
