package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/carif-oref/passerelle/ingest/landing"
	"github.com/carif-oref/passerelle/ingest/lheofile"
	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// readFeed reads a delivery in LHEO: its records go the same way as the rows of a
// workbook, and are counted by what they are.
func (h *house) readFeed(ctx context.Context, kept landing.Delivery, r *reading, clean *normalise.Normaliser) error {
	feed, err := lheofile.Open(kept.Path, kept.Name, 0)
	if err != nil {
		return err
	}
	sheets := map[string]*feedSheet{}
	for item, err := range feed.Items(ctx) {
		if err != nil {
			return errors.Join(err, feed.Close())
		}
		r.findings.add(item.Findings...)
		if item.Record.Cells == nil {
			continue // the feed is broken here: its finding says so
		}
		h.progress.step("Lecture de "+kept.Name, item.Record.Number)
		if err := h.takeRecord(r, clean, sheets, kept, item.Record); err != nil {
			return errors.Join(err, feed.Close())
		}
	}
	for _, name := range []string{lheofile.Organismes, lheofile.Interlocuteurs, lheofile.Formations, lheofile.Sessions} {
		if s := sheets[name]; s != nil {
			r.loads = append(r.loads, journal.Load{Sheet: name, Layout: "lheo", Counts: journal.Counts{Read: s.read}})
			if _, err := s.raw.Close(); err != nil {
				return errors.Join(err, feed.Close())
			}
		}
	}
	return feed.Close()
}

// feedSheet is the records of one kind, kept raw in the landing.
type feedSheet struct {
	raw  *columnar.Writer
	read int
}

func (h *house) takeRecord(r *reading, clean *normalise.Normaliser, sheets map[string]*feedSheet, kept landing.Delivery, record delivery.Record) error {
	s := sheets[record.Sheet]
	if s == nil {
		raw, err := r.keepRows(h.landing, kept, len(sheets), record.Sheet, lheofile.Header(record.Sheet))
		if err != nil {
			return fmt.Errorf("keep the rows of %s: %w", record.Sheet, err)
		}
		s = &feedSheet{raw: raw}
		sheets[record.Sheet] = s
	}
	s.read++
	if err := s.raw.Write(lheofile.Row(record)); err != nil {
		return err
	}
	row := clean.Normalise(record)
	r.findings.add(row.Findings...)
	r.merge.Add(row)
	return nil
}
