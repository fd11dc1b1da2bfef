package referentials

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func TestDamagedFiles(t *testing.T) {
	good := fixture(t, "certif_info.csv")
	header, _, _ := strings.Cut(good, "\n")
	for _, c := range []struct {
		name   string
		text   string
		reason string
		french string
	}{
		{"a web page", "\r\n<!DOCTYPE html><html><body>Service indisponible</body></html>", "an HTML page", "page web"},
		{"a web page with a BOM", "\uFEFF<HTML>", "an HTML page", "page web"},
		{"XML", `<?xml version="1.0"?>`, "XML", "XML"},
		{"JSON", `{"error":"quota"}`, "JSON", "JSON"},
		{"a zip archive", "PK\x03\x04xyz", "zip", "archive zip"},
		{"gzip", "\x1f\x8b\x08\x00", "gzip", "gzip"},
		{"PDF", "%PDF-1.7", "PDF", "PDF"},
		{"UTF-16", "\xFF\xFEC\x00o\x00", "UTF-16", "UTF-16"},
		{"binary", "Code_Diplome\x00\x01", "binary", "texte"},
		{"empty", "", "empty", "vide"},
		{"blank", " \r\n\r\n\t", "empty", "vide"},
		{"header alone", header + "\n", "no row", "en-têtes"},
		{"header longer than a line", strings.Repeat("x", 2000), "header", "en-têtes"},
		{"columns gone", strings.ReplaceAll(good, "Code_Rome_3", "Rome3"), "missing columns: Code_Rome_3", "Code_Rome_3"},
		{"another referential", fixture(t, "nsf_groupes_D311-4.csv"), "missing columns", "Code_Diplome"},
		{"cut in the middle of its last line", good[:len(good)-40], "cut short", "tronqué"},
		{"cut in a quoted cell", good + `900009;"Titre de`, "cut short", "tronqué"},
		{"cut in the last cell, quoted", good[:len(good)-1] + `"FOR.`, "cut short", "tronqué"},
		{"cut in a quoted cell, after an end of line", good + "900009;\"Titre\nde\n", "cut short", "tronqué"},
		{"no row that can be read", header + "\n" + strings.Repeat(";x", 36) + "\n", "none of its 1 rows", "Aucune ligne"},
		{"too many lines", good + strings.Repeat("\n", 100), "too many lines", "trop de lignes"},
		{"too big", good + strings.Repeat(" ", 60_000), "larger than", "gros"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := c.text
			if c.name == "cut in the last cell, quoted" {
				text = strings.TrimSuffix(good, "132;\n") + `132;"FOR.`
			}
			small := defaults
			small.line, small.lines, small.bytes = 1500, 100, 50_000
			_, _, _, err := certificationsOf(memory("certif_info.csv", text), small)
			var d *Damaged
			if !errors.As(err, &d) {
				t.Fatalf("error %v, want a *Damaged", err)
			}
			if !strings.Contains(d.Error(), c.reason) || !strings.Contains(d.Error(), "certif_info.csv") {
				t.Errorf("error %q does not tell of %q", d, c.reason)
			}
			if f := d.Finding; !strings.Contains(f.Message, c.french) || f.Remedy == "" || f.File != "certif_info.csv" {
				t.Errorf("finding %+v does not tell of %q", f, c.french)
			}
		})
	}
}

// Every referential refuses the file of another, and says which columns it wanted.
func TestEachReferentialRefusesTheOthers(t *testing.T) {
	for _, ref := range nomenclature.Referentials {
		f, err := entriesOf(ref)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range fixtures {
			src := fileSource("testdata/" + name)
			if held, _, _, err := recognised(src, defaults); err != nil || held == ref || held == nomenclature.ROME && ref == nomenclature.ROME3 || held == nomenclature.ROME3 && ref == nomenclature.ROME {
				continue
			}
			stats := new(Stats)
			for _, err := range rows(context.Background(), src, f, defaults, nil, stats) {
				var d *Damaged
				if !errors.As(err, &d) || !strings.Contains(d.Reason, "missing columns") {
					t.Errorf("%s read as %s: %v", name, ref, err)
				}
			}
		}
	}
}

func TestAbsentFileIsNotDamage(t *testing.T) {
	for _, err := range Communes(context.Background(), File{Path: "testdata/absent.csv"}, nil, nil) {
		var d *Damaged
		if !errors.Is(err, os.ErrNotExist) || errors.As(err, &d) {
			t.Errorf("error %v, want one that wraps os.ErrNotExist", err)
		}
	}
}

func TestCellTooLong(t *testing.T) {
	small := defaults
	small.cell = 40
	_, found, stats, err := certificationsOf(memory("certif_info.csv", fixture(t, "certif_info.csv")), small)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || found[0].Rule != "referentiel-cellule-longue" || found[0].Header == "" || stats.Refused != len(found) {
		t.Errorf("findings %q, stats %+v", found.rules(), stats)
	}
}
