package main

import (
	"context"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// custom is a partner and one of the feeds that it may take.
type custom struct {
	Partner string    `json:"partenaire"`
	Target  string    `json:"cible"`
	TakenAt time.Time `json:"pris_le,omitzero"`   // the last whole one
	SeenAt  time.Time `json:"venu_le,omitzero"`   // last, for whatever feed
	UpTo    bool      `json:"a_jour"`             // it has the feed in place
	Offered time.Time `json:"offert_le,omitzero"` // since when the feed in place waits for it
}

// partners tells what each partner who can take feeds has taken.
func (w watch) partners(ctx context.Context, st *status) error {
	all, err := w.store.Partners(ctx)
	if err != nil {
		return err
	}
	fetches, err := w.store.LastFetches(ctx)
	for _, p := range all {
		if !p.RevokedAt.IsZero() || !p.ExpiresAt.IsZero() && p.ExpiresAt.Before(w.now) {
			continue
		}
		for _, target := range p.Targets {
			if slices.Contains(w.config.Targets, target) {
				st.Partners = append(st.Partners, st.custom(p, target, fetches))
			}
		}
	}
	return err
}

func (st status) custom(p journal.Partner, target string, fetches []journal.Fetch) custom {
	c := custom{Partner: p.Name, Target: target, SeenAt: p.LastUsedAt}
	took := slices.IndexFunc(fetches, func(f journal.Fetch) bool { return f.Partner == p.Name && f.Target == target })
	inPlace := slices.IndexFunc(st.Feeds, func(f feedStatus) bool { return f.Target == target })
	if took >= 0 {
		c.TakenAt = fetches[took].At
		c.SeenAt = later(c.SeenAt, c.TakenAt)
	}
	if inPlace < 0 {
		return c
	}
	c.UpTo = took >= 0 && fetches[took].Publication == st.Feeds[inPlace].SHA256
	c.Offered = later(st.Feeds[inPlace].PublishedAt, p.CreatedAt)
	return c
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// absent tells a partner that has not come for so long that something is wrong on its
// side: it leaves a feed untaken, or no longer asks whether there is a new one.
func (c custom) absent(now time.Time, days int) bool {
	limit := now.AddDate(0, 0, -days)
	switch {
	case days == 0 || c.Offered.IsZero() || c.Offered.After(limit):
		return false
	case !c.UpTo:
		return true
	}
	return c.SeenAt.Before(limit)
}
