package main

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/partners"
	"github.com/carif-oref/passerelle/schemas/journal"
)

func TestPartnersAreGivenTokensOnce(t *testing.T) {
	_, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	token := strings.TrimSpace(must(t, exitDone, "partner", "add", "france-travail", "--target", "aude,kairos", "--mail", "flux@example.invalid", "--config", c).stdout)
	must(t, exitFailed, "partner", "add", "france-travail", "--target", "aude", "--config", c)
	must(t, exitMisused, "partner", "add", "../evil", "--target", "aude", "--config", c)
	must(t, exitMisused, "partner", "add", "autre", "--target", "nobody", "--config", c)
	must(t, exitMisused, "partner", "add", "autre", "--config", c)
	must(t, exitMisused, "partner", "add", "autre", "--target", "aude", "--days", "-1", "--config", c)

	list := func() map[string]journal.Partner {
		all := map[string]journal.Partner{}
		for _, p := range decode[[]journal.Partner](t, must(t, exitDone, "partner", "list", "--json", "--config", c).stdout) {
			all[p.Name] = p
		}
		return all
	}
	if p := list()["france-travail"]; len(p.Targets) != 2 || p.ExpiresAt.IsZero() {
		t.Errorf("partner %+v, want two targets and an end", p)
	}
	if out := must(t, exitDone, "partner", "list", "--json", "--config", c).stdout; strings.Contains(out, token) || strings.Contains(out, partners.HashToken(token)) {
		t.Error("the list shows the token or its hash")
	}
	other := strings.TrimSpace(must(t, exitDone, "partner", "rotate", "france-travail", "--days", "0", "--config", c).stdout)
	if other == token || len(other) < 40 {
		t.Errorf("rotated from %q to %q", token, other)
	}
	must(t, exitDone, "partner", "revoke", "france-travail", "--config", c)
	if p := list()["france-travail"]; p.RevokedAt.IsZero() {
		t.Errorf("partner %+v, want it revoked", p)
	}
	must(t, exitFailed, "partner", "revoke", "nobody", "--config", c)
}
