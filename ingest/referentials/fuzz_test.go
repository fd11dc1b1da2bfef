package referentials

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// tight limits let the fuzzer reach them.
var tight = limits{
	bytes: 1 << 16, lines: 500, line: 1000, cell: 300, cells: 60, span: 20, retries: 5,
	archive: 1 << 20, members: 20, directory: 4096, ratio: 50, free: 1 << 16,
	xml: 1 << 16, markup: 4096, depth: 8, held: 1 << 16, fiches: 200, list: 10,
}

// seeds gives the fuzzer the good files and the ways in which they go wrong.
func seeds(f *testing.F) {
	for _, name := range fixtures {
		good := fixture(f, name)
		f.Add([]byte(good))
		f.Add([]byte(good[:len(good)*2/3]))
		f.Add([]byte(strings.Replace(good, ";", "\"", 60)))
		f.Add([]byte(strings.ReplaceAll(good, "é", "\xE9")))
	}
	f.Add([]byte("<html>"))
	for _, name := range exportXML {
		f.Add([]byte(fixture(f, name)))
	}
}

// judge holds for every stream: an error is damage with its sentence, or else the
// rows add up; findings are text.
func judge(t *testing.T, n int, stats Stats, found kept, err error) {
	t.Helper()
	var d *Damaged
	switch {
	case errors.As(err, &d):
		found = append(found, d.Finding)
	case err != nil:
		t.Fatalf("neither rows nor damage: %v", err)
	case stats.Kept != n || stats.Check("file") != nil:
		t.Fatalf("%d values, stats %+v", n, stats)
	}
	for _, f := range found {
		if f.Message == "" || !utf8.ValidString(f.Value) || f.File == "" || f.Severity > finding.Info && f.Remedy == "" {
			t.Fatalf("finding %+v", f)
		}
	}
}

// fit fails on a value that holds what no feed may hold.
func fit(t *testing.T, value any) {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil || !utf8.Valid(text) {
		t.Fatalf("%+v: %v", value, err)
	}
	if strings.Contains(string(text), `\u00`) && !strings.Contains(string(text), `\u003`) && !strings.Contains(string(text), `\u0026`) {
		t.Fatalf("%s holds a control character", text)
	}
}

func FuzzCertifications(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		all, found, stats, err := certificationsOf(memory("file", string(text)), tight)
		judge(t, len(all), stats, found, err)
		codes := map[string]bool{}
		for _, c := range all {
			fit(t, c)
			if codes[c.Code] || !digitsOnly.MatchString(c.Code) || c.Intitule == "" || len(c.ROME) > 5 {
				t.Fatalf("%+v", c)
			}
			codes[c.Code] = true
		}
	})
}

func FuzzTermes(f *testing.F) {
	seeds(f)
	kinds := map[nomenclature.Referential]kind{
		nomenclature.ROME: romeCode, nomenclature.Formacode: formacodeRef, nomenclature.Formacode13: formacodeRef, nomenclature.NSF: nsfCode,
		nomenclature.NSFLettres: lettreCode, nomenclature.GFE: gfeCode, nomenclature.FAP: fapCode,
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for ref, kind := range kinds {
			docs := []document{documentOf(t, ref, memory("file", string(text)))}
			for _, f := range formats {
				if f.referential == ref && f.part != entries {
					docs = append(docs, document{src: memory("file", string(text)), format: f, ref: ref})
				}
			}
			for _, docs := range [][]document{docs[:1], docs} {
				fuzzTermes(t, ref, kind, docs)
			}
		}
	})
}

func fuzzTermes(t *testing.T, ref nomenclature.Referential, kind kind, docs []document) {
	var found kept
	var stats Stats
	var err error
	n := 0
	for terme, e := range termes(context.Background(), ref, docs, tight, found.report, &stats) {
		if err = e; err != nil {
			break
		}
		n++
		fit(t, terme)
		if !kind.form.MatchString(terme.Code) || terme.Libelle == "" && ref != nomenclature.FAP {
			t.Fatalf("%s %+v", ref, terme)
		}
	}
	judge(t, n, stats, found, err)
}

func FuzzCommunes(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		all, found, stats, err := communesOf(memory("file", string(text)))
		judge(t, len(all), stats, found, err)
		for _, c := range all {
			fit(t, c)
			if !inseeForm.MatchString(c.INSEE) || !fiveDigits.MatchString(c.CodePostal) || c.Nom == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}

func FuzzEtablissements(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		all, found, stats, err := etablissementsOf(memory("file", string(text)))
		judge(t, len(all), stats, found, err)
		for _, e := range all {
			fit(t, e)
			if !siretCode.form.MatchString(e.SIRET) || e.NDA != "" && !ndaCode.form.MatchString(e.NDA) {
				t.Fatalf("%+v", e)
			}
		}
	})
}

// FuzzRecognise holds for any bytes: a file is one referential, none, or damaged.
func FuzzRecognise(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		ref, _, ok, err := recognised(memory("v1.csv", string(text)), tight)
		var d *Damaged
		if err != nil && !errors.As(err, &d) {
			t.Fatal(err)
		}
		if ok != (ref != "") || ok && err != nil {
			t.Fatalf("%q %v %v", ref, ok, err)
		}
	})
}

// FuzzFiches joins a fuzzed file of each part to good ones, and reads it as XML.
func FuzzFiches(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		var docs []document
		for _, format := range formats {
			if format.referential == nomenclature.RNCP && !format.aside && format.family == tables {
				docs = append(docs, document{src: memory("file", string(text)), format: format, ref: nomenclature.RNCP})
			}
		}
		standard := document{src: memory("standard", fixture(t, exportCSV[0])), format: ficheStandard, ref: nomenclature.RNCP}
		for _, doc := range docs {
			fuzzFiches(t, doc)
			fuzzFiches(t, standard, doc)
		}
	})
}

func FuzzXML(f *testing.F) {
	seeds(f)
	f.Add([]byte("<?xml version=\"1.0\"?><FICHES><FICHE><NUMERO_FICHE>RS1</NUMERO_FICHE><INTITULE>a</INTITULE></FICHE></FICHES>"))
	standard := document{src: memory("standard", fixture(f, exportCSV[0])), format: ficheStandard, ref: nomenclature.RNCP}
	f.Fuzz(func(t *testing.T, text []byte) {
		doc := document{src: memory("file", string(text)), format: ficheXMLRNCP, ref: nomenclature.RNCP}
		fuzzFiches(t, doc)
		fuzzFiches(t, doc, standard)
		_, _, err := identify(memory("file", string(text)), tight)
		var d *Damaged
		if err != nil && !errors.As(err, &d) {
			t.Fatal(err)
		}
	})
}

func fuzzFiches(t *testing.T, docs ...document) {
	t.Helper()
	var found kept
	var stats Stats
	var err error
	n, last := 0, ""
	for fiche, e := range fiches(context.Background(), docs, tight, found.report, &stats) {
		if err = e; err != nil {
			break
		}
		n++
		fit(t, fiche)
		if !ficheCode.form.MatchString(fiche.Numero) || byFiche(last, fiche.Numero) >= 0 || len(fiche.ROME) > tight.list {
			t.Fatalf("after %s: %+v", last, fiche)
		}
		last = fiche.Numero
	}
	judge(t, n, stats, found, err)
}

func FuzzOrganisations(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		public := document{src: memory("file", string(text)), format: listePublique, ref: nomenclature.Organismes}
		older := document{src: memory("file", string(text)), format: listePublique2017, ref: nomenclature.Organismes}
		network := document{src: memory("reseaux", fixture(t, "organismes-reseaux.csv")), format: organismes, ref: nomenclature.Organismes}
		for _, docs := range [][]document{{public}, {older}, {network, public}, {public, network}} {
			var found kept
			var stats Stats
			n, err := count(organisations(context.Background(), docs, tight, found.report, &stats))
			judge(t, n, stats, found, err)
		}
	})
}

func FuzzLabelled(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		var found kept
		var stats Stats
		n, err := count(labelledRows(context.Background(), memory("file", string(text)), tight, found.report, &stats))
		judge(t, n, stats, found, err)
	})
}

// FuzzArchive holds for any bytes: what an archive holds is read, or it is damaged.
func FuzzArchive(f *testing.F) {
	f.Add([]byte(inZip(f, "", exportCSV...)))
	f.Add([]byte(inZip(f, "dossier/", "certif_info.csv", rome4Codes)))
	f.Add([]byte(gzipped(f, fixture(f, "certif_info.csv"))))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(dir, "archive.zip")
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		docs, harm, err := documents(path, tight)
		var d *Damaged
		if err != nil && !errors.As(err, &d) {
			t.Fatal(err)
		}
		for _, doc := range docs {
			if doc.format.family == tables && doc.ref == nomenclature.RNCP && !doc.format.aside {
				fuzzFiches(t, doc)
			}
		}
		if err != nil && len(docs)+len(harm) > 0 {
			t.Fatalf("%d documents and %v", len(docs), err)
		}
	})
}
