package partners

import (
	"encoding/base64"
	"encoding/hex"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
)

// representation is what one answer sends: a file, or bytes made for it.
type representation struct {
	shelf.File               // its SHA-256 is the ETag
	content    io.ReadSeeker // the file itself, so that the system may send it
	modified   time.Time
	coding     string // Content-Encoding
	saved      string // name under which to keep it
	location   string // an address where these bytes will always be
	forever    bool   // the address asked for is such a one
}

// mediaTypes are those of the files of the shelf, by their last suffix.
var mediaTypes = map[string]string{
	".xml": "application/xml", ".gz": "application/gzip", ".zst": "application/zstd", ".json": "application/json", ".jsonl": "application/x-ndjson",
	".jsonld": "application/ld+json", ".csv": "text/csv; charset=utf-8", ".parquet": "application/vnd.apache.parquet", ".zip": "application/zip",
	".atom": "application/atom+xml", ".txt": "text/plain; charset=utf-8", ".html": "text/html; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func mediaType(name string) string {
	if name == sumsName {
		return "text/plain; charset=utf-8"
	}
	if known, ok := mediaTypes[path.Ext(name)]; ok {
		return known
	}
	return "application/octet-stream"
}

// send answers with a representation: whole, from where the client left it, or not
// at all when it has it.
func (s *Server) send(v *visit, rep representation) error {
	rep.describe(v.Header())
	simplifyRange(v.r)
	if v.r.Method == http.MethodGet && !rep.shownBy(v.r) {
		end, err := s.transfers.begin(v.partner.Name)
		if err != nil {
			return err
		}
		defer end()
	}
	http.ServeContent(&ranged{visit: v}, v.r, "", rep.modified, rep.content)
	return nil
}

func (rep representation) describe(h http.Header) {
	h.Set("ETag", rep.etag())
	h.Set("Content-Type", mediaType(rep.saved))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": rep.saved}))
	h.Set("Cache-Control", "private, no-cache")
	if rep.forever {
		h.Set("Cache-Control", "private, max-age=31536000, immutable")
	}
	if rep.location != "" {
		h.Set("Content-Location", rep.location)
	}
	if digest, err := hex.DecodeString(rep.SHA256); err == nil {
		h.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(digest)+":")
	}
	if rep.coding != "" {
		h.Set("Content-Encoding", rep.coding)
		h.Set("Content-Length", decimal(rep.Size)) // ServeContent leaves it out: it does not know who compressed
	}
}

// etag is strong: the same bytes have the same one, others have another.
func (rep representation) etag() string { return `"` + rep.SHA256 + `"` }

// shownBy reports whether a client shows that it has these very bytes.
func (rep representation) shownBy(r *http.Request) bool {
	for _, shown := range strings.Split(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if strings.TrimPrefix(strings.TrimSpace(shown), "W/") == rep.etag() {
			return true
		}
	}
	return false
}

// simplifyRange leaves a client no way to put pieces of two representations together,
// or to ask for many pieces at once: the whole is then the answer. A date is shared by
// the feed and by its compressed twins, and tells none from another.
func simplifyRange(r *http.Request) {
	since := r.Header.Get("If-Range")
	if strings.Contains(r.Header.Get("Range"), ",") || since != "" && !strings.HasPrefix(since, `"`) {
		r.Header.Del("Range")
		r.Header.Del("If-Range")
	}
}

// extent reads, from an answer, where what was sent begins.
func extent(h http.Header) (from int64) {
	rest, partial := strings.CutPrefix(h.Get("Content-Range"), "bytes ")
	if !partial {
		return 0
	}
	first, _, _ := strings.Cut(rest, "-")
	return parseDecimal(first)
}
