package codify

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

func realIndex(tb testing.TB) *Index {
	tb.Helper()
	ctx := context.Background()
	path := func(name string) string { return sharedtest.Path(tb, name) }
	terms := func(ref nomenclature.Referential, file string) iter.Seq2[nomenclature.Terme, error] {
		return referentials.Termes(ctx, referentials.File{Referential: ref, Path: path(file)}, nil, nil)
	}
	x, err := NewIndex(Sources{
		Certifications: referentials.Certifications(ctx, referentials.File{Path: path("data/certifinfo/certif_info.csv")}, nil, nil),
		ROME:           terms(nomenclature.ROME, "data/rome/unix_referentiel_code_rome_v460_utf8.csv"),
		Formacode:      terms(nomenclature.Formacode, "data/formacode/formacodes-v14.csv"),
		NSF:            terms(nomenclature.NSF, "data/nsf/nsf_groupes_D311-4.csv"),
	})
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

// rco gives the rows of the RCO workbook of 2020 as the formations they state.
func rco(tb testing.TB) (all []offre.Formation) {
	tb.Helper()
	book, err := workbook.Open(sharedtest.Path(tb, "data/classeurs/rco-apprentissage-2020.xlsx"), workbook.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	defer book.Close()
	const title, certifInfo, cfd, rncp = 4, 5, 8, 26 // columns E, F, I and AA
	for row, err := range book.Rows(context.Background(), book.Sheets()[0].Name) {
		if err != nil {
			tb.Fatal(err)
		}
		if row.Number == 1 {
			continue
		}
		cell := func(i int) string {
			if i < len(row.Cells) {
				return row.Cells[i]
			}
			return ""
		}
		f := offre.Formation{ID: fmt.Sprintf("04_F%d", row.Number), IntituleSaisi: cell(title)}
		f.Saisie.Certifications = []offre.Certification{{CertifInfo: cell(certifInfo), RNCP: withPrefix("RNCP", cell(rncp)), CFD: cell(cfd), Origine: offre.OrigineSaisie}}
		all = append(all, f)
	}
	return all
}

// The figures were counted apart, with another program.
func TestRealApprenticeshipOffer(t *testing.T) {
	x := realIndex(t)
	became := map[string]int{}
	rules, uncoded := map[string]int{}, 0
	for _, f := range rco(t) {
		coded, found := code(x, f)
		became[fate(found)]++
		count(rules, found)
		if again, _ := code(x, coded); !reflect.DeepEqual(again, coded) {
			t.Fatalf("%s changes when coded again:\n%+v\n%+v", f.ID, coded, again)
		}
		if fate(found) != "inconnue" && len(coded.Formacodes) == 0 {
			uncoded++
		}
	}
	// Of those replaced, 1,144 have left Certif Info; 817 are in it still.
	want := map[string]int{"en vigueur": 1947, "remplacée": 1144 + 817, "inconnue": 354}
	if !reflect.DeepEqual(became, want) {
		t.Errorf("certifications %v, want %v", became, want)
	}
	if uncoded > 3 {
		t.Errorf("%d formations without Formacode, though Certif Info has their certification", uncoded)
	}
	t.Logf("findings: %v", rules)
}

func fate(found []finding.Finding) string {
	for _, f := range found {
		switch f.Rule {
		case certificationRemplacee.Code, successeursMultiples.Code:
			return "remplacée"
		case certificationInconnue.Code:
			return "inconnue"
		}
	}
	return "en vigueur"
}

func count(rules map[string]int, found []finding.Finding) {
	for _, f := range found {
		rules[f.Rule]++
	}
}

func TestRealRegister(t *testing.T) {
	path := sharedtest.Path(t, "data/organismes/organismes-reseaux.csv")
	r, err := NewRegistre(referentials.Etablissements(t.Context(), referentials.File{Path: path}, nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	var own, entity, none int
	for e, err := range referentials.Etablissements(t.Context(), referentials.File{Path: path}, nil, nil) {
		if err != nil {
			t.Fatal(err)
		}
		o, _ := r.Complete(offre.Organisme{SIRET: e.SIRET})
		switch {
		case e.NDA != "" && o.NDA == e.NDA:
			own++
		case o.NDA != "":
			entity++
		default:
			none++
		}
	}
	if len(r.lines) != 2199 || own != 1687 || own+entity+none != 2199 {
		t.Errorf("%d lines: %d have their own number, %d that of their legal entity, %d none", len(r.lines), own, entity, none)
	}
	t.Logf("%d have their own number, %d that of their legal entity, %d none", own, entity, none)
}

func BenchmarkIndex(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		realIndex(b)
	}
}

func BenchmarkCodify(b *testing.B) {
	x, formations := realIndex(b), rco(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		x.Codify(formations[i%len(formations)], 0)
		i++
	}
}
