package main

import (
	"strings"
	"testing"
)

func TestDoctorLooksAtWherePartnersAreAnswered(t *testing.T) {
	good := config{Listen: ":443", TLSCert: "cert.pem", TLSKey: "key.pem", PublicURL: "https://flux.exemple.fr"}
	for _, c := range []struct {
		name    string
		overlay func(*config)
		level   level
		says    string
	}{
		{"a certificate of our own", func(*config) {}, fine, "certificate: true"},
		{"behind a proxy of this machine", func(c *config) { c.Listen, c.TLSCert, c.Proxies = "127.0.0.1:8080", "", []string{"127.0.0.1/32"} }, fine, "proxies believed: 1"},
		{"behind a proxy of another machine", func(c *config) { c.Listen, c.TLSCert, c.Proxies = ":8080", "", []string{"10.0.0.0/8"} }, fine, "proxies believed: 1"},
		{"nobody answered", func(c *config) { c.Listen = "" }, fine, "listen is empty"},
		{"in clear for all", func(c *config) { c.Listen, c.TLSCert = "0.0.0.0:8080", "" }, attention, "in clear"},
		{"a proxy that is not named", func(c *config) { c.Listen, c.TLSCert = "[::1]:8080", "" }, attention, "name the proxy"},
		{"addresses in clear", func(c *config) { c.PublicURL = "http://flux.exemple.fr" }, attention, "https://"},
		{"no port", func(c *config) { c.Listen = "localhost" }, broken, "127.0.0.1:8080"},
		{"a proxy that is no address", func(c *config) { c.Proxies = []string{"proxy.exemple.fr"} }, broken, "mend proxies"},
	} {
		x := exam{now: night, config: good}
		c.overlay(&x.config)
		got := x.checkPartners(t.Context())
		if len(got) != 1 || got[0].Level != c.level || !strings.Contains(got[0].Found+got[0].Remedy, c.says) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
