package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/mail"
)

// madeCertificate writes a certificate of its own and its key, valid between two
// moments; issued says that another one signed it.
func madeCertificate(t *testing.T, from, to time.Time, issued bool) keyPair {
	t.Helper()
	dir := t.TempDir()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "flux.exemple.fr"}, DNSNames: []string{"flux.exemple.fr"}, NotBefore: from, NotAfter: to}
	parent := leaf
	if issued {
		parent = &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Autorité"}, NotBefore: from, NotAfter: to, IsCA: true, BasicConstraintsValid: true}
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, parent, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	pair := keyPair{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
	for path, block := range map[string]*pem.Block{pair.Cert: {Type: "CERTIFICATE", Bytes: der}, pair.Key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return pair
}

func TestDoctorLooksAtCertificates(t *testing.T) {
	days := func(n int) time.Time { return night.AddDate(0, 0, n) }
	good, other := madeCertificate(t, days(-10), days(80), false), madeCertificate(t, days(-10), days(80), false)
	readable := madeCertificate(t, days(-10), days(80), false)
	if err := os.Chmod(readable.Key, 0o644); err != nil {
		t.Fatal(err)
	}
	garbage := filepath.Join(t.TempDir(), "page.pem")
	if err := os.WriteFile(garbage, []byte("<html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		pair  keyPair
		level level
		says  string
	}{
		{"good", good, fine, "flux.exemple.fr"},
		{"expired", madeCertificate(t, days(-90), days(-1), false), broken, "expired"},
		{"not yet valid", madeCertificate(t, days(1), days(90), false), broken, "not valid before"},
		{"expires soon", madeCertificate(t, days(-60), days(12), false), attention, "in 12 days"},
		{"the key of another", keyPair{good.Cert, other.Key}, broken, "does not match"},
		{"a key that anybody can read", readable, attention, "chmod 640"},
		{"no chain", madeCertificate(t, days(-10), days(80), true), attention, "fullchain"},
		{"no certificate in it", keyPair{garbage, good.Key}, broken, "PEM"},
		{"absent", keyPair{garbage + ".absent", good.Key}, broken, "no such file"},
	} {
		x := exam{now: night, config: config{TLSCert: c.pair.Cert, TLSKey: c.pair.Key}}
		got := x.checkCertificates(t.Context())
		if len(got) != 1 || got[0].Level != c.level || !strings.Contains(got[0].Found+got[0].Remedy, c.says) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// greeter answers SMTP on loopback: it greets, agrees to all, or says what it is told to.
func greeter(t *testing.T, greeting string) int {
	t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { at.Close() })
	go func() {
		for {
			wire, err := at.Accept()
			if err != nil {
				return
			}
			fmt.Fprintf(wire, "%s\r\n", greeting)
			for lines := bufio.NewScanner(wire); lines.Scan(); {
				if lines.Text() == "QUIT" {
					fmt.Fprint(wire, "221 bye\r\n")
					break
				}
				fmt.Fprint(wire, "250 ok\r\n")
			}
			wire.Close()
		}
	}()
	return at.Addr().(*net.TCPAddr).Port
}

func TestDoctorTriesTheMailServer(t *testing.T) {
	closed := greeter(t, "")
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	down := at.Addr().(*net.TCPAddr).Port
	at.Close()
	settings := func(port int) mail.Config {
		return mail.Config{Host: "127.0.0.1", Port: port, Security: mail.SecurityNone, From: "flux@exemple.fr", Operators: []string{"ops@exemple.fr"}, TimeoutSeconds: 2}
	}
	wrong, mandatory := settings(closed), settings(greeter(t, "220 exemple.fr"))
	wrong.From, mandatory.Security = "nobody", mail.SecuritySTARTTLS
	for _, c := range []struct {
		name  string
		mail  mail.Config
		level level
		says  string
	}{
		{"none", mail.Config{}, fine, "no server"},
		{"good", settings(greeter(t, "220 exemple.fr")), fine, "accepts us"},
		{"down", settings(down), broken, "refused"},
		{"turns us away", settings(greeter(t, "554 no service")), broken, "554"},
		{"does not encrypt", mandatory, broken, "TLS"},
		{"wrong settings", wrong, broken, "from"},
	} {
		x := exam{now: night, config: config{Mail: c.mail}}
		got := x.checkMail(t.Context())
		if len(got) != 1 || got[0].Level != c.level || !strings.Contains(got[0].Found, c.says) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
