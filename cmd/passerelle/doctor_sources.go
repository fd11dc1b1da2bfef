package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// sourceTime is how long an address may take to answer.
const sourceTime = 20 * time.Second

// checkSources asks each address of a referential whether it answers, when that is
// asked for.
func (x *exam) checkSources(ctx context.Context) (found []diagnosis) {
	if len(x.config.Sources) == 0 {
		return []diagnosis{well("sources", "none: the files of referentials are put in their folder by hand")}
	}
	if !x.network {
		return []diagnosis{well("sources", "%d, not tried: --network", len(x.config.Sources))}
	}
	for _, s := range x.config.Sources {
		found = append(found, s.look(ctx))
	}
	return found
}

func (s source) look(ctx context.Context) diagnosis {
	const remedy = "look at the address with a browser, and at the proxy (HTTPS_PROXY); the version in use stays meanwhile"
	what := s.Name + " " + s.host()
	ctx, cancel := context.WithTimeout(ctx, sourceTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, s.URL, nil)
	if err != nil {
		return ill(attention, what, err.Error(), remedy)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return ill(attention, what, err.Error(), remedy)
	}
	defer answer.Body.Close()
	// Some servers know GET alone: they are there.
	if answer.StatusCode >= 400 && answer.StatusCode != http.StatusMethodNotAllowed && answer.StatusCode != http.StatusNotImplemented {
		return ill(attention, what, "it answers "+answer.Status, remedy)
	}
	return well(what, "%s", fmt.Sprintf("it answers %s", answer.Status))
}

// host is where the source is, without what its address may hold of secrets.
func (s source) host() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return "?"
	}
	return u.Host
}
