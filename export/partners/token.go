package partners

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"regexp"
)

// tokenPrefix lets scanners of secrets, and our own logs, recognise a token.
const tokenPrefix = "pst_"

// tokenShape is that of NewToken. What has another is nobody's token.
var tokenShape = regexp.MustCompile(tokenPrefix + `[A-Za-z0-9_-]{43}`)

// NewToken makes a token of 256 random bits and the hash that is kept of it. The
// token is to be shown once, and kept nowhere.
func NewToken() (token, hash string) {
	bits := make([]byte, 32)
	rand.Read(bits) // never fails: the program ends when the system has no randomness
	token = tokenPrefix + base64.RawURLEncoding.EncodeToString(bits)
	return token, HashToken(token)
}

// HashToken is what is kept of a token: its SHA-256, in hexadecimal. A token has
// 256 random bits, so that neither salt nor slowness would add anything, and it is looked
// for by its hash: how long that takes says nothing of the token.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// redact hides tokens that a client put where they do not belong.
func redact(s string) string {
	return tokenShape.ReplaceAllString(s, tokenPrefix+"…")
}

// partnerName is the shape of the names that may have a folder in the inbox.
var partnerName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// ValidName reports whether a partner may have that name: letters, digits, hyphens
// and underscores, 64 at most. It is the user of basic authentication, the name of a
// folder of the inbox and the value of a label of metrics.
func ValidName(name string) bool { return partnerName.MatchString(name) }
