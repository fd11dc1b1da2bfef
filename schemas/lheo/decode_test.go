package lheo

import (
	"bytes"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// decodeAll reads a document that must be readable to its end.
func decodeAll(t *testing.T, doc []byte) (list []Decoded, feed said) {
	t.Helper()
	d := source{src: bytes.NewReader(doc)}
	for r, err := range d.records() {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list, d.doc
}

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		want := randomOffer(r)
		doc, rep := Profile{}.AppendOffer(nil, want)
		if len(rep.Defaulted)+len(rep.Missing)+len(rep.Findings) > 0 {
			t.Fatalf("offer %d: %+v", i, rep)
		}
		if faults := ValidateFormation(doc); len(faults) > 0 {
			t.Fatalf("offer %d: %+v\n%s", i, faults, doc)
		}
		got, _ := decodeAll(t, asFeed(doc))
		if len(got) != 1 || !reflect.DeepEqual(got[0].Offer, want) {
			t.Fatalf("offer %d:\n got %+v\nwant %+v\n%s", i, got[0].Offer, want, doc)
		}
		if rest := got[0].Rest(); len(got[0].Findings) > 0 || len(rest) > 0 {
			t.Fatalf("offer %d: findings %+v, rest %+v", i, got[0].Findings, rest)
		}
		if again, _ := (Profile{}).AppendDecoded(nil, got[0]); !bytes.Equal(again, doc) {
			t.Fatalf("offer %d: written again it is\n%s\nand it was\n%s", i, again, doc)
		}
	}
}

func TestRealFeedsComeBackOut(t *testing.T) {
	for _, name := range []string{"exemple-bts-onisep.xml", "intercarif-centre.xml", "intercarif-data-test.xml", "bob_carif.xml"} {
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(sharedtest.Path(t, "data/lheo/"+name))
			if err != nil {
				t.Fatal(err)
			}
			records, feed := decodeAll(t, raw)
			if len(records) == 0 || feed.version != "2.2" {
				t.Fatalf("%d records, %+v", len(records), feed)
			}
			h := Header{raw: feed.extras}
			if feed.root == "lheo-index" {
				h.Document = Resumes
			}
			out := h.AppendHeader(nil)
			for _, d := range records {
				var rep Report
				out, rep = Profile{}.AppendDecoded(out, d)
				if len(rep.Defaulted)+len(rep.Missing) > 0 {
					t.Errorf("%s: %+v", d.Offer.Formation.ID, rep)
				}
			}
			out = h.AppendFooter(out, false)
			before, after := outline(t, raw), outline(t, out)
			for _, l := range before {
				if !slices.Contains(after, l) {
					t.Errorf("lost %s", l)
				}
			}
			for _, l := range after {
				if !slices.Contains(before, l) {
					t.Errorf("new %s", l)
				}
			}
		})
	}
}

// outline lists the elements of a document with their attributes and text, less
// what decoding mends.
func outline(t *testing.T, doc []byte) (lines []string) {
	t.Helper()
	tree := etree.NewDocument()
	if err := tree.ReadFromBytes(doc); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, e *etree.Element)
	walk = func(path string, e *etree.Element) {
		path += "/" + strings.Replace(e.Tag, "coordonneFs", "coordonnees", 1)
		for _, a := range e.Attr {
			if a.Key != "xmlns" && a.Space != "xmlns" && a.Value != "principal" { // the first is, whether it says so or not
				lines = append(lines, path+"/@"+a.Key+"="+a.Value)
			}
		}
		if text := strings.TrimSpace(e.Text()); text != "" && len(e.ChildElements()) == 0 {
			switch {
			case e.Tag == "SIRET" && len(text) == 15:
				text = text[1:]
			case e.Tag == "code-RNCP" && isDigit(text[0]):
				text = "RNCP" + text
			case e.Tag != "urlweb":
				text = plainText(text)
			}
			lines = append(lines, path+"="+text)
		}
		for _, k := range e.ChildElements() {
			walk(path, k)
		}
	}
	for _, e := range tree.Root().ChildElements() {
		walk("", e)
	}
	for i := range lines { // extensions of the file go with its records
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(lines[i], "/offres"), "/resumes-offres")
	}
	slices.Sort(lines)
	return lines
}
