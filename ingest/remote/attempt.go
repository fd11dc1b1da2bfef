package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// attempt asks once for the file: for the rest of it when a part is there, and
// for nothing when it is what the last good file is.
func (j *job) attempt(ctx context.Context) (Fetched, error) {
	p, have, resumable := readPart(j.folder, j.src.URL)
	resp, final, err := j.get(ctx, j.url, func(u *url.URL, h http.Header) {
		j.conditions(u, h)
		if resumable && place(u) == p.Place {
			h.Set("Range", fmt.Sprintf("bytes=%d-", have))
			h.Set("If-Range", p.validator())
		}
	})
	if err != nil {
		return Fetched{}, err
	}
	defer resp.Body.Close()
	asked := resumable && place(final) == p.Place
	switch {
	case resp.StatusCode == http.StatusNotModified && j.conditional(final):
		return j.unchanged()
	case resp.StatusCode == http.StatusOK:
		return j.whole(ctx, resp, final)
	case resp.StatusCode == http.StatusPartialContent && asked:
		return j.rest(ctx, resp, p, have)
	case resp.StatusCode == http.StatusRequestedRangeNotSatisfiable && asked:
		return j.already(resp, p, have)
	}
	return Fetched{}, j.refusal(resp)
}

// conditional reports whether an address is the place that gave the validators of
// the good file: they mean nothing to any other.
func (j *job) conditional(u *url.URL) bool {
	return j.last != nil && j.last.Asked == asked(j.src.URL) && place(u) == j.last.Place
}

// conditions asks for a file only if it is not the one we have.
func (j *job) conditions(u *url.URL, h http.Header) {
	if !j.conditional(u) {
		return
	}
	if j.last.ETag != "" {
		h.Set("If-None-Match", j.last.ETag)
	}
	if j.last.LastModified != "" {
		h.Set("If-Modified-Since", j.last.LastModified)
	}
}

// whole takes a file from its beginning.
func (j *job) whole(ctx context.Context, resp *http.Response, final *url.URL) (Fetched, error) {
	if resp.ContentLength > j.limit {
		return Fetched{}, fmt.Errorf("%w: %d bytes, and %d are", ErrTooLarge, resp.ContentLength, j.limit)
	}
	body, plain, err := j.decoded(resp, final)
	if err != nil {
		return Fetched{}, err
	}
	head, err := body.Peek(sniffed)
	if len(head) == 0 {
		return Fetched{}, empty(ctx, err)
	}
	if page(head) {
		return Fetched{}, ErrPage
	}
	if strings.Contains(strings.ToLower(resp.Header.Get("Content-Type")), "text/html") {
		j.note("the server calls it text/html, and it is no page")
	}
	p := part{Asked: asked(j.src.URL), Place: place(final), URL: shown(final), File: fileName(j.src, final, resp.Header, head), Total: -1,
		ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"), Plain: plain}
	if plain {
		p.Total = resp.ContentLength
	}
	if err := j.begin(p); err != nil {
		return Fetched{}, err
	}
	if err := j.receive(ctx, p, 0, body); err != nil {
		return Fetched{}, err
	}
	return j.finish(p, false)
}

// empty is the error of an answer without a byte: what cut it, or that it is so.
func empty(ctx context.Context, err error) error {
	if isEOF(err) && context.Cause(ctx) == nil {
		return ErrEmpty
	}
	return network(ctx, err)
}

// rest takes what is missing of a part.
func (j *job) rest(ctx context.Context, resp *http.Response, p part, have int64) (Fetched, error) {
	start, total, ok := contentRange(resp.Header.Get("Content-Range"))
	etag := resp.Header.Get("ETag")
	if !ok || start != have || p.Total >= 0 && total >= 0 && total != p.Total || etag != "" && p.ETag != "" && etag != p.ETag {
		return Fetched{}, j.restart("the server sent another part of the file than the one asked for")
	}
	if total > j.limit {
		return Fetched{}, errors.Join(fmt.Errorf("%w: %d bytes, and %d are", ErrTooLarge, total, j.limit), j.drop())
	}
	body, plain, err := j.decoded(resp, j.url)
	if err != nil || !plain {
		return Fetched{}, j.restart("the server compressed a part of the file")
	}
	if p.Total < 0 {
		p.Total = total
	}
	if err := j.receive(ctx, p, have, body); err != nil {
		return Fetched{}, err
	}
	return j.finish(p, true)
}

// already is the answer to a part that lacks nothing.
func (j *job) already(resp *http.Response, p part, have int64) (Fetched, error) {
	total, err := strconv.ParseInt(strings.TrimPrefix(resp.Header.Get("Content-Range"), "bytes */"), 10, 64)
	if err != nil || total != have || p.Total >= 0 && p.Total != have {
		return Fetched{}, j.restart("the server has no such part of the file")
	}
	return j.finish(p, true)
}

// restart forgets the part: the next attempt asks for the whole.
func (j *job) restart(why string) error {
	if err := j.drop(); err != nil {
		return err
	}
	return again{errors.New(why)}
}

// contentRange reads « bytes 100-199/200 »; total is -1 when it is not stated.
func contentRange(text string) (start, total int64, ok bool) {
	span, of, ok := strings.Cut(strings.TrimPrefix(text, "bytes "), "/")
	first, _, both := strings.Cut(span, "-")
	start, err := strconv.ParseInt(strings.TrimSpace(first), 10, 64)
	if !ok || !both || err != nil || start < 0 {
		return 0, 0, false
	}
	if of = strings.TrimSpace(of); of == "*" {
		return start, -1, true
	}
	total, err = strconv.ParseInt(of, 10, 64)
	return start, total, err == nil && total >= 0
}
