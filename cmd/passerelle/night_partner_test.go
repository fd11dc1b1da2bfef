package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
)

// partner is one who pulls feeds over HTTP.
type partner struct {
	*stage
	token string
	pulls int // requests that the log has told of
}

// pull asks for an address with some headers, and reads at most so many bytes of the
// answer before it hangs up; 0: all.
func (p *partner) pull(status int, path string, most int64, headers ...string) (body []byte, header http.Header) {
	p.Helper()
	request, err := http.NewRequestWithContext(p.Context(), http.MethodGet, p.url+path, nil)
	if err != nil {
		p.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+p.token)
	request.Header.Set("Accept-Encoding", "identity")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.Fatal(err)
	}
	var from io.Reader = response.Body
	if most > 0 {
		from = io.LimitReader(from, most)
	}
	body, err = io.ReadAll(from)
	_ = response.Body.Close()
	if err != nil || response.StatusCode != status {
		p.Fatalf("GET %s %v: %s, %v; want %d\n%.300s", path, headers, response.Status, err, status, body)
	}
	p.pulls++
	p.log.await(p.T, "msg=request", p.pulls)
	return body, response.Header
}

// pullInPieces takes a feed by ranges, is cut in the middle, and resumes.
func (p *partner) pullInPieces(target string) (feed []byte, etag string) {
	p.Helper()
	path := "/feeds/" + target + "/latest.xml"
	feed, header := p.pull(http.StatusPartialContent, path, 0, "Range", "bytes=0-29999")
	etag = header.Get("ETag")
	cut, _ := p.pull(http.StatusPartialContent, path, 7_000, "Range", "bytes=30000-", "If-Range", etag)
	feed = append(feed, cut...)
	rest, _ := p.pull(http.StatusPartialContent, path, 0, "Range", "bytes="+strconv.Itoa(len(feed))+"-", "If-Range", etag)
	return append(feed, rest...), etag
}

// applyDelta makes the feed in place from an earlier one and the delta between them,
// with the tool that partners are given.
func (p *partner) applyDelta(target string, old []byte) []byte {
	p.Helper()
	sum := sha256.Sum256(old)
	since := "?since=" + hex.EncodeToString(sum[:])
	dir, out := p.TempDir(), p.TempDir()
	write := func(folder, name string, data []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			p.Fatal(err)
		}
	}
	info, _ := p.pull(http.StatusOK, "/feeds/"+target+"/delta/delta.json"+since, 0)
	write(dir, "delta.json", info)
	for _, f := range decode[shelf.DeltaInfo](p.T, string(info)).Files {
		data, _ := p.pull(http.StatusOK, "/feeds/"+target+"/delta/"+f.Name+since, 0)
		write(dir, f.Name, data)
	}
	base := p.TempDir()
	write(base, target+".xml", old)
	must(p.T, exitDone, "delta", "apply", base, dir, out)
	return content(p.T, filepath.Join(out, target+".xml"))
}

// same holds that what a partner has is what stands on the shelf.
func (p *partner) same(t *testing.T, target string, feed []byte) {
	t.Helper()
	if !bytes.Equal(feed, content(t, filepath.Join(p.dir, "feeds", target, "latest", target+".xml"))) {
		t.Errorf("the partner has %d bytes that are not the feed of %s in place", len(feed), target)
	}
}
