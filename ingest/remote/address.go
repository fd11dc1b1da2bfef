package remote

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// parseAddress reads an address that somebody typed. Its error does not repeat
// it: it may hold credentials.
func parseAddress(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: it is no address that can be read", ErrAddress)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%w: only http and https are fetched", ErrAddress)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%w: it names no server", ErrAddress)
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// shown is an address as it may be told to anybody: without credentials, and
// without the values of parameters that look like some.
func shown(u *url.URL) string {
	s := *u
	s.User, s.Fragment, s.RawFragment = nil, "", ""
	parts := strings.Split(s.RawQuery, "&")
	for i, part := range parts {
		if name, _, given := strings.Cut(part, "="); given && secret.MatchString(name) {
			parts[i] = name + "=…"
		}
	}
	s.RawQuery = strings.Join(parts, "&")
	return s.String()
}

var secret = regexp.MustCompile(`(?i)key|token|secret|sig|pass|pwd|auth|cred|session|jwt|user|login`)

// shownText is shown for a text that may be no address.
func shownText(text string) string {
	u, err := parseAddress(text)
	if err != nil {
		return "an address that cannot be read"
	}
	return shown(u)
}

// place is an address without credentials and parameters: what stays the same
// when a server signs each redirect anew.
func place(u *url.URL) string { return u.Scheme + "://" + u.Host + u.EscapedPath() }
