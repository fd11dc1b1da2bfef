package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// writer writes the feed of one target, with its twins.
type writer struct {
	target  target.Target
	class   *class
	at      int // among the writers
	options Options
	out     *output // the feed, nil while it is spooled
	spool   *spool  // nil when the order is the catalogue's and the file is one
	outputs []*output
	twins   []twin
	encoded []byte // one <formation> in the encoding of the file
	numbers map[string]bool
	feed    Feed
	queue   chan *batch // accounted for, to be written
	failure error       // of writing; read once the writing has ended
}

func newWriter(t target.Target, c *class, at int, o Options) (*writer, error) {
	w := &writer{target: t, class: c, at: at, options: o, numbers: map[string]bool{},
		feed: Feed{Target: t.Name, Defaulted: map[string]int{}, Unsaid: map[string]int{}}}
	w.feed.Tallies = []journal.Tally{
		{Target: t.Name, Kind: Formation, Excluded: map[string]int{}},
		{Target: t.Name, Kind: Session, Excluded: map[string]int{}},
	}
	if err := w.open(); err != nil {
		w.abandon()
		return nil, err
	}
	return w, nil
}

func (w *writer) open() (err error) {
	if w.target.Split != "" || w.target.Order == target.ByOrganisme {
		w.spool, err = newSpool(w.target.Name, w.options.Dir)
	} else {
		err = w.begin("")
	}
	for _, kind := range w.target.Twins {
		if err != nil {
			return err
		}
		var made twin
		if made, err = newTwin(kind, w.target, w.options); err == nil {
			w.twins = append(w.twins, made)
		}
	}
	return err
}

// begin starts a file of the feed.
func (w *writer) begin(siret string) (err error) {
	w.out, err = newOutput(w.target.Name, w.options.Dir, w.target.FileName(w.options.Date, siret), Main)
	if err != nil {
		return err
	}
	if siret != nobody(true) {
		w.out.done.SIRET = siret
	}
	w.outputs = append(w.outputs, w.out)
	return w.write(w.class.codec.begin())
}

// inEncoding is a text as the file holds it.
func (w *writer) inEncoding(text []byte) []byte {
	if w.target.Format.Encoding != target.ISO88591 {
		return text
	}
	w.encoded = lheo.Latin1(w.encoded[:0], text)
	return w.encoded
}

func (w *writer) write(text []byte) error {
	_, err := w.out.Write(w.inEncoding(text))
	return err
}

// put writes what the target takes of a batch.
func (w *writer) put(b *batch) error {
	for i := range b.records {
		t := &b.records[i].taken[w.at]
		if t.product == nil {
			continue
		}
		if err := w.record(t.product); err != nil {
			return err
		}
		for k, twin := range w.twins {
			if err := twin.add(t.leaves[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// record writes a product to the feed.
func (w *writer) record(p *product) error {
	if w.spool != nil {
		siret := p.offer.Responsable.SIRET
		if siret == "" {
			siret = p.offer.Formation.Responsable
		}
		return w.spool.keep(siret, p.offer.Formation.ID, p.text)
	}
	w.out.done.Records++
	return w.write(p.text)
}

// finish ends the files and checks that every record is accounted for.
func (w *writer) finish(seen totals) (Feed, error) {
	if w.spool != nil {
		if err := w.unspool(); err != nil {
			return Feed{}, err
		}
	}
	if w.out != nil {
		if err := w.end(); err != nil {
			return Feed{}, err
		}
	}
	for _, twin := range w.twins {
		f, err := twin.finish()
		if err != nil {
			return Feed{}, err
		}
		w.feed.Files = append(w.feed.Files, f)
	}
	w.sum()
	return w.feed, w.balance(seen)
}

// unspool writes the records in the order of the target.
func (w *writer) unspool() error {
	split := w.target.Split != ""
	if !split || len(w.spool.records) == 0 {
		if err := w.begin(nobody(split)); err != nil {
			return err
		}
	}
	err := w.spool.each(func(r spooled, record []byte) error {
		if split && (w.out == nil || w.out.done.SIRET != r.siret) {
			if w.out != nil {
				if err := w.end(); err != nil {
					return err
				}
			}
			if err := w.begin(r.siret); err != nil {
				return err
			}
		}
		w.out.done.Records++
		return w.write(record)
	})
	w.spool.remove()
	w.spool = nil
	return err
}

// nobody stands for the SIRET in the name of the one file of a feed that is split
// and takes nothing: who looks after feeds then sees one that is empty.
func nobody(split bool) string {
	if split {
		return "vide"
	}
	return ""
}

// end ends a file of the feed. It bears the instant of an earlier one when it then has
// the same bytes, so that what has not changed is not published, or held, again.
func (w *writer) end() error {
	stamp := w.options.Stamp
	if stamp.IsZero() {
		stamp = w.options.Date
	}
	if w.options.Last != nil {
		for _, last := range w.options.Last(w.target.Name) {
			if w.out.wouldBe(w.inEncoding(w.class.codec.end(last.Stamp))) == last.SHA256 {
				stamp = last.Stamp
				break
			}
		}
	}
	if err := w.write(w.class.codec.end(stamp)); err != nil {
		return err
	}
	f, err := w.out.finish()
	if err != nil {
		return err
	}
	w.out = nil
	w.feed.Files = append(w.feed.Files, f)
	return nil
}

// sum gives the feed the path, hash and size of its file; a feed that is split has
// no path, the hash of the names and hashes of its files, and their size.
func (w *writer) sum() {
	if w.target.Split == "" {
		f := w.feed.Files[0]
		w.feed.Path, w.feed.SHA256, w.feed.Size = f.Path, f.SHA256, f.Size
		return
	}
	all := sha256.New()
	for _, f := range w.feed.Files {
		if f.Kind == Main {
			fmt.Fprintf(all, "%s  %s\n", f.SHA256, f.Name)
			w.feed.Size += f.Size
		}
	}
	w.feed.SHA256 = hex.EncodeToString(all.Sum(nil))
}

func (w *writer) balance(seen totals) error {
	formations, sessions := &w.feed.Tallies[0], &w.feed.Tallies[1]
	formations.Total, sessions.Total = seen.formations, seen.sessions
	if err := errors.Join(formations.Check(), sessions.Check()); err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	if formations.Exported != w.feed.Formations || sessions.Exported != w.feed.Sessions {
		return fmt.Errorf("write feed %s: %d formations and %d sessions are in the file but %d and %d in the ledger",
			w.target.Name, w.feed.Formations, w.feed.Sessions, formations.Exported, sessions.Exported)
	}
	return nil
}

// abandon removes the files of a build that failed.
func (w *writer) abandon() {
	for _, o := range w.outputs {
		o.abandon()
	}
	for _, t := range w.twins {
		t.abandon()
	}
	if w.spool != nil {
		w.spool.remove()
	}
}
