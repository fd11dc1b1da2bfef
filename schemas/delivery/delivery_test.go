package delivery_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

func TestLetters(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 27: "AB", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := delivery.Letters(n); got != want {
			t.Errorf("delivery.Letters(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestRefuse(t *testing.T) {
	rule := finding.Rule{Code: "essai", Severity: finding.Error, Sentence: "Ce fichier est vide.", Remedy: "Renvoyez-le."}
	u := delivery.Refuse("a.csv", rule, "il a 0 octet", io.ErrUnexpectedEOF)
	if f := u.Finding; f.Message != "Ce fichier est vide : il a 0 octet." || f.File != "a.csv" || f.Rule != "essai" || f.Remedy != "Renvoyez-le." || f.Severity != finding.Error {
		t.Errorf("finding %+v", f)
	}
	if !errors.Is(u, io.ErrUnexpectedEOF) || !strings.Contains(u.Error(), "a.csv: essai: unexpected EOF") {
		t.Errorf("error %v", u)
	}
	if f := delivery.Refuse("a.csv", rule, "", nil).Finding; f.Message != rule.Sentence {
		t.Errorf("message %q", f.Message)
	}
}
