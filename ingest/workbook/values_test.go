package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/workbook"
)

func sorted(p parts) []string {
	names := make([]string, 0, len(p))
	for name := range p {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestTheBaseReads(t *testing.T) {
	got, book := cellsOf(t, base())
	want := []string{"1:SIRET|Nom", "3:73282932000074|Institut du littoral"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if s := book.Sheets(); len(s) != 1 || s[0] != (workbook.Sheet{Name: "Organismes", LastRow: 3}) {
		t.Errorf("sheets %+v", s)
	}
	if book.Date1904() || len(book.Findings()) != 0 {
		t.Errorf("1904 %v, findings %v", book.Date1904(), book.Findings())
	}
}

// Each case is one row of cells, and what is read of it.
func TestValues(t *testing.T) {
	for name, c := range map[string]struct{ cells, want string }{
		"a whole number":                         {`<c><v>44109</v></c>`, "44109"},
		"a SIRET":                                {`<c><v>13002054800017</v></c>`, "13002054800017"},
		"a SIRET as Java writes it":              {`<c><v>7.7811608700074E13</v></c>`, "77811608700074"},
		"a postal code as Java writes it":        {`<c><v>14000.0</v></c>`, "14000"},
		"as R writes it":                         {`<c t="n"><v>1e+05</v></c>`, "100000"},
		"few digits in a number":                 {`<c><v>1.17559E+10</v></c>`, "11755900000"},
		"more digits than a float holds":         {`<c><v>1.2345678901234567E+17</v></c>`, "1.2345678901234567E+17"},
		"the same spelling as text in the sheet": {`<c t="inlineStr"><is><t>1.17559E+10</t></is></c><c><v>1.17559E+10</v></c>`, "1.17559E+10|1.17559E+10"},
		"as text of a formula":                   {`<c t="str"><f>A2</f><v>1.5E+3</v></c>`, "1.5E+3"},
		"a French text":                          {`<c t="inlineStr"><is><t>1,17559E+10</t></is></c>`, "1,17559E+10"},
		"a version in a text":                    {`<c t="inlineStr"><is><t>2.0</t></is></c>`, "2.0"},
		"a price":                                {`<c><v>12.5</v></c>`, "12.5"},
		"a price that binary spoils":             {`<c><v>2.1099999999999999</v></c>`, "2.11"},
		"a negative":                             {`<c><v>-3.0</v></c>`, "-3"},
		"a date":                                 {`<c s="3"><v>46272</v></c>`, "46272"},
		"a moment":                               {`<c><v>46272.5</v></c>`, "46272.5"},
		"a date in the strict form":              {`<c t="d"><v>2026-09-07</v></c>`, "2026-09-07"},
		"true and false":                         {`<c t="b"><v>1</v></c><c t="b"><v>0</v></c>`, "1|0"},
		"an error":                               {`<c t="e"><f>FOO()</f><v>#NAME?</v></c>`, "#NAME?"},
		"a formula":                              {`<c><f>1+1</f><v>2</v></c>`, "2"},
		"a formula that gives nothing":           {`<c t="str"><f>IF(A1="","","x")</f><v></v></c><c><v>1</v></c>`, "|1"},
		"rich text":                              {`<c t="inlineStr"><is><r><t>BTS </t></r><r><rPr><b/></rPr><t>nautisme</t></r></is></c>`, "BTS nautisme"},
		"a phonetic guide":                       {`<c t="inlineStr"><is><t>Caen</t><rPh sb="0" eb="1"><t>KAN</t></rPh></is></c>`, "Caen"},
		"line breaks and entities":               {`<c t="inlineStr"><is><t>R&amp;D&#10;2_x000A_3</t></is></c>`, "R&D\n2\n3"},
		"kept spaces":                            {`<c t="inlineStr"><is><t xml:space="preserve"> a  </t></is></c>`, " a  "},
		"cells without places":                   {`<c><v>1</v></c><c/><c><v>3</v></c>`, "1||3"},
		"a gap":                                  {`<c r="C7"><v>3</v></c>`, "||3"},
		"styled blanks behind":                   {`<c r="A7"><v>1</v></c><c r="XFD7" s="2"/>`, "1"},
		"prefixed":                               {`<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="B7"><x:v>1</x:v></x:c>`, "|1"},
		"a comment in a value":                   {`<c><v>4<!-- -->2</v></c>`, "42"},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := cellsOf(t, base().with("xl/worksheets/sheet1.xml", sheet(`<row r="7">`+c.cells+`</row>`)))
			if len(got) != 1 || got[0] != "7:"+c.want {
				t.Errorf("got %q, want 7:%s", got, c.want)
			}
		})
	}
}

func TestTextsInCommonAreNotTakenForNumbers(t *testing.T) {
	got, _ := cellsOf(t, base().with(
		"xl/sharedStrings.xml", sst("1.17559E+10"),
		"xl/worksheets/sheet1.xml", sheet(`<row><c t="s"><v>0</v></c><c><v>1.17559E+11</v></c></row>`)))
	if want := "1:1.17559E+10|117559000000"; got[0] != want {
		t.Errorf("got %q, want %q", got[0], want)
	}
}

func TestRowNumbers(t *testing.T) {
	cell := `<c><v>1</v></c>`
	for name, c := range map[string]struct{ rows, want string }{
		"blank rows between":       {`<row r="2">` + cell + `</row><row r="5"/><row r="9">` + cell + `</row>`, "2:1 9:1"},
		"rows without numbers":     {`<row>` + cell + `</row><row/><row>` + cell + `</row>`, "1:1 3:1"},
		"numbers then none":        {`<row r="4">` + cell + `</row><row>` + cell + `</row>`, "4:1 5:1"},
		"styled blanks":            {`<row r="1"><c r="A1" s="1"/><c r="B1" s="1"/></row><row r="2">` + cell + `</row>`, "2:1"},
		"the last that there is":   {`<row r="1">` + cell + `</row><row r="1048576">` + cell + `</row>`, "1:1 1048576:1"},
		"spaces are something":     {`<row><c t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>`, "1: "},
		"no row":                   {``, ""},
		"formulas without results": {`<row><c><f>1+1</f></c></row>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, book := cellsOf(t, base().with("xl/worksheets/sheet1.xml", sheet(c.rows)))
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
			again := rowsOf(t, book, "Organismes")
			if !slices.Equal(got, again) {
				t.Errorf("read twice: %q then %q", got, again)
			}
		})
	}
}

func TestOtherWritersHabits(t *testing.T) {
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	for name, p := range map[string]parts{
		"the strict form": func() parts {
			p := base()
			for name, text := range p {
				p[name] = strict.Replace(text)
			}
			return p
		}(),
		"backslashes": func() parts {
			p := parts{}
			for name, text := range base() {
				p[strings.ReplaceAll(name, "/", `\`)] = text
			}
			return p
		}(),
		"other capitals": base().with("xl/sharedStrings.xml", "", "xl/SharedStrings.XML", base()["xl/sharedStrings.xml"]),
		"absolute paths": base().with("xl/_rels/workbook.xml.rels", strings.NewReplacer(`"worksheets/`, `"/xl/worksheets/`, `"shared`, `"/xl/shared`).Replace(base()["xl/_rels/workbook.xml.rels"])),
		"other places": base().with("_rels/.rels", strings.Replace(base()["_rels/.rels"], "xl/workbook.xml", "classeur/book9.xml", 1),
			"xl/workbook.xml", "", "classeur/book9.xml", base()["xl/workbook.xml"],
			"xl/_rels/workbook.xml.rels", "", "classeur/_rels/book9.xml.rels", strings.NewReplacer(`"worksheets/`, `"../xl/worksheets/`, `"shared`, `"../xl/shared`).Replace(base()["xl/_rels/workbook.xml.rels"])),
		"folders as entries": func() parts {
			p := base()
			p["xl/"], p["xl/worksheets/"] = "", ""
			return p
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := cellsOf(t, p)
			if want := []string{"1:SIRET|Nom", "3:73282932000074|Institut du littoral"}; !slices.Equal(got, want) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestSheetNamesAreTheirs(t *testing.T) {
	name := `l'offre [2026] : tout/rien ? d'un organisme au nom interminable`
	got, book := cellsOf(t, base().with("xl/workbook.xml", strings.Replace(base()["xl/workbook.xml"], `name="Organismes"`, `name="`+name+`" state="veryHidden"`, 1)))
	if s := book.Sheets()[0]; s.Name != name || !s.Hidden {
		t.Errorf("sheet %+v", s)
	}
	if len(got) != 2 {
		t.Errorf("got %q", got)
	}
}

func TestDate1904(t *testing.T) {
	_, book := cellsOf(t, base().with("xl/workbook.xml", strings.Replace(base()["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)))
	if !book.Date1904() {
		t.Error("epoch of 1904 not seen")
	}
}
