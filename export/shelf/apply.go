package shelf

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
)

// Apply makes the feeds of a publication from those of an earlier one, in the
// folder base, and a delta, in the folder delta: byte for byte what was published.
// It writes them into the folder out, and nothing there when the base is not the
// one that the delta is for.
func Apply(ctx context.Context, base, delta, out string) error {
	d, err := readDelta(filepath.Join(delta, deltaName))
	if err != nil {
		return fmt.Errorf("apply delta: %w", err)
	}
	for _, f := range d.Feeds {
		if err := f.apply(ctx, base, delta, out); err != nil {
			return fmt.Errorf("apply delta to %s: %w", f.Name, advise(err))
		}
	}
	return nil
}

func readDelta(path string) (d DeltaInfo, err error) {
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &d)
	}
	if err == nil && d.Schema != DeltaSchema {
		err = fmt.Errorf("schema %q: %q is due", d.Schema, DeltaSchema)
	}
	for _, f := range d.Feeds {
		for _, name := range []string{f.Name, f.SinceName, f.Document} {
			if name != "" && !fileName.MatchString(name) {
				err = errors.Join(err, fmt.Errorf("%q is no name of a file", name))
			}
		}
	}
	return d, err
}

// source is a feed whose records were found again.
type source struct {
	*index
	file *os.File
	sum  string
}

func openSource(ctx context.Context, path string) (s source, err error) {
	f, err := os.Open(path)
	if err != nil {
		return s, err
	}
	sum := sha256.New()
	ix, err := indexOf(&interruptible{ctx, f}, sum)
	if err != nil {
		return s, errors.Join(fmt.Errorf("read %s: %w", path, err), f.Close())
	}
	return source{ix, f, hex.EncodeToString(sum.Sum(nil))}, nil
}

func (s source) close() {
	if s.file != nil {
		s.file.Close()
	}
}

func (d FeedDelta) apply(ctx context.Context, base, delta, out string) error {
	if d.To == "" {
		return nil // the feed is no longer published
	}
	old, fresh := source{index: &index{}}, source{index: &index{}}
	if d.Since != "" {
		var err error
		if old, err = openSource(ctx, filepath.Join(base, d.SinceName)); err != nil {
			return err
		}
		defer old.close()
		if old.sum != d.Since {
			return fmt.Errorf("the delta is for the feed %s and this one is %s; take the full feed", d.Since, old.sum)
		}
	}
	if d.Document != "" {
		var err error
		if fresh, err = openSource(ctx, filepath.Join(delta, d.Document)); err != nil {
			return err
		}
		defer fresh.close()
	}
	return d.write(ctx, old, fresh, filepath.Join(out, d.Name))
}

// write makes the feed beside its place, and gives it its name once it is known to
// be what was published.
func (d FeedDelta) write(ctx context.Context, old, fresh source, path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), tempPrefix)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is left of it once renamed
	sum := sha256.New()
	err = errors.Join(d.assemble(ctx, old, fresh, f, sum), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != d.To {
		return fmt.Errorf("the result is not what was published: SHA-256 %s, not %s; take the full feed", got, d.To)
	}
	return errors.Join(os.Chmod(f.Name(), 0o644), os.Rename(f.Name(), path))
}

// span is some bytes of a source.
type span struct {
	from           io.ReaderAt
	offset, length int64
}

func (d FeedDelta) assemble(ctx context.Context, old, fresh source, f io.Writer, sum hash.Hash) error {
	out := bufio.NewWriterSize(io.MultiWriter(f, sum), 256<<10)
	head, tail := d.Head, d.Tail
	if fresh.file != nil {
		head, tail = make([]byte, fresh.head), make([]byte, fresh.size-fresh.tail)
		_, err := fresh.file.ReadAt(head, 0)
		_, err2 := fresh.file.ReadAt(tail, fresh.tail)
		if err := errors.Join(err, err2); err != nil {
			return err
		}
	}
	out.Write(head) // what bufio cannot write, Flush tells
	for s := range d.spans(old, fresh) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.Copy(out, io.NewSectionReader(s.from, s.offset, s.length)); err != nil {
			return err
		}
	}
	out.Write(tail)
	return out.Flush()
}

// spans gives the records of the result in their order.
func (d FeedDelta) spans(old, fresh source) iter.Seq[span] {
	dropped := map[string]bool{}
	for _, w := range d.Withdrawn {
		dropped[w.Number] = true
	}
	for _, number := range d.Changed {
		dropped[number] = true
	}
	type record struct {
		Entry
		file *os.File
	}
	var records []record
	for _, e := range old.entries {
		if !dropped[e.Number] {
			records = append(records, record{e, old.file})
		}
	}
	for _, e := range fresh.entries {
		records = append(records, record{e, fresh.file})
	}
	rank := map[string]int{}
	for i, number := range d.Order {
		rank[number] = i
	}
	slices.SortFunc(records, func(a, b record) int {
		if len(rank) > 0 {
			return rank[a.Number] - rank[b.Number]
		}
		return byNumber(a.Entry, b.Entry)
	})
	return func(yield func(span) bool) {
		for _, r := range records {
			if !yield(span{r.file, r.Offset, r.Length}) {
				return
			}
		}
	}
}
