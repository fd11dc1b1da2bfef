package partners

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// holdings is what each partner is known to have taken whole, last, of each target.
type holdings struct {
	mu   sync.Mutex
	last map[holder]*holding
}

type holder struct{ partner, target string }

type holding struct {
	whole string          // SHA-256 of the publication
	part  string          // of the one in several feeds that is being taken
	feeds map[string]bool // of it that were
}

func readHoldings(ctx context.Context, st Fetches) (*holdings, error) {
	all, err := st.LastFetches(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what partners took: %w", err)
	}
	h := &holdings{last: map[holder]*holding{}}
	for _, f := range all {
		h.last[holder{f.Partner, f.Target}] = &holding{whole: f.Publication}
	}
	return h, nil
}

func (h *holdings) of(v *visit) *holding {
	k := holder{v.partner.Name, v.target}
	if h.last[k] == nil {
		h.last[k] = new(holding)
	}
	return h.last[k]
}

// has reports whether a partner is known to have taken a publication, last.
func (h *holdings) has(v *visit, sha256 string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.of(v).whole == sha256
}

// takes records that a partner has a publication.
func (h *holdings) takes(v *visit, sha256 string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	*h.of(v) = holding{whole: sha256}
}

// whole reports whether, with a file that the partner now has entirely, it has all
// of the publication: it does unless there are other feeds that it did not take.
func (h *holdings) whole(p shelf.Shelved, f shelf.File) func(v *visit) bool {
	return func(v *visit) bool {
		feed, ok := feedOf(p, f.Name)
		feeds := len(p.Feeds())
		if !ok || feeds < 2 {
			return true
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		of := h.of(v)
		if of.part != p.SHA256 {
			of.part, of.feeds = p.SHA256, map[string]bool{}
		}
		of.feeds[feed.Name] = true
		return len(of.feeds) == feeds
	}
}

// account records what a visit took of a publication. completes says whether the
// partner has all of it, should the last byte have been sent.
func (s *Server) account(v *visit, rep representation, completes func(*visit) bool) {
	f := journal.Fetch{Target: v.target, Partner: v.partner.Name, Publication: v.taken, File: asNamed(v), Bytes: v.sent, Status: v.status,
		Via: journal.ViaHTTP, At: s.Now()}
	switch {
	case v.r.Method != http.MethodGet:
		return
	case v.status == http.StatusNotModified:
		if !rep.shownBy(v.r) || !completes(v) || s.holdings.has(v, v.taken) {
			return
		}
		f.Complete = true
	case v.status == http.StatusOK, v.status == http.StatusPartialContent:
		f.From = extent(v.Header())
		f.Complete = v.failed == nil && f.From+v.sent == rep.Size && completes(v)
	default:
		return
	}
	if f.Complete {
		s.holdings.takes(v, v.taken)
	}
	s.accounts.add(f)
}
