package queue

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// dampedFor is how long a record of the same level and message is held back. The client
// of River says several times a second that the database does not answer, for as long as
// it does not: a disk of logs would be full before it does.
const dampedFor = time.Minute

// damped passes on one record of each level and message in dampedFor, with how many were
// held back since the one before.
type damped struct {
	slog.Handler
	seen *sightings
}

type sightings struct {
	sync.Mutex
	of map[sighting]tally
}

type sighting struct {
	level   slog.Level
	message string
}

type tally struct {
	told time.Time // when it was passed on
	held int       // how many were not, since
}

func dampen(log *slog.Logger) *slog.Logger {
	if log == nil {
		return nil
	}
	return slog.New(damped{log.Handler(), &sightings{of: map[sighting]tally{}}})
}

// Handle passes a record on, or counts it.
func (d damped) Handle(ctx context.Context, r slog.Record) error {
	held, tell := d.seen.tell(sighting{r.Level, r.Message}, r.Time)
	if !tell {
		return nil
	}
	if held > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Int("held_back", held))
	}
	return d.Handler.Handle(ctx, r)
}

func (s *sightings) tell(what sighting, at time.Time) (held int, tell bool) {
	s.Lock()
	defer s.Unlock()
	last, known := s.of[what]
	if known && at.Sub(last.told) < dampedFor {
		last.held++
		s.of[what] = last
		return 0, false
	}
	s.of[what] = tally{told: at}
	return last.held, true
}

// WithAttrs keeps what was seen.
func (d damped) WithAttrs(attrs []slog.Attr) slog.Handler {
	return damped{d.Handler.WithAttrs(attrs), d.seen}
}

// WithGroup keeps what was seen.
func (d damped) WithGroup(name string) slog.Handler {
	return damped{d.Handler.WithGroup(name), d.seen}
}
