package store

import (
	"net/url"
	"slices"
	"strings"
)

// IsServer reports that a path is the address of a server, which several machines
// can share, and not a file.
func IsServer(path string) bool {
	return strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://")
}

// unnamed stands for an address that cannot be shown: where its password ends is not
// known.
const unnamed = "the server of PostgreSQL"

// Shown is a path as it is written in a log: without the password that the address of
// a server may bear.
func Shown(path string) string {
	u := publicAddress(path)
	if u == nil {
		return unshown(path)
	}
	if u.User != nil {
		if _, has := u.User.Password(); has {
			u.User = url.UserPassword(u.User.Username(), "xxxxx")
		}
	}
	q := u.Query()
	for _, secret := range secretSettings {
		if q.Has(secret) {
			q.Set(secret, "xxxxx")
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// Passwordless is the address of a server as another program can be given it: without
// the password, which PGPASSWORD or ~/.pgpass tell it.
func Passwordless(path string) string {
	u := publicAddress(path)
	if u == nil {
		return unshown(path)
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	for _, secret := range secretSettings {
		q.Del(secret)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func unshown(path string) string {
	if IsServer(path) {
		return unnamed
	}
	return path
}

// secretSettings are those of the settings of an address that nobody else may see.
var secretSettings = []string{"password", "sslpassword"}

// publicAddress reads the address of a server of which nothing else may be the end of a
// password; nil when there is a doubt, and for a file.
func publicAddress(path string) *url.URL {
	if !IsServer(path) || CheckAddress(path) != nil {
		return nil
	}
	u, err := url.Parse(path)
	if err != nil || slices.ContainsFunc([]string{u.Host, u.Path, u.Fragment}, func(part string) bool { return strings.Contains(part, "@") }) {
		return nil
	}
	return u
}
