package schedule

import (
	"context"
	"time"
)

// Clock tells the time and waits for it to pass.
type Clock interface {
	Now() time.Time
	// Wait returns when a duration has passed, the context ends, or wake gives
	// something; wake may be nil.
	Wait(ctx context.Context, d time.Duration, wake <-chan struct{})
}

// Wall is the clock of the machine.
type Wall struct{}

// Now is what it shows.
func (Wall) Now() time.Time { return time.Now() }

// Wait waits by it.
func (Wall) Wait(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}

// ClockOr is a clock, or that of the machine where there is none.
func ClockOr(c Clock) Clock {
	if c == nil {
		return Wall{}
	}
	return c
}
