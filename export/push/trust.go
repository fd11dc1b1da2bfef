package push

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// errUntrusted says that the server is not the one that is known: no later attempt
// will make it so.
var errUntrusted = errors.New("the server is not the one that is known")

// trust is how a server is recognised.
type trust struct {
	check      ssh.HostKeyCallback
	algorithms []string // of the keys that are known; nil for any
}

// trust reads the key of the server, or the file that has it.
func (d Destination) trust() (trust, error) {
	switch {
	case d.KnownHosts != "":
		return fromKnownHosts(d.KnownHosts, d.address())
	case strings.HasPrefix(d.HostKey, "SHA256:"):
		return trust{check: byFingerprint(d.HostKey)}, nil
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(d.HostKey))
	if err != nil {
		return trust{}, fmt.Errorf("host_key: « ssh-ed25519 AAAA… » or « SHA256:… » is due: %w", err)
	}
	return trust{byKey(key), algorithms(key)}, nil
}

func byFingerprint(pinned string) ssh.HostKeyCallback {
	return func(host string, _ net.Addr, key ssh.PublicKey) error {
		if got := ssh.FingerprintSHA256(key); got != pinned {
			return untrusted(host, key, pinned)
		}
		return nil
	}
}

func byKey(pinned ssh.PublicKey) ssh.HostKeyCallback {
	same := ssh.FixedHostKey(pinned)
	return func(host string, at net.Addr, key ssh.PublicKey) error {
		if same(host, at, key) != nil {
			return untrusted(host, key, ssh.FingerprintSHA256(pinned))
		}
		return nil
	}
}

func untrusted(host string, key ssh.PublicKey, known string) error {
	return fmt.Errorf("%w: %s shows the %s key %s, and %s is expected: nothing was sent; ask the partner whether its key has changed, and by another way than this one",
		errUntrusted, host, key.Type(), ssh.FingerprintSHA256(key), known)
}

// fromKnownHosts recognises a server by a file as ssh has.
func fromKnownHosts(path, address string) (trust, error) {
	check, err := knownhosts.New(path)
	if err != nil {
		return trust{}, fmt.Errorf("known_hosts: %w", err)
	}
	known := keysOf(check, address)
	return trust{func(host string, at net.Addr, key ssh.PublicKey) error {
		if err := check(host, at, key); err != nil {
			if len(known) == 0 {
				return untrusted(host, key, "a key of that host in "+path)
			}
			return fmt.Errorf("%w (%w)", untrusted(host, key, ssh.FingerprintSHA256(known[0])), err)
		}
		return nil
	}, algorithms(known...)}, nil
}

// keysOf lists the keys that are known of a server: those that are wanted in place
// of one that nobody has.
func keysOf(check ssh.HostKeyCallback, address string) (keys []ssh.PublicKey) {
	nobody, err := ssh.NewPublicKey(ed25519.PublicKey(make([]byte, ed25519.PublicKeySize)))
	if err != nil {
		return nil
	}
	var refusal *knownhosts.KeyError
	if errors.As(check(address, &net.TCPAddr{IP: net.IPv4zero}, nobody), &refusal) {
		for _, want := range refusal.Want {
			keys = append(keys, want.Key)
		}
	}
	return keys
}

// algorithms are those that the server may prove its key with: else it could show
// another of its keys, that is right and not known.
func algorithms(keys ...ssh.PublicKey) (list []string) {
	for _, key := range keys {
		if key.Type() == ssh.KeyAlgoRSA {
			list = append(list, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
			continue
		}
		list = append(list, key.Type())
	}
	return list
}
