package acknowledge_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/export/acknowledge"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// FuzzRead: whatever a partner sends, reading ends, nothing panics, and what comes
// out can be kept: UTF-8, of bounded size, by rules that are described.
func FuzzRead(f *testing.F) {
	f.Add([]byte("numero;statut;code;message\nS1;OK;;\nS2;KO;30020;\"a\nb\"\n"))
	f.Add([]byte(`<r><session numero="S1" statut="KO"><erreur code="1">x</erreur></session></r>`))
	f.Add([]byte("\xff\xfen\x00u\x00m\x00;\x00"))
	f.Add([]byte(`<?xml version="1.0" encoding="iso-8859-15"?><session id="1">` + "\xa4"))
	rules := map[string]bool{}
	for _, r := range acknowledge.Rules() {
		rules[r.Code] = true
	}
	mappings := []*acknowledge.Mapping{mapping(f, acknowledge.GenericCSV), mapping(f, acknowledge.GenericXML), mapping(f, kairos), mapping(f, rapport)}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, m := range mappings {
			o := acknowledge.Options{File: "f", Finding: func(x finding.Finding) {
				if !rules[x.Rule] || !utf8.ValidString(x.Value+x.Message) {
					t.Errorf("finding %+v", x)
				}
			}}
			for a, err := range m.Read(t.Context(), bytes.NewReader(data), o) {
				if err != nil {
					t.Fatal(err)
				}
				if a.Record == "" || a.Line < 1 || !utf8.ValidString(a.Record+a.Code+a.Message+a.Sentence+a.Action) || len(a.Message) > 4*2000 {
					t.Errorf("answer %+v", a)
				}
			}
		}
	})
}

// FuzzParse: whatever a mapping says, it is refused by an error that names its file, or
// reads any return file to its end.
func FuzzParse(f *testing.F) {
	for _, name := range []string{acknowledge.GenericCSV, acknowledge.GenericXML} {
		data, err := os.ReadFile("mappings/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, []byte("numero;statut;code;message\nS1;OK;;\nS2;KO;30020;x\n"))
		f.Add(data, []byte(`<r><session numero="S1" statut="KO"><erreur code="1">x</erreur></session></r>`))
	}
	f.Add([]byte("name: essai\nformat: csv\nseparator: '\"'\nnumber: ['#1']\nstatus: ['#2']\naccepted: [OK]"), []byte("a\"b\n"))
	f.Add([]byte("name: essai\nformat: xml\nrecord: a/b/@c\nnumber: ['@n', '.']\npatterns: [{match: '(((a*)*)*)*b', sentence: x, action: y}]"), []byte("<a><b c='1'/></a>"))
	f.Fuzz(func(t *testing.T, data, answers []byte) {
		m, err := acknowledge.Parse("essai.yaml", data)
		if err != nil {
			if !strings.Contains(err.Error(), "essai.yaml") {
				t.Fatalf("an error without its file: %v", err)
			}
			return
		}
		for a, err := range m.Read(t.Context(), bytes.NewReader(answers), acknowledge.Options{File: "f", Finding: func(finding.Finding) {}}) {
			if err != nil || a.Record == "" {
				t.Fatalf("answer %+v, %v", a, err)
			}
		}
	})
}

// BenchmarkRead reads a report of 20,000 lines, half of them refused.
func BenchmarkRead(b *testing.B) {
	var file bytes.Buffer
	file.WriteString("numero;statut;code;message\n")
	for i := range 10_000 {
		fmt.Fprintf(&file, "S%d;OK;;\nT%d;KO;X1;La commune %d du lieu est introuvable dans la base\n", i, i, i%3000)
	}
	m := mapping(b, acknowledge.GenericCSV)
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range m.Read(b.Context(), bytes.NewReader(file.Bytes()), acknowledge.Options{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
