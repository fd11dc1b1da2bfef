package shelf

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Draft is a file of a publication to come. What is written to it is compressed,
// hashed and, for a feed, indexed on the way to the disk, in one pass and in
// memory that does not depend on its size, but for some 60 bytes a formation.
type Draft struct {
	dir    string
	feed   bool
	press  *press
	out    *bufio.Writer
	result result
	done   bool
}

// Create begins a file in the scratch folder. It is to be closed, then handed to
// Publish by its Part; or abandoned.
func (s *Shelf) Create(name string, feed bool, twins ...Format) (*Draft, error) {
	if !fileName.MatchString(name) {
		return nil, fmt.Errorf("create %q: letters, digits, dots, hyphens and underscores are due", name)
	}
	dir, err := os.MkdirTemp(s.scratch, "draft-")
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", name, advise(err))
	}
	d, err := newDraft(dir, name, feed, twins)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("create %s: %w", name, advise(err)), os.RemoveAll(dir))
	}
	return d, nil
}

func newDraft(dir, name string, feed bool, twins []Format) (*Draft, error) {
	if feed && twins == nil {
		twins = formats
	}
	p, err := newPress(dir, name, feed, false, twins)
	if err != nil {
		return nil, err
	}
	return &Draft{dir: dir, feed: feed, press: p, out: bufio.NewWriterSize(p, 256<<10)}, nil
}

// Name is that of the file.
func (d *Draft) Name() string { return d.press.name }

// Write adds to the file.
func (d *Draft) Write(p []byte) (int, error) {
	n, err := d.out.Write(p)
	if err != nil {
		err = advise(err)
	}
	return n, err
}

// Close ends the file.
func (d *Draft) Close() (err error) {
	if d.done {
		return nil
	}
	if err = d.out.Flush(); err == nil {
		d.result, err = d.press.finish()
	}
	if err != nil {
		d.press.abandon()
		return advise(err)
	}
	d.done = true
	return nil
}

// Abandon removes the file, closed or not.
func (d *Draft) Abandon() error {
	d.press.abandon()
	return os.RemoveAll(d.dir)
}

// File is what the closed file is.
func (d *Draft) File() File { return d.result.files[0] }

// Part is the closed file as Publish takes it.
func (d *Draft) Part() Part {
	twins := []Format{}
	for _, s := range d.press.sinks[1:] {
		twins = append(twins, Format(s.role))
	}
	return Part{Name: d.Name(), Feed: d.feed, Formats: twins, Draft: d}
}

// moveTo brings the file, its twins and its index into a folder on the same disk.
func (d *Draft) moveTo(dir string) (result, error) {
	for _, f := range d.result.files {
		if err := os.Rename(filepath.Join(d.dir, f.Name), filepath.Join(dir, f.Name)); err != nil {
			return result{}, err
		}
	}
	return d.result, os.RemoveAll(d.dir)
}
