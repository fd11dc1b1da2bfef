package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// connection is a line to the server, opened when a mail is first sent, used for the
// following ones, and opened again after it was cut. The dialogue that opens it
// (TLS, authentication) is go-mail's.
type connection struct {
	config Config
	client *smtp.Client // nil when there is no line
	wire   net.Conn
	stop   func() bool // the end of the context no longer cuts it
}

// open opens the line unless it is open.
func (c *connection) open(ctx context.Context) *fault {
	if c.client != nil {
		return nil
	}
	dialer, err := c.dialer(ctx)
	if err != nil {
		return faulty("prepare", err)
	}
	client, err := dialer.DialToSMTPClientWithContext(ctx)
	if err != nil {
		c.drop()
		return faulty("connect", err)
	}
	c.client = client
	c.stop() // the line outlives this attempt; each watches its own
	return nil
}

// cutAtEnd cuts the line when the context ends, until stop is called: go-mail does
// not look at it once it is connected.
func cutAtEnd(ctx context.Context, wire net.Conn) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = wire.Close() }) // what waits on it then fails
}

// close gives the line up, politely when the server still listens.
func (c *connection) close() {
	if c.client != nil {
		_ = c.client.UpdateDeadline(5 * time.Second)
		_ = c.client.Quit() // all that mattered was answered before
	}
	c.drop()
}

// drop cuts the line.
func (c *connection) drop() {
	if c.wire != nil {
		c.stop()
		_ = c.wire.Close() // nothing is left to lose on it
	}
	c.client, c.wire = nil, nil
}

func (c *connection) dialer(ctx context.Context) (*gomail.Client, error) {
	secured, err := c.config.tls()
	if err != nil {
		return nil, err
	}
	options := []gomail.Option{
		gomail.WithPort(c.config.port()), gomail.WithTimeout(c.config.timeout()), gomail.WithTLSConfig(secured),
		gomail.WithTLSPolicy(policies[c.config.security()]), gomail.WithDialContextFunc(c.dial(ctx, secured)), gomail.WithoutSMTPUTF8(),
	}
	if c.config.security() == SecurityTLS {
		options = append(options, gomail.WithSSL())
	}
	if c.config.Hello != "" {
		options = append(options, gomail.WithHELO(c.config.Hello))
	}
	if c.config.User != "" {
		password, err := c.config.password()
		if err != nil {
			return nil, fmt.Errorf("read the password: %w", err)
		}
		options = append(options, gomail.WithSMTPAuth(methods[c.config.Auth]), gomail.WithUsername(c.config.User), gomail.WithPassword(password))
	}
	return gomail.NewClient(c.config.Host, options...)
}

var policies = map[string]gomail.TLSPolicy{
	SecuritySTARTTLS: gomail.TLSMandatory, SecurityTLS: gomail.NoTLS, // TLS is under it already
	SecurityOpportunistic: gomail.TLSOpportunistic, SecurityNone: gomail.NoTLS,
}

// methods refuse to send a password on a line that is not encrypted, but to this
// very machine.
var methods = map[string]gomail.SMTPAuthType{"": gomail.SMTPAuthPlain, AuthPlain: gomail.SMTPAuthPlain, AuthLogin: gomail.SMTPAuthLogin}

// dial connects, and keeps hold of the line so that it is closed whatever happens
// above it. The context that go-mail gives ends when the dialogue is over; whole is
// that of the attempt.
func (c *connection) dial(whole context.Context, secured *tls.Config) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (wire net.Conn, err error) {
		if c.config.security() == SecurityTLS {
			wire, err = (&tls.Dialer{Config: secured}).DialContext(ctx, network, address)
		} else {
			wire, err = (&net.Dialer{}).DialContext(ctx, network, address)
		}
		if err != nil {
			return nil, err
		}
		c.wire, c.stop = wire, cutAtEnd(whole, wire)
		return wire, nil
	}
}

// tls checks the certificate of the server against its name, always.
func (c Config) tls() (*tls.Config, error) {
	secured := &tls.Config{ServerName: c.Host, MinVersion: tls.VersionTLS12}
	if c.CAFile == "" {
		return secured, nil
	}
	pem, err := os.ReadFile(c.CAFile)
	if err != nil {
		return nil, fmt.Errorf("read the certificates of ca_file: %w", err)
	}
	secured.RootCAs = x509.NewCertPool()
	if !secured.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("read the certificates of ca_file %s: no certificate in PEM in it", c.CAFile)
	}
	return secured, nil
}

// Probe connects to the server, as Flush would, and leaves: it says whether the
// settings work, without a mail.
func (c Config) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	server := &connection{config: c}
	defer server.close()
	if f := server.open(ctx); f != nil {
		return fmt.Errorf("try the mail server %s: %w", c.server(), f)
	}
	return nil
}
