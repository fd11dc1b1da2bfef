package feed

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// twin writes the same feed in another form.
type twin interface {
	// leaf is what it will write of a product. Several goroutines ask, at any time.
	leaf(p *product) (*leaf, error)
	// add writes the leaves of the offers that the feed has, in the order of the
	// catalogue.
	add(l *leaf) error
	finish() (File, error)
	abandon() // removes what was written
}

// newTwin begins a twin of the feed of a target.
func newTwin(kind target.Twin, t target.Target, o Options) (twin, error) {
	name := stem(t, o) + map[target.Twin]string{
		target.Index: "-index.xml", target.CSV: ".csv", target.JSONL: ".jsonl", target.Parquet: ".parquet", target.JSONLD: ".jsonld",
	}[kind]
	if kind == target.Parquet {
		return newParquet(t, filepath.Join(o.Dir, name), name)
	}
	out, err := newOutput(t.Name, o.Dir, name, string(kind))
	if err != nil {
		return nil, err
	}
	var made beginner
	switch kind {
	case target.Index:
		made = newIndex(t, out)
	case target.CSV:
		made = newCSV(t, out)
	case target.JSONL:
		made = &jsonLines{out: out, page: t.Page}
	default:
		made = &jsonLD{out: out, page: t.Page}
	}
	if err := made.begin(); err != nil {
		out.abandon()
		return nil, err
	}
	return made, nil
}

// beginner is a twin that writes something before the first offer.
type beginner interface {
	twin
	begin() error
}

// stem is what the names of twins begin with: that of the feed, or of the target
// when the feed is many.
func stem(t target.Target, o Options) string {
	if t.Split != "" {
		return t.Name
	}
	return strings.TrimSuffix(t.FileName(o.Date, ""), ".xml")
}

// page is the address of the page of a formation, empty when there is none.
func page(pattern, formation string) string {
	return strings.ReplaceAll(pattern, "{formation}", url.PathEscape(formation))
}

// index is lheo-index: a summary of each action.
type index struct {
	out     *output
	profile lheo.Profile
	header  lheo.Header
	page    string
}

func newIndex(t target.Target, out *output) *index {
	p := t.Profile("")
	p.Version, p.Latin1 = "", false
	return &index{out: out, profile: p, header: lheo.Header{Document: lheo.Resumes}, page: t.Page}
}

func (x *index) begin() error {
	_, err := x.out.Write(x.header.AppendHeader(nil))
	return err
}

// leaf has the summaries of an offer, but for those that lack what a summary
// demands and an offer does not: a place.
func (x *index) leaf(p *product) (*leaf, error) { return p.leaf(target.Index, x.page, x.fill) }

func (x *index) fill(l *leaf, offer *lheo.Offer) error {
	for i := range offer.Actions {
		alone := *offer
		alone.Actions = offer.Actions[i : i+1]
		if len(offer.Actions) > 1 {
			alone.Formation.ID = offer.Formation.ID + "_" + offer.Actions[i].ID
		}
		text, report := x.profile.AppendResumes(l.text.AvailableBuffer(), alone, page(x.page, offer.Formation.ID))
		if len(report.Missing) > 0 {
			continue
		}
		l.text.Write(text) // a buffer never fails
		l.records++
	}
	return nil
}

func (x *index) add(l *leaf) error { return x.out.add(l) }

func (x *index) finish() (File, error) {
	if _, err := x.out.Write(x.header.AppendFooter(nil, false)); err != nil {
		return File{}, err
	}
	return x.out.finish()
}

func (x *index) abandon() { x.out.abandon() }

// fileOf describes a file that something else wrote.
func fileOf(kind, name, path string) (File, error) {
	in, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	sum, size, err := hashOf(in)
	return File{Kind: kind, Name: name, Path: path, SHA256: sum, Size: size}, errors.Join(err, in.Close())
}

// firstOf is the first value that says something.
func firstOf(values ...string) string { return cmp.Or(values...) }

func readBack(target string, err error) error { return fmt.Errorf("write feed %s: %w", target, err) }
