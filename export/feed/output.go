package feed

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
)

// File is one file of a feed, as it was written.
type File struct {
	Kind    string // Main, or the twin that it is: see target.Twin
	Name    string // of the file, for partners
	Path    string // where it stands
	SIRET   string // of the organisme responsable, when the feed is split by it
	SHA256  string // lower-case hexadecimal
	Size    int64  // bytes
	Records int    // formations; summaries in an index, rows in CSV and Parquet
}

// Main is the Kind of a file of the feed itself.
const Main = "feed"

// output is a file that is being written.
type output struct {
	target string
	file   *os.File // nil once finished
	out    *bufio.Writer
	hash   hash.Hash
	done   File
}

const bufferSize = 256 << 10

func newOutput(target, dir, name, kind string) (*output, error) {
	path := filepath.Join(dir, name)
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("write feed %s: %w", target, err)
	}
	return &output{target: target, file: file, out: bufio.NewWriterSize(file, bufferSize), hash: sha256.New(),
		done: File{Kind: kind, Name: name, Path: path}}, nil
}

// Write adds to the file and to its hash.
func (o *output) Write(p []byte) (int, error) {
	if _, err := o.out.Write(p); err != nil {
		return 0, fmt.Errorf("write feed %s: %w; is the disk full?", o.target, err)
	}
	o.hash.Write(p) // a hash never fails
	o.done.Size += int64(len(p))
	return len(p), nil
}

// add writes what a twin has of an offer.
func (o *output) add(l *leaf) error {
	o.done.Records += l.records
	_, err := o.Write(l.text.Bytes())
	return err
}

// finish ends the file.
func (o *output) finish() (File, error) {
	if err := errors.Join(o.out.Flush(), o.file.Close()); err != nil {
		return File{}, fmt.Errorf("write feed %s: %w; is the disk full?", o.target, err)
	}
	o.file = nil
	o.done.SHA256 = hex.EncodeToString(o.hash.Sum(nil))
	return o.done, nil
}

// wouldBe is the hash of the file if it ended with p.
func (o *output) wouldBe(p []byte) string {
	cloner, ok := o.hash.(hash.Cloner)
	if !ok {
		return ""
	}
	copied, err := cloner.Clone()
	if err != nil {
		return ""
	}
	copied.Write(p)
	return hex.EncodeToString(copied.Sum(nil))
}

// abandon removes the file; what it cannot remove is in the caller's folder, and
// the build has failed with a better reason.
func (o *output) abandon() {
	if o.file != nil {
		o.file.Close()
	}
	os.Remove(o.done.Path)
}
