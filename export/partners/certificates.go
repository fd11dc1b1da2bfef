package partners

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certificates gives the certificate of two files, and reads them again when they
// change. A pair that cannot be read leaves the last good one in use.
type certificates struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	good   *tls.Certificate
	stamp  [2]fileStamp
	looked time.Time
}

type fileStamp struct {
	at   time.Time
	size int64
}

// lookEvery is how often the files are looked at, at most.
const lookEvery = 5 * time.Second

func newCertificates(cert, key string, log *slog.Logger) (*certificates, error) {
	if cert == "" || key == "" {
		return nil, errors.New("TLS takes the file of a certificate and the file of its key: one is missing")
	}
	c := &certificates{cert: cert, key: key, log: log}
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("read the certificate: %w", err)
	}
	return c, nil
}

func (c *certificates) load() error {
	stamp := c.stamps()
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return err
	}
	c.good, c.stamp = &pair, stamp
	return nil
}

func (c *certificates) stamps() (stamps [2]fileStamp) {
	for i, path := range []string{c.cert, c.key} {
		if info, err := os.Stat(path); err == nil {
			stamps[i] = fileStamp{info.ModTime(), info.Size()}
		}
	}
	return stamps
}

// get is called at each handshake.
func (c *certificates) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.looked) >= lookEvery {
		c.looked = time.Now()
		if c.stamps() != c.stamp {
			c.reload()
		}
	}
	return c.good, nil
}

func (c *certificates) reload() {
	if err := c.load(); err != nil {
		c.log.Error("the new certificate cannot be read; the last good one stays in use", "error", err)
		return
	}
	c.log.Info("certificate read again", "file", c.cert, "until", c.good.Leaf.NotAfter)
}

func (c *certificates) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}}
}
