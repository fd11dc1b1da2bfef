package shelf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Changes is changes.json: what is new, changed and gone since the publication
// before, for people.
type Changes struct {
	Schema string    `json:"schema"` // ChangesSchema
	Target string    `json:"cible"`
	Title  string    `json:"titre,omitempty"`
	Since  Reference `json:"depuis"`
	To     Reference `json:"vers"`
	At     time.Time `json:"publie_le"`
	Summary
	List    []Change `json:"liste"`  // by kind, then by number; no more than MaxListed of a kind
	Omitted int      `json:"omises"` // changes counted and not listed
}

// Summary counts changes.
type Summary struct {
	New     int            `json:"nouvelles"`
	Changed int            `json:"modifiees"`
	Gone    int            `json:"retirees"`
	Fields  map[string]int `json:"par_champ"` // changed formations, by what changed in them
}

// Nothing reports that there is no change to tell.
func (s Summary) Nothing() bool { return s.New+s.Changed+s.Gone == 0 }

// ChangeKind is what happened to a formation.
type ChangeKind string

// What may happen to a formation from one publication to the next.
const (
	NewFormation     ChangeKind = "nouvelle" // its number was not in the earlier feed
	ChangedFormation ChangeKind = "modifiee" // its bytes differ, those of its sessions too
	GoneFormation    ChangeKind = "retiree"  // its number is no longer in the feed
)

// Change is what happened to one formation.
type Change struct {
	Kind     ChangeKind `json:"nature"`
	Number   string     `json:"numero"`
	Title    string     `json:"intitule"`
	Feed     string     `json:"flux,omitempty"`   // when there are several
	Fields   []string   `json:"champs,omitempty"` // what changed: intitule, dates, lieux, codes, sessions…
	Sentence string     `json:"phrase"`
}

// MaxListed is how many changes of a kind are listed; all are counted.
const MaxListed = 300

// maxRecord is how large a record may be, in bytes, to be compared field by field.
const maxRecord = 16 << 20

// ChangesSince compares a publication of a target (see Find) with the one in place.
func ChangesSince(ctx context.Context, dir, target, since string, gone func(string) string) (Changes, error) {
	old, now, err := sides(dir, target, since)
	if err == nil {
		var c Changes
		if c, err = compareSides(ctx, old, now, gone); err == nil {
			return c, nil
		}
	}
	return Changes{}, fmt.Errorf("changes of %s since %s: %w", target, since, err)
}

// LatestChanges are those that the publication in place brought. The first
// publication of a target has none: ok is then false.
func LatestChanges(dir, target string) (Changes, bool, error) {
	return readChanges(filepath.Join(dir, target, latestName, changesName))
}

// HeldChanges are those that the feed that is held would bring.
func HeldChanges(dir, target string) (Changes, bool, error) {
	return readChanges(filepath.Join(dir, target, heldName, changesName))
}

func readChanges(path string) (c Changes, ok bool, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, false, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		return c, false, fmt.Errorf("read changes %s: %w", path, err)
	}
	return c, true, nil
}

// compareSides reads only the records that differ, one at a time.
func compareSides(ctx context.Context, old, now side, gone func(string) string) (Changes, error) {
	c := Changes{Schema: ChangesSchema, Target: now.m.Target, Title: now.m.Title, Since: old.m.reference(), To: now.m.reference(), At: now.m.At,
		Summary: Summary{Fields: map[string]int{}}, List: []Change{}}
	pairs := feedPairs(old, now)
	for _, pair := range pairs {
		label := pair.name()
		if len(pairs) == 1 {
			label = ""
		}
		err := bothFeeds(old, now, pair, func(was, is *feedFile) error {
			for p, err := range join(ctx, was.index.all(), is.index.all()) {
				if err != nil {
					return err
				}
				if err := c.add(p, was, is, label, gone); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return c, err
		}
	}
	slices.SortStableFunc(c.List, func(a, b Change) int { return rankOf(a.Kind) - rankOf(b.Kind) })
	return c, nil
}

func rankOf(k ChangeKind) int {
	return slices.Index([]ChangeKind{NewFormation, ChangedFormation, GoneFormation}, k)
}

// add counts a record that differs, and lists it unless there are too many.
func (c *Changes) add(p pair, was, is *feedFile, feed string, gone func(string) string) error {
	before, err := was.portrait(p.was)
	if err != nil {
		return err
	}
	after, err := is.portrait(p.is)
	if err != nil {
		return err
	}
	switch {
	case p.was == nil:
		c.New++
		c.list(c.New, Change{NewFormation, p.is.Number, after.title, feed, nil, named(after.title, p.is.Number) + " est nouvelle"})
	case p.is == nil:
		c.Gone++
		c.list(c.Gone, Change{GoneFormation, p.was.Number, before.title, feed, nil, named(before.title, p.was.Number) + wentBecause(why(gone, p.was.Number))})
	default:
		c.Changed++
		fields, words := before.diff(after)
		for _, f := range fields {
			c.Fields[f]++
		}
		c.list(c.Changed, Change{ChangedFormation, p.is.Number, after.title, feed, fields, named(after.title, p.is.Number) + " : " + strings.Join(words, ", ")})
	}
	return nil
}

func (c *Changes) list(n int, change Change) {
	if n > MaxListed {
		c.Omitted++
		return
	}
	c.List = append(c.List, change)
}

func named(title, number string) string { return "« " + title + " » (" + number + ")" }

func wentBecause(why string) string {
	if why == "" {
		return " n'est plus diffusée"
	}
	return " n'est plus diffusée : " + why
}

// portrait reads a record; that of none is empty, and that of one that is too
// large says only that it changed.
func (f *feedFile) portrait(e *Entry) (portrait, error) {
	if e == nil {
		return portrait{}, nil
	}
	if e.Length > maxRecord {
		var whole [fieldCount]uint64
		for i, b := range e.Hash[:8] {
			whole[other] |= uint64(b) << (8 * i)
		}
		return portrait{title: e.Number, scopes: map[string]*[fieldCount]uint64{"": &whole}}, nil
	}
	b, err := f.bytes(e.Offset, e.Length)
	if err != nil {
		return portrait{}, err
	}
	return portray(b), nil
}
