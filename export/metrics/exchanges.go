package metrics

import (
	"context"
	"slices"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// onlyCount asks for how many questions there are, and for no more than one of them.
var onlyCount = store.TaskFilter{Limit: 1}

var feedStates = []state[journal.PublicationState]{
	{journal.Published, "published"}, {journal.Same, "unchanged"}, {journal.Held, "held"}, {journal.Refused, "refused"},
}

// feeds tells what stands on the shelf for each target of the configuration.
func (r *reading) feeds(ctx context.Context) error {
	last, err := r.Store.LastPublications(ctx)
	if err != nil {
		return err
	}
	for _, target := range r.Targets {
		manifest, ok, err := shelf.Current(r.Shelf, target)
		if err != nil {
			return err
		}
		if ok {
			r.inPlace(target, manifest)
		}
		if i := slices.IndexFunc(last, func(p journal.Publication) bool { return p.Target == target }); i >= 0 {
			r.at(feedMade, last[i].At, target)
			for _, s := range feedStates {
				r.add(feedState, truth(last[i].State == s.is), target, s.label)
			}
		}
	}
	return nil
}

func (r *reading) inPlace(target string, m shelf.Manifest) {
	var size int64
	for _, f := range m.Feeds() {
		size += f.Size
	}
	r.add(feedSize, float64(size), target)
	r.add(feedFormations, float64(m.Formations), target)
	r.add(feedSessions, float64(m.Sessions), target)
	r.at(feedPublished, m.At, target)
}

// fetches tells what each partner took. One that is no partner of ours, nor a
// destination, is told with the others of its kind.
func (r *reading) fetches(ctx context.Context, counts store.Counts) error {
	partners, err := r.Store.Partners(ctx)
	if err != nil {
		return err
	}
	sums := map[[2]string]store.FetchCount{}
	var order [][2]string
	for _, n := range counts.Fetches {
		key := [2]string{unknown, unknown}
		if slices.ContainsFunc(partners, func(p journal.Partner) bool { return p.Name == n.Partner }) {
			key[0] = n.Partner
		}
		if slices.Contains(r.Targets, n.Target) {
			key[1] = n.Target
		}
		sum, known := sums[key]
		if !known {
			order = append(order, key)
		}
		sums[key] = plus(sum, n)
	}
	for _, key := range order {
		n := sums[key]
		r.add(fetchesTotal, float64(n.Complete), key[0], key[1], "complete")
		r.add(fetchesTotal, float64(n.Partial), key[0], key[1], "partial")
		r.add(fetchedBytes, float64(n.Bytes), key[0], key[1])
		r.at(lastFetch, n.Last, key[0], key[1])
	}
	return nil
}

func plus(sum, n store.FetchCount) store.FetchCount {
	sum.Complete, sum.Partial, sum.Bytes = sum.Complete+n.Complete, sum.Partial+n.Partial, sum.Bytes+n.Bytes
	if n.Last.After(sum.Last) {
		sum.Last = n.Last
	}
	return sum
}

// pushHistory is how many sendings are searched for the last to each destination.
const pushHistory = 1000

var pushWords = []state[journal.PushState]{{journal.PushWaiting, "waiting"}, {journal.PushSent, "sent"}, {journal.PushFailed, "failed"}}

func (r *reading) pushes(ctx context.Context) error {
	all, err := r.Store.Pushes(ctx, "", pushHistory)
	type place struct{ target, destination string }
	seen, sums := map[place]bool{}, map[[2]string]int{}
	for _, p := range all {
		if at := (place{p.Target, p.Destination}); !seen[at] && slices.Contains(r.Targets, p.Target) {
			seen[at] = true
			for _, s := range pushWords {
				sums[[2]string{p.Target, s.label}] += int(truth(p.State == s.is))
			}
		}
	}
	for key, n := range sums {
		r.add(pushStates, float64(n), key[0], key[1])
	}
	return err
}

func (r *reading) referentials(ctx context.Context) error {
	all, err := r.Store.LookupVersions(ctx)
	for _, s := range all {
		if s.Version == nil {
			continue
		}
		name, limit := string(s.Referential), 0
		if r.MaxAge != nil {
			limit = r.MaxAge(s.Referential)
		}
		r.at(referentialFresh, s.FreshAt, name)
		r.add(referentialRows, float64(s.Version.Rows), name)
		r.add(referentialStale, truth(limit > 0 && int(r.now.Sub(s.FreshAt).Hours()/24) > limit), name)
	}
	return err
}
