package acknowledge_test

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/acknowledge"
	"github.com/carif-oref/passerelle/schemas/journal"
	"golang.org/x/text/encoding/unicode"
)

// TestEncodingsOfReturnFiles: Java programs write UTF-16 with the great end first,
// and some with no mark.
func TestEncodingsOfReturnFiles(t *testing.T) {
	encode := func(s string, end unicode.Endianness, mark unicode.BOMPolicy) string {
		out, err := unicode.UTF16(end, mark).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	const csv, xml = "Numéro de session\tStatut\r\nS1\tIntégrée\r\n", "<rapport><sessions><session ref=\"S1\"><etat>OK</etat></session></sessions></rapport>"
	utf16 := func(name string) string { return kairos + "encoding: " + name + "\n" }
	for name, c := range map[string]struct{ mapping, file, want string }{
		"CSV, great end first, marked":      {kairos, encode(csv, unicode.BigEndian, unicode.UseBOM), "2 session S1 oui"},
		"CSV, great end first, said so":     {utf16("UTF-16BE"), encode(csv, unicode.BigEndian, unicode.IgnoreBOM), "2 session S1 oui"},
		"CSV, little end first, said so":    {utf16("UTF-16LE"), encode(csv, unicode.LittleEndian, unicode.IgnoreBOM), "2 session S1 oui"},
		"XML, great end first, not marked":  {rapport, encode(xml, unicode.BigEndian, unicode.IgnoreBOM), "1 session S1 oui"},
		"XML, little end first, not marked": {rapport, encode(xml, unicode.LittleEndian, unicode.IgnoreBOM), "1 session S1 oui"},
		"XML, great end first, declared":    {rapport, encode(`<?xml version="1.0" encoding="UTF-16"?>`+xml, unicode.BigEndian, unicode.UseBOM), "1 session S1 oui"},
		"a separator that the mapping says": {kairos + "separator: \"|\"\n", "Numéro de session|Statut|Libellé\nS1|Rejetée|a;b;c;d\n", "2 session S1 non |a;b;c;d"},
		"a row shorter than its header":     {kairos, "Statut;Code;Libellé;Numéro de session\nIntégrée;;;S1\nRejetée\n", "2 session S1 oui\nretour-sans-numero 3"},
		"a header of the same column twice": {kairos, "Numéro de session;Statut;Statut\nS1;Intégrée;Rejetée\n", "2 session S1 oui"},
		"ligatures and typographic signs":   {strings.Replace(kairos, "[Statut]", "[\"L'œuvre\"]", 1), "NUMERO DE SESSION;L’OEUVRE\nS1;Intégrée\n", "2 session S1 oui"},
		"ligatures in capitals":             {strings.Replace(kairos, "[Statut]", "[\"L'œuvre\"]", 1), "NUMERO DE SESSION;L'ŒUVRE\nS1;Intégrée\n", "2 session S1 oui"},
		"no column says what became of it":  {kairos, "Numéro de session;Autre\nS1;x\n", "retour-colonne-absente 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(readAll(t, mapping(t, c.mapping), strings.NewReader(c.file))); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestTheColumnThatIsMissingIsNamed: who sends the file can look for it.
func TestTheColumnThatIsMissingIsNamed(t *testing.T) {
	for file, want := range map[string]string{
		"Numéro de session;Autre\nS1;x\n": "La colonne du statut manque (attendue : Statut) ; le fichier a : Numéro de session, Autre.",
		"Session;Statut\nS1;Intégrée\n":   "La colonne du numéro de la fiche manque (attendue : Numéro de session) ; le fichier a : Session, Statut.",
	} {
		if _, findings := readAll(t, mapping(t, kairos), strings.NewReader(file)); len(findings) != 1 || findings[0].Message != want {
			t.Errorf("%q: %+v, want %q", file, findings, want)
		}
	}
}

// TestExamplesOfAReasonAreFew: a partner may refuse a whole feed for one reason.
func TestExamplesOfAReasonAreFew(t *testing.T) {
	var s acknowledge.Summary
	for _, record := range strings.Fields("S1 S2 S3 S4 S5 S6 S7") {
		s.Add(journal.Acknowledgement{Record: record, Code: "X", Message: "?"})
	}
	if all := s.Unexplained(); len(all) != 1 || all[0].Count != 7 || strings.Join(all[0].Records, " ") != "S1 S2 S3 S4 S5" {
		t.Errorf("%+v", all)
	}
}
