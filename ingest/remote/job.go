package remote

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// job is one fetch of one source.
type job struct {
	Fetcher
	src    Source
	url    *url.URL
	limit  int64 // bytes
	folder string
	lock   *os.File
	guard  *guard
	client *http.Client

	last     *record // of the good file; nil when there is none
	want     string  // expected checksum; empty when nobody says
	attempts int
	furthest int64 // most bytes of the file that were there at once
	notes    []string
	idle     *time.Timer // ends the attempt when nothing comes
}

// folder is where the files of a source are.
func (f *Fetcher) folder(name string) (string, error) {
	if !isName(name) {
		return "", fmt.Errorf("a source cannot be called %q: give it a name of letters and digits", name)
	}
	return filepath.Join(f.Dir, name), nil
}

func (f *Fetcher) open(src Source) (*job, error) {
	folder, err := f.folder(src.Name)
	if err != nil {
		return nil, err
	}
	u, err := parseAddress(src.URL)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, disk{err}
	}
	j := &job{Fetcher: *f, src: src, url: u, folder: folder, limit: min(f.MaxBytes, cmp.Or(src.MaxBytes, f.MaxBytes))}
	if j.lock, err = lock(folder); err != nil {
		return nil, err
	}
	j.guard = &guard{reachOf: f.reach, open: f.AllowPrivate}
	j.client = j.guard.client(f.Client)
	return j, nil
}

func (j *job) close() {
	if t, own := j.client.Transport.(*http.Transport); own {
		t.CloseIdleConnections()
	}
	j.lock.Close()
}

func (j *job) note(text string) {
	for _, said := range j.notes {
		if said == text {
			return
		}
	}
	j.notes = append(j.notes, text)
}

func (j *job) run(ctx context.Context) (got Fetched, err error) {
	if r, ok := readRecord(j.folder); ok {
		j.last = &r
	}
	if err := j.sweep(); err != nil {
		return got, err
	}
	if j.want, err = j.expected(ctx); err != nil {
		return got, err
	}
	if j.want != "" && j.last != nil && j.last.SHA256 == j.want {
		return j.unchanged()
	}
	err = j.persist(ctx, func(ctx context.Context) error {
		got, err = j.attempt(ctx)
		return err
	})
	return got, err
}

// unchanged is the good file, still good; what had begun to come is of no use.
func (j *job) unchanged() (Fetched, error) {
	got := j.last.fetched(j.folder)
	got.Unchanged = true
	return got, j.drop()
}

// drop removes what had begun to come.
func (j *job) drop() error {
	var p part
	if readJSON(j.folder, partName, &p) && isName(p.File) {
		if err := j.remove(p.File + partSuffix); err != nil {
			return err
		}
	}
	return j.remove(partName)
}
