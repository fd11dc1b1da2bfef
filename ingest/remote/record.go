package remote

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// record is what is known of the good file of a source, kept beside it.
type record struct {
	Asked        string    `json:"asked"` // hash of the source's address, which may hold credentials
	Place        string    `json:"place"` // where the file came from in the end: validators are of that place
	URL          string    `json:"url"`
	File         string    `json:"file"`
	Previous     string    `json:"previous,omitempty"` // the good file before, when it bears another name
	Size         int64     `json:"size"`
	SHA256       string    `json:"sha256"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	FetchedAt    time.Time `json:"fetched_at"`
}

// part is what is known of a file that is coming.
type part struct {
	Asked        string `json:"asked"`
	Place        string `json:"place"`
	URL          string `json:"url"`
	File         string `json:"file"`
	Total        int64  `json:"total"` // -1 when not stated
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Plain        bool   `json:"plain"` // its bytes are those that ranges count
}

func asked(address string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(address)))
	return hex.EncodeToString(sum[:])
}

// readRecord reads the record of the good file, and holds it against the file: one
// that is damaged, or does not say what the file is, is none.
func readRecord(folder string) (r record, ok bool) {
	if !readJSON(folder, recordName, &r) || !isName(r.File) || r.Previous != "" && !isName(r.Previous) {
		return record{}, false
	}
	sum, size, err := digest(filepath.Join(folder, r.File))
	if err != nil || sum != r.SHA256 || size != r.Size {
		return record{}, false
	}
	return r, true
}

func (r record) fetched(folder string) Fetched {
	return Fetched{Path: filepath.Join(folder, r.File), SHA256: r.SHA256, Size: r.Size, URL: r.URL,
		ETag: r.ETag, LastModified: r.LastModified, FetchedAt: r.FetchedAt}
}

// readPart reads what an earlier attempt left, and how much of it there is.
func readPart(folder, address string) (p part, size int64, ok bool) {
	if !readJSON(folder, partName, &p) || !isName(p.File) {
		return part{}, 0, false
	}
	info, err := os.Lstat(filepath.Join(folder, p.File+partSuffix))
	if err != nil || !info.Mode().IsRegular() {
		return p, 0, false
	}
	return p, info.Size(), p.Asked == asked(address) && p.validator() != "" && info.Size() > 0
}

// validator is what If-Range says: a strong ETag or, without any, the date of the
// last change.
func (p part) validator() string {
	switch {
	case !p.Plain:
		return ""
	case p.ETag == "":
		return p.LastModified
	case strings.HasPrefix(p.ETag, `"`):
		return p.ETag
	}
	return ""
}

// isName reports whether a text is a plain name of a file, as fetched ones are
// given.
func isName(s string) bool { return s != "" && s == safeName(s) }

// sweep removes what a killed run left that nothing will use: the file before the
// one before, and one that was put in place under a name of its own and never
// recorded.
func (j *job) sweep() error {
	var p part
	if !readJSON(j.folder, partName, &p) || !isName(p.File) {
		return nil
	}
	_, err := os.Lstat(filepath.Join(j.folder, p.File+partSuffix))
	if !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if j.last != nil && p.File != j.last.File && p.File != j.last.Previous {
		if err := j.remove(p.File); err != nil {
			return err
		}
	}
	return j.remove(partName)
}

// remove removes files of the folder, present or not.
func (j *job) remove(names ...string) error {
	for _, name := range names {
		if err := os.Remove(filepath.Join(j.folder, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return disk{err}
		}
	}
	return nil
}
