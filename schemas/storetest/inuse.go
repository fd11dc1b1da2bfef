package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// publicationsInUse names the publications by the hour of the first that took them.
func publicationsInUse(t *testing.T, s *store.Store) {
	ctx := t.Context()
	sha := func(n int) string { return strings.Repeat(fmt.Sprint(n), 64) }
	fetch := func(partner string, n int, whole bool) journal.Fetch {
		return journal.Fetch{Target: "aude", Partner: partner, Publication: sha(n), Complete: whole, Via: journal.ViaHTTP, Status: 200, At: hour(n)}
	}
	other := fetch("ft", 9, true)
	other.Target = "kairos"
	unknown := fetch("ft", 9, false)
	unknown.Publication, unknown.Status = "", 404
	must(t, s.KeepFetches(ctx, []journal.Fetch{
		fetch("ft", 1, true), fetch("ft", 2, false), fetch("ft", 3, true), // what was cut was taken since
		fetch("region", 1, true), fetch("region", 4, false), fetch("region", 5, false), // it resumes
		fetch("parti", 6, true), other, unknown,
	}))
	must(t, s.KeepPartner(ctx, journal.Partner{Name: "ft", TokenHash: shaA, Targets: []string{"aude"}, CreatedAt: monday}))
	must(t, s.KeepPartner(ctx, journal.Partner{Name: "parti", TokenHash: shaB, Targets: []string{"aude"}, CreatedAt: monday, RevokedAt: hour(7)}))
	for n, state := range map[int]journal.PushState{7: journal.PushWaiting, 8: journal.PushSent} {
		must(t, s.KeepPush(ctx, journal.Push{Target: "aude", Destination: "sftp", SHA256: sha(n), State: state, At: hour(n).Add(time.Minute)}))
	}
	for target, want := range map[string][]string{"aude": {sha(1), sha(3), sha(5), sha(7)}, "kairos": {sha(9)}, "lbf": nil} {
		if got, err := s.PublicationsInUse(ctx, target); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v (%v), want %v", target, got, err, want)
		}
	}
}
