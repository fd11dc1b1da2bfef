package workbook

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/xuri/excelize/v2"
)

// Sheet is one worksheet of a workbook.
type Sheet = delivery.Sheet

// Book is a workbook open for reading. It is used by one goroutine at a time.
type Book struct {
	name     string
	sheets   []sheetPart
	facts    []facts
	texts    *spellings
	date1904 bool
	limits   Limits
	file     *excelize.File
	dir      string // temporary folder, removed by Close
	findings []finding.Finding
	cuts     map[int]*cutter // by sheet
	merged   map[int]bool    // sheets whose merged cells were told
}

// Open opens the workbook at path. When the file is not a workbook that can be
// read the error is an *Unreadable; any other error is about the machine. The
// book must be closed.
func Open(path string, limits Limits) (*Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	return Read(f, info.Size(), filepath.Base(path), limits)
}

// Read opens the workbook that r holds, under the name by which it was delivered.
// Nothing is read of r once it returns.
func Read(r io.ReaderAt, size int64, name string, limits Limits) (*Book, error) {
	b := &Book{name: name, texts: &spellings{}, cuts: map[int]*cutter{}, merged: map[int]bool{}, limits: limits.orDefault()}
	err := b.open(r, size)
	if err == nil {
		return b, nil
	}
	err = errors.Join(err, b.Close())
	if d := new(defect); errors.As(err, &d) {
		return nil, d.unreadable(name)
	}
	return nil, fmt.Errorf("read workbook %s: %w", name, err)
}

func (b *Book) open(r io.ReaderAt, size int64) error {
	if d := sniff(r, size); d != nil {
		return d
	}
	if size > b.limits.File {
		return oversized("il fait plus de %d Mo", b.limits.File>>20)
	}
	c, err := openContainer(r, size, b.limits)
	if err != nil {
		return err
	}
	m, err := readManifest(c)
	if err != nil {
		return err
	}
	strings, err := b.inspect(c, m)
	if err != nil {
		return err
	}
	b.sheets, b.date1904 = m.sheets, m.date1904
	b.notice(c, m)
	return b.openSlim(m, b.inMemory(m, strings))
}

// inspect reads every part that holds cells.
func (b *Book) inspect(c *container, m *manifest) (*shared, error) {
	strings := &shared{}
	if m.strings != nil {
		err := c.stream(m.strings, func(r io.Reader) error { return inspectStrings(r, b.limits, strings) })
		if err != nil {
			return nil, err
		}
	}
	for i, s := range m.sheets {
		err := c.stream(s.file, func(r io.Reader) error {
			found, err := inspectSheet(r, b.limits, strings)
			b.facts, m.sheets[i].LastRow = append(b.facts, found), found.lastRow
			return err
		})
		if err != nil {
			return nil, inSheet(err, s.Name, m.sheets[i].LastRow)
		}
	}
	*b.texts = strings.texts
	return strings, nil
}

// inSheet says in which sheet a defect is, after which row.
func inSheet(err error, sheet string, row int) error {
	if d := new(defect); errors.As(err, &d) && d.detail != "" {
		d.sheet, d.row = sheet, row
		d.detail = fmt.Sprintf("feuille « %s » : %s", sheet, d.detail)
	}
	return err
}

const (
	heavySize    = 32 << 20 // bytes of cells, uncompressed, past which they wait on disk
	heavyStrings = 250_000  // shared strings past which they wait on disk; some 300 bytes each in memory
)

// inMemory is the size up to which the library holds a part in memory, in bytes;
// it keeps larger ones in temporary files. Looking shared strings up on disk takes
// half the time of a reading: they are held as long as they are not too many.
func (b *Book) inMemory(m *manifest, strings *shared) int64 {
	var cells, small, texts uint64
	if m.strings != nil {
		texts = m.strings.UncompressedSize64
	}
	for _, s := range m.sheets {
		size := s.file.UncompressedSize64
		if cells += size; size <= texts {
			small += size
		}
	}
	switch {
	case len(strings.lengths) > heavyStrings || texts > heavySize || small > heavySize:
		return 1
	case cells+texts > heavySize:
		return max(1, int64(texts))
	}
	return heavySize
}

func (b *Book) openSlim(m *manifest, inMemory int64) error {
	dir, err := os.MkdirTemp(b.limits.Temp, ".tmp-classeur-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	b.dir = dir
	path := filepath.Join(dir, "classeur.xlsx")
	if err := writeSlim(path, m); err != nil {
		return err
	}
	options := excelize.Options{
		RawCellValue: true, TmpDir: dir,
		UnzipSizeLimit: b.limits.Total + maxSmallPart, UnzipXMLSizeLimit: inMemory,
	}
	if b.file, err = excelize.OpenFile(path, options); err != nil {
		return damaged(err, "il ne s'ouvre pas")
	}
	return nil
}

// Close removes what reading left on disk.
func (b *Book) Close() error {
	var err error
	if b.file != nil {
		err = b.file.Close()
	}
	if b.dir != "" {
		err = errors.Join(err, os.RemoveAll(b.dir))
	}
	b.file, b.dir = nil, ""
	if err != nil {
		return fmt.Errorf("close workbook %s: %w", b.name, err)
	}
	return nil
}

// Sheets lists the worksheets in the order of the workbook; charts and macro
// sheets are not among them.
func (b *Book) Sheets() []Sheet {
	sheets := make([]Sheet, len(b.sheets))
	for i, s := range b.sheets {
		sheets[i] = s.Sheet
	}
	return sheets
}

// Date1904 tells from which day the dates of the workbook count: serial 0 is
// 1 January 1904 when true, 30 December 1899 when false. A date is 1,462 less
// in the first than in the second.
func (b *Book) Date1904() bool { return b.date1904 }

// Findings gives what was noticed of the workbook itself, so far: cells that are
// cut or merged are known only once their rows are read.
func (b *Book) Findings() []finding.Finding { return b.findings }
