package referentials

import "github.com/carif-oref/passerelle/ingest/delimited"

// limits are what a file may ask of the machine. Real files stay far below.
type limits struct {
	bytes   int64 // of a whole file, once unpacked
	lines   int   // of a whole file
	line    int   // bytes of one line, and of one record that spans several
	cell    int   // bytes of one cell
	cells   int   // cells of one record
	span    int   // lines of one record
	retries int   // records whose quotation marks never close, before marks stop spanning lines

	archive   int64 // bytes of a zip archive, and of all that it says it holds
	members   int   // files of a zip archive
	directory int64 // bytes of the list of files of a zip archive
	ratio     int64 // times that a compressed file may grow
	free      int64 // bytes up to which its growth is no matter

	xml    int64 // bytes of a whole XML file, once unpacked
	markup int64 // bytes of one text or tag of an XML file
	depth  int   // of the elements of an XML file
	held   int   // bytes of the texts that a join keeps in memory
	fiches int   // fiches of a register
	list   int   // codes or names of one kind of one fiche
}

var defaults = limits{
	bytes:   512 << 20,
	lines:   2_000_000,
	line:    1 << 20,
	cell:    64 << 10,
	cells:   1000,
	span:    1000,
	retries: 100,

	archive:   4 << 30,
	members:   1000,
	directory: 1 << 20,
	ratio:     250,
	free:      64 << 20,

	xml:    2 << 30,
	markup: 16 << 20,
	depth:  40,
	held:   256 << 20,
	fiches: 300_000,
	list:   500,
}

func (l limits) bounds() delimited.Bounds {
	return delimited.Bounds{Line: l.line, Cells: l.cells, Span: l.span, Retries: l.retries}
}
