package main

import (
	"context"
	"sync"
	"testing"
	"time"
)

// fastClock is a clock that a test moves: nights pass as fast as the service can
// live them. It only moves on when all who wait by it wait again, so that what the
// service does at a minute is done before the next one comes.
type fastClock struct {
	mu      sync.Mutex
	at      time.Time
	waiting map[*alarm]struct{}
	waiters int // how many wait when the service is at rest
}

// alarm is one who waits.
type alarm struct {
	until time.Time
	ring  chan struct{}
	wake  <-chan struct{}
}

func newFastClock(at time.Time) *fastClock {
	return &fastClock{at: at, waiting: map[*alarm]struct{}{}}
}

func (c *fastClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *fastClock) Wait(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	c.mu.Lock()
	a := &alarm{c.at.Add(d), make(chan struct{}), wake}
	c.waiting[a] = struct{}{}
	c.mu.Unlock()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-a.ring:
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, a)
}

// live goes from alarm to alarm until an instant, as time does.
func (c *fastClock) live(t *testing.T, until time.Time) {
	t.Helper()
	for c.rest(t); c.step(until); c.rest(t) {
	}
}

// jump shows an instant at once, as the clock of a machine that slept.
func (c *fastClock) jump(t *testing.T, to time.Time) {
	t.Helper()
	c.rest(t)
	c.mu.Lock()
	c.at = to
	c.ringDue()
	c.mu.Unlock()
	c.rest(t)
}

// step goes to the next alarm, unless an instant comes before it.
func (c *fastClock) step(until time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := until
	for a := range c.waiting {
		if a.until.Before(next) {
			next = a.until
		}
	}
	c.at = next
	c.ringDue()
	return next.Before(until)
}

func (c *fastClock) ringDue() {
	for a := range c.waiting {
		if !a.until.After(c.at) {
			close(a.ring)
			delete(c.waiting, a)
		}
	}
}

// rest returns when all who wait by the clock wait, and nothing wakes them.
func (c *fastClock) rest(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !c.resting(); time.Sleep(20 * time.Microsecond) {
		if time.Now().After(deadline) {
			t.Fatalf("at %s the service does not come to rest", c.Now())
		}
	}
}

func (c *fastClock) resting() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for a := range c.waiting {
		if len(a.wake) > 0 {
			return false
		}
	}
	return len(c.waiting) >= c.waiters
}
