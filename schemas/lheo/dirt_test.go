package lheo

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// baseFeed is testdata/base.xml, changed.
func baseFeed(t *testing.T, changes ...func(string) string) []byte {
	t.Helper()
	doc, err := os.ReadFile("testdata/base.xml")
	if err != nil {
		t.Fatal(err)
	}
	return []byte(chain(changes...)(string(doc)))
}

func TestDirtIsReadWithFindings(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		rule           string
		severity       finding.Severity
		got            func(d Decoded) string
		want           string
	}{
		{"SIRET of 15 digits", "<SIRET>73282932000074", "<SIRET>073282932000074", "siret-15-chiffres", finding.Warning,
			func(d Decoded) string { return d.Offer.Responsable.SIRET }, "73282932000074"},
		{"unknown date", "20260901", "00000000", "date-inconnue", finding.Info, firstDebut, "00000000"},
		{"unknown end", "20260901", "99999999", "date-inconnue", finding.Info, firstDebut, "99999999"},
		{"month", "20260901", "20170900", "", 0, firstDebut, "20170900"}, // said when the row is cleaned, as of a workbook
		{"no such day", "20260901", "20260231", "date-hors-calendrier", finding.Warning, firstDebut, "20260231"},
		{"date in French", "20260901", "01/09/2026", "date-mal-formee", finding.Warning, firstDebut, "01/09/2026"},
		{"escaped html", "Cuissons, hygiène, gestion des stocks.", "&lt;p&gt;Cuissons&lt;/p&gt;&lt;p&gt;Hygi&amp;egrave;ne&lt;/p&gt;", "html-en-texte", finding.Info,
			func(d Decoded) string { return d.Offer.Formation.Contenu }, "Cuissons\n\nHygiène"},
		{"empty element", "<rythme-formation>Temps plein<", "<rythme-formation> <", "element-vide", finding.Info,
			func(d Decoded) string { return d.Offer.Actions[0].Rythme }, ""},
		{"empty certification", "<certification>", "<certification/>\n      <certification>", "element-vide", finding.Info,
			func(d Decoded) string { return d.Offer.Formation.Certifications[0].RNCP }, "RNCP38430"},
		{"misspelt", "<ville>Caen</ville>", "<vile>Caen</vile>", "element-mal-nomme", finding.Warning,
			func(d Decoded) string { return d.Offer.Actions[0].Sessions[0].AdresseInscription.Ville }, "Caen"},
		{"bare ampersand", "CAP cuisine", "CAP cuisine & service", "xml-mal-forme", finding.Warning,
			func(d Decoded) string { return d.Offer.Formation.Intitule }, "CAP cuisine & service"},
		{"control character", "CAP cuisine", "CAP\x02 cuisine", "xml-caractere", finding.Warning,
			func(d Decoded) string { return d.Offer.Formation.Intitule }, "CAP cuisine"},
		{"a text that is not closed", "</contenu-formation>", "", "xml-mal-forme", finding.Warning,
			func(d Decoded) string { return d.Offer.Actions[0].Sessions[0].AdresseInscription.Ville }, "Caen"},
		{"CDATA", "CAP cuisine", "<![CDATA[CAP cuisine & service]]>", "", 0,
			func(d Decoded) string { return d.Offer.Formation.Intitule }, "CAP cuisine & service"},
		{"bare RNCP", ">RNCP38430<", ">38430<", "", 0,
			func(d Decoded) string { return d.Offer.Formation.Certifications[0].RNCP }, "RNCP38430"},
		{"principal Formacode last", `<code-FORMACODE ref="V14" tag="principal">42752</code-FORMACODE>`,
			`<code-FORMACODE>42757</code-FORMACODE><code-FORMACODE ref="V14" tag="principal">42752</code-FORMACODE>`, "", 0,
			func(d Decoded) string { return d.Offer.Formation.Formacodes[0].Code }, "42752"},
		{"out of order", "<codepostal>14000</codepostal>\n              <ville>Caen</ville>", "<ville>Caen</ville><codepostal>14000</codepostal>", "", 0,
			func(d Decoded) string { return d.Offer.Actions[0].Sessions[0].AdresseInscription.CodePostal }, "14000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := decodeAll(t, baseFeed(t, swap(c.old, c.new)))
			if len(got) != 1 || c.got(got[0]) != c.want {
				t.Fatalf("%d records, read %q, want %q", len(got), c.got(got[0]), c.want)
			}
			rules := make([]string, len(got[0].Findings))
			for i, f := range got[0].Findings {
				rules[i] = f.Rule
				if f.Record != "28_F101" && f.Record != "S301" || f.Row == 0 || f.Message == "" {
					t.Errorf("finding without record, line or message: %+v", f)
				}
				if f.Rule == c.rule && f.Severity != c.severity {
					t.Errorf("%s is of severity %s, want %s", f.Rule, f.Severity, c.severity)
				}
			}
			if c.rule != "" && !slices.Contains(rules, c.rule) || c.rule == "" && len(rules) > 0 {
				t.Errorf("findings %q, want %q", rules, c.rule)
			}
		})
	}
}

func firstDebut(d Decoded) string { return string(d.Offer.Actions[0].Sessions[0].Debut) }

// The same feed in another encoding is the same feed.
func TestEncodingsAreRead(t *testing.T) {
	doc := string(baseFeed(t))
	want, _ := decodeAll(t, []byte(doc))
	latin, err := charmap.Windows1252.NewEncoder().String(doc)
	if err != nil {
		t.Fatal(err)
	}
	for name, doc := range map[string]string{
		"UTF-8 with a byte order mark": "\ufeff" + doc,
		"ISO-8859-1":                   strings.Replace(latin, "UTF-8", "ISO-8859-1", 1),
		"Windows-1252":                 strings.Replace(latin, "UTF-8", "windows-1252", 1),
		"UTF-16 LE":                    "\xff\xfe" + inUTF16(strings.Replace(doc, "UTF-8", "UTF-16", 1), false),
		"UTF-16 BE":                    "\xfe\xff" + inUTF16(strings.Replace(doc, "UTF-8", "UTF-16", 1), true),
		"line ends of Windows":         strings.ReplaceAll(doc, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			got, feed := decodeAll(t, []byte(doc))
			again, _ := defaults.AppendDecoded(nil, got[0])
			wanted, _ := defaults.AppendDecoded(nil, want[0])
			if len(got) != 1 || !bytes.Equal(bytes.ReplaceAll(again, []byte("\r\n"), []byte("\n")), wanted) {
				t.Errorf("%+v\n%s\nwant\n%s", feed, again, wanted)
			}
			if res, err := Validate(context.Background(), strings.NewReader(doc), Options{}); err != nil || !res.Valid || len(res.Counts) > 0 {
				t.Errorf("%v %+v", err, res)
			}
		})
	}
}

func TestNothingIsLost(t *testing.T) {
	doc := baseFeed(t,
		swap("<offres>", `<offres xmlns:carif="urn:carif">`),
		swap("<certifiante>1", `<certifiante carif:vu="oui" tag="a&amp;b">1`),
		swap("</contact-formation>", "</contact-formation>\n<contact-formation><type-contact>1</type-contact><coordonnees><nom>Second</nom></coordonnees></contact-formation>"),
		swap("<telfixe><numtel>02 31 00 00 02</numtel>", "<telfixe><numtel>02 31 00 00 02</numtel><numtel>02 31 00 00 03</numtel>"),
		swap("<session numero=\"S301\">", "<session numero=\"S301\" datemaj=\"20261012\">"),
		swap("</adresse-inscription>", "</adresse-inscription><cycle><type-cycle>1</type-cycle></cycle><carif:note>à <b>garder</b></carif:note>"),
		swap("      </action>", `<extras info="type-action"><extra info="formation-initiale">1</extra><formation-initiale>1</formation-initiale></extras></action>`),
		swap("  </offres>", `<extras info="flux"><extra info="date">20261123</extra></extras></offres>`),
	)
	got, feed := decodeAll(t, doc)
	h := Header{raw: feed.extras}
	out := h.AppendHeader(nil)
	for _, d := range got {
		var rep Report
		if out, rep = (Profile{}).AppendDecoded(out, d); len(rep.Missing)+len(rep.Defaulted) > 0 {
			t.Errorf("%+v", rep)
		}
	}
	out = h.AppendFooter(out, false)
	before, after := outline(t, doc), outline(t, out)
	if !slices.Equal(before, after) {
		t.Errorf("before\n%s\n\nafter\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	if got[0].Offer.Actions[0].Dispositif != "formation-initiale" {
		t.Errorf("dispositif %q", got[0].Offer.Actions[0].Dispositif)
	}
	if n := bytes.Count(out, []byte("\n<formation")); n != 1 {
		t.Errorf("%d lines begin like a record, want 1:\n%s", n, out)
	}
	if len(got[0].Rest()) < 8 {
		t.Errorf("rest: %+v", got[0].Rest())
	}
}

func TestOrganismsWithoutAnOffer(t *testing.T) {
	h := Header{Document: Potentiel}
	want := cuisine().Responsable
	out, _ := defaults.AppendOrganisme(h.AppendHeader(nil), want)
	got, feed := decodeAll(t, h.AppendFooter(out, false))
	if len(got) != 1 || got[0].Kind != KindOrganisme || got[0].Offer.Responsable.SIRET != want.SIRET || feed.root != "lheo-plus" {
		t.Fatalf("%+v %+v", got, feed)
	}
	if len(got[0].Offer.Responsable.PotentielFormacodes) != 1 {
		t.Errorf("potentiel %q", got[0].Offer.Responsable.PotentielFormacodes)
	}
}

func TestSummariesAreRead(t *testing.T) {
	h := Header{Document: Resumes}
	o := cuisine()
	out, _ := defaults.AppendResumes(h.AppendHeader(nil), o, "https://www.exemple.fr/f1")
	out = h.AppendOrganismes(out)
	out, _ = defaults.AppendResumeOrganisme(out, o.Responsable, "")
	got, _ := decodeAll(t, h.AppendFooter(out, true))
	if len(got) != 2 || got[0].Kind != KindResume || got[1].Kind != KindResumeOrganisme {
		t.Fatalf("%+v", got)
	}
	r := got[0].Offer
	if r.Formation.ID != o.Formation.ID || r.Actions[0].Lieu.Adresse.Ville != "Caen" || r.Actions[0].Sessions[0].ID != "S1" || r.Responsable.Nom != "École" {
		t.Errorf("%+v", r)
	}
	if got[1].Offer.Responsable.NDA != o.Responsable.NDA {
		t.Errorf("%+v", got[1].Offer.Responsable)
	}
}

func TestWhatCannotBeDecodedIsAnError(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"a page":          {"<html><body>Service indisponible</body></html>", "root is <html>"},
		"nothing":         {"", "no element"},
		"text":            {"Service indisponible", "no element"},
		"cut short":       {string(baseFeed(t)[:2000]), "cut short after line"},
		"a DOCTYPE":       {"<!DOCTYPE lheo><lheo/>", "DOCTYPE"},
		"unknown letters": {`<?xml version="1.0" encoding="x-klingon"?><lheo/>`, "x-klingon"},
		"a broken tag":    {`<lheo><offres><formation numero=1></formation></offres></lheo>`, "line 1"},
	} {
		t.Run(name, func(t *testing.T) {
			var last error
			for _, err := range Decode(strings.NewReader(c.doc)) {
				last = err
			}
			if last == nil || !strings.Contains(last.Error(), c.want) {
				t.Errorf("error %v, want one about %q", last, c.want)
			}
		})
	}
}

func TestReadingStopsWhenAsked(t *testing.T) {
	doc := smallFeed(3)
	n := 0
	for range Decode(bytes.NewReader(doc)) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d records", n)
	}
}
