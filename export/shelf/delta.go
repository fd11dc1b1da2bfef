package shelf

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// DeltaInfo is delta.json: what to do to the files of one publication to have those
// of another.
type DeltaInfo struct {
	Schema string      `json:"schema"` // DeltaSchema
	Target string      `json:"cible"`
	Since  Reference   `json:"depuis"`
	To     Reference   `json:"vers"`
	Feeds  []FeedDelta `json:"flux"`
	Files  []File      `json:"fichiers"` // all but this one
}

// FeedDelta is what happened to one feed.
type FeedDelta struct {
	Name      string       `json:"nom"`
	Document  string       `json:"document,omitempty"`      // an LHEO file that holds whole what was added or changed; none when nothing was
	SinceName string       `json:"depuis_nom,omitempty"`    // of the feed before; none when there was none
	Since     string       `json:"depuis_sha256,omitempty"` // of the feed before
	To        string       `json:"vers_sha256,omitempty"`   // of the feed after; none when there is none any more
	Added     []string     `json:"ajoutees"`
	Changed   []string     `json:"modifiees"`
	Withdrawn []Withdrawal `json:"retirees"`
	Order     []string     `json:"ordre,omitempty"` // of all numbers after, when they do not simply come byte by byte
	Head      []byte       `json:"tete,omitempty"`  // what stands before the records, when there is no document to have it from
	Tail      []byte       `json:"queue,omitempty"` // what stands after them
}

// Withdrawal is a formation that is no longer in the feed.
type Withdrawal struct {
	Number string `json:"numero"`
	Why    string `json:"motif,omitempty"`
}

// Delta writes into a new folder what changed between a publication of a target
// (see Find) and the one in place: delta.json, a document for each feed with its
// compressed twins, and withdrawn.csv. It reads the indexes and copies bytes; no feed is
// parsed again. gone says why a formation is no longer there; it may be nil.
func Delta(ctx context.Context, dir, target, since, out string, gone func(string) string) (d DeltaInfo, err error) {
	if d, err = delta(ctx, dir, target, since, out, gone); err != nil {
		return d, fmt.Errorf("delta of %s since %s: %w", target, since, advise(err))
	}
	return d, nil
}

func delta(ctx context.Context, dir, target, since, out string, gone func(string) string) (d DeltaInfo, err error) {
	old, now, err := sides(dir, target, since)
	if err != nil {
		return d, err
	}
	if _, err := os.Lstat(out); err == nil {
		return d, fmt.Errorf("%s is there already; give a folder that is not", out)
	}
	temp, err := os.MkdirTemp(filepath.Dir(out), tempPrefix)
	if err != nil {
		return d, err
	}
	defer os.RemoveAll(temp)
	if d, _, err = writeDelta(ctx, old, now, temp, gone); err != nil {
		return d, err
	}
	return d, errors.Join(os.Chmod(temp, 0o755), syncPath(temp), os.Rename(temp, out), syncPath(filepath.Dir(out)))
}

// sides finds a publication and the one in place, both with indexes.
func sides(dir, target, since string) (old, now side, err error) {
	var found [2]side
	for i, name := range []string{since, latestName} {
		h, err := Find(dir, target, name)
		if err != nil {
			return old, now, err
		}
		if !splittable(h.Manifest) || len(h.Feeds()) == 0 {
			return old, now, fmt.Errorf("publication %s of %s has no index: it was made by an earlier version", h.Date, target)
		}
		found[i] = side{filepath.Join(dir, target, h.Folder), h.Manifest}
	}
	return found[0], found[1], nil
}

// writeDelta writes a delta into a folder, and gives its files.
func writeDelta(ctx context.Context, old, now side, dir string, gone func(string) string) (DeltaInfo, []File, error) {
	d := DeltaInfo{Schema: DeltaSchema, Target: now.m.Target, Since: old.m.reference(), To: now.m.reference(), Feeds: []FeedDelta{}, Files: []File{}}
	for _, pair := range feedPairs(old, now) {
		err := bothFeeds(old, now, pair, func(was, is *feedFile) error {
			f, files, err := feedDelta(ctx, was, is, pair.name(), dir, gone)
			f.SinceName = was.Name
			d.Feeds, d.Files = append(d.Feeds, f), append(d.Files, files...)
			return err
		})
		if err != nil {
			return d, nil, err
		}
	}
	path := filepath.Join(dir, withdrawnName)
	if err := writeFile(path, d.withdrawn()); err != nil {
		return d, nil, err
	}
	file, err := fileOf(path, deltaRole)
	if err != nil {
		return d, nil, err
	}
	d.Files = append(d.Files, file)
	path = filepath.Join(dir, deltaName)
	if err := writeJSON(path, d); err != nil {
		return d, nil, err
	}
	own, err := fileOf(path, deltaRole)
	return d, append(slices.Clone(d.Files), own), err
}

// feedDelta compares one feed and writes the document of what is new in it.
func feedDelta(ctx context.Context, was, is *feedFile, name, dir string, gone func(string) string) (FeedDelta, []File, error) {
	d := FeedDelta{Name: name, Since: was.SHA256, To: is.SHA256, Added: []string{}, Changed: []string{}, Withdrawn: []Withdrawal{}}
	var whole, all []Entry
	entries := is.index.all()
	if is.file != nil && !is.index.sorted {
		entries = func(yield func(Entry, error) bool) {
			for e, err := range is.index.all() {
				all = append(all, e)
				if !yield(e, err) {
					return
				}
			}
		}
	}
	for p, err := range join(ctx, was.index.all(), entries) {
		switch {
		case err != nil:
			return d, nil, err
		case p.is == nil:
			d.Withdrawn = append(d.Withdrawn, Withdrawal{p.was.Number, why(gone, p.was.Number)})
			continue
		case p.was == nil:
			d.Added = append(d.Added, p.is.Number)
		default:
			d.Changed = append(d.Changed, p.is.Number)
		}
		whole = append(whole, *p.is)
	}
	slices.SortFunc(all, byOffset)
	for _, e := range all {
		d.Order = append(d.Order, e.Number)
	}
	if len(whole) == 0 {
		err := is.frame(&d) // before d is given back: the order within a return is not promised
		return d, nil, err
	}
	d.Document = deltaOf(name)
	slices.SortFunc(whole, byOffset)
	files, err := is.extract(ctx, dir, d.Document, whole)
	return d, files, err
}

func why(gone func(string) string, number string) string {
	if gone == nil {
		return ""
	}
	return gone(number)
}

func byOffset(a, b Entry) int { return cmp.Compare(a.Offset, b.Offset) }

// deltaOf names the document of a delta: aude.delta.xml for aude.xml.
func deltaOf(name string) string {
	ending := filepath.Ext(name)
	return strings.TrimSuffix(name, ending) + ".delta" + ending
}

// frame keeps what stands around the records.
func (f *feedFile) frame(d *FeedDelta) (err error) {
	if f.file == nil {
		return nil
	}
	if d.Head, err = f.bytes(0, f.index.head); err != nil {
		return err
	}
	d.Tail, err = f.bytes(f.index.tail, f.index.size-f.index.tail)
	return err
}

// extract writes a document that has only some of the records of a feed.
func (f *feedFile) extract(ctx context.Context, dir, name string, records []Entry) ([]File, error) {
	p, err := newPress(dir, name, false, false, formats)
	if err != nil {
		return nil, err
	}
	defer p.abandon()
	out := bufio.NewWriterSize(p, 256<<10)
	copyRange := func(offset, length int64) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, err := io.Copy(out, io.NewSectionReader(f.file, offset, length))
		return err
	}
	if err := copyRange(0, f.index.head); err != nil {
		return nil, err
	}
	for _, e := range records {
		if err := copyRange(e.Offset, e.Length); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(copyRange(f.index.tail, f.index.size-f.index.tail), out.Flush()); err != nil {
		return nil, err
	}
	r, err := p.finish()
	for i := range r.files {
		r.files[i].Role = deltaRole
	}
	return r.files, err
}

// withdrawn lists the formations withdrawn, for programs that take no JSON.
func (d DeltaInfo) withdrawn() []byte {
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	out.Comma = ';'
	_ = out.Write([]string{"numero", "flux", "motif"}) // a buffer never fails
	for _, f := range d.Feeds {
		for _, w := range f.Withdrawn {
			_ = out.Write([]string{w.Number, f.Name, w.Why})
		}
	}
	out.Flush()
	return text.Bytes()
}
