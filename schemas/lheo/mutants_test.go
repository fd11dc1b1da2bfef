package lheo

import (
	"fmt"
	"slices"
	"strings"
)

// mutant is a document that differs from a valid one in one respect.
type mutant struct{ name, doc string }

// mutants of every element of the schema: each is the root of its own document,
// so that what is around cannot hide it.
func mutants() (list []mutant) {
	for _, name := range V23().Names() {
		decl, _ := V23().Element(name)
		base := (&specimen{full: true}).of(name)
		if name != "extras" && name != "extra" && len(base.kids) > 0 {
			base = shallow(name)
		}
		add := func(what string, change func(n *sprig)) {
			n := base.clone()
			change(n)
			list = append(list, mutant{name + ": " + what, n.document()})
		}
		add("as it is", func(*sprig) {})
		mutateAttributes(add, decl)
		switch decl.Content {
		case Sequence, Choice:
			mutateChildren(add, base, decl)
		case Any:
			mutateAny(add)
		default:
			mutateText(add, decl)
		}
	}
	return list
}

// shallow is an element with all its children and attributes, which themselves
// hold no more than they must.
func shallow(name string) *sprig {
	decl, _ := V23().Element(name)
	s := &specimen{}
	n := &sprig{name: name, attrs: s.attributes(decl)}
	for _, c := range decl.Children {
		n.kids = append(n.kids, s.of(c.Name))
	}
	return n
}

type adder func(what string, change func(n *sprig))

func mutateChildren(add adder, base *sprig, decl Element) {
	for i, c := range decl.Children {
		add("without "+c.Name, func(n *sprig) { n.kids = slices.Delete(n.kids, i, i+1) })
		for _, times := range []int{2, c.Max, c.Max + 1, 30} {
			if times > 1 {
				add(fmt.Sprintf("%d times %s", times, c.Name), func(n *sprig) {
					n.kids = slices.Insert(n.kids, i, slices.Repeat([]*sprig{n.kids[i]}, times-1)...)
				})
			}
		}
		if i > 0 {
			add("swapped before "+c.Name, func(n *sprig) { n.kids[i-1], n.kids[i] = n.kids[i], n.kids[i-1] })
			add("first "+c.Name, func(n *sprig) {
				k := n.kids[i]
				n.kids = slices.Insert(slices.Delete(n.kids, i, i+1), 0, k)
			})
		}
		add("unknown before "+c.Name, func(n *sprig) { n.kids = slices.Insert(n.kids, i, &sprig{name: "inconnu"}) })
		add("misspelt "+c.Name, func(n *sprig) { n.kids[i].name += "s" })
		add("in capitals "+c.Name, func(n *sprig) { n.kids[i].name = strings.ToUpper(n.kids[i].name) })
		add("other namespace "+c.Name, func(n *sprig) { n.kids[i].attrs = append(n.kids[i].attrs, `xmlns="http://www.lheo.org/2.2"`) })
		add("no namespace "+c.Name, func(n *sprig) { n.kids[i].attrs = append(n.kids[i].attrs, `xmlns=""`) })
		add("prefixed "+c.Name, func(n *sprig) {
			n.kids[i] = &sprig{name: "l:" + n.kids[i].name, attrs: []string{`xmlns:l="` + Namespace23 + `"`}, kids: n.kids[i].kids, text: n.kids[i].text}
		})
	}
	mutateBetween(add, base)
	add("at the end a stranger", func(n *sprig) { n.kids = append(n.kids, &sprig{name: "formation"}) })
	add("at the end another namespace", func(n *sprig) {
		n.kids = append(n.kids, &sprig{name: "x:y", attrs: []string{`xmlns:x="urn:x"`}})
	})
	add("empty", func(n *sprig) { n.kids = nil })
}

// mutateBetween puts things between the children.
func mutateBetween(add adder, base *sprig) {
	for what, raw := range map[string]string{
		"spaces": " \n\t\r\n ", "a comment": "<!-- rien -->", "an instruction": "<?rien du tout?>", "a letter": "x",
		"blank CDATA": "<![CDATA[ ]]>", "empty CDATA": "<![CDATA[]]>", "CDATA": "<![CDATA[x]]>", "a reference to a space": "&#32;",
		"a reference to a letter": "&#120;", "an entity": "&amp;", "a no-break space": "\u00a0", "a comment in spaces": " <!-- x --> ",
	} {
		add("before all, "+what, func(n *sprig) { n.text = raw })
		if len(base.kids) > 0 {
			add("after all, "+what, func(n *sprig) { n.kids[len(n.kids)-1].tail = raw })
		}
	}
}

func mutateText(add adder, decl Element) {
	set := func(what, raw string) { add(what, func(n *sprig) { n.text = raw }) }
	v := valid(decl)
	for what, raw := range map[string]string{
		"empty": "", "a space": " ", "spaces": "   ", "spaced": " " + v + "\n", "tabbed": "\t" + v, "in CDATA": "<![CDATA[" + v + "]]>",
		"half in CDATA": v[:1] + "<![CDATA[" + v[1:] + "]]>", "with a comment": "<!-- x -->" + v + "<!-- y -->", "parted by a comment": parted(v, "<!-- x -->"),
		"parted by an instruction": parted(v, "<?x y?>"), "with an element": v + "<b/>", "with an element of LHEO": v + "<nom>x</nom>",
		"with an entity": v + "&amp;", "an entity alone": "&lt;", "a reference": "&#65;", "a letter": "A", "a digit": "7", "zero": "0",
		"leading zero": "0" + v, "minus": "-" + v, "plus": "+" + v, "decimal": v + ".5", "no-break space": "\u00a0" + v, "twice": v + v, "twice spaced": v + " " + v,
		"2^63-1": "9223372036854775807", "2^63": "9223372036854775808", "-2^63": "-9223372036854775808", "-2^63-1": "-9223372036854775809",
		"many zeros": strings.Repeat("0", 40) + "1", "minus alone": "-", "99": "99", "month 20": "20262001", "month 19": "20261901",
		"day 41": "20260941", "day 39": "20260939", "nines": "99999999", "zeros": "00000000", "seven digits": "2026090", "arabic digits": "٢٠٢٦٠٩٠١",
	} {
		set(what, raw)
	}
	if decl.Content == Text {
		mutateLength(set, decl)
	}
	if decl.Content == Code {
		for code := range 25 {
			set(fmt.Sprintf("code %d", code), fmt.Sprint(code))
		}
	}
}

// parted puts something in the middle of a text.
func parted(v, raw string) string {
	r := []rune(v)
	return string(r[:len(r)/2]) + raw + string(r[len(r)/2:])
}

func mutateLength(set func(what, raw string), decl Element) {
	for _, n := range []int{decl.Min - 1, decl.Min, decl.Max, decl.Max + 1} {
		if n < 0 {
			continue
		}
		for what, unit := range map[string]string{"letters": "a", "accents": "é", "euros": "€", "faces": "😀", "line ends": "\r\n", "returns": "\r", "references": "&#233;", "spaces": " "} {
			set(fmt.Sprintf("%d %s", n, what), strings.Repeat(unit, n))
		}
		set(fmt.Sprintf("%d in CDATA", n), "<![CDATA["+strings.Repeat("é", n)+"]]>")
	}
}

func mutateAttributes(add adder, decl Element) {
	attr := func(what string, attrs ...string) {
		add(what, func(n *sprig) {
			for _, a := range attrs {
				name, _, _ := strings.Cut(a, "=")
				n.attrs = slices.DeleteFunc(n.attrs, func(a string) bool { return strings.HasPrefix(a, name+"=") })
			}
			n.attrs = append(n.attrs, attrs...)
		})
	}
	attr("unknown attribute", `inconnu="1"`)
	attr("attribute of LHEO's namespace", `xmlns:l="`+Namespace23+`"`, `l:numero="1"`)
	attr("foreign attribute", `xmlns:x="urn:x"`, `x:a="1"`)
	attr("xml:lang", `xml:lang="fr"`)
	attr("xsi:schemaLocation", `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`, `xsi:schemaLocation="urn:none none.xsd"`)
	attr("xsi:nil", `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`, `xsi:nil="false"`)
	attr("xsi:type unknown", `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`, `xsi:type="rien"`)
	for a := range numAttrs {
		name := attrNames[a]
		if !decl.attrs.has(a) {
			attr("attribute "+name+" from elsewhere", name+`="1"`)
		}
	}
	attr("id spaced", `id=" id1 "`)
	attr("id of digits", `id="12"`)
	attr("idref of digits", `idref="1a"`)
	attr("numero empty", `numero=""`)
	attr("two attributes of one name", `numero="1"`, `numero="2"`)
	if decl.Name == "formation" || decl.Name == "periode" { // the types are the same everywhere
		mutateAttributeTypes(attr)
	}
}

func mutateAttributeTypes(attr func(what string, attrs ...string)) {
	for _, v := range []string{"", "2026-11-23", "2026-11-23T02:15:00", "2026-11-23T02:15:00Z", "2026-11-23T02:15:00+01:00", "2026-11-23T24:00:00",
		"2026-11-23T24:00:01", "2026-11-23T24:00:00.5", "2026-02-29T00:00:00", "2024-02-29T00:00:00", "2026-13-01T00:00:00", "2026-00-01T00:00:00", "2026-11-31T00:00:00",
		"2026-11-23 02:15:00", "2026-11-23T2:15:00", "2026-11-23T02:15", "2026-11-23T02:60:00", "2026-11-23T02:15:60", "2026-11-23T02:15:00.", "2026-11-23T02:15:00.123456789",
		"2026-11-23T02:15:00+14:00", "2026-11-23T02:15:00+14:01", "2026-11-23T02:15:00-13:59", "2026-11-23T02:15:00+1:00", "2026-11-23T02:15:00z", "0000-01-01T00:00:00",
		"-0044-03-15T00:00:00", "12026-11-23T02:15:00", "02026-11-23T02:15:00", "26-11-23T02:15:00", " 2026-11-23T02:15:00 ", "+2026-11-23T02:15:00", "2026-11-23T02:15:00 Z",
		"2026-11-23T02:15:00+01:60", "-2026-11-23T02:15:00", "--2026-11-23T02:15:00", "2026-11-23T02:15:00Z1", "2000-02-29T00:00:00", "1900-02-29T00:00:00", "2026-11-23T25:00:00",
		"2026-11-23T02:15:00Z ", "2026-11-23T02:15:00+01:00&#10;", "2026-11-23T02:15:00 ", " 2026-11-23T02:15:00Z"} {
		attr("horodatage "+v, `horodatage-creation="`+v+`"`)
	}
	for _, v := range []string{"", "a", "a b", " a ", "http://exemple.fr", "http://exemple.fr/é", "http://exemple.fr/a b", "http://exemple.fr/%41", "http://exemple.fr/%4", "http://exemple.fr/%zz",
		"#a", "a#b#c", "?a?b", "//hote", "//hote:80/x", "//hote:x/", "//[::1]/", "//[::1", "http://[::1]:80/", "a:b", "1:2", "1a:b", ":a", "mailto:a@b.fr", "urn:x:y", "http://a@b@c/", "http://u:p@h/",
		"a/b:c", "http://", "http:", "http:/", "/", "//", "..", "http://h/a|b", "http://h/&lt;a&gt;", "http://h/a[b]", "http://h/?a[b]", "http://h/#a[b]", "{a}", "a\\b", "http://h/`", "http://hé.fr", "http://h:99999999/",
		"http://h?x", "http://h#x", "http://1.2.3.4", "http://h_1/", "http://h:/", "file:///c:/x", "C:\\x", "http://h/a;b=c,d", "x-y.z+1:a", "-x:a", "http://h/%%", "http://h/a'b(c)!*~$", "&#x9;a", "&#xA;a"} {
		attr("uri "+v, `uri="`+v+`"`)
	}
	for _, v := range []string{"a", "_a", "é", "a.b-c_d", "-a", ".a", "a b", "·a", "a·", "a&#x9;", "&#x9;a", "a/b", "a:b", ":", "日本", "a😀", "à1", "1"} {
		attr("id "+v, `id="`+v+`"`, `idref="`+v+`"`)
	}
}

func mutateAny(add adder) {
	for what, raw := range map[string]string{
		"text": "du texte", "empty": "", "element": "<b>x</b>", "deep": "<a><b><c>x</c></b></a>", "foreign": `<x:a xmlns:x="urn:x" x:b="1" c="2"><x:d/></x:a>`,
		"known and valid": "<periode><debut>20260101</debut><fin>20260201</fin></periode>", "known and wrong": "<periode><debut>20260101</debut></periode>",
		"known deep and wrong": "<a><periode><fin>20260101</fin></periode></a>", "known in no namespace": `<periode xmlns=""/>`, "known with attribute": `<nom x="1">a</nom>`,
		"unknown with id": `<a id="12"/>`, "known with id": `<nom id="12">a</nom>`, "unknown with xml:lang": `<a xml:lang="fr"/>`, "known in a foreign one": `<x:a xmlns:x="urn:x"><nom/></x:a>`,
		"mixed": "a<b/>c<!-- d -->e", "cdata": "<![CDATA[<a>]]>", "extra again": "<extra>1</extra>", "extras with text": "<extras>x</extras>", "formation": "<formation/>",
		"code out of table": "<certifiante>2</certifiante>", "duplicate id": `<nom id="a">x</nom><nom id="a">y</nom>`, "id of an unknown": `<b id="a"/><b id="a"/>`,
		"text in sequence": "<periode>x<debut>20260101</debut><fin>20260201</fin></periode>", "prefixed known": `<l:certifiante xmlns:l="` + Namespace23 + `">3</l:certifiante>`,
	} {
		add(what, func(n *sprig) { n.text = raw })
	}
}
