package partners

import (
	"cmp"
	"net/http"
	"sync"
	"time"
)

// Limits is what a client may take of the server. A zero is the default.
type Limits struct {
	Connections int           // open at once; 4096. More wait to be accepted
	Transfers   int           // of files, under way at once; 1000
	PerPartner  int           // of them, for one partner; 64
	MinRate     int64         // bytes a second below which a transfer is cut; 16 KiB
	Stall       time.Duration // for how long a transfer may stand still beyond that; 20 s
	MaxDelivery int64         // bytes of a delivery; 512 MiB
	Failures    int           // authentications that an address may fail at once; 10, then one each 6 s
	Grace       time.Duration // that transfers have to end when the server stops; 30 s
}

func (l Limits) orDefaults() Limits {
	return Limits{
		Connections: cmp.Or(l.Connections, 4096), Transfers: cmp.Or(l.Transfers, 1000), PerPartner: cmp.Or(l.PerPartner, 64),
		MinRate: cmp.Or(l.MinRate, 16<<10), Stall: cmp.Or(l.Stall, 20*time.Second), MaxDelivery: cmp.Or(l.MaxDelivery, 512<<20),
		Failures: cmp.Or(l.Failures, 10), Grace: cmp.Or(l.Grace, 30*time.Second),
	}
}

// forgiveEvery gives an address one failed authentication back.
const forgiveEvery = 6 * time.Second

// transfers counts those under way.
type transfers struct {
	Limits
	mu      sync.Mutex
	all     int
	partner map[string]int // only those that have one
}

func newTransfers(l Limits) *transfers { return &transfers{Limits: l, partner: map[string]int{}} }

// begin takes a place, and gives what frees it; or says when to come back.
func (t *transfers) begin(partner string) (end func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.partner[partner] >= t.PerPartner:
		return nil, busy(http.StatusTooManyRequests, 30*time.Second, "Vous avez déjà trop de transferts en cours : attendez que l'un d'eux finisse.",
			"You have too many transfers under way: wait for one of them to end.")
	case t.all >= t.Transfers:
		return nil, busy(http.StatusServiceUnavailable, time.Minute, "Trop de transferts sont en cours : revenez dans une minute.",
			"Too many transfers are under way: come back in a minute.")
	}
	t.all++
	t.partner[partner]++
	return sync.OnceFunc(func() { t.end(partner) }), nil
}

func (t *transfers) end(partner string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all--
	if t.partner[partner]--; t.partner[partner] == 0 {
		delete(t.partner, partner)
	}
}
