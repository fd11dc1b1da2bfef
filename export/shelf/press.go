package shelf

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Format is a way to compress a file; its twin has it for a suffix.
type Format string

// The formats that twins may have.
const (
	Gzip Format = "gz"  // RFC 1952, that everything reads
	Zstd Format = "zst" // RFC 8878, smaller and faster to read
)

// formats are those of a feed that names none.
var formats = []Format{Gzip, Zstd}

// press writes a file of a publication, compresses it, hashes it and finds its
// records, all in one pass over bytes that it does not keep.
type press struct {
	dir   string
	name  string
	sinks []*sink // the file itself, then its twins
	split *splitter
	check *alongside // nil when no check reads along
	ended bool
}

// result is what a press made: the file, its twins, and its index.
type result struct {
	files   []File     // the file itself first
	index   *index     // of a feed that can be split
	problem string     // why a feed cannot be split, in French
	checked *alongside // what has read along, if anything
}

// newPress makes the files of name in a folder. inPlace says that the file itself
// stands there already, and is to be read into the press.
func newPress(dir, name string, feed, inPlace bool, formats []Format) (p *press, err error) {
	p = &press{dir: dir, name: name}
	defer func() {
		if err != nil {
			p.abandon()
		}
	}()
	self := &sink{name: name, role: twinRole, hash: sha256.New()}
	if feed {
		self.role, p.split = feedRole, newSplitter()
	}
	p.sinks = []*sink{self}
	if !inPlace {
		if err := self.create(dir); err != nil {
			return p, err
		}
	}
	for _, f := range formats {
		s, err := newTwin(dir, name, f)
		if err != nil {
			return p, err
		}
		p.sinks = append(p.sinks, s)
	}
	return p, nil
}

// Write gives bytes to the file, to each of its twins, to the index and to the check
// at the same time, and waits until all have taken them.
func (p *press) Write(b []byte) (int, error) {
	var busy sync.WaitGroup
	for _, s := range p.sinks[1:] {
		busy.Go(func() { s.take(b) })
	}
	if p.split != nil {
		busy.Go(func() { p.split.Write(b) }) // never fails: what it cannot split is told by finish
	}
	if p.check != nil {
		busy.Go(func() { p.check.feed.Write(b) }) // fails when the check has read enough
	}
	p.sinks[0].take(b)
	busy.Wait()
	for _, s := range p.sinks {
		if s.failure != nil {
			return 0, fmt.Errorf("write %s: %w", s.name, s.failure)
		}
	}
	return len(b), nil
}

// finish ends the files and makes them safe from a power cut once their folder is
// synced.
func (p *press) finish() (r result, err error) {
	p.ended = true
	if r.checked = p.check; p.check != nil {
		p.check.end(nil)
	}
	for _, s := range p.sinks {
		if err := s.finish(); err != nil {
			return r, errors.Join(fmt.Errorf("write %s: %w", s.name, err), p.release())
		}
		r.files = append(r.files, File{Name: s.name, Role: s.role, Size: s.size, SHA256: hex.EncodeToString(s.hash.Sum(nil))})
	}
	if p.split == nil {
		return r, nil
	}
	if r.index, r.problem = p.split.index(); r.problem != "" {
		r.index = nil
		return r, nil
	}
	path := filepath.Join(p.dir, p.name+indexSuffix)
	if err := writeIndex(path, r.index); err != nil {
		return r, fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	file, err := fileOf(path, indexRole)
	r.files = append(r.files, file)
	return r, err
}

// abandon closes what is open; the folder is the caller's to remove.
func (p *press) abandon() {
	if !p.ended {
		p.ended = true
		if p.check != nil {
			p.check.end(context.Canceled)
		}
		p.release()
	}
}

func (p *press) release() (err error) {
	for _, s := range p.sinks {
		err = errors.Join(err, s.abandon())
	}
	return err
}

// sink is one file that a press writes.
type sink struct {
	name string
	role string
	hash hash.Hash // of what lands on the disk
	size int64
	file *os.File // nil: the bytes are on the disk already
	out  *bufio.Writer
	zip  io.WriteCloser // nil: the bytes go as they are

	failure error // of taking bytes
}

func (s *sink) create(dir string) (err error) {
	s.file, err = os.OpenFile(filepath.Join(dir, s.name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	return err
}

func newTwin(dir, name string, f Format) (s *sink, err error) {
	s = &sink{name: name + "." + string(f), role: string(f), hash: sha256.New()}
	if err := s.create(dir); err != nil {
		return nil, err
	}
	s.out = bufio.NewWriterSize(s, 64<<10)
	if s.zip, err = newZip(s.out, f); err != nil {
		return nil, errors.Join(err, s.file.Close())
	}
	return s, nil
}

// newZip compresses to the same bytes for the same input: no name, no date, and
// nothing that depends on how many processors there are.
func newZip(out io.Writer, f Format) (io.WriteCloser, error) {
	switch f {
	case Gzip:
		zip, err := gzip.NewWriterLevel(out, gzip.DefaultCompression)
		if err == nil {
			zip.ModTime = time.Unix(0, 0) // written as 0, "no date"; the zero Time would be written as a date of its own
		}
		return zip, err
	case Zstd:
		return zstd.NewWriter(out, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	}
	return nil, fmt.Errorf("no format %q: %s and %s are known", f, Gzip, Zstd)
}

// Write puts on the disk what the file is to hold.
func (s *sink) Write(b []byte) (int, error) {
	s.hash.Write(b) // a hash never fails
	s.size += int64(len(b))
	if s.file == nil {
		return len(b), nil
	}
	return s.file.Write(b)
}

// take takes bytes before compression.
func (s *sink) take(b []byte) {
	if s.zip != nil {
		_, s.failure = s.zip.Write(b)
	} else {
		_, s.failure = s.Write(b)
	}
}

func (s *sink) finish() (err error) {
	if s.zip != nil {
		err = errors.Join(s.zip.Close(), s.out.Flush())
		s.zip = nil
	}
	if s.file != nil {
		err = errors.Join(err, s.file.Sync(), s.file.Close())
		s.file = nil
	}
	return err
}

func (s *sink) abandon() (err error) {
	if z, ok := s.zip.(*zstd.Encoder); ok {
		z.Reset(nil) // forget the output: nothing more is written
	}
	s.zip = nil
	if s.file != nil {
		err = s.file.Close()
		s.file = nil
	}
	return err
}

// pressFile puts a file that stands in a folder through a press, while a check, if
// there is one, reads along.
func pressFile(ctx context.Context, dir, name string, feed bool, formats []Format, check Check) (result, error) {
	p, err := newPress(dir, name, feed, true, formats)
	if err != nil {
		return result{}, err
	}
	defer p.abandon()
	in, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return result{}, err
	}
	defer in.Close()
	if check != nil {
		p.check = checkAlongside(ctx, check, name)
	}
	if _, err := io.CopyBuffer(p, &interruptible{ctx, in}, make([]byte, 256<<10)); err != nil {
		return result{}, fmt.Errorf("read %s: %w", name, err)
	}
	return p.finish()
}
