package shelf

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
)

// side is one of two publications that are compared.
type side struct {
	dir string
	m   Manifest
}

// Reference names a publication in a document about several.
type Reference struct {
	SHA256   string `json:"sha256"`
	Date     string `json:"date"`
	Run      string `json:"run"`
	Sequence int    `json:"rang"`
}

func (m Manifest) reference() Reference {
	return Reference{SHA256: m.SHA256, Date: m.Date, Run: m.Run, Sequence: m.Sequence}
}

// feedPair names a feed on both sides; empty where it is not.
type feedPair struct{ was, is string }

// name is that of the feed now, or what it was.
func (p feedPair) name() string { return cmp.Or(p.is, p.was) }

// feedPairs pairs the feeds of two publications by name; a single feed is paired
// with a single feed even if it was renamed.
func feedPairs(old, now side) (pairs []feedPair) {
	before, after := old.m.Feeds(), now.m.Feeds()
	if len(before) == 1 && len(after) == 1 {
		return []feedPair{{before[0].Name, after[0].Name}}
	}
	var names []string
	for _, f := range append(before, after...) {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		pairs = append(pairs, feedPair{name, name})
	}
	return pairs
}

// feedFile is a feed with its index, open. A feed that one side lacks has no
// records.
type feedFile struct {
	File
	index *indexFile
	file  *os.File
}

func (s side) open(name string) (f *feedFile, err error) {
	f = &feedFile{index: &indexFile{}}
	file, ok := s.m.File(name)
	if !ok || file.Role != feedRole {
		return f, nil
	}
	if f.index, err = openIndex(filepath.Join(s.dir, name+indexSuffix)); err != nil {
		return nil, err
	}
	if f.file, err = os.Open(filepath.Join(s.dir, name)); err != nil {
		f.index.close()
		return nil, err
	}
	if f.File = file; f.index.size != file.Size {
		f.close()
		return nil, fmt.Errorf("read index %s: it is of another feed", f.index.name)
	}
	return f, nil
}

func (f *feedFile) close() {
	if f.file != nil {
		f.file.Close()
		f.index.close()
	}
}

// bytes reads some of the feed.
func (f *feedFile) bytes(offset, length int64) ([]byte, error) {
	b := make([]byte, length)
	if f.file == nil || length == 0 {
		return b, nil
	}
	if _, err := f.file.ReadAt(b, offset); err != nil {
		return nil, fmt.Errorf("read %s: %w", f.file.Name(), err)
	}
	return b, nil
}

// bothFeeds opens a feed of two publications for as long as use takes.
func bothFeeds(old, now side, p feedPair, use func(was, is *feedFile) error) error {
	was, err := old.open(p.was)
	if err != nil {
		return err
	}
	defer was.close()
	is, err := now.open(p.is)
	if err != nil {
		return err
	}
	defer is.close()
	return use(was, is)
}

// pair is a record on both sides; nil where it is not.
type pair struct{ was, is *Entry }

// join gives the records of two indexes that are not the same on both sides, by
// number. It holds one record of each in memory.
func join(ctx context.Context, old, now iter.Seq2[Entry, error]) iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		next, stop := iter.Pull2(old)
		defer stop()
		was, err, more := next()
		pass := func(p pair) bool { return yield(p, nil) }
		for is, e := range now {
			if e == nil {
				e = ctx.Err()
			}
			if e != nil {
				yield(pair{}, e)
				return
			}
			for more && err == nil && was.Number < is.Number {
				gone := was
				if !pass(pair{was: &gone}) {
					return
				}
				was, err, more = next()
			}
			if err != nil {
				break
			}
			p := pair{is: &is}
			if more && was.Number == is.Number {
				same := was
				p.was = &same
				was, err, more = next()
			}
			if (p.was == nil || p.was.Hash != is.Hash) && !pass(p) {
				return
			}
		}
		for more && err == nil {
			gone := was
			if !pass(pair{was: &gone}) {
				return
			}
			was, err, more = next()
		}
		if err != nil {
			yield(pair{}, err)
		}
	}
}
