package acknowledge_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/carif-oref/passerelle/export/acknowledge"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var morning = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// mapping reads a mapping written in a test, or gives a built-in one by its name.
func mapping(t testing.TB, text string) *acknowledge.Mapping {
	t.Helper()
	if !strings.Contains(text, "\n") {
		all, err := acknowledge.BuiltIn()
		if err != nil {
			t.Fatal(err)
		}
		m, err := all.Get(text)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	m, err := acknowledge.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// readAll reads a return file, and gives each answer and each finding on a line.
func readAll(t testing.TB, m *acknowledge.Mapping, in io.Reader) (answers []journal.Acknowledgement, findings []finding.Finding) {
	t.Helper()
	o := acknowledge.Options{Target: "aude", File: "retour.csv", Run: "r1", At: morning, Finding: func(f finding.Finding) { findings = append(findings, f) }}
	for a, err := range m.Read(t.Context(), in, o) {
		if err != nil {
			t.Fatal(err)
		}
		if a.Target != "aude" || a.File != "retour.csv" || a.Run != "r1" || !a.At.Equal(morning) || a.Line < 1 {
			t.Errorf("answer %+v", a)
		}
		answers = append(answers, a)
	}
	return answers, findings
}

// told writes answers and findings as the tests expect them.
func told(answers []journal.Acknowledgement, findings []finding.Finding) string {
	var b strings.Builder
	for _, a := range answers {
		verdict := "oui"
		if !a.Accepted {
			verdict = "non"
		}
		fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("%d %s %s %s %s|%s", a.Line, a.Kind, a.Record, verdict, a.Code, a.Message), "| "))
	}
	for _, f := range findings {
		fmt.Fprintln(&b, strings.TrimSpace(fmt.Sprintf("%s %d %s", f.Rule, f.Row, f.Value)))
	}
	return strings.TrimSpace(b.String())
}

const kairos = `
name: kairos
title: Retour de KAIROS
format: csv
kind: session
number: ["Numéro de session"]
status: [Statut]
code: [Code]
message: [Libellé]
accepted: [Intégrée]
`

func TestCSV(t *testing.T) {
	latin1 := func(s string) string { out, _ := charmap.ISO8859_1.NewEncoder().String(s); return out }
	utf16 := func(s string) string {
		out, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
		return out
	}
	for name, c := range map[string]struct{ mapping, file, want string }{
		"as it should be": {kairos, "Numéro de session;Statut;Code;Libellé\nS1;Intégrée;;\nS2;Rejetée;30020;Début après la fin\n",
			"2 session S1 oui\n3 session S2 non 30020|Début après la fin"},
		"other case, accents and order": {kairos, "LIBELLE;statut;NUMERO DE SESSION;CODE\n;INTEGREE;S1;\n",
			"2 session S1 oui"},
		"in Latin-1, with commas and a title above": {kairos, latin1("Compte rendu du 24/11/2026\n\nNuméro de session,Statut,Code,Libellé\nS1,Rejetée,E1,\"Début, fin\"\n"),
			"4 session S1 non E1|Début, fin\nretour-encodage 4"},
		"in UTF-8 with its mark":           {kairos, "\uFEFFNuméro de session;Statut\nS1;Intégrée\n", "2 session S1 oui"},
		"in UTF-16, as Excel saves it":     {kairos, utf16("Numéro de session\tStatut\r\nS1\tIntégrée\r\n"), "2 session S1 oui"},
		"a cell on two lines":              {kairos, "Numéro de session;Statut;Libellé\nS1;Rejetée;\"Un \"\"mot\"\"\nsur deux lignes\"\nS2;Intégrée;\n", "2 session S1 non |Un \"mot\" sur deux lignes\n4 session S2 oui"},
		"a quote that is never closed":     {kairos, "Numéro de session;Statut;Libellé\nS1;Rejetée;\"Un mot\nS2;Intégrée;\n", "2 session S1 non |\"Un mot\n3 session S2 oui"},
		"zeros kept from a spreadsheet":    {kairos, "Numéro de session;Statut\n=\"0012\";Intégrée\n", "2 session 0012 oui"},
		"a line without a number":          {kairos, "Numéro de session;Statut\n;Intégrée\nS2;Intégrée\n", "3 session S2 oui\nretour-sans-numero 2"},
		"a line without a status":          {kairos, "Numéro de session;Statut\nS1;\n", "retour-statut-inconnu 2"},
		"a column that is not there":       {kairos, "Session;Statut\nS1;Intégrée\n", "retour-colonne-absente 1"},
		"nothing":                          {kairos, "", "retour-vide 0"},
		"a header and nothing":             {kairos, "Numéro de session;Statut\n", "retour-vide 0"},
		"what is no text":                  {kairos, "PK\x03\x04\x00\x00\x08\x00", "retour-illisible 1"},
		"a page of HTML":                   {kairos, "<!DOCTYPE html>\n<html><body>Service indisponible</body></html>\n", "retour-colonne-absente 1"},
		"a report of refusals alone":       {"\nname: x\ntitle: x\nformat: csv\nkind: formation\nnumber: [id]\nmessage: [motif]\n", "id;motif\nF1;SIRET absent\nF2;\n", "2 formation F1 non |SIRET absent\n3 formation F2 oui"},
		"no header":                        {"\nname: x\ntitle: x\nformat: csv\nheader: false\nkind: action\nnumber: [\"#2\"]\nstatus: [\"#1\"]\naccepted: [O]\nrefused: [N]\n", "O;A1\nN;A2\n?;A3\n", "1 action A1 oui\n2 action A2 non\nretour-statut-inconnu 3 ?"},
		"the generic one":                  {acknowledge.GenericCSV, "type;id;resultat;code erreur;motif de rejet\nF;04_F1;OK;;\nS;S1;KO;10133;doublon\nX;X1;OK;;\nS;S2;en attente;;\n", "2 formation 04_F1 oui\n3 session S1 non 10133|doublon\nretour-nature-inconnue 4 X\nretour-statut-inconnu 5 en attente"},
		"a status that is not in the file": {acknowledge.GenericCSV, "numero;message\nS1;SIRET inconnu\nS2;\n", "2 session S1 non |SIRET inconnu\nretour-statut-inconnu 3"},
		"controls and bidi marks":          {kairos, "Numéro de session;Statut;Libellé\nS\u202e1;Rejetée;a\x07b\n", "2 session S1 non |ab"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(readAll(t, mapping(t, c.mapping), strings.NewReader(c.file))); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

const rapport = `
name: rapport
title: Rapport d'import
format: xml
record: rapport/sessions/session
kind: session
number: ["@ref", numero]
status: [etat]
code: [erreurs/erreur/@code]
message: [erreurs/erreur]
accepted: [OK]
refused: [KO]
`

func TestXML(t *testing.T) {
	latin1 := func(s string) string { out, _ := charmap.ISO8859_1.NewEncoder().String(s); return out }
	const ok = `<rapport><sessions><session ref="S1"><etat>OK</etat></session></sessions></rapport>`
	for name, c := range map[string]struct{ mapping, file, want string }{
		"as it should be": {rapport, `<?xml version="1.0"?>
<r:rapport xmlns:r="urn:x"><r:sessions>
<r:session ref="S1"><r:etat>OK</r:etat></r:session>
<session><numero>S2</numero><etat> KO </etat><erreurs><erreur code="E1">SIRET absent</erreur><erreur code="E2"><![CDATA[Date <vide>]]></erreur></erreurs></session>
</r:sessions></r:rapport>`, "3 session S1 oui\n4 session S2 non E1, E2|SIRET absent ; Date <vide>"},
		"a session that stands elsewhere is none": {rapport, `<rapport><session ref="S0"><etat>OK</etat></session><sessions><session ref="S1"><etat>OK</etat></session></sessions></rapport>`, "1 session S1 oui"},
		"in Latin-1":                           {rapport, latin1(`<?xml version="1.0" encoding="ISO-8859-1"?><rapport><sessions><session ref="S1"><etat>KO</etat><erreurs><erreur>Début</erreur></erreurs></session></sessions></rapport>`), "1 session S1 non |Début"},
		"in Latin-1, and it says UTF-8":        {rapport, latin1(`<?xml version="1.0" encoding="UTF-8"?><rapport><sessions><session ref="S1"><etat>KO</etat><erreurs><erreur>Début</erreur></erreurs></session></sessions></rapport>`), "1 session S1 non |Début\nretour-encodage 0"},
		"in an unknown encoding":               {rapport, `<?xml version="1.0" encoding="EBCDIC"?>` + ok, "retour-illisible 1"},
		"a DOCTYPE":                            {rapport, `<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + ok, "retour-doctype 1"},
		"an entity that is not of XML":         {rapport, `<rapport><sessions><session ref="S1"><etat>&a;</etat></session></sessions></rapport>`, "retour-illisible 1"},
		"cut short: what came before is kept":  {rapport, strings.Replace(ok, "</sessions></rapport>", "\n<session ref=\"S2\"><eta", 1), "1 session S1 oui\nretour-illisible 2"},
		"tags closed in disorder":              {rapport, `<rapport><sessions><session ref="S1"><etat>OK</session></etat>`, "retour-illisible 1"},
		"nested without end":                   {rapport, strings.Repeat("<a>", 100), "retour-demesure 1"},
		"a text without end":                   {rapport, "<rapport>" + strings.Repeat("x", 6<<20), "retour-demesure 1"},
		"nothing":                              {rapport, "", "retour-vide 0"},
		"a page of HTML":                       {rapport, "<html><body>Service indisponible</body></html>", "retour-vide 0"},
		"our own feed, taken for an answer":    {acknowledge.GenericXML, `<lheo><session numero="S1"><periode/></session></lheo>`, "retour-statut-inconnu 1"},
		"an attribute of what it stands in":    {"\nname: x\ntitle: x\nformat: xml\nrecord: erreur\nkind: formation\nnumber: [../@numero]\ncode: [\"@code\"]\nmessage: [.]\n", `<r><formation numero="F1"><erreur code="30020">Début &gt; fin</erreur></formation></r>`, "1 formation F1 non 30020|Début > fin"},
		"the generic one, with its namespaces": {acknowledge.GenericXML, `<x:r xmlns:x="u"><x:session x:numero="S1" statut="Rejetée"><x:erreurs><x:erreur><x:code>30056</x:code><x:libelle>Action identique</x:libelle></x:erreur></x:erreurs></x:session></x:r>`, "1 session S1 non 30056|Action identique"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(readAll(t, mapping(t, c.mapping), strings.NewReader(c.file))); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestAFileReadByTheByteIsTheSame: how bytes come does not count.
func TestAFileReadByTheByteIsTheSame(t *testing.T) {
	for m, file := range map[string]string{
		kairos:  "\nNuméro de session;Statut;Code;Libellé\nS1;Rejetée;30020;\"Dé\nbut\"\n",
		rapport: `<rapport><sessions><session ref="S1"><etat>KO</etat><erreurs><erreur>D` + "\xe9" + `but</erreur></erreurs></session></sessions></rapport>`,
	} {
		whole := told(readAll(t, mapping(t, m), strings.NewReader(file)))
		if got := told(readAll(t, mapping(t, m), iotest.OneByteReader(strings.NewReader(file)))); got != whole || !strings.Contains(got, "S1") {
			t.Errorf("got\n%s\nwant\n%s", got, whole)
		}
	}
}

func TestReadingStops(t *testing.T) {
	file := "Numéro de session;Statut\n" + strings.Repeat("S1;Intégrée\n", 10)
	t.Run("when the caller has enough", func(t *testing.T) {
		n := 0
		for _, err := range mapping(t, kairos).Read(t.Context(), strings.NewReader(file), acknowledge.Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 3 {
				break
			}
		}
		if n != 3 {
			t.Errorf("read %d", n)
		}
	})
	for name, c := range map[string]struct {
		mapping, file string
		disk          error // after the file
		want          error
	}{
		"when the disk fails under a CSV":  {kairos, file, io.ErrClosedPipe, io.ErrClosedPipe},
		"when the disk fails under an XML": {rapport, "<rapport><sessions>", io.ErrClosedPipe, io.ErrClosedPipe},
		"when it is told to, in a CSV":     {kairos, file, io.EOF, context.Canceled},
		"when it is told to, in an XML":    {rapport, "<rapport/>", io.EOF, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			if c.want == context.Canceled {
				stop()
			}
			var last error
			in := io.MultiReader(strings.NewReader(c.file), iotest.ErrReader(c.disk))
			o := acknowledge.Options{File: "retour", Finding: func(f finding.Finding) {
				if f.Severity == finding.Error {
					t.Errorf("the partner is told of a fault of ours: %+v", f)
				}
			}}
			for _, err := range mapping(t, c.mapping).Read(ctx, in, o) {
				last = err
			}
			if !errors.Is(last, c.want) || !strings.HasPrefix(last.Error(), "read return file retour: ") {
				t.Errorf("got %v, want %v", last, c.want)
			}
		})
	}
}

// TestManyBadLinesAreCountedAndFewListed keeps a damaged file from flooding the
// report.
func TestManyBadLinesAreCountedAndFewListed(t *testing.T) {
	_, findings := readAll(t, mapping(t, kairos), strings.NewReader("Numéro de session;Statut\n"+strings.Repeat(";Intégrée\n", 1000)))
	if len(findings) != 51 || findings[50].Message != "Cette ligne ne dit pas de quelle fiche elle parle. Il en va de même de 950 autres lignes, qui ne sont pas listées." {
		t.Errorf("%d findings, the last %+v", len(findings), findings[len(findings)-1])
	}
}

// TestAHugeLineIsCut, and the lines after it are read.
func TestAHugeLineIsCut(t *testing.T) {
	file := "Numéro de session;Statut;Libellé\nS1;Rejetée;" + strings.Repeat("x", 3<<20) + "\nS2;Intégrée;\n"
	answers, findings := readAll(t, mapping(t, kairos), strings.NewReader(file))
	if len(answers) != 2 || len(answers[0].Message) > 2010 || answers[1].Record != "S2" || len(findings) != 1 || findings[0].Rule != "retour-ligne-illisible" {
		t.Errorf("%d answers, findings %+v", len(answers), findings)
	}
}
