package partners

import (
	"cmp"
	"errors"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
)

// listing is what a partner may take.
type listing struct {
	Publisher string     `json:"editeur,omitempty"`
	Partner   string     `json:"partenaire"`
	Deposit   string     `json:"depot,omitempty"` // where it may leave deliveries
	Feeds     []feedLine `json:"flux"`
}

// feedLine is one target of a partner.
type feedLine struct {
	Target string           `json:"cible"`
	Title  string           `json:"titre"`
	Self   string           `json:"adresse"`
	Latest *publicationLine `json:"derniere"` // null: nothing was published yet
	Links  *links           `json:"liens,omitempty"`
	Older  []olderLine      `json:"publications,omitempty"` // all that can be taken, the newest first
}

// links are the addresses that do not change from one publication to the next.
type links struct {
	Feed     string `json:"flux,omitempty"` // of a publication that has one
	Gzip     string `json:"flux_gz,omitempty"`
	Zstd     string `json:"flux_zst,omitempty"`
	Manifest string `json:"manifeste"`
	Sums     string `json:"sommes"`
	Changes  string `json:"changements"`
	Delta    string `json:"delta,omitempty"` // ?since= is due
}

// publicationLine tells of a publication.
type publicationLine struct {
	Date       string     `json:"date"`
	At         time.Time  `json:"publie_le"`
	Sequence   int        `json:"rang"`
	SHA256     string     `json:"sha256"`
	Formations int        `json:"formations"`
	Actions    int        `json:"actions"`
	Sessions   int        `json:"sessions"`
	Files      []fileLine `json:"fichiers"`
}

type fileLine struct {
	Name    string `json:"nom"`
	Role    string `json:"role"`
	Type    string `json:"type"`
	Size    int64  `json:"octets"`
	SHA256  string `json:"sha256"`
	Address string `json:"adresse"`
}

type olderLine struct {
	Date    string    `json:"date"`
	At      time.Time `json:"publie_le"`
	SHA256  string    `json:"sha256"`
	Address string    `json:"adresse"`
}

// maxFileLines is how many files of a publication are listed; its manifest lists all.
const maxFileLines = 200

func (s *Server) listFeeds(v *visit) error {
	l := listing{Publisher: s.Publisher, Partner: v.partner.Name, Feeds: []feedLine{}}
	if v.partner.Deposit && s.Inbox != "" {
		l.Deposit = "/deliveries"
	}
	for _, target := range v.partner.Targets {
		if !targetName.MatchString(target) {
			continue
		}
		line, err := s.feedLine(target)
		if err != nil {
			return err
		}
		l.Feeds = append(l.Feeds, line)
	}
	v.Header().Set("Cache-Control", "private, no-cache")
	return v.either("flux", l)
}

func (s *Server) showTarget(v *visit) error {
	line, err := s.feedLine(v.target)
	if err != nil {
		return err
	}
	all, err := s.shelf.all(v.target)
	if err != nil {
		return err
	}
	for _, p := range all {
		line.Older = append(line.Older, olderLine{p.Date, p.At, p.SHA256, s.permanent(p, manifestName)})
	}
	v.Header().Set("Cache-Control", "private, no-cache")
	return v.either("cible", line)
}

func (s *Server) feedLine(target string) (feedLine, error) {
	line := feedLine{Target: target, Title: cmp.Or(s.Titles[target], target), Self: "/feeds/" + target + "/"}
	p, err := s.shelf.latest(target)
	if errors.Is(err, errNoPublication) {
		return line, nil
	}
	if err != nil {
		return line, err
	}
	line.Title = cmp.Or(s.Titles[target], p.Title, target)
	line.Latest, line.Links = s.publicationLine(p), linksOf(p)
	return line, nil
}

func linksOf(p shelf.Shelved) *links {
	at := "/feeds/" + p.Target + "/"
	l := links{Manifest: at + manifestName, Sums: at + sumsName, Changes: at + "changes.atom"}
	feed, err := onlyFeed(p)
	if err != nil {
		return &l
	}
	l.Feed, l.Delta = at+"latest.xml", at+"delta.xml"
	if _, ok := p.File(feed.Name + ".gz"); ok {
		l.Gzip = l.Feed + ".gz"
	}
	if _, ok := p.File(feed.Name + ".zst"); ok {
		l.Zstd = l.Feed + ".zst"
	}
	return &l
}

func (s *Server) publicationLine(p shelf.Shelved) *publicationLine {
	line := publicationLine{Date: p.Date, At: p.At, Sequence: p.Sequence, SHA256: p.SHA256, Formations: p.Formations, Actions: p.Actions, Sessions: p.Sessions}
	for _, f := range p.Files[:min(len(p.Files), maxFileLines)] {
		line.Files = append(line.Files, fileLine{f.Name, f.Role, mediaType(f.Name), f.Size, f.SHA256, s.permanent(p, f.Name)})
	}
	return &line
}
