package acknowledge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/acknowledge"
	"github.com/carif-oref/passerelle/schemas/journal"
)

func TestSummary(t *testing.T) {
	file := "Numéro de session;Statut;Code;Libellé\nS1;Intégrée;;\nS2;KO;30020;\nS3;KO;30020;\nS4;KO;X9;Zorglub 12 à S4\nS5;KO;X9;Zorglub 47 à S5\nS6;KO;;\n"
	answers, _ := readAll(t, mapping(t, kairos), strings.NewReader(file))
	var s acknowledge.Summary
	for _, a := range answers {
		s.Add(a)
	}
	if s.Accepted != 1 || s.Refused != 5 || s.More() != 0 {
		t.Errorf("got %d and %d", s.Accepted, s.Refused)
	}
	if known := s.Explained(); len(known) != 1 || known[0].Count != 2 || known[0].Code != "30020" || !slices.Equal(known[0].Records, []string{"S2", "S3"}) {
		t.Errorf("explained %+v", known)
	}
	if unknown := s.Unexplained(); len(unknown) != 2 || unknown[0].Count != 2 || unknown[0].Message != "Zorglub 12 à S4" {
		t.Errorf("unexplained %+v", unknown)
	}
	findings := s.Findings("retour.csv")
	if len(findings) != 2 || findings[0].Message != "2 fiches refusées pour un motif inconnu : X9 Zorglub 12 à S4 (par exemple S4, S5)." || findings[0].Rule != "retour-refus-inexplique" {
		t.Errorf("findings %+v", findings)
	}
}

// TestASummaryIsBounded whatever a partner writes.
func TestASummaryIsBounded(t *testing.T) {
	var s acknowledge.Summary
	for i := range 3000 {
		s.Add(journal.Acknowledgement{Record: "S", Message: strings.Repeat("a", i%1500) + "b"})
	}
	if n := len(s.Unexplained()); n != 1000 || s.More() != 1000 || s.Refused != 3000 {
		t.Errorf("%d reasons, %d more, of %d", n, s.More(), s.Refused)
	}
}
