package remote

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// decoded is the file that an answer holds. A server may compress although it was
// not asked to; one that serves a .gz file may say it is compressed, and then it
// is the file itself. plain is true when the bytes are those that were sent.
func (j *job) decoded(resp *http.Response, final *url.URL) (body *bufio.Reader, plain bool, err error) {
	raw := bufio.NewReaderSize(awake{resp.Body, j}, 64<<10)
	switch encoding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); encoding {
	case "", "identity":
		return raw, true, nil
	case "gzip", "x-gzip":
	default:
		return nil, false, fmt.Errorf("%w: %q", ErrEncoding, encoding)
	}
	head, err := raw.Peek(sniffed)
	if err != nil && len(head) == 0 {
		return raw, false, nil // empty, or cut: the copy will say which
	}
	if !gzipped(head) {
		j.note("the server says it compresses the file and does not")
		return raw, false, nil
	}
	if isGzip(resp, final) && !gzipped(inflated(head)) {
		j.note("the server calls compression what is the file itself, a .gz")
		return raw, false, nil
	}
	text, err := gzip.NewReader(raw)
	if err != nil {
		return nil, false, again{fmt.Errorf("decompress what came: %w", err)}
	}
	return bufio.NewReaderSize(text, 64<<10), false, nil
}

// isGzip reports whether the file is one of gzip by its name.
func isGzip(resp *http.Response, final *url.URL) bool {
	for _, name := range []string{disposition(resp.Header.Get("Content-Disposition")), final.Path} {
		if ext := strings.ToLower(path.Ext(name)); ext == ".gz" || ext == ".tgz" {
			return true
		}
	}
	return false
}

// inflated is the beginning of what a compressed beginning holds.
func inflated(head []byte) []byte {
	text, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return nil
	}
	begin := make([]byte, 2)
	n, _ := io.ReadFull(text, begin)
	return begin[:n]
}

// awake puts off the end of a connection as long as bytes come.
type awake struct {
	io.Reader
	j *job
}

func (a awake) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	if n > 0 {
		a.j.idle.Reset(a.j.Idle)
	}
	return n, err
}
