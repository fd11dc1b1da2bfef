package mapping_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

// bound recognises a sheet by its first line.
func bound(t *testing.T, l *mapping.Layouts, sheet string, all []delivery.Row) *mapping.Binding {
	t.Helper()
	b, found, ok := l.Recognise(sheet, all)
	if !ok || b.Refused {
		t.Fatalf("not recognised: %v", found)
	}
	return b
}

// flat writes the cells of a record as « field=value », sorted.
func flat(r delivery.Record) string {
	var all []string
	for f, c := range r.Cells {
		all = append(all, fmt.Sprintf("%s=%s", f, c.Value))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestRowKinds(t *testing.T) {
	example := []string{}
	for _, c := range layout.Own[0].Columns {
		example = append(example, c.Example)
	}
	header := []string{}
	for _, c := range layout.Own[0].Columns {
		header = append(header, c.Header)
	}
	withDate := slices.Clone(example)
	withDate[slices.Index(header, "Vérifié le")] = "46280"
	touched := slices.Clone(example)
	touched[0] = "35600000000048"
	head := strings.Join(header, "|")
	for name, c := range map[string]struct {
		line string
		want mapping.RowKind
		said string
	}{
		"data":                      {"73282932000074|x", mapping.Data, ""},
		"spaces":                    {" |\u00a0||\t", mapping.Blank, "ligne-vide info a.xlsx, feuille Organismes, ligne 2"},
		"an example":                {"Exemple : 73282932000074|x", mapping.Example, "ligne-exemple info a.xlsx, feuille Organismes, ligne 2"},
		"an example further":        {"|||EXEMPLE", mapping.Example, "ligne-exemple info a.xlsx, feuille Organismes, ligne 2"},
		"ex.":                       {"ex. : 73282932000074", mapping.Example, "ligne-exemple info a.xlsx, feuille Organismes, ligne 2"},
		"par exemple":               {"Par exemple, l'IFOL", mapping.Example, "ligne-exemple info a.xlsx, feuille Organismes, ligne 2"},
		"a word that begins so":     {"Exemplaire|x", mapping.Data, ""},
		"a word that begins as ex":  {"Ex-ANPE|x", mapping.Data, ""},
		"an example in the middle":  {"73282932000074|Exemple", mapping.Data, ""},
		"the template's examples":   {strings.Join(example, "|"), mapping.Example, "ligne-exemple info a.xlsx, feuille Organismes, ligne 2"},
		"with a date made a number": {strings.Join(withDate, "|"), mapping.Example, "ligne-exemple info a.xlsx, feuille Organismes, ligne 2"},
		"the examples, touched":     {strings.Join(touched, "|"), mapping.Data, ""},
		"two cells of the examples": {strings.Join(example[:2], "|"), mapping.Data, ""},
		"the header again":          {strings.ToUpper(head), mapping.Heading, "ligne-entete info a.xlsx, feuille Organismes, ligne 2"},
		"the header again, in part": {"||UAI|Nom", mapping.Heading, "ligne-entete info a.xlsx, feuille Organismes, ligne 2"},
		"one word that is a header": {"||UAI|Institut|Association", mapping.Data, ""},
	} {
		t.Run(name, func(t *testing.T) {
			all := rows("Organismes", head, c.line)
			b := bound(t, builtIn(t), "Organismes", all)
			r, kind, found := b.Record("a.xlsx", all[1])
			if kind != c.want || told(found) != c.said {
				t.Errorf("got %s, %s; want %s, %s", kind, told(found), c.want, c.said)
			}
			if kind == mapping.Data && (r.File != "a.xlsx" || r.Sheet != "Organismes" || r.Number != 2 || len(r.Cells) != len(header)) {
				t.Errorf("record %+v", r)
			}
		})
	}
}

func TestBlankCellsAreThereAndAbsentColumnsAreNot(t *testing.T) {
	all := rows("Organismes", "Nom *|Remarques|SIRET|Ville", "Institut|x|73282932000074")
	r, _, _ := bound(t, builtIn(t), "Organismes", all).Record("a.xlsx", all[1])
	want := map[layout.Field]delivery.Cell{
		layout.OrganismeNom:   {Value: "Institut", Column: "A", Header: "Nom *"},
		layout.OrganismeSIRET: {Value: "73282932000074", Column: "C", Header: "SIRET"},
		layout.OrganismeVille: {Value: "", Column: "D", Header: "Ville"},
	}
	if len(r.Cells) != len(want) {
		t.Errorf("got %+v", r.Cells)
	}
	for f, c := range want {
		if got, there := r.Cells[f]; !there || got != c {
			t.Errorf("%s: got %+v, want %+v", f, got, c)
		}
	}
}

func TestCellsUnderNoHeaderAreSaidOnce(t *testing.T) {
	all := rows("Organismes", "SIRET|Nom||Ville", "1|a||Caen", "1|a|x|Caen", "1|a|y|Caen||z", "1|a|y|Caen||z")
	b := bound(t, builtIn(t), "Organismes", all)
	var got []string
	for _, row := range all[1:] {
		_, kind, found := b.Record("a.xlsx", row)
		if kind != mapping.Data {
			t.Errorf("row %d is %s", row.Number, kind)
		}
		got = append(got, told(found))
	}
	want := []string{"", "colonne-sans-entete avertissement a.xlsx, feuille Organismes, ligne 3, colonne C",
		"colonne-sans-entete avertissement a.xlsx, feuille Organismes, ligne 4, colonne F", ""}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestTheFirstOfTwoColumnsIsRead(t *testing.T) {
	all := rows("Organismes", "SIRET|Nom|N° SIRET", "1|a|2")
	r, _, _ := bound(t, builtIn(t), "Organismes", all).Record("a.xlsx", all[1])
	if got := r.Value(layout.OrganismeSIRET); got != "1" {
		t.Errorf("got %s", got)
	}
}

// Each case is one column of a layout with one step, and what it makes of a value.
func TestSteps(t *testing.T) {
	const text = `name: essai
tables:
  region: {"28": "04"}
  niveau: {"CAP, BEP": "13", Été: "9"}
sheets:
  - name: x
    recognise: [Région, V]
    columns:
      - {header: Région, ignore: prefixe}
      - {header: V, STEP, to: [formation.reference, formation.module]}
`
	for name, c := range map[string]struct{ step, region, value, want, said string }{
		"none keeps spaces":    {"required: true", "28", " a ", " a ", ""},
		"blank":                {`blank: ["-", 0]`, "28", " 0 ", "", "remplissage-du-gabarit info"},
		"blank, another":       {`blank: ["-", 0]`, "28", "00", "00", ""},
		"blank of nothing":     {`blank: ["-"]`, "28", "", "", ""},
		"first":                {`first: ","`, "28", "0451708M, 0451706K", "0451708M", "premiere-valeur-gardee avertissement"},
		"first of one":         {`first: ","`, "28", "0451708M", "0451708M", ""},
		"first behind nothing": {`first: ","`, "28", ", 0451706K", "0451706K", "premiere-valeur-gardee avertissement"},
		"first of nothing":     {`first: ","`, "28", ",", ",", ""},
		"digits":               {"digits: true", "28", "4 (Bac…)", "4", ""},
		"table":                {"table: niveau", "28", "cap  BEP", "13", ""},
		"table, accents":       {"table: niveau", "28", "ete", "9", ""},
		"table, unknown":       {"table: niveau", "28", "BTS", "BTS", "valeur-hors-gabarit avertissement"},
		"add":                  {"add: 10", "28", "3", "13", ""},
		"add to a word":        {"add: 10", "28", "trois", "trois", "nombre-du-gabarit avertissement"},
		"add to a huge number": {"add: 10", "28", "99999999999999999999", "99999999999999999999", "nombre-du-gabarit avertissement"},
		"digits then add":      {"digits: true, add: 10", "28", "niveau 3", "13", ""},
		"prefix":               {"prefix: {by: Région, table: region}", " 28 ", "33407", "04_33407", ""},
		"prefix of a word":     {"prefix: {by: Région, table: region}", "28", "A814179", "04_A814179", ""},
		"prefix that is there": {"prefix: {by: Région, table: region}", "28", "92_33407", "92_33407", ""},
		"prefix of nothing":    {"prefix: {by: Région, table: region}", "28", "", "", ""},
		"prefix of nowhere":    {"prefix: {by: Région, table: region}", "99", "33407", "refused", "prefixe-inconnu erreur"},
		"prefix of no region":  {"prefix: {by: Région, table: region}", "", "33407", "refused", "prefixe-inconnu erreur"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := mapping.Load(fstest.MapFS{"essai.yaml": {Data: []byte(strings.Replace(text, "STEP", c.step, 1))}})
			if err != nil {
				t.Fatal(err)
			}
			all := rows("x", "Région|V", c.region+"|"+c.value+"|")
			r, kind, found := bound(t, l, "x", all).Record("a.xlsx", all[1])
			if c.region == "" && c.value == "" {
				return
			}
			said := ""
			for _, f := range found {
				said = f.Rule + " " + f.Severity.String()
				if f.Column != "B" || f.Header != "V" || f.Field != "formation.reference" || f.Value == "" || f.Message == "" {
					t.Errorf("finding %+v", f)
				}
			}
			if said != c.said {
				t.Errorf("said %q, want %q", said, c.said)
			}
			if c.want == "refused" {
				if kind != mapping.Refused || len(r.Cells) != 0 {
					t.Errorf("got %s, %s", kind, flat(r))
				}
				return
			}
			if want := fmt.Sprintf("formation.module=%s formation.reference=%s", c.want, c.want); flat(r) != want {
				t.Errorf("got %q, want %q", flat(r), want)
			}
		})
	}
}

func TestARowOfTheRCO(t *testing.T) {
	header := "code-region|numeroFO|numeroAf|Nom de la formation|code-CERTIFINFO|Code scolarité|CFA-OFA SIRET (ORESP)|identifiant session--<session numero =...>|" +
		"code-RNCP--<code-RNCP>|code niveau européen|CFA-OFA responsable_nom|CFA-OFA raison sociale|formateur_SIRET|formateur_RS|modalites-entrees-sorties|Périodes d'entrée|" +
		"UAI localisation formation (ORESP) map fichier UAI-SIRET Onisep-CO|mail contact pour cette formation|code postal lieu|code INSEE lieu|" +
		"Capacité d'accueil de la formation--pas Lheo|nombre total d''heures de AF--<nombre-heures-total>|intitule-region|Diplôme ou titre visé|Intitulé du diplôme ou titre|" +
		"code niveau EN|nom niveau EN|nom niveau européen|CAS|CAS libellé"
	line := "28|A814179|1245029|CAP de mer|99999|50022139|73282932000074|1245030|38430|3|CFA de la côte|-|0|CFA|0|9|0141408E,0141409F|cfa@exemple.fr|14150|14488|12|800|Normandie|CAP|de mer|5|CAP|x|cas 1|y"
	all := rows("Export", header, line)
	b, found, ok := builtIn(t).Recognise("Export", all)
	if !ok || len(found) != 0 {
		t.Fatalf("findings %s", told(found))
	}
	r, kind, found := b.Record("rco.xlsx", all[1])
	if kind != mapping.Data {
		t.Fatalf("got %s", kind)
	}
	want := "formation.certif_info=99999 formation.certifiante=oui formation.cfd=50022139 formation.contact_courriel=cfa@exemple.fr " +
		"formation.identifiant=04_A814179 formation.intitule=CAP de mer formation.niveau_sortie=13 formation.responsable=73282932000074 formation.rncp=38430 " +
		"organisme.nom=CFA de la côte organisme.raison_sociale= organisme.siret=73282932000074 " +
		"session.action=04_1245029 session.contact_courriel=cfa@exemple.fr session.dispositif=apprentissage session.entrees_sorties=0 " +
		"session.formateur_nom=CFA session.formateur_siret= session.heures_total=800 session.identifiant=04_1245030 " +
		"session.lieu_code_insee=14488 session.lieu_code_postal=14150 session.lieu_uai=0141408E session.mois_entree=9 session.places=12"
	if got := flat(r); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := told(found), "premiere-valeur-gardee avertissement rco.xlsx, feuille Export, ligne 2, colonne Q"; !strings.Contains(got, want) {
		t.Errorf("got %s", got)
	}
}

// A real workbook whose dates count from 1904: the same days come out.
func TestDatesOfBothEpochs(t *testing.T) {
	for name, c := range map[string]struct {
		date1904 bool
		serial   float64
	}{"1900": {false, 46272}, "1904": {true, 44810}} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "sessions.xlsx")
			f := excelize.NewFile()
			defer f.Close()
			header := strings.Split(sessions+"|Référence de la session", "|")
			for _, err := range []error{
				f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &c.date1904}),
				f.SetSheetRow("Sheet1", "A1", &header),
				f.SetSheetRow("Sheet1", "A2", &[]any{73282932000074, "NAU-01", c.serial, c.serial + 0.5, 14150, "Ouistreham", 44810}),
				f.SetSheetRow("Sheet1", "A3", &[]any{73282932000074, "NAU-02", 2026, "septembre 2026", 14150, "Ouistreham", 2}),
				f.SaveAs(path),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
			got := recordsOf(t, path)
			if len(got) != 2 {
				t.Fatalf("%d records", len(got))
			}
			for i, want := range []string{"46272 46272.5 44810", "2026 septembre 2026 2"} {
				r := got[i]
				if s := r.Value(layout.SessionDebut) + " " + r.Value(layout.SessionFin) + " " + r.Value(layout.SessionReference); s != want {
					t.Errorf("record %d: got %s, want %s", i, s, want)
				}
			}
		})
	}
}

// recordsOf reads the first sheet of a workbook as the night does.
func recordsOf(t *testing.T, path string) (records []delivery.Record) {
	t.Helper()
	book, err := workbook.Open(path, workbook.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var all []delivery.Row
	for row, err := range book.Rows(t.Context(), book.Sheets()[0].Name) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	b := bound(t, builtIn(t), book.Sheets()[0].Name, all[:min(len(all), mapping.HeaderRows)])
	b.Date1904 = book.Date1904()
	for _, row := range all {
		if r, kind, _ := b.Record(filepath.Base(path), row); kind == mapping.Data {
			records = append(records, r)
		}
	}
	return records
}
