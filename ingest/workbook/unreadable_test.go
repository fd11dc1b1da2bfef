package workbook_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/xuri/excelize/v2"
)

// unreadable opens data and gives the finding of the refusal.
func unreadable(t *testing.T, data []byte, limits workbook.Limits) finding.Finding {
	t.Helper()
	book, err := read(data, limits)
	if err == nil {
		book.Close()
		t.Fatal("it was read")
	}
	var u *workbook.Unreadable
	if !errors.As(err, &u) {
		t.Fatalf("not an *Unreadable but %T: %v", err, err)
	}
	f := u.Finding
	described(t, f)
	if f.Severity != finding.Error || f.File != "essai.xlsx" || f.Message == "" || f.Remedy == "" {
		t.Errorf("finding %+v", f)
	}
	if !strings.Contains(err.Error(), "essai.xlsx") || !strings.Contains(err.Error(), f.Rule) {
		t.Errorf("error %q names neither file nor rule", err)
	}
	return f
}

const oleHead = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

func utf16(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.Write([]byte{c, 0})
	}
	return b.String()
}

func TestWhatTheFileIsInstead(t *testing.T) {
	for name, c := range map[string]struct{ data, rule string }{
		"nothing":                       {"", "fichier-vide"},
		"an old workbook":               {oleHead + strings.Repeat("\x00", 600) + utf16("Workbook"), "classeur-xls"},
		"a protected workbook":          {oleHead + strings.Repeat("\x00", 100_000-3) + utf16("EncryptedPackage"), "classeur-protege"},
		"a protected workbook, astride": {oleHead + strings.Repeat("\x00", 64<<10-20) + utf16("EncryptedPackage"), "classeur-protege"},
		"an old Word document":          {oleHead + strings.Repeat("\x00", 600) + utf16("WordDocument"), "fichier-bureautique"},
		"a web page":                    {"\ufeff\r\n<!DOCTYPE html><html><table></table></html>", "fichier-html"},
		"a table alone":                 {"<table><tr><td>1</td></tr></table>", "fichier-html"},
		"a CSV in UTF-8":                {"SIRET;Nom\r\n73282932000074;Été\r\n", "fichier-texte"},
		"a CSV in Windows-1252":         {"SIRET;Nom\r\n73282932000074;\xc9t\xe9\r\n", "fichier-texte"},
		"a CSV in UTF-16":               {"\xff\xfeS\x00I\x00", "fichier-texte"},
		"a workbook of 2003":            {`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`, "classeur-xml"},
		"a PDF":                         {"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "fichier-pdf"},
		"a 7z":                          {"7z\xbc\xaf\x27\x1c\x00\x04", "fichier-archive"},
		"bytes":                         {"\x00\x01\x02\x03", "fichier-inconnu"},
		"a zip cut short":               {"PK\x03\x04rien", "classeur-endommage"},
		"an empty zip":                  {"PK\x05\x06" + strings.Repeat("\x00", 18), "fichier-archive"},
		"an .ods":                       {string(parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}.bytes(t)), "classeur-ods"},
		"a Numbers workbook":            {string(parts{"Index/Document.iwa": "x"}.bytes(t)), "classeur-numbers"},
		"an .xlsb":                      {string(parts{"_rels/.rels": strings.Replace(base()["_rels/.rels"], "workbook.xml", "workbook.bin", 1), "xl/workbook.bin": "x"}.bytes(t)), "classeur-xlsb"},
		"a .docx":                       {string(parts{"_rels/.rels": strings.Replace(base()["_rels/.rels"], "xl/workbook.xml", "word/document.xml", 1), "word/document.xml": "<document/>"}.bytes(t)), "fichier-bureautique"},
		"an archive of workbooks":       {string(parts{"a.xlsx": "x", "b.xlsx": "y"}.bytes(t)), "fichier-archive"},
	} {
		t.Run(name, func(t *testing.T) {
			if f := unreadable(t, []byte(c.data), workbook.Limits{}); f.Rule != c.rule {
				t.Errorf("got %s (%s), want %s", f.Rule, f.Message, c.rule)
			}
		})
	}
}

func TestARealPasswordIsSeen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "essai.xlsx")
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SaveAs(path, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if f := unreadable(t, data, workbook.Limits{}); f.Rule != "classeur-protege" {
		t.Errorf("got %s", f.Rule)
	}
}

// Each case breaks one thing of the base; what follows is the rule and a word of
// the sentence.
func TestDamagedAndHostile(t *testing.T) {
	one := "xl/worksheets/sheet1.xml"
	inRow := func(cells string) parts { return base().with(one, sheet(`<row r="7">`+cells+`</row>`)) }
	for name, c := range map[string]struct {
		parts      parts
		rule, word string
	}{
		"no sheet part":               {base().with(one, ""), "classeur-endommage", "manque"},
		"no relations":                {base().with("xl/_rels/workbook.xml.rels", ""), "classeur-endommage", "manque"},
		"no sheet at all":             {base().with("xl/workbook.xml", `<workbook `+ns+`/>`), "classeur-endommage", "aucune feuille"},
		"only a chart":                {base().with("xl/_rels/workbook.xml.rels", strings.Replace(base()["xl/_rels/workbook.xml.rels"], "/worksheet\"", "/chartsheet\"", 1)), "classeur-endommage", "aucune feuille"},
		"two sheets of one name":      {base().with("xl/workbook.xml", strings.Replace(base()["xl/workbook.xml"], "</sheets>", `<sheet name="ORGANISMES" sheetId="2" r:id="rId1"/></sheets>`, 1)), "classeur-endommage", "se nomment"},
		"workbook cut short":          {base().with("xl/workbook.xml", "<workbook><sheets>"), "classeur-endommage", "workbook.xml"},
		"a sheet elsewhere":           {base().with("xl/_rels/workbook.xml.rels", strings.Replace(base()["xl/_rels/workbook.xml.rels"], `Target="worksheets/sheet1.xml"`, `Target="http://example.org/x.xml" TargetMode="External"`, 1)), "classeur-endommage", ""},
		"a sheet above the root":      {base().with("xl/_rels/workbook.xml.rels", strings.Replace(base()["xl/_rels/workbook.xml.rels"], `Target="worksheets/sheet1.xml"`, `Target="../../../../etc/passwd"`, 1)), "classeur-endommage", "manque"},
		"sheet cut short":             {base().with(one, strings.TrimSuffix(base()[one], "</row></sheetData></worksheet>")), "classeur-endommage", "jusqu'au bout"},
		"a control character":         {inRow("<c><v>\x02</v></c>"), "classeur-endommage", "caractère"},
		"a character by its number":   {inRow("<c><v>&#2;</v></c>"), "classeur-endommage", "caractère"},
		"half a character by number":  {inRow("<c><v>&#xD800;</v></c>"), "classeur-endommage", "caractère"},
		"a character in an attribute": {inRow("<c s=\"\x02\"><v>1</v></c>"), "classeur-endommage", "caractère"},
		"Latin-1 under UTF-8":         {inRow("<c t=\"inlineStr\"><is><t>\xe9t\xe9</t></is></c>"), "classeur-endommage", "n'est pas en UTF-8"},
		"another encoding":            {base().with(one, strings.Replace(base()[one], "UTF-8", "ISO-8859-1", 1)), "classeur-endommage", "n'est pas en UTF-8"},
		"billion laughs":              {base().with(one, `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>`+sheet(`<row><c><v>&b;</v></c></row>`)), "classeur-suspect", "type de document"},
		"an external entity":          {base().with("xl/sharedStrings.xml", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`+sst("a")), "classeur-suspect", "type de document"},
		"an entity in the workbook":   {base().with("xl/workbook.xml", `<!DOCTYPE x [<!ENTITY a "b">]><workbook><sheets><sheet name="&a;"/></sheets></workbook>`), "classeur-endommage", "workbook.xml"},
		"rows out of order":           {base().with(one, sheet(`<row r="2"/><row r="1"/>`)), "classeur-endommage", "ligne 1 vient après la ligne 2"},
		"the same row twice":          {base().with(one, sheet(`<row r="2"/><row r="2"/>`)), "classeur-endommage", "ligne 2 vient après la ligne 2"},
		"rows within rows":            {base().with(one, sheet(`<row r="2"><row r="3"/></row>`)), "classeur-endommage", "l'une dans l'autre"},
		"a row without end":           {base().with(one, sheet(`<row r="x"/>`)), "classeur-endommage", "numéro"},
		"a row past the last":         {base().with(one, sheet(`<row r="1048577"/>`)), "classeur-demesure", "lignes"},
		"row numbers twice":           {base().with(one, sheet(`<row r="1" r="9"/>`)), "classeur-endommage", "numéro"},
		"cells out of order":          {inRow(`<c r="B7"><v>1</v></c><c r="A7"><v>2</v></c>`), "classeur-endommage", "désordre"},
		"a cell past the last column": {inRow(`<c r="XFE7"><v>1</v></c>`), "classeur-endommage", "place"},
		"a cell nowhere":              {inRow(`<c r="7"><v>1</v></c>`), "classeur-endommage", "place"},
		"cells within cells":          {inRow(`<c><c><v>1</v></c></c>`), "classeur-endommage", "hors de sa ligne"},
		"a cell outside rows":         {base().with(one, sheet(`<row r="1"/><c><v>1</v></c>`)), "classeur-endommage", "hors de sa ligne"},
		"tags in a value":             {inRow(`<c><v>1<b/>2</v></c>`), "classeur-endommage", "mal formée"},
		"a text that is not there":    {inRow(`<c t="s"><v>3</v></c>`), "classeur-endommage", "texte d'une cellule"},
		"a text of no number":         {inRow(`<c t="s"><v>x</v></c>`), "classeur-endommage", "texte d'une cellule"},
		"texts and no list of them":   {base().with("xl/sharedStrings.xml", ""), "classeur-endommage", "texte d'une cellule"},
		"texts within texts":          {base().with("xl/sharedStrings.xml", `<sst `+ns+`><si><si/></si></sst>`), "classeur-endommage", "mal rangés"},
		"a column too far":            {inRow(`<c r="DAA7"><v>1</v></c>`), "classeur-demesure", "colonnes"},
		"a path above the root":       {base().with("../../etc/cron.d/x", "x"), "classeur-suspect", "../../etc"},
		"an absolute path":            {base().with("/etc/passwd", "x"), "classeur-suspect", "/etc/passwd"},
		"a Windows path":              {base().with(`C:\windows\x`, "x"), "classeur-suspect", "windows"},
		"a path that is not straight": {base().with("xl/./workbook.xml", "x"), "classeur-suspect", "xl/."},
		"the same part twice":         {base().with("XL/workbook.xml", "x"), "classeur-suspect", "deux"},
		"a tag without measure":       {inRow(`<c r="` + strings.Repeat("A", 2<<20) + `"/>`), "classeur-demesure", "sans mesure"},
		"a text without measure":      {inRow(`<c t="inlineStr"><is><t>` + strings.Repeat("é", 8<<20) + `</t></is></c>`), "classeur-demesure", "sans mesure"},
	} {
		t.Run(name, func(t *testing.T) {
			f := unreadable(t, c.parts.bytes(t), workbook.Limits{})
			if f.Rule != c.rule || !strings.Contains(f.Message, c.word) {
				t.Errorf("got %s: %s; want %s with %q", f.Rule, f.Message, c.rule, c.word)
			}
			if inside := strings.Contains(f.Message, "feuille « Organismes »"); inside != (f.Sheet == "Organismes") || !inside && f.Row > 0 {
				t.Errorf("%s stands at %s", f.Message, f.Place)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	rows := func(n int, cells string) string { return sheet(strings.Repeat("<row>"+cells+"</row>", n)) }
	for name, c := range map[string]struct {
		parts  parts
		limits workbook.Limits
		word   string
	}{
		"size":         {base(), workbook.Limits{File: 100}, "0 Mo"},
		"entries":      {base(), workbook.Limits{Entries: 4}, "4 fichiers"},
		"one part":     {base(), workbook.Limits{Part: 200}, "Mo"},
		"all parts":    {base(), workbook.Limits{Total: 300}, "Mo une fois"},
		"rows":         {base().with("xl/worksheets/sheet1.xml", rows(11, "")), workbook.Limits{Rows: 10}, "10 lignes"},
		"columns":      {base().with("xl/worksheets/sheet1.xml", rows(1, strings.Repeat(`<c><v>1</v></c>`, 11))), workbook.Limits{Columns: 10}, "10 colonnes"},
		"text of rows": {base().with("xl/worksheets/sheet1.xml", rows(1, strings.Repeat(`<c t="s"><v>2</v></c>`, 11))), workbook.Limits{RowText: 200}, "ligne 1"},
		"text":         {base().with("xl/worksheets/sheet1.xml", rows(11, `<c t="s"><v>2</v></c>`)), workbook.Limits{Text: 200}, "texte"},
		"strings":      {base(), workbook.Limits{Strings: 2}, "2 textes"},
	} {
		t.Run(name, func(t *testing.T) {
			f := unreadable(t, c.parts.bytes(t), c.limits)
			if f.Rule != "classeur-demesure" || !strings.Contains(f.Message, c.word) {
				t.Errorf("got %s: %s; want %q", f.Rule, f.Message, c.word)
			}
		})
	}
}

// Small files that would be huge once read.
func TestBombs(t *testing.T) {
	zeros := strings.Repeat("<row/>", 1<<20)
	for name, c := range map[string]struct {
		data []byte
		rule string
	}{
		"zeros in a picture":       {base().with("xl/media/image1.png", strings.Repeat("\x00", 64<<20)).bytes(t), "classeur-suspect"},
		"rows without end":         {base().with("xl/worksheets/sheet1.xml", sheet(zeros+"<row/>")).bytes(t), "classeur-demesure"},
		"one text in every column": {base().with("xl/sharedStrings.xml", sst(strings.Repeat("x", 32000)), "xl/worksheets/sheet1.xml", sheet("<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 1<<14)+"</row>")).bytes(t), "classeur-demesure"},
		"a size that lies":         {lying(t), "classeur-endommage"},
	} {
		t.Run(name, func(t *testing.T) {
			if f := unreadable(t, c.data, workbook.Limits{}); f.Rule != c.rule {
				t.Errorf("got %s: %s; want %s", f.Rule, f.Message, c.rule)
			}
		})
	}
}

// lying is a workbook whose sheet says that it holds ten bytes, and holds 50 MB.
func lying(t *testing.T) []byte {
	t.Helper()
	var squeezed bytes.Buffer
	deflate, err := flate.NewWriter(&squeezed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(deflate, io.LimitReader(strings.NewReader(strings.Repeat(" ", 50<<20)), 50<<20)); err != nil {
		t.Fatal(err)
	}
	if err := deflate.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	p := base()
	for _, name := range sorted(p) {
		header := &zip.FileHeader{Name: name, Method: zip.Store, UncompressedSize64: uint64(len(p[name])), CompressedSize64: uint64(len(p[name]))}
		body := []byte(p[name])
		if strings.HasSuffix(name, "sheet1.xml") {
			header.Method, body = zip.Deflate, squeezed.Bytes()
			header.UncompressedSize64, header.CompressedSize64 = 10, uint64(len(body))
		}
		part, err := w.CreateRaw(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFlippedBytesAreSeen(t *testing.T) {
	good := base().bytes(t)
	for at := range len(good) {
		bad := bytes.Clone(good)
		bad[at] ^= 0x55
		book, err := read(bad, workbook.Limits{})
		if err != nil {
			continue
		}
		if got := fmt.Sprint(rowsOf(t, book, book.Sheets()[0].Name)); got != "[1:SIRET|Nom 3:73282932000074|Institut du littoral]" {
			t.Errorf("byte %d flipped: read as %s", at, got)
		}
		book.Close()
	}
}

func TestCutFilesAreRefused(t *testing.T) {
	good := base().bytes(t)
	for n := range len(good) {
		if book, err := read(good[:n], workbook.Limits{}); err == nil {
			book.Close()
			t.Errorf("cut at %d: it was read", n)
		} else if u := (&workbook.Unreadable{}); !errors.As(err, &u) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

func TestMissingFileIsAnError(t *testing.T) {
	_, err := workbook.Open(filepath.Join(t.TempDir(), "rien.xlsx"), workbook.Limits{})
	if u := (&workbook.Unreadable{}); !errors.Is(err, fs.ErrNotExist) || errors.As(err, &u) {
		t.Errorf("got %v", err)
	}
}
