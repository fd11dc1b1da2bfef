package columnar

import (
	"errors"
	"fmt"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// A row group is written when it holds this many rows, or bytes: that is what a
// writer keeps in memory.
const (
	groupRows  = 50_000
	groupBytes = 8 << 20
)

// groups grows a Parquet file by row groups.
type groups struct {
	doing   string // what its errors say was being done
	file    *os.File
	parquet *pqarrow.FileWriter
	build   *array.RecordBuilder
	bytes   int   // in the builder
	err     error // the first; nothing is written after it
}

// begin takes a file over: it is closed by close, or removed by abandon and by what
// goes wrong here.
func begin(doing string, file *os.File, s *arrow.Schema, more ...parquet.WriterProperty) (*groups, error) {
	g := &groups{doing: doing, file: file, build: array.NewRecordBuilder(memory.DefaultAllocator, s)}
	props := append([]parquet.WriterProperty{parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(1),
		parquet.WithCreatedBy("passerelle"), parquet.WithMaxRowGroupLength(groupRows)}, more...)
	var err error
	if g.parquet, err = pqarrow.NewFileWriter(s, onlyWriter{file}, parquet.NewWriterProperties(props...), pqarrow.DefaultWriterProps()); err != nil {
		return nil, errors.Join(g.fail(err), g.abandon())
	}
	return g, nil
}

// onlyWriter hides Close: the file is closed by close, once it is on the disk.
type onlyWriter struct{ f *os.File }

func (w onlyWriter) Write(p []byte) (int, error) { return w.f.Write(p) }

// added is told of each row: it writes the group once it is full.
func (g *groups) added() error {
	if g.bytes < groupBytes && g.build.Field(0).Len() < groupRows {
		return nil
	}
	return g.flush()
}

func (g *groups) flush() error {
	batch := g.build.NewRecordBatch()
	defer batch.Release()
	g.bytes = 0
	if batch.NumRows() == 0 {
		return nil
	}
	if err := g.parquet.Write(batch); err != nil {
		return g.fail(err)
	}
	return nil
}

func (g *groups) fail(err error) error {
	g.err = fmt.Errorf("%s: %w", g.doing, err)
	return g.err
}

// close ends the file, on the disk when it is to last, and then places it. After
// anything that failed it leaves no file, and gives that error again.
func (g *groups) close(lasting bool, place func() error) error {
	if g.file == nil {
		return g.err
	}
	if g.err == nil {
		g.err = g.flush()
	}
	if g.err == nil {
		if err := g.end(lasting, place); err != nil {
			_ = g.fail(err)
		}
	}
	if g.err != nil {
		return errors.Join(g.err, g.abandon())
	}
	g.file = nil
	g.build.Release()
	return nil
}

func (g *groups) end(lasting bool, place func() error) error {
	err := g.parquet.Close()
	if lasting {
		err = errors.Join(err, g.file.Sync())
	}
	if err = errors.Join(err, g.file.Close()); err != nil {
		return err
	}
	return place()
}

// abandon removes an unfinished file. After close it does nothing.
func (g *groups) abandon() error {
	if g.file == nil {
		return nil
	}
	name := g.file.Name()
	_ = g.file.Close() // it may be closed already, and is not to be kept
	g.file = nil
	g.build.Release()
	g.err = errors.Join(g.err, os.ErrClosed)
	return os.Remove(name)
}
