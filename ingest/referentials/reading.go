package referentials

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/ingest/delimited"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// reading is one reading of one file, standing on one of its rows.
type reading struct {
	name   string
	format format
	limits limits
	src    io.ReadCloser
	csv    *delimited.Reader
	header header
	row    delimited.Record
	open   bool // the rows refused just before this one may be a cell that the end of the file cut
	reporter
}

// begin opens a file and reads its header, whatever its columns are: see lay.
func begin(src source, limits limits) (*reading, []string, error) {
	file, err := src.open()
	if err != nil {
		return nil, nil, failure(src.name, limits.bytes, err)
	}
	text := bufio.NewReaderSize(&capped{src: file, left: limits.bytes}, 64<<10)
	r := &reading{name: src.name, limits: limits, src: file, csv: delimited.NewReader(text, limits.bounds())}
	names, err := r.first(text)
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return r, names, nil
}

// first reads the header, and learns the separator from it.
func (r *reading) first(text *bufio.Reader) ([]string, error) {
	head, err := text.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, r.failed(err)
	}
	if d := sniff(r.name, head); d != nil {
		return nil, d
	}
	line, err := r.csv.Next()
	for err == nil && strings.TrimSpace(line.Text) == "" {
		line, err = r.csv.Next()
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil, damaged(r.name, 0, "empty file", "", "Le fichier est vide.")
	case err != nil:
		return nil, r.failed(err)
	}
	return r.names(line)
}

func (r *reading) names(line delimited.Line) ([]string, error) {
	r.csv.Sep = delimited.Separator(line.Text)
	r.csv.GiveBack(line)
	var err error
	if r.row, err = r.csv.Read(); err != nil {
		return nil, r.failed(err)
	}
	if r.row.Fault != delimited.Sound {
		return nil, damaged(r.name, line.Number, "unreadable header", line.Text, "La ligne d'en-têtes du fichier est illisible.")
	}
	return named(r.row.Cells), nil
}

// named takes off the nameless columns at the end of a header.
func named(names []string) []string {
	for len(names) > 0 && strings.TrimSpace(names[len(names)-1]) == "" {
		names = names[:len(names)-1]
	}
	return names
}

// open begins to read a file in the format that is expected of it.
func open(src source, f format, limits limits, report func(finding.Finding)) (*reading, error) {
	r, names, err := begin(src, limits)
	if err != nil {
		return nil, err
	}
	r.format, r.report = f, report
	r.header = lay(names, f.columns)
	if missing := r.header.missing(f.columns); len(missing) > 0 {
		r.src.Close()
		return nil, lacks(r.name, r.row.Line, missing, names)
	}
	r.csv.Learn(len(names))
	return r, nil
}

// failed wraps what went wrong with the file as such.
func (r *reading) failed(err error) error { return failure(r.name, r.limits.bytes, err) }

// cell is the text of a column of the row, without the spaces around it; empty
// when the file has no such column.
func (r *reading) cell(c col) string { return strings.TrimSpace(r.raw(c)) }

// raw is the text of a column as the file has it.
func (r *reading) raw(c col) string {
	i := r.header.at[c]
	if i < 0 || i >= len(r.row.Cells) {
		return ""
	}
	return r.row.Cells[i]
}

// about is a finding on one cell of the row.
func (r *reading) about(c col, severity finding.Severity, rule, message, remedy string) finding.Finding {
	f := r.aboutRow(severity, rule, message, remedy)
	if i := r.header.at[c]; i >= 0 {
		f.Column, f.Header = strconv.Itoa(i+1), strings.TrimSpace(r.header.names[i])
		f.Value = finding.Cut(r.cell(c), finding.MaxValue)
	}
	return f
}

// aboutRow is a finding on the whole row.
func (r *reading) aboutRow(severity finding.Severity, rule, message, remedy string) finding.Finding {
	return finding.Finding{
		Rule: rule, Severity: severity,
		Place:   finding.Place{File: r.name, Row: r.row.Line},
		Message: message, Remedy: remedy,
	}
}
