package lheo

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// illFormed are documents that are, or nearly are, wrong before any schema is
// looked at.
func illFormed() (list []mutant) {
	const open, shut = `<periode xmlns="http://lheo.gouv.fr/2.3">`, `</periode>`
	const debut, fin = `<debut>20260101</debut>`, `<fin>20260201</fin>`
	good := open + debut + fin + shut
	contact := func(nom string) string {
		return `<coordonnees xmlns="http://lheo.gouv.fr/2.3"><nom>` + nom + `</nom></coordonnees>`
	}
	for name, doc := range map[string]string{
		"good": good, "declaration": `<?xml version="1.0"?>` + good, "nothing": "", "spaces": " \n ", "text": "LHEO", "a comment alone": "<!-- x -->",
		"space before declaration": ` <?xml version="1.0"?>` + good, "two declarations": `<?xml version="1.0"?><?xml version="1.0"?>` + good, "declaration after comment": `<!-- x --><?xml version="1.0"?>` + good,
		"no version": `<?xml encoding="UTF-8"?>` + good, "version 1.1": `<?xml version="1.1"?>` + good, "version 2.0": `<?xml version="2.0"?>` + good, "version unquoted": `<?xml version=1.0?>` + good,
		"standalone": `<?xml version="1.0" standalone="yes"?>` + good, "standalone maybe": `<?xml version="1.0" standalone="maybe"?>` + good, "wrong order": `<?xml version="1.0" standalone="yes" encoding="UTF-8"?>` + good,
		"empty encoding": `<?xml version="1.0" encoding=""?>` + good, "unknown encoding": `<?xml version="1.0" encoding="klingon"?>` + good, "single quotes": `<?xml version='1.0' encoding='utf-8'?>` + good,
		"declaration unclosed": `<?xml version="1.0"` + good, "no space before encoding": `<?xml version="1.0"encoding="UTF-8"?>` + good, "declaration in capitals": `<?XML version="1.0"?>` + good,
		"bom": "\ufeff" + good, "bom and declaration": "\ufeff" + `<?xml version="1.0" encoding="UTF-8"?>` + good, "two roots": good + good, "text after": good + "x", "text before": "x" + good, "comment after": good + "<!-- x -->",
		"instruction after": good + "<?x y?>", "spaces after": good + "\n\n ", "cdata after": good + "<![CDATA[x]]>", "reference after": good + "&#32;", "nul after": good + "\x00", "nul in text": contact("a\x00b"),
		"end missing": open + debut + fin, "end of child missing": open + debut + "<fin>20260201" + shut, "crossed": open + "<debut>20260101<fin>" + "</debut>20260201</fin>" + shut, "end alone": "</periode>",
		"end in other case": open + debut + fin + "</Periode>", "end with attribute": open + debut + fin + `</periode a="1">`, "end with space": open + debut + fin + "</periode \n>", "end with space before": open + debut + fin + "</ periode>",
		"space in tag": "< periode/>", "empty tag": open + "<>" + debut + fin + shut, "empty end": open + debut + fin + "</>", "slash in the middle": `<periode / xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut,
		"unclosed tag": "<periode", "unclosed attribute": `<periode a="`, "no quotes": `<periode a=1 xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut, "no equal": `<periode a xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut,
		"no value": `<periode numero= xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut, "spaces around equal": `<periode numero = "1" xmlns = 'http://lheo.gouv.fr/2.3' >` + debut + fin + shut,
		"no space between attributes": `<periode numero="1"info="2" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut, "less in attribute": `<periode numero="<" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut,
		"greater in attribute": `<periode numero=">" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut, "amp in attribute": `<periode numero="a&b" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut,
		"amp well in attribute": `<periode numero="a&amp;b" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut, "control in attribute": "<periode numero=\"\x01\" xmlns=\"http://lheo.gouv.fr/2.3\">" + debut + fin + shut,
		"cdata end in attribute": `<periode numero="]]>" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut, "line end in attribute": "<periode numero=\"a\r\nb\" xmlns=\"http://lheo.gouv.fr/2.3\">" + debut + fin + shut,
		"apostrophe in quotes": `<periode numero="l'an" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut, "attribute twice": `<periode numero="1" numero="1" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut,
		"same attribute by two prefixes": `<extra xmlns="http://lheo.gouv.fr/2.3" xmlns:a="urn:x" xmlns:b="urn:x" a:z="1" b:z="2"/>`, "xmlns twice": `<periode xmlns="http://lheo.gouv.fr/2.3" xmlns="http://lheo.gouv.fr/2.3">` + debut + fin + shut,
		"bare amp": contact("a & b"), "amp at the end": contact("a &"), "unknown entity": contact("caf&eacute;"), "entity without semicolon": contact("a &amp b"), "empty reference": contact("&;"), "empty number": contact("&#;"),
		"reference to nul": contact("&#0;"), "reference to control": contact("&#1;"), "reference to fffe": contact("&#xFFFE;"), "reference to surrogate": contact("&#xD800;"), "reference too high": contact("&#x110000;"), "reference far too high": contact("&#99999999999999999999;"),
		"reference in capitals": contact("&#X41;"), "reference to tab": contact("&#9;"), "reference to return": contact("&#13;"), "reference with space": contact("&# 65;"), "reference to astral": contact("&#x1F600;"), "long zeros": contact("&#000000000000000000065;"),
		"cdata end in text": contact("a]]>b"), "two brackets": contact("a]]b"), "greater": contact("a>b"), "brackets apart": contact("a]] >b"), "less": contact("a<b"), "less and space": contact("a < b"), "less at the end": contact("a <"),
		"control": contact("a\x0bb"), "escape": contact("a\x1bb"), "delete": contact("a\x7fb"), "c1": contact("a\u0085b"), "fffe": contact("a\uFFFEb"), "ffff": contact("a\uFFFFb"), "fffd": contact("a\uFFFDb"), "private": contact("a\uE000b"),
		"lone continuation": contact("a\x80b"), "latin1": contact("caf\xe9"), "overlong": contact("a\xc0\xafb"), "surrogate": contact("a\xed\xa0\x80b"), "cut sequence": contact("a\xe2\x82"), "too high": contact("a\xf4\x90\x80\x80b"), "fe": contact("a\xfeb"),
		"five bytes": contact("a\xf8\x88\x80\x80\x80b"), "comment in text": contact("a<!-- b -->c"), "double hyphen": contact("a<!-- b -- c -->d"), "three hyphens": contact("a<!-- b --->d"), "comment unclosed": contact("a<!-- b"), "comment empty": contact("a<!---->b"),
		"comment of one hyphen": contact("a<!--->b"), "control in comment": contact("a<!-- \x01 -->b"), "amp in comment": contact("a<!-- & < ]]> -->b"), "latin1 in comment": contact("a<!-- \xe9 -->b"), "instruction": contact("a<?b c?>d"), "instruction without name": contact("a<? b?>c"),
		"instruction of digits": contact("a<?1 b?>c"), "instruction unclosed": contact("a<?b c"), "instruction xml": contact("a<?xml b?>c"), "instruction xml-x": contact("a<?xml-x b?>c"), "instruction alone": contact("a<?b?>c"), "control in instruction": contact("a<?b \x02?>c"),
		"cdata": contact("<![CDATA[a & b < c]]>"), "cdata unclosed": contact("<![CDATA[a"), "cdata in small letters": contact("<![cdata[a]]>"), "cdata with spaces": contact("<! [CDATA[a]]>"), "control in cdata": contact("<![CDATA[\x03]]>"), "latin1 in cdata": contact("<![CDATA[\xe9]]>"),
		"brackets in cdata": contact("<![CDATA[]]]]>"), "cdata twice": contact("<![CDATA[a]]><![CDATA[b]]>"), "cdata within": contact("<![CDATA[<![CDATA[]]>"), "element declaration": contact("<!ELEMENT a ANY>"), "nothing after bang": contact("a<!b"),
		"digit first in name": open + "<1a/>" + debut + fin + shut, "hyphen first in name": open + "<-a/>" + debut + fin + shut, "dollar in name": open + "<a$b/>" + debut + fin + shut, "accent in name": `<extra xmlns="http://lheo.gouv.fr/2.3"><é/></extra>`,
		"multiplication in name": `<extra xmlns="http://lheo.gouv.fr/2.3"><a×/></extra>`, "middle dot in name": `<extra xmlns="http://lheo.gouv.fr/2.3"><a·/></extra>`, "middle dot first": `<extra xmlns="http://lheo.gouv.fr/2.3"><·a/></extra>`, "attribute of digits": `<extra xmlns="http://lheo.gouv.fr/2.3" 1="2"/>`,
		"no namespace": "<periode>" + debut + fin + shut, "2.2": `<periode xmlns="http://www.lheo.org/2.2">` + debut + fin + shut, "namespace with slash": `<periode xmlns="http://lheo.gouv.fr/2.3/">` + debut + fin + shut, "namespace spaced": `<periode xmlns=" http://lheo.gouv.fr/2.3">` + debut + fin + shut,
		"namespace by reference": `<periode xmlns="http://lheo.gouv.fr/2&#46;3">` + debut + fin + shut, "prefixed throughout": `<l:periode xmlns:l="http://lheo.gouv.fr/2.3"><l:debut>20260101</l:debut><l:fin>20260201</l:fin></l:periode>`,
		"prefix on root alone": `<l:periode xmlns:l="http://lheo.gouv.fr/2.3">` + debut + fin + "</l:periode>", "prefix closed without": `<l:periode xmlns:l="http://lheo.gouv.fr/2.3"><l:debut>20260101</l:debut><l:fin>20260201</l:fin></periode>`,
		"unknown root": `<flux xmlns="http://lheo.gouv.fr/2.3"/>`, "root in capitals": `<LHEO xmlns="http://lheo.gouv.fr/2.3"/>`, "doctype": "<!DOCTYPE periode>" + good, "doctype with entity": `<!DOCTYPE periode [<!ENTITY d "20260101">]>` + open + "<debut>&d;</debut>" + fin + shut,
		"bombs": `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>` + contact("&b;"), "unbound prefix": open + "<x:a/>" + debut + fin + shut, "unbound prefix in extra": `<extra xmlns="http://lheo.gouv.fr/2.3"><x:a/></extra>`,
		"unbound attribute in extra": `<extra xmlns="http://lheo.gouv.fr/2.3" x:a="1"/>`, "prefix bound to nothing": `<extra xmlns="http://lheo.gouv.fr/2.3" xmlns:x=""/>`, "xmlns as prefix": `<extra xmlns="http://lheo.gouv.fr/2.3" xmlns:xmlns="urn:x"/>`,
		"xml bound elsewhere": `<extra xmlns="http://lheo.gouv.fr/2.3" xmlns:xml="urn:x"/>`, "two colons": `<extra xmlns="http://lheo.gouv.fr/2.3" xmlns:x="urn:x"><x:a:b/></extra>`, "gzip": "\x1f\x8b\x08\x00abcdef", "html": "<!doctype html><html><body>Service indisponible</body></html>",
		"dangling idref": `<periode xmlns="http://lheo.gouv.fr/2.3" idref="nulle-part">` + debut + fin + shut, "idref before id": `<periode xmlns="http://lheo.gouv.fr/2.3" idref="b"><debut>20260101</debut><fin id="b">20260201</fin></periode>`,
		"duplicate id": `<periode xmlns="http://lheo.gouv.fr/2.3" id="a"><debut id="a">20260101</debut><fin>20260201</fin></periode>`, "duplicate id spaced": `<periode xmlns="http://lheo.gouv.fr/2.3" id="a"><debut id=" a ">20260101</debut><fin>20260201</fin></periode>`,
	} {
		list = append(list, mutant{"xml: " + name, doc})
	}
	return append(list, encodings(good, contact)...)
}

// encodings are documents in other encodings than UTF-8, rightly and wrongly declared.
func encodings(good string, contact func(string) string) (list []mutant) {
	declared := func(enc, doc string) string {
		return fmt.Sprintf(`<?xml version="1.0" encoding="%s"?>`, enc) + doc
	}
	for _, enc := range []string{"UTF-8", "utf-8", "UTF8", "ISO-8859-1", "iso-8859-1", "ISO-8859-15", "Windows-1252", "windows-1252", "CP1252", "US-ASCII", "ASCII", "latin1", "UTF-16", "UTF-16LE", "UCS-4", "x", "ISO-8859-2", "1", "UTF 8"} {
		list = append(list, mutant{"encoding " + enc + ": plain", declared(enc, good)},
			mutant{"encoding " + enc + ": one byte", declared(enc, contact("caf\xe9"))},
			mutant{"encoding " + enc + ": utf-8", declared(enc, contact("café"))},
			mutant{"encoding " + enc + ": fifty accents", declared(enc, contact(strings.Repeat("\xe9", 50)))},
			mutant{"encoding " + enc + ": fifty-one accents", declared(enc, contact(strings.Repeat("\xe9", 51)))},
			mutant{"encoding " + enc + ": euro", declared(enc, contact("\x80 \xa4"))},
			mutant{"encoding " + enc + ": undefined", declared(enc, contact("\x81"))})
	}
	for name, doc := range map[string]string{"utf-16": declared("UTF-16", contact("café 😀")), "utf-16 undeclared": contact("café"), "utf-16 declared utf-8": declared("UTF-8", contact("é"))} {
		for order, bom := range map[string]string{"le": "\xff\xfe", "be": "\xfe\xff"} {
			list = append(list, mutant{name + " " + order, bom + inUTF16(doc, order == "be")}, mutant{name + " " + order + " without bom", inUTF16(doc, order == "be")},
				mutant{name + " " + order + " odd", bom + inUTF16(doc, order == "be") + "\x00"})
		}
	}
	lone := "\xff\xfe" + inUTF16("<nom xmlns=\"http://lheo.gouv.fr/2.3\">", false) + "\x00\xd8" + inUTF16("</nom>", false)
	return append(list, mutant{"utf-16 lone surrogate", lone})
}

func inUTF16(s string, big bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b.WriteByte(byte(u >> 8))
			b.WriteByte(byte(u))
		} else {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
	}
	return b.String()
}
