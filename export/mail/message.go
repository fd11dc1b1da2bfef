package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Kinds of letters. They begin the keys.
const (
	KindReceipt = "accuse"   // to a sender: the file has arrived
	KindOutcome = "resultat" // to a sender: what became of it
	KindDigest  = "bilan"    // to the staff: what a night did
	KindAlarm   = "alarme"   // to the operators: something needs them
	KindClear   = "retour"   // to the operators: it no longer does
)

// Prefix begins the subject of what goes to the staff and to the operators.
const Prefix = "[Passerelle] "

// Message is a letter with its envelope. Instants in it are written in the zone of At.
type Message struct {
	Key         string // of two messages with one key, one is sent
	Kind        string
	Run         string // that it is about, if any: one that the store knows
	To          []string
	Subject     string
	Attachments []Attachment
	At          time.Time // when it was written

	letter letter
}

// maxKey is how long a key may be: what is longer is known by its hash.
const maxKey = 200

// key joins what makes a message unique. Only the order and the text of the parts
// count, so that the same message has the same key on every machine.
func key(parts ...string) string {
	clean := make([]string, len(parts))
	for i, part := range parts {
		clean[i] = strings.ReplaceAll(line(part, maxKey), "/", "_")
	}
	joined := strings.Join(clean, "/")
	if exact := strings.Join(parts, "/"); len(joined) > maxKey || joined != exact {
		return clean[0] + "/" + digest(strings.Join(parts, "\x00"))
	}
	return joined
}

// digest is a hash in 32 signs.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// people is who a message goes to, in a few signs, whatever their order.
func people(to []string) string {
	sorted := slices.Clone(to)
	slices.Sort(sorted)
	return digest(strings.ToLower(strings.Join(sorted, "\x00")))[:12]
}

// day names the day of an instant, in its zone.
func day(t time.Time) string { return t.Format(time.DateOnly) }
