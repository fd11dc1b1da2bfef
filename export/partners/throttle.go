package partners

import (
	"container/list"
	"net/netip"
	"sync"
	"time"
)

// throttle bounds the failed authentications of each address: so many at once, then
// one at a time. It remembers the addresses that failed last, and no more than max
// of them.
type throttle struct {
	burst int
	every time.Duration // gives one failure back
	max   int

	mu     sync.Mutex
	byAddr map[netip.Prefix]*list.Element
	recent list.List // of *failures, the latest first
}

// failures are those of one address that are not forgiven yet.
type failures struct {
	from  netip.Prefix
	count float64
	at    time.Time // when count was right
	told  time.Time // when the log last said that it is throttled
}

func newThrottle(burst int, every time.Duration) *throttle {
	return &throttle{burst: burst, every: every, max: 4096, byAddr: map[netip.Prefix]*list.Element{}}
}

// wait is how long an address is to wait before it may fail again; zero when it need
// not. tell is true once a minute for one that waits.
func (t *throttle) wait(a netip.Addr, now time.Time) (wait time.Duration, tell bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, known := t.byAddr[neighbourhood(a)]
	if !known {
		return 0, false
	}
	f := e.Value.(*failures)
	f.forgive(now, t.every)
	excess := f.count - float64(t.burst-1)
	if excess <= 0 {
		return 0, false
	}
	if tell = now.Sub(f.told) >= time.Minute; tell {
		f.told = now
	}
	return time.Duration(excess * float64(t.every)), tell
}

// fail counts a failure.
func (t *throttle) fail(a netip.Addr, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	from := neighbourhood(a)
	e, known := t.byAddr[from]
	if !known {
		t.makeRoom()
		e = t.recent.PushFront(&failures{from: from, at: now})
		t.byAddr[from] = e
	}
	t.recent.MoveToFront(e)
	f := e.Value.(*failures)
	f.forgive(now, t.every)
	f.count++
}

func (t *throttle) makeRoom() {
	for len(t.byAddr) >= t.max {
		oldest := t.recent.Back()
		delete(t.byAddr, t.recent.Remove(oldest).(*failures).from)
	}
}

func (f *failures) forgive(now time.Time, every time.Duration) {
	if passed := now.Sub(f.at); passed > 0 {
		f.count, f.at = max(0, f.count-float64(passed)/float64(every)), now
	}
}

// familiar is a bounded set of the hashes of tokens that were good the last time
// they came: one that is does not suffer from the failures of its neighbours.
type familiar struct {
	mu     sync.Mutex
	hashes map[string]bool
}

// maxFamiliar bounds the set, which begins anew once it is full.
const maxFamiliar = 4096

func (f *familiar) has(hash string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hashes[hash]
}

func (f *familiar) set(hash string, good bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case !good:
		delete(f.hashes, hash)
	case f.hashes == nil || len(f.hashes) >= maxFamiliar:
		f.hashes = map[string]bool{hash: true}
	default:
		f.hashes[hash] = true
	}
}
