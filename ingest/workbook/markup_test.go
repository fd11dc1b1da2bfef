package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func scan(r io.Reader) error {
	m := newMarkup(r)
	for {
		switch err := m.next(); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

func TestMarkup(t *testing.T) {
	for name, c := range map[string]struct {
		xml string
		ok  bool
	}{
		"nothing":                {"", true},
		"one element":            {`<a/>`, true},
		"declaration and BOM":    {"\ufeff<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes'?>\n<a b='1' c = \"é>'\"><x:b>té</x:b></a>", true},
		"accents and entities":   {"<a b='é &#233; &quot;'>é &amp; &#x1F600;<b/></a>", true},
		"comment":                {"<a><!-- <b> - --></a>", true},
		"CDATA":                  {"<a><![CDATA[<b>&é]]></a>", true},
		"> in an attribute":      {`<a b=">"/>`, true},
		"cut in a tag":           {`<a><b c="`, false},
		"cut between tags":       {`<a><b/>`, false},
		"cut in a text":          {`<a>text`, false},
		"cut in a comment":       {`<a><!-- `, false},
		"crossed":                {`<a><b></a></b>`, false},
		"closed twice":           {`<a></a></a>`, false},
		"other prefix":           {`<x:a></y:a>`, false},
		"entity of a DTD":        {`<a>&bomb;</a>`, false},
		"bare &":                 {`<a>R&D</a>`, false},
		"control character":      {"<a>\x01</a>", false},
		"escaped control":        {"<a>&#1;</a>", false},
		"not UTF-8":              {"<a>\xe9t\xe9</a>", false},
		"character cut in two":   {"<a>\xc3", false},
		"surrogate":              {"<a>\xed\xa0\x80</a>", false},
		"attribute unquoted":     {`<a b=1/>`, false},
		"attribute without =":    {`<a b/>`, false},
		"< in an attribute":      {`<a b="<"/>`, false},
		"]]> in a text":          {`<a>]]></a>`, false},
		"-- in a comment":        {`<a><!-- a -- b --></a>`, false},
		"accent in a name":       {`<é/>`, false},
		"declared in Latin-1":    {`<?xml version="1.0" encoding="ISO-8859-1"?><a/>`, false},
		"UTF-16":                 {"\xff\xfe<\x00a\x00/\x00>\x00", false},
		"version 1.1":            {`<?xml version="1.1"?><a/>`, false},
		"DTD":                    {`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, false},
		"nested without end":     {strings.Repeat("<a>", maxDepth+1) + strings.Repeat("</a>", maxDepth+1), false},
		"nested as deep as may":  {strings.Repeat("<a>", maxDepth) + strings.Repeat("</a>", maxDepth), true},
		"a tag without end":      {"<a b='" + strings.Repeat("x", maxTag), false},
		"a text without measure": {"<a>" + strings.Repeat("x", maxText+1) + "</a>", false},
	} {
		t.Run(name, func(t *testing.T) {
			err := scan(strings.NewReader(c.xml))
			if (err == nil) != c.ok {
				t.Errorf("got %v, want accepted=%v", err, c.ok)
			}
			if again := scan(iotest.OneByteReader(strings.NewReader(c.xml))); (again == nil) != (err == nil) {
				t.Errorf("read byte by byte: %v, at once: %v", again, err)
			}
		})
	}
}

func TestMarkupSaysThatADTDIsOne(t *testing.T) {
	if err := scan(strings.NewReader(`<!DOCTYPE a><a/>`)); !errors.Is(err, errDTD) {
		t.Errorf("got %v", err)
	}
}

func TestMarkupGivesTagsAndTexts(t *testing.T) {
	m := newMarkup(strings.NewReader(`<x:c r="A1" x14:s='2'><v>4<!-- -->2</v></x:c><d/>`))
	var got []string
	for m.next() == nil {
		got = append(got, string([]byte{'0' + byte(m.kind), '0' + byte(m.depth())})+string(m.name)+"="+string(m.attr("s"))+"="+string(m.text))
	}
	want := "00c=2=|01v==|11v==42|10c==|20d=="
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got %s\nwant %s", s, want)
	}
}

// What markup accepts, encoding/xml must read to its end: the library that reads
// the cells stops silently where encoding/xml fails.
func FuzzMarkup(f *testing.F) {
	for _, seed := range []string{
		`<?xml version="1.0" encoding="UTF-8"?><a b="1" c='2'>é &amp; &#10;<![CDATA[ ]] ]]><!-- x --><x:b/></a>`,
		`<a>]]&gt;</a >`, `<?pi ?><a/>`, `<a b = "&lt;"></a>`, "<a>\t\r\n</a>", `<?xml encoding=utf-16?><a/>`, `<:a/>`, `<a::b/>`, `<a b=''c=""/>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if scan(bytes.NewReader(data)) != nil {
			return
		}
		decoder := xml.NewDecoder(bytes.NewReader(data))
		decoder.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("charset asked for") }
		for {
			if _, err := decoder.Token(); err == io.EOF {
				return
			} else if err != nil {
				t.Fatalf("accepted %q, but encoding/xml says %v", data, err)
			}
		}
	})
}
