package lheo

import (
	"bytes"
	"context"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// seeds are small documents with something of everything.
func seeds(f *testing.F) {
	base, err := os.ReadFile("testdata/base.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(base)
	for _, c := range badFeeds {
		if c.name != "beaucoup-de-fautes" {
			f.Add([]byte(c.change(string(base))))
		}
	}
	for i, m := range illFormed() {
		if i%7 == 0 {
			f.Add([]byte(m.doc))
		}
	}
	f.Add([]byte((&specimen{}).of("lheo-plus").document()))
	f.Add([]byte((&specimen{}).of("lheo-index").document()))
	f.Add([]byte(`<lheo xmlns="http://lheo.gouv.fr/2.3" xmlns:x="u"><offres><formation x:a="1"><x:b/><extras><extra><formation/></extra></extras></formation></offres></lheo>`))
}

// FuzzValidate looks for panics, and for a verdict that depends on how the
// document was read.
func FuzzValidate(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		whole, err := Validate(context.Background(), bytes.NewReader(doc), Options{})
		if err != nil {
			t.Fatal(err)
		}
		bytewise, err := Validate(context.Background(), iotest.OneByteReader(bytes.NewReader(doc)), Options{})
		if err != nil || !reflect.DeepEqual(whole, bytewise) {
			t.Errorf("%v: read at once:\n%+v\nread byte by byte:\n%+v", err, whole, bytewise)
		}
		ValidateFormation(doc)
		if whole.Valid && slices.Contains([]string{"lheo", "lheo-index", "lheo-plus"}, whole.Root) {
			for _, err := range Decode(bytes.NewReader(doc)) {
				if err != nil {
					t.Errorf("valid, and yet: %v", err)
				}
			}
		}
	})
}

// FuzzDecode looks for panics, for records that are well-formed when they are read
// and not when they are written back, and for offers that what they carry makes
// invalid.
func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		judged, err := Validate(context.Background(), bytes.NewReader(doc), Options{Samples: -1, NoWarnings: true})
		if err != nil {
			t.Fatal(err)
		}
		wellFormed := !slices.ContainsFunc(judged.Counts, func(c Count) bool { return strings.HasPrefix(c.Code, "xml-") })
		h := Header{}
		out := h.AppendHeader(nil)
		for d, err := range Decode(bytes.NewReader(doc)) {
			if err != nil {
				return
			}
			if d.Kind == KindFormation {
				out, _ = defaults.AppendDecoded(out, d)
				costsNothing(t, d.Offer)
			}
			d.Rest()
			d.Offre()
		}
		out = h.AppendFooter(out, false)
		again, err := Validate(context.Background(), bytes.NewReader(out), Options{NoWarnings: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range again.Faults {
			if wellFormed && strings.HasPrefix(fault.Rule, "xml-") {
				t.Errorf("%+v\nread\n%s\nwritten\n%s", fault, doc, out)
			}
		}
		if n := bytes.Count(out, []byte("\n<formation")); n > again.Formations {
			t.Errorf("%d lines begin like a record, and there are %d\n%s", n, again.Formations, out)
		}
	})
}

// costsNothing fails the test when an offer is valid without what it carries of
// its source, and not with it.
func costsNothing(t *testing.T, o Offer) {
	t.Helper()
	with, _ := defaults.AppendOffer(nil, o)
	o.Formation.Reste = nil
	o.Actions = slices.Clone(o.Actions)
	for i := range o.Actions {
		o.Actions[i].Reste = nil
		o.Actions[i].Sessions = slices.Clone(o.Actions[i].Sessions)
		for j := range o.Actions[i].Sessions {
			o.Actions[i].Sessions[j].Reste = nil
		}
	}
	without, _ := defaults.AppendOffer(nil, o)
	if faults := ValidateFormation(with); len(faults) > 0 && len(ValidateFormation(without)) == 0 {
		t.Errorf("%+v\nwith what it carries\n%s\nwithout\n%s", faults, with, without)
	}
}
