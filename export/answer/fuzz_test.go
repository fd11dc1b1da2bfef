package answer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// What is copied of any sheet is well formed, or the sheet is refused.
func FuzzCopySheet(f *testing.F) {
	for _, seed := range []string{
		`<worksheet><sheetPr><tabColor rgb="FF"/></sheetPr><sheetViews><sheetView workbookViewId="3"><pane xSplit="1"/></sheetView></sheetViews><cols><col min="1" max="2"/></cols>` +
			`<sheetData><row r="1" hidden="1"><c r="A1" s="1" t="s"><f>1</f><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`,
		`<x:worksheet><x:sheetData><x:row><x:c t='inlineStr'><x:is><x:r><x:t xml:space="preserve"> a &amp; b</x:t></x:r></x:is></x:c></x:row></x:sheetData></x:worksheet>`,
		`<worksheet><sheetData/><autoFilter ref="A1:B2"><filterColumn/></autoFilter><dataValidations><dataValidation type="list"><formula1>"a,b"</formula1></dataValidation></dataValidations></worksheet>`,
		`<worksheet><!-- <sheetData> --><sheetData><row><c><v><![CDATA[<]]></v></c></row></sheetData></worksheet>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sheet string) {
		styles, err := newStyles(nil)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		s := &sheetCopy{styles: styles, marks: []mark{{1, 1, finding.Error}, {7, 3, finding.Info}}}
		if err := s.copy(strings.NewReader(sheet), &out); err != nil {
			if !errors.Is(err, errUnsuitable) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		wellFormed(t, out.Bytes())
		if n := bytes.Count(out.Bytes(), []byte(`r="C7"`)); n != 1 {
			t.Fatalf("C7 stands %d times: %s", n, out.Bytes())
		}
	})
}

// What is kept of any style sheet is well formed, or it is refused.
func FuzzStyles(f *testing.F) {
	f.Add(plainStyles)
	f.Add(strings.Replace(plainStyles, "<sz", `<color theme="1"/><sz`, 1))
	f.Fuzz(func(t *testing.T, text string) {
		styles, err := newStyles(strings.NewReader(text))
		if err != nil {
			return
		}
		styles.shade(0, finding.Error)
		var out bytes.Buffer
		if err := styles.write(&out); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, out.Bytes())
	})
}

func wellFormed(t *testing.T, text []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
	}
}
