package mail

import (
	"net"
	netmail "net/mail"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// What security may be.
const (
	SecuritySTARTTLS      = "starttls"      // in clear, then encrypted or not at all: the default
	SecurityTLS           = "tls"           // encrypted from the first byte
	SecurityOpportunistic = "opportunistic" // encrypted when the server can
	SecurityNone          = "none"          // never encrypted: for a server on the same machine
)

// What auth may be.
const (
	AuthPlain = "plain" // user and password at once: the default
	AuthLogin = "login" // one after the other: for servers that know nothing else
)

// Config says through which server mails go, from whom, and to whom. Without a host
// no mail is sent.
type Config struct {
	Host             string          `yaml:"host"`
	Port             int             `yaml:"port"`     // 0: the usual one, by security
	Security         string          `yaml:"security"` // starttls when empty
	Auth             string          `yaml:"auth"`     // plain when empty
	User             string          `yaml:"user"`     // empty: no authentication
	Password         yamlfile.Secret `yaml:"password"`
	PasswordFile     string          `yaml:"password_file"` // read at each connection, instead of password
	CAFile           string          `yaml:"ca_file"`       // certificates that sign the server's, when it is not a public one
	Hello            string          `yaml:"hello"`         // how we name ourselves; the name of the machine when empty
	From             string          `yaml:"from"`
	ReplyTo          string          `yaml:"reply_to"`
	Signature        string          `yaml:"signature"` // at the foot of each mail; the name in from when empty
	Staff            []string        `yaml:"staff"`     // receive the digest
	Operators        []string        `yaml:"operators"` // receive alarms
	MaxAttachmentMiB int             `yaml:"max_attachment_mib"`
	TimeoutSeconds   int             `yaml:"timeout_seconds"` // for each answer of the server
	GiveUpDays       int             `yaml:"give_up_days"`    // how long a mail that the server puts off is tried
}

// Values taken for what is zero in a Config.
const (
	defaultMaxAttachmentMiB = 10
	defaultTimeoutSeconds   = 60
	defaultGiveUpDays       = 5
)

// Enabled says whether mails are sent at all.
func (c Config) Enabled() bool { return c.Host != "" }

// Paths are the settings that name a file, for whoever makes them relative to the
// folder of the configuration.
func (c *Config) Paths() []*string { return []*string{&c.PasswordFile, &c.CAFile} }

// MaxAttachment is how many bytes the attachments of a mail have together at most.
func (c Config) MaxAttachment() int64 {
	return int64(orDefault(c.MaxAttachmentMiB, defaultMaxAttachmentMiB)) << 20
}

func (c Config) timeout() time.Duration {
	return time.Duration(orDefault(c.TimeoutSeconds, defaultTimeoutSeconds)) * time.Second
}

func (c Config) giveUpAfter() time.Duration {
	return time.Duration(orDefault(c.GiveUpDays, defaultGiveUpDays)) * 24 * time.Hour
}

func (c Config) security() string {
	if c.Security == "" {
		return SecuritySTARTTLS
	}
	return c.Security
}

func (c Config) port() int {
	usual := map[string]int{SecuritySTARTTLS: 587, SecurityTLS: 465}
	return orDefault(c.Port, orDefault(usual[c.security()], 25))
}

// server is host and port, as errors show them.
func (c Config) server() string { return net.JoinHostPort(c.Host, strconv.Itoa(c.port())) }

// password is the secret, from its file if it has one.
func (c Config) password() (string, error) {
	if c.PasswordFile == "" {
		return string(c.Password), nil
	}
	text, err := os.ReadFile(c.PasswordFile)
	return strings.TrimRight(string(text), "\r\n"), err
}

// signature is what stands at the foot of each mail.
func (c Config) signature() string {
	if c.Signature != "" {
		return c.Signature
	}
	if from, err := netmail.ParseAddress(c.From); err == nil {
		return from.Name
	}
	return ""
}

func orDefault(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
