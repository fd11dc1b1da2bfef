package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/carif-oref/passerelle/ingest/delimited"
	"github.com/carif-oref/passerelle/ingest/landing"
	"github.com/carif-oref/passerelle/ingest/lheofile"
	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/transform/merge"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// reading is what was read of one delivery: its rows, clean and gathered, and an
// account of those that never reach merging.
type reading struct {
	merge    *merge.Merge
	loads    []journal.Load    // one a sheet; Read counts all its rows, SetAside and Refused those met so far
	before   []finding.Finding // of the file as a whole
	findings *spool
	workbook string            // path of the delivery when it is a workbook
	rows     map[string]string // sheet → where its raw rows are kept
}

// keepRows begins the file of the raw rows of a sheet, in the landing.
func (r *reading) keepRows(l *landing.Landing, kept landing.Delivery, index int, sheet string, header []string) (*columnar.Writer, error) {
	path := l.RowsPath(kept.SHA256, index, sheet)
	r.rows[sheet] = path
	return columnar.NewWriter(path, header, map[string]string{"livraison": kept.SHA256, "feuille": sheet})
}

// read reads every sheet of a delivery. Its raw rows are kept beside it in the
// landing. A file that cannot be read is an error of type *delivery.Unreadable.
func (h *house) read(ctx context.Context, kept landing.Delivery, o merge.Options) (r *reading, err error) {
	know, err := h.learn(ctx)
	if err != nil {
		return nil, err
	}
	r = &reading{merge: merge.New(h.Prefix, o), findings: newSpool(h.Landing), rows: map[string]string{}}
	defer func(s *spool) {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}(r.findings)
	feed, err := lheofile.Looks(kept.Path)
	if err != nil {
		return nil, err
	}
	if feed {
		return r, h.readFeed(ctx, kept, r, know.clean)
	}
	book, err := h.openDelivery(kept.Path)
	if err != nil {
		return nil, err
	}
	if _, ok := book.(*workbook.Book); ok {
		r.workbook = kept.Path
	}
	for i, sheet := range book.Sheets() {
		s := sheetReading{h: h, r: r, clean: know.clean, byUAI: know.byUAI, listed: know.listed, kept: kept, index: i, sheet: sheet.Name, date1904: book.Date1904()}
		if err := s.read(book.Rows(ctx, sheet.Name)); err != nil {
			return nil, errors.Join(fmt.Errorf("sheet %q: %w", sheet.Name, err), book.Close())
		}
	}
	r.before = book.Findings()
	return r, book.Close()
}

// rowsFile is a delivery open for reading: a workbook or a text.
type rowsFile interface {
	Sheets() []delivery.Sheet
	Rows(ctx context.Context, sheet string) iter.Seq2[delivery.Row, error]
	Date1904() bool
	Findings() []finding.Finding
	Close() error
}

// openDelivery opens a delivery by what it is, whatever its name.
func (h *house) openDelivery(path string) (rowsFile, error) {
	text, err := delimited.Looks(path)
	switch {
	case err != nil:
		return nil, err
	case text:
		return opened(delimited.Open(path, delimited.Limits{File: int64(h.MaxFileMiB) << 20}))
	}
	return opened(workbook.Open(path, workbook.Limits{File: int64(h.MaxFileMiB) << 20, Temp: h.Landing}))
}

// opened keeps a file that did not open from being taken for one that did.
func opened[F rowsFile](f F, err error) (rowsFile, error) {
	if err != nil {
		return nil, err
	}
	return f, nil
}

// sheetReading reads one sheet: its first rows tell its layout, and all of them
// are then kept raw and cleaned by it.
type sheetReading struct {
	h        *house
	r        *reading
	clean    *normalise.Normaliser
	byUAI    uaiIndex
	listed   map[string]identity
	kept     landing.Delivery
	index    int
	sheet    string
	date1904 bool

	first   []delivery.Row // until the layout is known
	started bool
	binding *mapping.Binding // nil for a sheet that nothing recognises
	raw     *columnar.Writer
	counts  journal.Counts

	explains bool // a sheet that is there to explain or to choose from: it holds no rows of offer
}

func (s *sheetReading) read(rows iter.Seq2[delivery.Row, error]) error {
	err := s.each(rows)
	if err == nil && !s.started && len(s.first) > 0 {
		err = s.start()
	}
	if s.raw == nil {
		return err
	}
	if err != nil {
		return errors.Join(err, s.raw.Abandon())
	}
	layout := ""
	if s.binding != nil {
		layout = s.binding.Layout
	}
	if !s.explains {
		s.r.loads = append(s.r.loads, journal.Load{Sheet: s.sheet, Layout: layout, Counts: s.counts})
	}
	_, err = s.raw.Close()
	return err
}

func (s *sheetReading) each(rows iter.Seq2[delivery.Row, error]) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		s.h.progress.step("Lecture de "+s.kept.Name+", feuille "+s.sheet, row.Number)
		if s.started {
			err = s.take(row)
		} else if s.first = append(s.first, row); row.Number >= mapping.HeaderRows {
			err = s.start()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// start finds the layout by the first rows, then takes them.
func (s *sheetReading) start() (err error) {
	s.started = true
	binding, found, ok := s.h.layouts.Recognise(s.sheet, s.first)
	for _, f := range found {
		f.File = s.kept.Name
		s.r.findings.add(f)
	}
	s.explains = !ok && !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity > finding.Info })
	if ok {
		s.binding = binding
		binding.Date1904, binding.ByUAI = s.date1904, s.byUAI.of
	}
	if err := s.keepRaw(); err != nil {
		return err
	}
	first := s.first
	s.first = nil
	for _, row := range first {
		if err := s.take(row); err != nil {
			return err
		}
	}
	return nil
}

// keepRaw begins the file of the sheet's rows, in the landing.
func (s *sheetReading) keepRaw() (err error) {
	var header []string
	for _, row := range s.first {
		if s.binding != nil && row.Number == s.binding.HeaderRow {
			header = row.Cells
		}
	}
	s.raw, err = s.r.keepRows(s.h.landing, s.kept, s.index, s.sheet, header)
	return err
}

// take keeps a row raw, and accounts for it unless it is the header or above it.
func (s *sheetReading) take(row delivery.Row) error {
	if err := s.raw.Write(row); err != nil {
		return err
	}
	if s.binding == nil {
		s.counts.Read++
		s.counts.SetAside++
		return nil
	}
	if row.Number <= s.binding.HeaderRow {
		return nil
	}
	s.counts.Read++
	record, kind, found := s.binding.Record(s.kept.Name, row)
	s.r.findings.add(found...)
	switch kind {
	case mapping.Data:
		if s.binding.Layout != mapping.OwnName {
			identify(record, s.listed)
		}
		clean := s.clean.Normalise(record)
		s.r.findings.add(clean.Findings...)
		s.r.merge.Add(clean)
	case mapping.Refused:
		s.counts.Refused++
	default:
		s.counts.SetAside++
	}
	return nil
}
