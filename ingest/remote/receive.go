package remote

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// begin makes room for a file that comes from its beginning. What is known of it
// is written before its first byte, and what was known of another before that is
// removed, so that no part is ever taken for another's.
func (j *job) begin(p part) error {
	if err := j.drop(); err != nil {
		return err
	}
	f, err := os.OpenFile(j.partPath(p), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o640)
	if err != nil {
		return disk{err}
	}
	if err := f.Close(); err != nil {
		return disk{err}
	}
	return writeJSON(j.folder, partName, p)
}

func (j *job) partPath(p part) string { return filepath.Join(j.folder, p.File+partSuffix) }

// receive adds what comes to the part.
func (j *job) receive(ctx context.Context, p part, have int64, body *bufio.Reader) error {
	f, err := os.OpenFile(j.partPath(p), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return disk{err}
	}
	n, err := io.Copy(toDisk{f}, io.LimitReader(body, j.limit-have+1))
	if closed := errors.Join(f.Sync(), f.Close()); closed != nil && err == nil {
		err = disk{closed}
	}
	have += n
	j.furthest = max(j.furthest, have)
	switch {
	case have > j.limit:
		return errors.Join(fmt.Errorf("%w: more than %d bytes", ErrTooLarge, j.limit), j.drop())
	case err != nil:
		return network(ctx, err)
	case p.Total > have:
		return again{fmt.Errorf("cut at %d bytes of %d", have, p.Total)}
	case p.Total >= 0 && p.Total < have:
		return j.restart("the server sent more than it announced")
	}
	return nil
}

// toDisk marks the errors of writing, which are not the network's.
type toDisk struct{ io.Writer }

func (w toDisk) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	if err != nil {
		err = disk{err}
	}
	return n, err
}

func isEOF(err error) bool { return errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) }

// finish checks a whole file and puts it in the place of the last good one. It is
// hashed as it stands on the disk.
func (j *job) finish(p part, resumed bool) (Fetched, error) {
	sum, size, err := digest(j.partPath(p))
	if err != nil {
		return Fetched{}, disk{err}
	}
	if j.want != "" && sum != j.want {
		if resumed {
			return Fetched{}, j.restart("the parts of the file do not make the whole that was expected")
		}
		return Fetched{}, errors.Join(fmt.Errorf("%w: %s, not %s", ErrChecksum, sum, j.want), j.drop())
	}
	r := record{Asked: p.Asked, Place: p.Place, URL: p.URL, File: p.File, Size: size, SHA256: sum,
		ETag: p.ETag, LastModified: p.LastModified, FetchedAt: j.Now()}
	got := r.fetched(j.folder)
	got.Unchanged = j.last != nil && j.last.SHA256 == sum
	return got, j.keep(p, r)
}

// keep moves the file to its place, then says so. The good file before stays
// under its name, if it has another, and the one before that goes.
func (j *job) keep(p part, r record) error {
	gone := ""
	if j.last != nil {
		r.Previous = j.last.Previous
		if j.last.File != r.File {
			r.Previous, gone = j.last.File, j.last.Previous
		}
	}
	if r.Previous == r.File {
		r.Previous = ""
	}
	if err := rename(j.partPath(p), filepath.Join(j.folder, r.File)); err != nil {
		return err
	}
	if err := writeJSON(j.folder, recordName, r); err != nil {
		return err
	}
	if gone != "" && gone != r.File && gone != r.Previous {
		return errors.Join(j.remove(gone), j.remove(partName))
	}
	return j.remove(partName)
}
