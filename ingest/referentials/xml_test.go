package referentials

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func xmlFiches(src source, limits limits) (all []nomenclature.Fiche, found kept, stats Stats, err error) {
	doc := document{src: src, format: ficheXMLRNCP, ref: nomenclature.RNCP}
	for f, e := range fiches(context.Background(), []document{doc}, limits, found.report, &stats) {
		if e != nil {
			return all, found, stats, e
		}
		all = append(all, f)
	}
	return all, found, stats, nil
}

func TestDamagedXML(t *testing.T) {
	good := fixture(t, exportXML[0])
	small := defaults
	small.xml, small.markup, small.depth = 100_000, 20_000, 10
	for _, c := range []struct {
		name, text, reason, french string
	}{
		{"cut in the middle", good[:len(good)/2], "cut short", "tronqué"},
		{"cut after its last fiche", strings.TrimSuffix(strings.TrimSpace(good), "</FICHES>"), "cut short", "tronqué"},
		{"cut before its first fiche", good[:120], "cut short", "tronqué"},
		{"no fiche", "<?xml version=\"1.0\"?><FICHES><VERSION_FLUX>4.1</VERSION_FLUX></FICHES>", "no fiche", "aucune fiche"},
		{"another root", "<?xml version=\"1.0\"?><html><body/></html>", "root is html", "registre"},
		{"another version", put(t, good, "4.1<", "3.0<"), "VERSION_FLUX 3.0", "version"},
		{"a document type", put(t, good, "<FICHES>", `<!DOCTYPE FICHES [<!ENTITY a "b">]><FICHES>`), "document type", "DOCTYPE"},
		{"an entity of its own", put(t, good, "Border &amp;", "Border &a;"), "malformed XML", "mal formé"},
		{"elements that cross", put(t, good, "</LIBELLE></FORMACODE>", "</FORMACODE></LIBELLE>"), "malformed XML", "mal formé"},
		{"bytes that are not UTF-8", put(t, good, "Publiée", "Publi\xE9e"), "malformed XML", "mal formé"},
		{"another encoding", put(t, good, "UTF-8", "ISO-8859-1"), "encoding", "UTF-8"},
		{"nested too deep", put(t, good, "<CODES_ROME>", "<CODES_ROME>"+strings.Repeat("<A>", 20)+strings.Repeat("</A>", 20)), "too deep", "s'emboîtent"},
		{"a text too long", put(t, good, "Tracer la coque", strings.Repeat("x", 30_000)), "longer than allowed", "anormalement long"},
		{"too big", put(t, good, "<CODES_ROME>", strings.Repeat("<A></A>", 30_000)+"<CODES_ROME>"), "larger than", "gros"},
		{"no fiche that can be read", put(t, good, "<NUMERO_FICHE>RNCP70001", "<NUMERO_FICHE>XX"), "none of its fiches", "Aucune fiche"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, _, err := xmlFiches(memory("export.xml", c.text), small)
			var d *Damaged
			if !errors.As(err, &d) {
				t.Fatalf("error %v, want a *Damaged", err)
			}
			if !strings.Contains(d.Error(), c.reason) || !strings.Contains(d.Finding.Message, c.french) || d.Finding.File != "export.xml" || d.Finding.Remedy == "" {
				t.Errorf("%v; %+v", d, d.Finding)
			}
		})
	}
}

func TestXMLFichesAtFault(t *testing.T) {
	good := fixture(t, exportXML[0])
	another := "<FICHE><NUMERO_FICHE>RNCP2</NUMERO_FICHE><INTITULE>Mousse</INTITULE><ACTIF>Non</ACTIF></FICHE></FICHES>"
	good = strings.Replace(good, "</FICHES>", another, 1)
	for _, c := range []struct {
		name, old, new string
		rules          []string
		kept           int
	}{
		{"as it should be", "RNCP2<", "RNCP2<", nil, 2},
		{"a number that is none", "RNCP2<", "2<", []string{"erreur referentiel-code , ligne 38, colonne (NUMERO_FICHE)"}, 1},
		{"no title", "Mousse", " ", []string{"erreur referentiel-code , ligne 38, colonne (NUMERO_FICHE)"}, 1},
		{"a number again", "RNCP2<", "RNCP70001<", []string{"avertissement referentiel-doublon , ligne 38, colonne (NUMERO_FICHE)"}, 1},
		{"a level that is none", "<NIVEAU>NIV3", "<NIVEAU>III", []string{"avertissement referentiel-valeur , ligne 4, colonne (NOMENCLATURE_EUROPE)"}, 2},
		{"a day that is none", "31/08/2029", "2029-08-31", []string{"avertissement referentiel-valeur , ligne 4, colonne (DATE_FIN_ENREGISTREMENT)"}, 2},
		{"a code that is none", "<CODE>H2902", "<CODE>H29", []string{"avertissement referentiel-valeur , ligne 4, colonne (CODES_ROME)"}, 2},
		{"a comment", "<ACTIF>Non", "<!-- <ACTIF>Oui</ACTIF> --><ACTIF>Non", nil, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found, stats, err := xmlFiches(memory("export.xml", put(t, good, c.old, c.new)), defaults)
			if err != nil || len(got) != c.kept || stats.Rows != 2 || stats.Check("export.xml") != nil {
				t.Fatalf("%d fiches, %+v, %v", len(got), stats, err)
			}
			if rules := found.rules(); !reflect.DeepEqual(rules, c.rules) {
				t.Errorf("findings %q, want %q", rules, c.rules)
			}
		})
	}
}

// What a fiche says of the work is cut to a few lines, at a word.
func TestObjectif(t *testing.T) {
	long := strings.Repeat("carénage ", 100)
	for _, c := range []struct {
		name string
		e    entry
		want string
	}{
		{"activities and jobs", entry{activites: "Caréner.\n  Peindre.", emplois: "Peintre", contexte: "Former"}, "Caréner. Peindre.\nPeintre"},
		{"jobs alone", entry{emplois: "Peintre", contexte: "Former"}, "Peintre"},
		{"aim alone", entry{contexte: "Former"}, "Former"},
		{"nothing", entry{}, ""},
		{"too long", entry{emplois: long}, strings.TrimSpace(strings.Repeat("carénage ", 44)) + "…"},
		{"one word that is too long", entry{emplois: strings.Repeat("é", 500)}, strings.Repeat("é", 399) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := objectif(c.e); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
