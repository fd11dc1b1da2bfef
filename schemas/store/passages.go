package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// passages finds how far each record has come in each target.
func (w *whereabouts) passages(ctx context.Context) error {
	since, err := w.verdicts(ctx)
	if err != nil {
		return err
	}
	answers, err := w.answers(ctx)
	if err != nil {
		return err
	}
	feeds := appearances{tx: w.tx, d: w.d, known: make(map[appearance]*appeared)}
	for i := range w.found {
		for j := range w.found[i].Targets {
			p := &w.found[i].Targets[j]
			k := key{p.Target, p.Kind, p.Record}
			if a, answered := answers[k]; answered {
				p.Acknowledged = &a
			}
			if !p.Exported {
				continue
			}
			in, err := feeds.since(ctx, appearance{p.Target, since[k]})
			if err != nil {
				return err
			}
			p.Published, p.Fetched = in.feed, in.fetched
		}
	}
	return nil
}

// verdicts adds to each record the verdict that stands in each target, and gives
// the run since which those that are exported always were.
func (w *whereabouts) verdicts(ctx context.Context) (since map[key]string, err error) {
	type line struct {
		journal.Verdict
		began time.Time
		ended string // run
	}
	formations, err := w.formations()
	if err != nil {
		return nil, err
	}
	since, last := make(map[key]string), make(map[key]line)
	for l, err := range stream(ctx, w.tx, "the verdicts", func(rows *sql.Rows) (l line, err error) {
		var began instant
		l.Verdict, err = scanVerdict(rows, &began, &l.ended)
		l.began = began.Time
		return l, err
	}, "SELECT "+verdictColumns+`, r.debut, coalesce(jusqua_run, '') FROM verdict v JOIN run r ON r.id = v.depuis_run
		WHERE cible IN (SELECT cible FROM bilan) AND formation `+w.d.among()+" ORDER BY cible, nature, fiche, r.debut, depuis_run", formations) {
		if err != nil {
			return nil, err
		}
		r := w.of(l.Kind, l.Record)
		if r == nil || r.under != l.Formation {
			continue
		}
		k := key{l.Target, l.Kind, l.Record}
		if before := last[k]; !before.Exported || before.ended != l.Run {
			since[k] = l.Run
		}
		if last[k] = l; l.ended == "" {
			r.Targets = append(r.Targets, journal.Passage{Verdict: l.Verdict, Since: l.began})
		}
	}
	return since, nil
}

// formations are those under which the records found are judged, each once, as a
// JSON array.
func (w *whereabouts) formations() (string, error) {
	var ids []string
	for _, r := range w.found {
		ids = append(ids, r.under)
	}
	slices.Sort(ids)
	return encode(slices.Compact(ids))
}

// answers gives the last acknowledgement of each record.
func (w *whereabouts) answers(ctx context.Context) (map[key]journal.Acknowledgement, error) {
	all, err := list(ctx, w.tx, scanAcknowledgement, "SELECT "+acknowledgementColumns+" FROM acquittement WHERE fiche "+w.d.among()+
		" ORDER BY cible, nature, fiche, le, fichier, ligne", w.ids)
	last := make(map[key]journal.Acknowledgement, len(all))
	for _, a := range all {
		last[key{a.Target, a.Kind, a.Record}] = a
	}
	return last, err
}

// appearance is a record's in a target: all those of one run are in the same feeds.
type appearance struct{ target, run string }

type appeared struct {
	feed    *journal.Publication
	fetched *journal.Fetch
}

// appearances finds the feeds in which records appeared, each once.
type appearances struct {
	tx    *txn
	d     dialect
	known map[appearance]*appeared
}

// out are the states of a feed that partners can take.
const out = "etat IN ('publie', 'inchange')"

func (a *appearances) since(ctx context.Context, of appearance) (*appeared, error) {
	if in, known := a.known[of]; known {
		return in, nil
	}
	in := new(appeared)
	a.known[of] = in
	p, found, err := one(ctx, a.tx, scanPublication, "SELECT "+publicationColumns+" FROM publication WHERE cible = $1 AND run >= $2 AND "+out+
		" ORDER BY run LIMIT 1", of.target, of.run)
	if err != nil || !found {
		return in, err
	}
	in.feed = &p
	f, found, err := one(ctx, a.tx, scanFetch, "SELECT "+fetchColumns+` FROM recuperation r WHERE cible = $1 AND complet AND EXISTS (SELECT 1 FROM publication p
		WHERE p.cible = $1 AND p.run >= $2 AND p.sha256 = r.publication AND p.le <= r.le AND p.`+out+") ORDER BY le, numero LIMIT 1", of.target, of.run)
	if found {
		in.fetched = &f
	}
	return in, err
}
