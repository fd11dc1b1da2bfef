package remote

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

const maxRedirects = 10

// get asks for an address and follows its redirects. more adds what is said to
// each server, which is not the same for all.
func (j *job) get(ctx context.Context, u *url.URL, more func(*url.URL, http.Header)) (*http.Response, *url.URL, error) {
	j.guard.start(u)
	for hops := 0; ; hops++ {
		resp, err := j.ask(ctx, u, more)
		if err != nil {
			return nil, u, network(ctx, err)
		}
		if !redirects(resp) {
			return resp, u, nil
		}
		resp.Body.Close()
		if hops == maxRedirects {
			return nil, u, fmt.Errorf("%w: it redirects more than %d times", ErrAddress, maxRedirects)
		}
		if u, err = j.follow(u, resp.Header.Get("Location")); err != nil {
			return nil, u, err
		}
	}
}

func (j *job) ask(ctx context.Context, u *url.URL, more func(*url.URL, http.Header)) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: it cannot be asked for", ErrAddress)
	}
	req.Header.Set("User-Agent", j.UserAgent)
	req.Header.Set("Accept-Encoding", "identity") // what is counted, resumed and hashed is the file itself
	if more != nil {
		more(u, req.Header)
	}
	j.idle.Reset(j.Idle)
	return j.client.Do(req)
}

func redirects(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow is where a redirect leads, when it may. Credentials go no further than
// the server they are for.
func (j *job) follow(from *url.URL, location string) (*url.URL, error) {
	to, err := from.Parse(strings.TrimSpace(location))
	if err != nil || location == "" {
		return from, fmt.Errorf("%w: it redirects to nothing that can be read", ErrAddress)
	}
	to.User, to.Fragment, to.RawFragment = nil, "", ""
	switch {
	case to.Scheme != "http" && to.Scheme != "https":
		return from, fmt.Errorf("%w: it redirects to an address of scheme %q, and only http and https are fetched", ErrAddress, to.Scheme)
	case from.Scheme == "https" && to.Scheme == "http":
		return from, fmt.Errorf("%w: it redirects from https to http, at %s", ErrAddress, shown(to))
	case to.Hostname() == "":
		return from, fmt.Errorf("%w: it redirects to an address that names no server", ErrAddress)
	}
	if to.Scheme == from.Scheme && to.Host == from.Host {
		to.User = from.User
	}
	return to, j.guard.redirect(to)
}
