package lheo

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// The tables of both versions are those of their published definitions: every
// element, child, number of occurrences, length, code and attribute.
func TestTablesAreThoseOfTheDefinitions(t *testing.T) {
	for version, schema := range map[string]*Schema{"2.2": V22(), "2.3": V23()} {
		t.Run(version, func(t *testing.T) {
			doc := etree.NewDocument()
			if err := doc.ReadFromFile(sharedtest.Path(t, "data/lheo/lheo-"+version+"-definition-gml.xml")); err != nil {
				t.Fatal(err)
			}
			dicts := dictionaries(doc.Root())
			var names []string
			for _, d := range doc.Root().SelectElements("definition") {
				name := d.SelectAttrValue("name", "")
				names = append(names, name)
				got, ok := schema.Element(name)
				if !ok {
					t.Errorf("no <%s>", name)
					continue
				}
				compareDefinition(t, schema, got, d, dicts)
			}
			ours := schema.Names()
			slices.Sort(names)
			slices.Sort(ours)
			if !slices.Equal(names, ours) {
				t.Errorf("elements %q, want %q", ours, names)
			}
		})
	}
}

func dictionaries(root *etree.Element) map[string][]string {
	dicts := map[string][]string{}
	for _, d := range root.SelectElements("dict") {
		for _, k := range d.FindElements(".//key") {
			dicts[d.SelectAttrValue("name", "")] = append(dicts[d.SelectAttrValue("name", "")], k.SelectAttrValue("val", ""))
		}
	}
	return dicts
}

func compareDefinition(t *testing.T, schema *Schema, got Element, d *etree.Element, dicts map[string][]string) {
	content := d.SelectElement("element_type").ChildElements()[0]
	switch content.Tag {
	case "sequence":
		var want, have []string
		for _, c := range content.ChildElements() {
			want = append(want, c.SelectAttrValue("name", "")+" "+c.SelectAttrValue("min", "1")+" "+c.SelectAttrValue("max", "1"))
		}
		for _, c := range got.Children {
			have = append(have, c.Name+" "+strconv.Itoa(c.Min)+" "+strconv.Itoa(max(c.Max, 0))) // 0 is theirs for unbounded
		}
		if !slices.Equal(have, want) {
			t.Errorf("<%s> holds %q, want %q", got.Name, have, want)
		}
	case "basic_text":
		if got.Content != Text || strconv.Itoa(got.Min) != content.SelectAttrValue("lgmin", "") || strconv.Itoa(got.Max) != content.SelectAttrValue("lgmax", "") {
			t.Errorf("<%s>: %d to %d characters, want %s to %s", got.Name, got.Min, got.Max, content.SelectAttrValue("lgmin", ""), content.SelectAttrValue("lgmax", ""))
		}
	case "basic_key":
		name := content.SelectAttrValue("ref", "")
		var codes []string
		for _, e := range schema.Table(got.Table) {
			codes = append(codes, e.Code)
			if e.Label == "" {
				t.Errorf("table %s: code %s has no label", got.Table, e.Code)
			}
		}
		if got.Content != Code || "dict-"+got.Table != name || !slices.Equal(codes, dicts[name]) {
			t.Errorf("<%s>: table %s of %q, want %s of %q", got.Name, got.Table, codes, name, dicts[name])
		}
	case "basic_int", "basic_date", "choice", "basic_any":
		if want := map[string]Content{"basic_int": Integer, "basic_date": Day, "choice": Choice, "basic_any": Any}[content.Tag]; got.Content != want {
			t.Errorf("<%s> is of content %d, want %d", got.Name, got.Content, want)
		}
	default:
		t.Errorf("<%s>: %s is not understood", got.Name, content.Tag)
	}
	compareAttributes(t, got, d)
}

func compareAttributes(t *testing.T, got Element, d *etree.Element) {
	var want, have []string
	for _, a := range d.SelectElements("attribute") {
		want = append(want, a.SelectAttrValue("name", ""))
	}
	for a := range numAttrs {
		if got.attrs.has(a) {
			have = append(have, attrNames[a])
		}
	}
	slices.Sort(want)
	slices.Sort(have)
	if !slices.Equal(have, want) {
		t.Errorf("<%s> may carry %q, want %q", got.Name, have, want)
	}
}

func TestParseRefusesWhatItDoesNotUnderstand(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"not XML":            func(string) string { return "<xs:schema" },
		"nothing":            func(string) string { return "<a/>" },
		"another construct":  swap("</xs:schema>", `<xs:group name="a"/></xs:schema>`),
		"an unknown element": swap(`<xs:element name="periode">`, `<xs:element name="intervalle">`),
		"an unknown child":   swap(`ref="debut"`, `ref="commencement"`),
		"an unknown type":    swap(`type="entier"`, `type="nombre"`),
		"a missing element":  swap(`  <xs:element name="extra">`, `  <xs:element name="extras">`),
		"another pattern":    swap("[019]", "[01]"),
		"another facet":      swap("<xs:maxLength", "<xs:maxInclusive"),
		"a wrong number":     swap(`maxOccurs="5"`, `maxOccurs="cinq"`),
		"another attribute":  swap(`name="tag"`, `name="etiquette"`),
		"another type of it": swap(`type="xs:ID"`, `type="xs:NCName"`),
		"a long code":        swap(`value="20"`, `value="200"`),
	} {
		if _, err := parse([]byte(change(string(xsd)))); err == nil || !strings.HasPrefix(err.Error(), "parse the LHEO schema: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
