package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// container is the archive that a workbook is, looked at before it is opened.
type container struct {
	parts  map[string]*zip.File // by lower-case path
	limits Limits
}

// encrypted is the flag of an entry that asks for a password.
const encrypted = 0x1

// maxSmallPart is how large the parts that describe the workbook may be, in bytes.
const maxSmallPart = 16 << 20

func openContainer(r io.ReaderAt, size int64, limits Limits) (*container, error) {
	reader, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged(err, "l'archive qui le compose est incomplète")
	}
	if len(reader.File) > limits.Entries {
		return nil, oversized("il contient plus de %d fichiers", limits.Entries)
	}
	c := &container{parts: make(map[string]*zip.File, len(reader.File)), limits: limits}
	for _, f := range reader.File {
		if err := c.add(f); err != nil {
			return nil, err
		}
	}
	return c, c.checkSizes(size)
}

// add files an entry under its path; some programs write \ for /.
func (c *container) add(f *zip.File) error {
	name := strings.ReplaceAll(f.Name, `\`, "/")
	if strings.HasSuffix(name, "/") && f.UncompressedSize64 == 0 {
		return nil
	}
	if !safePath(name) {
		return hostile("un des fichiers qui le composent se dit « %s »", excerpt([]byte(f.Name)))
	}
	name = strings.ToLower(name)
	if c.parts[name] != nil {
		return hostile("deux des fichiers qui le composent se disent « %s »", excerpt([]byte(f.Name)))
	}
	c.parts[name] = f
	return nil
}

// safePath accepts a path below the root of the archive and no other.
func safePath(name string) bool {
	return name != "" && name == path.Clean(name) && !path.IsAbs(name) && name != "." &&
		name != ".." && !strings.HasPrefix(name, "../") && !strings.ContainsAny(name, ":\x00")
}

// checkSizes believes what the entries declare: reading one stops at its declared
// size. Entries that share the same bytes count each.
func (c *container) checkSizes(size int64) error {
	var total uint64
	for _, f := range c.parts {
		if f.UncompressedSize64 > uint64(c.limits.Part) {
			return oversized("un des fichiers qui le composent fait plus de %d Mo", c.limits.Part>>20)
		}
		if total += f.UncompressedSize64; total > uint64(c.limits.Total) {
			return oversized("il fait plus de %d Mo une fois décompressé", c.limits.Total>>20)
		}
	}
	if total > freeRatio && total/uint64(max(size, 1)) > uint64(c.limits.Ratio) {
		return hostile("il est %d fois plus gros une fois décompressé", total/uint64(max(size, 1)))
	}
	return nil
}

// part finds a part by its path; nil when there is none.
func (c *container) part(name string) *zip.File { return c.parts[strings.ToLower(name)] }

// has tells whether any part stands under a path.
func (c *container) has(prefix string) bool {
	for name := range c.parts {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// stream reads a part to its end through a reader, and makes sure that the
// archive kept its word on its length and its sum.
func (c *container) stream(f *zip.File, read func(io.Reader) error) error {
	if f.Flags&encrypted != 0 {
		return &defect{rule: protected}
	}
	body, err := f.Open()
	if err != nil {
		return damaged(err, "un des fichiers qui le composent ne se décompresse pas")
	}
	defer body.Close()
	if err := read(body); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, body); err != nil {
		return damaged(err, "un des fichiers qui le composent ne se décompresse pas")
	}
	return nil
}

// bytes reads a small part whole.
func (c *container) bytes(f *zip.File) ([]byte, error) {
	if f.UncompressedSize64 > maxSmallPart {
		return nil, oversized("« %s » fait plus de %d Mo", excerpt([]byte(f.Name)), maxSmallPart>>20)
	}
	var body bytes.Buffer
	err := c.stream(f, func(r io.Reader) error {
		if _, err := body.ReadFrom(r); err != nil {
			return damaged(err, "un des fichiers qui le composent ne se décompresse pas")
		}
		return nil
	})
	return body.Bytes(), err
}

// otherKind tells what the archive is that is no .xlsx workbook.
func (c *container) otherKind() finding.Rule {
	switch {
	case c.part("xl/workbook.bin") != nil:
		return binary
	case c.isOpenDocument():
		return openDoc
	case c.has("index/") || c.part("index.zip") != nil || c.part("index.numbers") != nil:
		return numbers
	case c.has("word/") || c.has("ppt/"):
		return office
	}
	return archive
}

func (c *container) isOpenDocument() bool {
	f := c.part("mimetype")
	if f == nil {
		return false
	}
	text, err := c.bytes(f)
	return err == nil && bytes.Contains(text, []byte("opendocument"))
}
