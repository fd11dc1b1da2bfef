package partners

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
)

// The elements of RFC 4287 that the log of changes has.
type (
	atomFeed struct {
		XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang      string      `xml:"xml:lang,attr"`
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Updated   string      `xml:"updated"`
		Author    string      `xml:"author>name"`
		Generator string      `xml:"generator"`
		Links     []atomLink  `xml:"link"`
		Entries   []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Updated   string      `xml:"updated"`
		Published string      `xml:"published"`
		Links     []atomLink  `xml:"link"`
		Content   atomContent `xml:"content"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// The log of changes tells of so many publications, and of so many changes of each
// kind: changes.json has all of them.
const (
	maxEntries   = 30
	maxSentences = 15
)

// changeLogs keeps the last log of each target.
type changeLogs struct {
	mu   sync.Mutex
	kept map[string]keptLog
}

type keptLog struct {
	of   string // the folders that it tells of
	body []byte
	at   time.Time
}

// changeLog sends what changed from one publication to the next, as Atom.
func (s *Server) changeLog(v *visit) error {
	all, err := s.shelf.all(v.target)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return s.unpublished(v)
	}
	k, err := s.logOf(v.target, all[:min(len(all), maxEntries)])
	if err != nil {
		return err
	}
	v.taken = all[0].SHA256
	name := v.target + "-changements.atom"
	return s.send(v, representation{File: made(name, k.body), content: bytes.NewReader(k.body), modified: k.at, saved: name})
}

func (s *Server) logOf(target string, all []shelf.Shelved) (keptLog, error) {
	var folders strings.Builder
	for _, p := range all {
		folders.WriteString(p.Folder + "\n")
	}
	s.changes.mu.Lock()
	defer s.changes.mu.Unlock()
	if k := s.changes.kept[target]; k.of == folders.String() {
		return k, nil
	}
	body, err := s.writeLog(target, all)
	if err != nil {
		return keptLog{}, fmt.Errorf("write the changes of %s: %w", target, err)
	}
	k := keptLog{folders.String(), body, all[0].At}
	if s.changes.kept == nil {
		s.changes.kept = map[string]keptLog{}
	}
	s.changes.kept[target] = k
	return k, nil
}

func (s *Server) writeLog(target string, all []shelf.Shelved) ([]byte, error) {
	title := cmp.Or(s.Titles[target], all[0].Title, target)
	at := s.PublicURL + "/feeds/" + target + "/"
	f := atomFeed{
		Lang: "fr", ID: uuid("feed", target), Title: title + " : changements", Updated: stamp(all[0].At),
		Author: cmp.Or(s.Publisher, "Passerelle"), Generator: "Passerelle",
		Links: []atomLink{{"self", "application/atom+xml", at + "changes.atom"}, {"alternate", "text/html", at}},
	}
	for _, p := range all {
		e, err := s.entry(p)
		if errors.Is(err, fs.ErrNotExist) {
			continue // pruned meanwhile
		}
		if err != nil {
			return nil, err
		}
		f.Entries = append(f.Entries, e)
	}
	body, err := xml.MarshalIndent(f, "", " ")
	return append([]byte(xml.Header), append(body, '\n')...), err
}

// entry tells of one publication.
func (s *Server) entry(p shelf.Shelved) (e atomEntry, err error) {
	at := s.PublicURL + "/feeds/" + p.Target + "/" + p.SHA256 + "/"
	e = atomEntry{
		ID: uuid("publication", p.Target, strconv.Itoa(p.Sequence), p.SHA256), Title: readableDay(p.Date) + " : première publication", Updated: stamp(p.At), Published: stamp(p.At),
		Links: []atomLink{{"alternate", "application/json", at + manifestName}},
	}
	e.Content = atomContent{"html", "<p>" + counted(p.Formations, "formation", "formations") + ", " + counted(p.Sessions, "session", "sessions") + ". SHA-256 : " + p.SHA256 + ".</p>"}
	if _, has := p.File(changesName); has {
		data, err := os.ReadFile(filepath.Join(s.Shelf, p.Target, p.Folder, changesName))
		if err != nil {
			return e, err
		}
		var c shelf.Changes
		if err := json.Unmarshal(data, &c); err != nil {
			return e, err
		}
		e.Title = readableDay(p.Date) + " : " + summary(c.Summary)
		e.Links = append(e.Links, atomLink{"related", "application/json", at + changesName})
		e.Content.Text += sentences(c)
	} else if p.Previous != "" {
		e.Title = readableDay(p.Date) + " : nouvelle publication"
	}
	return e, nil
}

// sentences lists the first changes of each kind, as HTML.
func sentences(c shelf.Changes) string {
	var list strings.Builder
	told, of := 0, map[shelf.ChangeKind]int{}
	for _, change := range c.List {
		if of[change.Kind]++; of[change.Kind] <= maxSentences {
			told++
			list.WriteString("<li>" + html.EscapeString(legible(change.Sentence)) + ".</li>")
		}
	}
	if more := c.New + c.Changed + c.Gone - told; more > 0 {
		list.WriteString("<li>Et " + counted(more, "autre changement", "autres changements") + ".</li>")
	}
	if list.Len() == 0 {
		return ""
	}
	return "<ul>" + list.String() + "</ul>"
}

func summary(c shelf.Summary) string {
	if c.Nothing() {
		return "aucun changement de fiche"
	}
	var words []string
	for _, w := range []struct {
		n         int
		one, many string
	}{{c.New, "nouvelle", "nouvelles"}, {c.Changed, "modifiée", "modifiées"}, {c.Gone, "retirée", "retirées"}} {
		if w.n > 0 {
			words = append(words, counted(w.n, w.one, w.many))
		}
	}
	return strings.Join(words, ", ")
}

// counted agrees a noun with its number, as French does.
func counted(n int, one, many string) string {
	if n < 2 {
		return strconv.Itoa(n) + " " + one
	}
	return strconv.Itoa(n) + " " + many
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// uuid is an address that depends on nothing but what it is for: the same thing has
// the same one for ever (RFC 9562, version 8).
func uuid(parts ...string) string {
	b := sha256.Sum256([]byte("passerelle\x00" + strings.Join(parts, "\x00")))
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// legible replaces what XML cannot hold.
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
}
