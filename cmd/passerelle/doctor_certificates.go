package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"time"
)

// keyPair is a certificate and its key, as files.
type keyPair struct{ Cert, Key string }

// expiresSoon is how long before its end a certificate deserves attention.
const expiresSoon = 30 * 24 * time.Hour

// checkCertificates looks at the one that partners are shown.
func (x *exam) checkCertificates(context.Context) []diagnosis {
	if x.config.TLSCert == "" && x.config.TLSKey == "" {
		return []diagnosis{well("TLS", "no certificate is configured: nobody is answered, or a proxy has it")}
	}
	return []diagnosis{keyPair{x.config.TLSCert, x.config.TLSKey}.look(x.now)}
}

func (p keyPair) look(now time.Time) diagnosis {
	pair, err := tls.LoadX509KeyPair(p.Cert, p.Key)
	if err != nil {
		return ill(broken, p.Cert, err.Error(), "give the certificate, its chain after it, and its own key, both in PEM, readable by the user of the service")
	}
	leaf := pair.Leaf
	told := fmt.Sprintf("%v, until %s", leaf.DNSNames, leaf.NotAfter.Format(time.DateOnly))
	const renew = "renew it; the file is read again by itself"
	switch info, err := os.Stat(p.Key); {
	case now.After(leaf.NotAfter):
		return ill(broken, p.Cert, "expired: "+told, renew)
	case now.Before(leaf.NotBefore):
		return ill(broken, p.Cert, "not valid before "+leaf.NotBefore.Format(time.RFC3339), "wait, or look at the clock")
	case leaf.NotAfter.Sub(now) < expiresSoon:
		return ill(attention, p.Cert, fmt.Sprintf("expires in %d days: %s", int(leaf.NotAfter.Sub(now).Hours()/24), told), renew)
	case err == nil && info.Mode()&0o004 != 0:
		return ill(attention, p.Key, fmt.Sprintf("anybody on this machine can read this key (%s)", info.Mode().Perm()), "chmod 640 "+p.Key)
	case len(pair.Certificate) == 1 && !selfSigned(leaf):
		return ill(attention, p.Cert, "no chain follows the certificate: some partners will not trust it", "put the certificates of its authority after it, in the same file (fullchain.pem)")
	}
	return well(p.Cert, "%s", told)
}

func selfSigned(leaf *x509.Certificate) bool {
	return leaf.Issuer.String() == leaf.Subject.String()
}
