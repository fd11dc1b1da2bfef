package partners

import (
	"context"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Store is what the door needs to know and to have kept.
type Store interface {
	Tokens
	Fetches
	Tracker
	Deliveries
}

// Tokens knows whose a token is.
type Tokens interface {
	// PartnerByHash gives the partner whose token has that SHA-256, be it expired or revoked.
	PartnerByHash(ctx context.Context, hash string) (p journal.Partner, ok bool, err error)
	// TouchPartner records when a partner came last.
	TouchPartner(ctx context.Context, name string, at time.Time) error
}

// Fetches keeps who took what.
type Fetches interface {
	KeepFetches(ctx context.Context, fetches []journal.Fetch) error
	// LastFetches gives the last complete one of each partner in each target.
	LastFetches(ctx context.Context) ([]journal.Fetch, error)
}

// Tracker tells how far the records of an organisation, or one by its number, have
// come. Its error is store.ErrUnknown when there is none.
type Tracker interface {
	Whereabouts(ctx context.Context, what string) ([]journal.Whereabouts, error)
}

// Deliveries tells what became of a delivery.
type Deliveries interface {
	// DeliveryLoaded gives the last run that loaded it.
	DeliveryLoaded(ctx context.Context, sha256 string) (run string, ok bool, err error)
	// Loads gives what a run made of each sheet.
	Loads(ctx context.Context, run string) ([]journal.Load, error)
}

// Metrics counts requests. The partner is empty when it is not known, the target
// when it is none of the partner's: the values are those of the configuration and
// never a stranger's.
type Metrics interface {
	Observe(partner, target string, status int, bytes int64, duration time.Duration)
}

type unmeasured struct{}

func (unmeasured) Observe(string, string, int, int64, time.Duration) {}
