package mapping_test

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/schemas/layout"
)

const (
	cfa = "Nom de la formation *|Diplôme ou titre visé *|Intitulé du diplôme ou titre *|Code du diplôme ou du titre suivant la nomenclature de l'Education nationale *" +
		"|Niveau de la formation*|Période(s) d'entrée (En mois) *|Capacité d'accueil de la formation|Numéro UAI    (pour localiser cette formation)" +
		"|adresse mail du contact pour cette formation|Code postal du lieu *"
	cap1 = "CAP nautisme|CAP|Nautisme 1ère année|50033508|3 (CAP...)|9,10|12|0141720A|cfa@exemple.invalid|14150"
)

// byUAI is a register of three establishments, two of one UAI.
func byUAI(uai string) []string {
	return map[string][]string{"0141720A": {"73282932000074"}, "0500021B": {"1", "2"}}[uai]
}

func TestTenColumns(t *testing.T) {
	for name, c := range map[string]struct {
		header, line string
		kind         mapping.RowKind
		want         map[layout.Field]string
		said         string
	}{
		"a row": {cfa, cap1, mapping.Data, map[layout.Field]string{
			layout.FormationReference: "50033508 cap nautisme", layout.SessionReference: "nautisme 1ere annee 141720a 14150",
			layout.FormationResponsable: "73282932000074", layout.FormationIntitule: "CAP nautisme", layout.FormationCFD: "50033508",
			layout.FormationCertifiante: "oui", layout.SessionDispositif: "apprentissage", layout.SessionMoisEntree: "9,10",
			layout.SessionPlaces: "12", layout.SessionLieuUAI: "0141720A", layout.FormationNiveauSortie: "3 (CAP...)",
			layout.SessionContactMail: "cfa@exemple.invalid", layout.FormationContactMail: "cfa@exemple.invalid", layout.SessionLieuCodePostal: "14150",
		}, "siret-trouve-par-uai info 0141720A"},
		"the next year of the cycle": {cfa, strings.Replace(cap1, "1ère année", "terminale", 1), mapping.Data, map[layout.Field]string{
			layout.FormationReference: "50033508 cap nautisme", layout.SessionReference: "nautisme terminale 141720a 14150"}, "siret-trouve-par-uai info 0141720A"},
		"a code and a postal code that lost their zeros": {cfa, strings.NewReplacer("50033508", "1033508", "14150", "9100").Replace(cap1), mapping.Data, map[layout.Field]string{
			layout.FormationReference: "1033508 cap nautisme", layout.SessionReference: "nautisme 1ere annee 141720a 9100"}, "siret-trouve-par-uai info 0141720A"},
		"and that have them": {cfa, strings.NewReplacer("50033508", "01033508", "14150", "09100", "CAP nautisme", "Cap Nautisme").Replace(cap1), mapping.Data, map[layout.Field]string{
			layout.FormationReference: "1033508 cap nautisme", layout.SessionReference: "nautisme 1ere annee 141720a 9100"}, "siret-trouve-par-uai info 0141720A"},
		"a UAI badly typed": {cfa, strings.Replace(cap1, "0141720A", "141 720 a", 1), mapping.Data, map[layout.Field]string{
			layout.FormationResponsable: "73282932000074"}, "siret-trouve-par-uai info 141 720 a"},
		"no name": {cfa, strings.Replace(cap1, "CAP nautisme", " ", 1), mapping.Data, map[layout.Field]string{
			layout.FormationIntitule: "CAP Nautisme 1ère année", layout.FormationReference: "50033508 cap nautisme 1ere annee"}, "valeur-composee info  ; siret-trouve-par-uai info 0141720A"},
		"the column of names called otherwise": {strings.Replace(cfa, "Nom de la formation *", "Nom", 1), cap1, mapping.Data, map[layout.Field]string{
			layout.FormationIntitule: "CAP nautisme"}, "siret-trouve-par-uai info 0141720A"},
		"no column of names": {strings.TrimPrefix(cfa, "Nom de la formation *|"), strings.TrimPrefix(cap1, "CAP nautisme|"), mapping.Data, map[layout.Field]string{
			layout.FormationIntitule: "CAP Nautisme 1ère année"}, "siret-trouve-par-uai info 0141720A"},
		"a SIRET given":      {cfa + "|SIRET de l'organisme", cap1 + "|35600000000048", mapping.Data, map[layout.Field]string{layout.FormationResponsable: "35600000000048"}, ""},
		"a SIRET left blank": {cfa + "|SIRET", cap1 + "|", mapping.Data, map[layout.Field]string{layout.FormationResponsable: "73282932000074"}, "siret-trouve-par-uai info 0141720A"},
		"an unknown UAI":     {cfa, strings.Replace(cap1, "0141720A", "0999999Z", 1), mapping.Refused, nil, "siret-introuvable erreur 0999999Z"},
		"a UAI of several":   {cfa, strings.Replace(cap1, "0141720A", "0500021B", 1), mapping.Refused, nil, "siret-introuvable erreur 0500021B"},
		"no UAI":             {cfa, strings.Replace(cap1, "0141720A", "", 1), mapping.Refused, nil, "siret-introuvable erreur "},
	} {
		t.Run(name, func(t *testing.T) {
			all := rows("Feuil1", "Formation dispensée par apprentissage (*Champs obligatoires)", c.header, "", c.line)
			b := bound(t, builtIn(t), "Feuil1", all)
			b.ByUAI = byUAI
			r, kind, found := b.Record("a.xlsx", all[2])
			var said []string
			for _, f := range found {
				said = append(said, f.Rule+" "+f.Severity.String()+" "+f.Value)
			}
			if b.Layout != "cfa-dix-colonnes" || kind != c.kind || strings.Join(said, " ; ") != c.said {
				t.Errorf("%s: got %s, %q; want %s, %q", b.Layout, kind, said, c.kind, c.said)
			}
			for field, want := range c.want {
				if got := r.Value(field); got != want {
					t.Errorf("%s: got %q, want %q", field, got, want)
				}
			}
		})
	}
}

// Without a register no organisation is found, and the row says what to do.
func TestNoRegister(t *testing.T) {
	all := rows("Feuil1", cfa, cap1)
	_, kind, found := bound(t, builtIn(t), "Feuil1", all).Record("a.xlsx", all[1])
	if kind != mapping.Refused || len(found) != 1 || !strings.Contains(found[0].Remedy, "SIRET de l'organisme") || found[0].Column != "H" {
		t.Errorf("got %s, %+v", kind, found)
	}
}

func TestTablesBelowOneAnother(t *testing.T) {
	for name, c := range map[string]struct {
		sheet string
		lines []string
		want  string // kind of each row and, for data, one value
	}{
		"two of ours": {"Organismes", []string{organismes, "1|Institut|Caen", sessions, "1|NAU|46000|46010|14000|Caen", "1|NAU|46020|46030|14000|Caen"},
			"heading, data organisme.siret, heading, data session.debut, data session.debut"},
		"a short one above a wide one, both near the top": {"Feuil1", []string{organismes, "1|Institut|Caen", "", sessions, "1|NAU|46000|46010|14000|Caen"},
			"heading, data organisme.siret, heading, data session.debut"},
		"a foreign one below ours": {"Feuil1", []string{organismes, "1|Institut|Caen", cfa, cap1}, "heading, data organisme.siret, heading, data formation.cfd"},
		"the same columns in another order": {"Organismes", []string{organismes, "1|Institut|Caen", "Ville|Nom|SIRET", "Caen|Institut|1"},
			"heading, data organisme.siret, heading, data organisme.siret"},
		"one that lacks what it must have": {"Organismes", []string{organismes, "1|Institut|Caen", "Référence|Intitulé|Contenu|Objectifs", "N|Nautisme|x|y"},
			"heading, data organisme.siret, heading, refused"},
		"a title of two words that are headers": {"Feuil1", []string{"Formation|Session|x", sessions, "1|NAU|46000|46010|14000|Caen"}, "heading, heading, data session.debut"},
		"a row of words, one of them a header":  {"Organismes", []string{organismes, "1|Ville|Nom"}, "heading, data organisme.siret"},
	} {
		t.Run(name, func(t *testing.T) {
			all := rows(c.sheet, c.lines...)
			b := bound(t, builtIn(t), c.sheet, all)
			b.ByUAI = byUAI
			var got []string
			for _, row := range all {
				r, kind, found := b.Record("a.xlsx", row)
				line := kind.String()
				for _, f := range []layout.Field{layout.OrganismeSIRET, layout.SessionDebut, layout.FormationCFD} {
					if r.Value(f) != "" {
						line += " " + string(f)
					}
				}
				if kind == mapping.Heading && row.Number > 2 && (len(found) == 0 || found[0].Rule != "autre-tableau" || found[0].File != "a.xlsx") {
					t.Errorf("row %d: %s", row.Number, told(found))
				}
				got = append(got, line)
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), c.want)
			}
		})
	}
}
