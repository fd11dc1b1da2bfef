package main

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"

	"github.com/carif-oref/passerelle/schemas/store"
)

// addressScheme is what begins the address of something that is no plain file; one letter is
// a disk of Windows.
var addressScheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]+):`)

// keywords is what begins the other form of the address of a database, « host=base
// password=… », which would be taken for the name of a file, and be told with its password.
var keywords = regexp.MustCompile(`^\s*(host|hostaddr|port|user|password|passfile|dbname|service|sslmode)\s*=`)

// checkStore refuses the address of a kind of store that there is not: it would be
// taken for the name of a file. file: before a path is left out.
func (c *config) checkStore() error {
	path, err := storePath(c.Store)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	c.Store = path
	return nil
}

// storePath is the address of a store as it is opened.
func storePath(address string) (string, error) {
	address = strings.TrimSpace(address)
	found := addressScheme.FindStringSubmatch(address)
	switch {
	case keywords.MatchString(address):
		return "", errors.New("keywords and values are no address: postgres://user@host:port/name is due")
	case store.IsServer(address):
		return address, store.CheckAddress(address)
	case found == nil && strings.Contains(address, "://"): // between quotes too many, with its password
		return "", errors.New("it is neither the path of a file nor an address: postgres://user@host:port/name is due, without anything before or after")
	case found == nil:
		return address, nil
	case found[1] == "file":
		return strings.TrimPrefix(strings.TrimPrefix(address, "file:"), "//"), nil
	}
	return "", fmt.Errorf("%s: is no kind of store: the path of a file (./%s… if that is its name), or postgres://user@host/name, is due", found[1], found[0])
}

// checkAddresses refuses what nobody can listen on.
func (c config) checkAddresses() error {
	for _, of := range []struct{ key, address string }{{"listen", c.Listen}, {"metrics_listen", c.MetricsListen}} {
		if of.address == "" {
			continue
		}
		_, port, err := net.SplitHostPort(of.address)
		if err == nil {
			_, err = net.LookupPort("tcp", port)
		}
		if err != nil {
			return fmt.Errorf("%s %q: an address and a port are due, such as 127.0.0.1:8080 or :8080", of.key, of.address)
		}
	}
	return nil
}
