package delimited

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// File is a text open for reading, as one sheet without a name.
type File struct {
	name     string
	file     *os.File
	size     int64
	limits   Limits
	charset  charset
	oldMac   bool
	sep      string
	declared bool // its first line is sep=…, which spreadsheets do not show
	lastRow  int
	findings []finding.Finding
}

// Open opens the text at path and reads it once. When it cannot be read the error
// is a *delivery.Unreadable; any other error is about the machine. The file must
// be closed.
func Open(path string, limits Limits) (*File, error) {
	from, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read text: %w", err)
	}
	f := &File{name: filepath.Base(path), file: from, limits: limits.orDefault()}
	if err := f.open(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (f *File) open() error {
	info, err := f.file.Stat()
	if err != nil {
		return fmt.Errorf("read text %s: %w", f.name, err)
	}
	if f.size = info.Size(); f.size > f.limits.File {
		return f.refuse(oversized, "il fait plus de %d Mo", f.limits.File>>20)
	}
	head := make([]byte, min(f.size, looked))
	if _, err := io.ReadFull(f.file, head); err != nil {
		return fmt.Errorf("read text %s: %w", f.name, err)
	}
	f.charset = charsetOf(head)
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))) == 0:
		return f.refuse(noRow, "")
	case !looksSeparated(head):
		return f.refuse(notSeparated, "")
	}
	f.oldMac = f.endsOldLines()
	if err := f.learn(); err != nil {
		return err
	}
	return f.inspect()
}

// endsOldLines tells a text whose lines end with a carriage return alone.
func (f *File) endsOldLines() bool {
	start := make([]byte, 64<<10)
	n, _ := io.ReadFull(f.charset.decode(io.NewSectionReader(f.file, 0, f.size)), start)
	return bytes.IndexByte(start[:n], '\r') >= 0 && bytes.IndexByte(start[:n], '\n') < 0
}

// reader reads the text from its beginning.
func (f *File) reader() *Reader {
	text := f.charset.decode(io.NewSectionReader(f.file, 0, f.size))
	if f.oldMac {
		text = oldMac{text}
	}
	r := NewReader(text, f.limits.bounds())
	r.Sep = f.sep
	return r
}

// learn finds the separator: the one that the first line declares, as Excel's
// own export does, else the one that splits the first lines best.
func (f *File) learn() error {
	var lines []string
	for i, line := range f.reader().Peek(sampled) {
		if declared, says := strings.CutPrefix(strings.ToLower(line.Text), "sep="); i == 0 && says && len(declared) == 1 {
			f.sep, f.declared = declared, true
			return nil
		}
		lines = append(lines, line.Text)
	}
	if !separated(lines) {
		return f.refuse(oneColumn, "")
	}
	f.sep = Separator(lines...)
	return nil
}

// refuse gives up the file, with a detail that completes the sentence of the rule.
func (f *File) refuse(rule finding.Rule, detail string, args ...any) *delivery.Unreadable {
	return delivery.Refuse(f.name, rule, fmt.Sprintf(detail, args...), nil)
}

// each visits the records with the numbers that a spreadsheet gives them, from 1,
// until visit returns false.
func (f *File) each(visit func(r *Reader, row int, rec Record) bool) error {
	r := f.reader()
	if f.declared {
		_, _ = r.Next() // it was read once already
	}
	for row := 1; ; row++ {
		rec, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read text %s: %w", f.name, err)
		case !visit(r, row, rec):
			return nil
		}
	}
}

// Sheets gives the one sheet that a text is.
func (f *File) Sheets() []delivery.Sheet { return []delivery.Sheet{{LastRow: f.lastRow}} }

// Date1904 is false: a text holds dates as they were shown.
func (f *File) Date1904() bool { return false }

// Findings gives what was noticed of the file itself.
func (f *File) Findings() []finding.Finding { return f.findings }

// Close closes the file.
func (f *File) Close() error {
	if err := f.file.Close(); err != nil {
		return fmt.Errorf("close text %s: %w", f.name, err)
	}
	return nil
}

// Rows streams the rows that hold anything, in their order, with the numbers that
// a spreadsheet shows: a cell that spans lines is in one row. The stream ends with
// an error when the context does.
func (f *File) Rows(ctx context.Context, sheet string) iter.Seq2[delivery.Row, error] {
	return func(yield func(delivery.Row, error) bool) {
		if sheet != "" {
			yield(delivery.Row{}, fmt.Errorf("read text %s: it has no sheet %q", f.name, sheet))
			return
		}
		stopped := false
		err := f.each(func(_ *Reader, row int, rec Record) bool {
			if ctx.Err() != nil {
				return false
			}
			cells := f.clean(rec.Cells)
			stopped = !Blank(cells) && !yield(delivery.Row{Number: row, Cells: cells}, nil)
			return !stopped
		})
		if err == nil && ctx.Err() != nil {
			err = fmt.Errorf("read text %s: %w", f.name, ctx.Err())
		}
		if err != nil && !stopped {
			yield(delivery.Row{}, err)
		}
	}
}
