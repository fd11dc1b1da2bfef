package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// lookalikes are references that differ by case, accent, composition, punctuation,
// width or a blank alone: a store that sorts or compares as people do takes some for
// others, or puts them in another order than that of their bytes.
var lookalikes = []string{
	"a", "A", "à", "À", "a\u0300", "Á", "ab", "a-b", "a_b", "a b", "a\u00a0b", "a.b", "AB", "Ab",
	"œ", "Œ", "oe", "OE", "æ", "ae", "ﬁ", "fi", "ß", "ss", "SS", "ı", "i", "I", "İ",
	"é", "e\u0301", "E", "ê", "z", "Z", "10", "9", "09", "010", "１０", "🙂", "👩‍🌾", "a\u200bb", "\u202eab", "~", "_", "'a'", `"a"`, `a\b`, "a%b", "a*b",
	"Ω", "Ω", "ǅ", "ﷺ", "Ж", "名", "\U0010fffd", "\ufffd", "\ue000",
}

// tiedTitles are tied: some are the same but for what codification does not look at,
// some name certifications that several answer to, some name none.
var tiedTitles = []string{
	"Titre professionnel agent de propreté et d'hygiène", "TITRE PROFESSIONNEL AGENT DE PROPRETE ET D’HYGIENE", "Aide à domicile", "aide a domicile", "MC aide à domicile",
	"Électricité", "electricite", "Conchyliculture", "Cuisine", "Cuisine ", "Cœur de métier : pâtisserie fine", "Coeur de metier : patisserie fine",
	"Anglais 🙂", "Bureautique\u00a0: tableur", "Bureautique : tableur", "Maçonnerie", "Soudage", "CACES R489", "Accompagnement", "Astrologie",
}

// longName is longer than an entry of an index may be, and nothing compresses it.
var longName = func() (name string) {
	for i := range 200 {
		name += fmt.Sprintf("%x", sha256.Sum256([]byte{byte(i)}))
	}
	return name
}()

// siretOf gives a SIRET whose keys are right.
func siretOf(n int) string {
	siren := withKey(fmt.Sprintf("%08d", 91_700_000+n))
	return withKey(siren + "0001")
}

// withKey adds the digit that makes the sum of Luhn a multiple of ten.
func withKey(digits string) string {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return digits + fmt.Sprint((10-sum%10)%10)
}

// offer is a delivery that no rule forbids and nobody would wish for: sheets of the
// template by name, each with its header.
type offer map[string][][]string

// sheetsOfOffer are the sheets, in the order of the template.
var sheetsOfOffer = []string{"Organismes", "Interlocuteurs", "Formations", "Sessions"}

// hostileOffer is the offer of some organisations, told apart by first: every
// reference has a formation, whose sessions all have the same dates.
func hostileOffer(first int, extra string) offer {
	o := offer{
		"Organismes":     {{"SIRET", "Numéro de déclaration d'activité", "Nom", "Raison sociale", "Adresse", "Code postal", "Ville", "Téléphone", "Courriel", "Potentiel de formation", "Vérifié le", "Structures rattachées"}},
		"Interlocuteurs": {{"SIRET de l'organisme", "Civilité", "Nom", "Prénom", "Fonction", "Courriel"}},
		"Formations":     {{"SIRET de l'organisme responsable", "Référence", "Intitulé", "Certifiante", "Objectifs pédagogiques", "Contenu", "Mots-clés", "Codes ROME", "Formacodes", "Publics visés", "Prérequis"}},
		"Sessions":       {{"SIRET de l'organisme responsable", "Référence de la formation", "Référence de la session", "Date de début", "Date de fin", "Dispositif", "Financeurs", "Lieu - nom", "Lieu - adresse", "Lieu - code postal", "Lieu - ville", "Contact - nom", "Contact - courriel", "Nombre de places", "Heures au total", "Prix total TTC", "Prix horaire TTC"}},
	}
	names := []string{"Éclair", "eclair", "ÉCLAIR", "Eclair", "Éclair\u00a0", "E\u0301clair"}
	for i, name := range names {
		siret := siretOf(first + i)
		o.add("Organismes", siret, fmt.Sprintf("2814%07d", first+i), name, "Association Éclair", "1 rue de l’Œuvre", "14000", "Caen", "02 31 00 00 00", "a@exemple.fr", "Cœur, cœur\nCOEUR", "15/09/2026", "b ; B ; É ; e ; a")
		for _, person := range []string{"Étienne", "Etienne", "etienne", "Zoé", "Œdipe"} {
			o.add("Interlocuteurs", siret, "Madame", person, "A", "Directrice", strings.ToLower("x"+fmt.Sprint(len(person)))+"@exemple.fr")
		}
	}
	for i, ref := range lookalikes {
		o.formation(i, siretOf(first+i%len(names)), ref, tiedTitles[i%len(tiedTitles)]+extra)
	}
	return o
}

func (o offer) add(sheet string, cells ...string) { o[sheet] = append(o[sheet], cells) }

// formation adds a formation, with three sessions that differ by case and accent.
func (o offer) formation(n int, siret, ref, title string) {
	text := strings.Repeat("Savoir « lire », écrire & compter < 3 ; œuvre 🙂\u00a0!\t", 1+len(ref)*3)
	certifying, rome, formacodes := "oui", "", ""
	if n%2 == 0 {
		certifying, rome, formacodes = "non", "G1602 ; K2204", "42752 ; 44028"
	}
	o.add("Formations", siret, ref, title, certifying, "  "+text+"  ", text+"\r\n"+text, "É ; e ; E ; é ; œ", rome, formacodes, "83056 ; 82044", "Aucun")
	for _, session := range []string{"é", "É", "e"} {
		o.add("Sessions", siret, ref, session, "07/12/2026", "30/06/2027", "formation continue", "OPCO ; 4", "L’atelier"+session, "3 quai Œdipe", "14000", "Caen", "Hébert", "h@exemple.fr", "12", "560", "0,1", "12,35")
	}
}

// longTexts adds texts as long as cells may be, where they are short as well.
func (o offer) longTexts() offer {
	long := strings.Repeat("œuvre ", 5000)
	o.add("Formations", o["Organismes"][1][0], longName, "Cuisine "+long, "non", long, long, long, "", "", "", long)
	o.add("Formations", o["Organismes"][1][0], "long", "Cuisine "+long, "non", long, long, long, "", "", "", long)
	o.add("Sessions", o["Organismes"][1][0], "long", longName, "07/12/2026", "30/06/2027", "", "", long, long, "14000", "Caen", long, "h@exemple.fr", "99999999999999999999", "9223372036854775807", "1e3", "0.30000000000000004")
	o.add("Sessions", o["Organismes"][1][0], "long", "bornes", "01/01/0001", "31/12/9999", "", "", "", "", "14000", "Caen", "", "", "0", "-1", "0,005", "1e400")
	return o
}

// some is the offer with its first formations alone, and their sessions.
func (o offer) some(formations int) offer {
	o["Formations"], o["Sessions"] = o["Formations"][:1+formations], o["Sessions"][:1+3*formations]
	return o
}

// workbook writes the offer as one workbook.
func (o offer) workbook(t *testing.T, path string) {
	t.Helper()
	noError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	workbookOf(t, path, func(f *excelize.File, first string) error {
		for i, name := range sheetsOfOffer {
			if i == 0 {
				noError(t, f.SetSheetName(first, name))
			} else if _, err := f.NewSheet(name); err != nil {
				return err
			}
			for n, row := range o[name] {
				cell, err := excelize.CoordinatesToCellName(1, n+1)
				if err := errors.Join(err, f.SetSheetRow(name, cell, &row)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// text writes one sheet of the offer as CSV.
func (o offer) text(t *testing.T, sheet, path string) {
	t.Helper()
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.Comma = ';'
	noError(t, out.WriteAll(o[sheet]))
	noError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	noError(t, os.WriteFile(path, b.Bytes(), 0o644))
}

// longSheet gives a sheet of a workbook a name that no spreadsheet would take.
func longSheet(t *testing.T, path string) {
	t.Helper()
	from, err := zip.OpenReader(path)
	noError(t, err)
	defer from.Close()
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range from.File {
		part, err := fs.ReadFile(from, f.Name)
		noError(t, err)
		if f.Name == "xl/workbook.xml" {
			part = bytes.Replace(part, []byte(`name="Formations"`), []byte(`name="Formations `+longName+`"`), 1)
		}
		out, err := to.Create(f.Name)
		noError(t, err)
		_, err = out.Write(part)
		noError(t, err)
	}
	noError(t, to.Close())
	noError(t, os.WriteFile(path, b.Bytes(), 0o644))
}
