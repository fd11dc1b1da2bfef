package partners

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/export/shelf"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// parseDecimal reads what we wrote ourselves.
func parseDecimal(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

// latestFeed sends the feed in place, compressed as its address says; without a
// suffix, as the client accepts it.
func (s *Server) latestFeed(v *visit) error {
	return s.retry(v, latestName, func(p shelf.Shelved) error {
		feed, err := onlyFeed(p)
		if err != nil {
			return err
		}
		there := func(suffix string) bool { _, ok := p.File(feed.Name + suffix); return ok }
		name, suffix := feed.Name, strings.TrimPrefix(path.Base(v.r.URL.Path), "latest.xml")
		if suffix != "" {
			return s.sendFile(v, p, name+suffix, name+suffix, "")
		}
		v.Header().Add("Vary", "Accept-Encoding")
		c := chooseCoding(v.r, there)
		return s.sendFile(v, p, name+c.suffix, name, c.name)
	})
}

// onlyFeed is the feed of a publication that has one.
func onlyFeed(p shelf.Shelved) (shelf.File, error) {
	feeds := p.Feeds()
	if len(feeds) == 1 {
		return feeds[0], nil
	}
	return shelf.File{}, refusal(http.StatusNotFound, fmt.Sprintf("Cette publication compte %d flux : prenez chacun par son nom, que donne le manifeste (manifest.json).", len(feeds)),
		fmt.Sprintf("This publication has %d feeds: take each by its name, which the manifest gives (manifest.json).", len(feeds)))
}

func (s *Server) latestManifest(v *visit) error {
	return s.retry(v, latestName, func(p shelf.Shelved) error { return s.sendSmall(v, p, manifestName) })
}

func (s *Server) latestSums(v *visit) error {
	return s.retry(v, latestName, func(p shelf.Shelved) error { return s.sendSmall(v, p, sumsName) })
}

// publishedFile sends one file of one publication.
func (s *Server) publishedFile(v *visit) error {
	return s.retry(v, v.r.PathValue("publication"), func(p shelf.Shelved) error {
		name := v.r.PathValue("file")
		if name == manifestName || name == sumsName {
			return s.sendSmall(v, p, name)
		}
		return s.sendFile(v, p, name, name, "")
	})
}

// retry finds a publication and sends something of it; once more, should it be pruned
// in between.
func (s *Server) retry(v *visit, name string, send func(shelf.Shelved) error) (err error) {
	for range 3 {
		var p shelf.Shelved
		if p, err = s.shelf.find(v.target, strings.ToLower(name), false); err != nil {
			break
		}
		v.taken = p.SHA256
		if err = send(p); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if errors.Is(err, errNoPublication) || errors.Is(err, fs.ErrNotExist) {
		return s.unpublished(v)
	}
	return err
}

// unpublished tells a partner of one of its own targets more than notFound does.
func (s *Server) unpublished(v *visit) error {
	return refusal(http.StatusNotFound, "Cette publication n'est pas, ou n'est plus, disponible. Celles qui le sont sont listées sous /feeds/"+v.target+"/.",
		"This publication is not, or no longer, available. Those that are are listed under /feeds/"+v.target+"/.")
}

// sendFile sends a file of a publication, under the name and with the coding that the
// client is told.
func (s *Server) sendFile(v *visit, p shelf.Shelved, name, saved, coding string) error {
	f, ok := p.File(name)
	if !ok {
		return refusal(http.StatusNotFound, "Cette publication n'a pas de fichier de ce nom. Le manifeste (manifest.json) donne ceux qu'elle a.",
			"This publication has no file of that name. The manifest (manifest.json) gives those that it has.")
	}
	file, err := s.shelf.open(p, f)
	if err != nil {
		return err
	}
	defer file.Close()
	rep := representation{File: f, content: file, modified: p.At, coding: coding, saved: saved, location: s.permanent(p, name), forever: s.isPermanent(v, p, name)}
	if err := s.send(v, rep); err != nil {
		return err
	}
	if carries(f.Role) {
		s.account(v, rep, s.holdings.whole(p, f))
	}
	return nil
}

// permanent is the address of a file that is always these bytes. One of a feed that
// was published twice is that of its last publication.
func (s *Server) permanent(p shelf.Shelved, name string) string {
	return "/feeds/" + p.Target + "/" + p.SHA256 + "/" + name
}

// isPermanent reports whether what was asked for is a feed, named by its hash: the
// other files may differ from one publication of a same feed to the next.
func (s *Server) isPermanent(v *visit, p shelf.Shelved, name string) bool {
	_, ok := feedOf(p, name)
	asked := v.r.PathValue("publication")
	return ok && len(asked) >= shortest && strings.HasPrefix(p.SHA256, strings.ToLower(asked))
}

// feedOf is the feed that a file is, or is a compressed twin of.
func feedOf(p shelf.Shelved, name string) (shelf.File, bool) {
	for _, c := range codings {
		if f, ok := p.File(strings.TrimSuffix(name, c.suffix)); ok && f.Role == "flux" {
			return f, true
		}
	}
	return shelf.File{}, false
}

// sendSmall sends a file of which no manifest tells, because it stands above the
// others.
func (s *Server) sendSmall(v *visit, p shelf.Shelved, name string) error {
	data, err := os.ReadFile(filepath.Join(s.Shelf, p.Target, p.Folder, name))
	if err != nil {
		return err
	}
	return s.send(v, representation{File: made(name, data), content: bytes.NewReader(data), modified: p.At, saved: name, location: s.permanent(p, name)})
}

// made describes bytes that are in memory.
func made(name string, data []byte) shelf.File {
	sum := sha256.Sum256(data)
	return shelf.File{Name: name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}
}

// carries reports whether a file of that role holds the records of a publication: a
// feed, a twin in another format, compressed or not; and not one that tells of it.
func carries(role string) bool {
	return slices.Contains([]string{"flux", "jumeau", "gz", "zst"}, role)
}
