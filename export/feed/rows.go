package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/columnar"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// column is one of the tables of sessions.
type column struct {
	name  string
	value func(r row) string
}

// row is what a row of the tables is about.
type row struct {
	offer   *lheo.Offer
	action  *offre.Action
	session *offre.Session
	page    string
}

// separator stands between the values of a cell that has several.
const separator = "|"

// columns are those of the tables, CSV and Parquet: one row for each session.
var columns = []column{
	{"numero_formation", func(r row) string { return r.offer.Formation.ID }},
	{"numero_action", func(r row) string { return r.action.ID }},
	{"numero_session", func(r row) string { return r.session.ID }},
	{"intitule", func(r row) string { return r.offer.Formation.Intitule }},
	{"objectif", func(r row) string { return r.offer.Formation.Objectif }},
	{"contenu", func(r row) string { return r.offer.Formation.Contenu }},
	{"resultats", func(r row) string { return r.offer.Formation.Resultats }},
	{"certifiante", func(r row) string { return yesNo(r.offer.Formation.Certifiante) }},
	{"certifications", func(r row) string { return strings.Join(certifications(&r.offer.Formation), separator) }},
	{"formacodes", func(r row) string { return strings.Join(codes(r.offer.Formation.Formacodes), separator) }},
	{"nsf", func(r row) string { return strings.Join(codes(r.offer.Formation.NSF), separator) }},
	{"rome", func(r row) string { return strings.Join(codes(r.offer.Formation.ROME), separator) }},
	{"publics", func(r row) string { return strings.Join(r.offer.Formation.Publics, separator) }},
	{"niveau_entree", func(r row) string { return r.offer.Formation.NiveauEntree }},
	{"niveau_sortie", func(r row) string { return r.offer.Formation.NiveauSortie }},
	{"prerequis", func(r row) string { return firstOf(r.action.ConditionsSpecifiques, r.offer.Formation.Prerequis) }},
	{"responsable_siret", func(r row) string { return firstOf(r.offer.Responsable.SIRET, r.offer.Formation.Responsable) }},
	{"responsable_nom", func(r row) string { return firstOf(r.offer.Responsable.Nom, r.offer.Responsable.RaisonSociale) }},
	{"responsable_nda", func(r row) string { return r.offer.Responsable.NDA }},
	{"formateur_siret", func(r row) string { return r.action.Formateur }},
	{"formateur_nom", func(r row) string {
		f := r.offer.Formateurs[r.action.Formateur]
		return firstOf(f.Nom, f.RaisonSociale, r.action.FormateurNom)
	}},
	{"dispositif", func(r row) string { return string(r.action.Dispositif) }},
	{"financeurs", func(r row) string { return strings.Join(r.action.Financeurs, separator) }},
	{"debut", func(r row) string { return iso(r.session.Debut) }},
	{"fin", func(r row) string { return iso(r.session.Fin) }},
	{"entrees_sorties_permanentes", func(r row) string { return r.action.EntreesSorties }},
	{"etat_recrutement", func(r row) string { return r.session.EtatRecrutement }},
	{"modalites_enseignement", func(r row) string { return r.action.Enseignement }},
	{"heures_total", func(r row) string { return count(r.action.HeuresTotal) }},
	{"heures_centre", func(r row) string { return count(r.action.HeuresCentre) }},
	{"heures_entreprise", func(r row) string { return count(r.action.HeuresEntreprise) }},
	{"rythme", func(r row) string { return r.action.Rythme }},
	{"prix_total_ttc", func(r row) string { return r.action.PrixTotal }},
	{"lieu_nom", func(r row) string { return r.action.Lieu.Adresse.Denomination }},
	{"lieu_adresse", func(r row) string { return strings.Join(r.action.Lieu.Adresse.Lignes, ", ") }},
	{"lieu_code_postal", func(r row) string { return r.action.Lieu.Adresse.CodePostal }},
	{"lieu_ville", func(r row) string { return r.action.Lieu.Adresse.Ville }},
	{"lieu_code_insee", func(r row) string { return r.action.Lieu.Adresse.CodeINSEE }},
	{"lieu_latitude", func(r row) string { return r.action.Lieu.Adresse.Latitude }},
	{"lieu_longitude", func(r row) string { return r.action.Lieu.Adresse.Longitude }},
	{"contact_nom", func(r row) string { c := r.contact(); return strings.TrimSpace(c.Prenom + " " + c.Nom) }},
	{"contact_telephone", func(r row) string { c := r.contact(); return firstOf(c.Telephone, c.Portable) }},
	{"contact_courriel", func(r row) string { return r.contact().Courriel }},
	{"url", func(r row) string { return firstOf(r.session.URL, r.offer.Formation.URL) }},
	{"page", func(r row) string { return page(r.page, r.offer.Formation.ID) }},
}

// contact is who tells people about the session.
func (r row) contact() offre.Contact {
	for _, c := range []offre.Contact{r.session.Contact, r.offer.Formation.Contact, r.offer.Responsable.Coordonnees} {
		if !c.Vide() {
			return c
		}
	}
	return offre.Contact{}
}

func yesNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "1"
	}
	return "0"
}

func certifications(f *offre.Formation) (list []string) {
	for _, c := range f.Certifications {
		for _, n := range []struct{ register, number string }{{"RNCP", strings.TrimPrefix(c.RNCP, "RNCP")}, {"RS", strings.TrimPrefix(c.RS, "RS")}, {"CERTIFINFO", c.CertifInfo}} {
			if n.number != "" {
				list = append(list, n.register+n.number)
			}
		}
	}
	return list
}

func codes(list []offre.Code) []string {
	texts := make([]string, len(list))
	for i := range list {
		texts[i] = list[i].Code
	}
	return texts
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// iso is a date as ISO 8601 has it, down to what is known of it: 2026-09-07,
// 2026-09, 2026; empty when it is not known or does not exist.
func iso(d offre.Date) string {
	an, mois, jour, ok := d.Parts()
	switch {
	case !ok || an == 0 || mois > 12:
		return ""
	case mois == 0:
		return string(d[:4])
	case jour == 0:
		return string(d[:4]) + "-" + string(d[4:6])
	case !d.Complete():
		return ""
	}
	return string(d[:4]) + "-" + string(d[4:6]) + "-" + string(d[6:])
}

// cellsOf are the rows of an offer, as plain text.
func cellsOf(offer *lheo.Offer, pattern string, each func(cells []string) error) error {
	cells := make([]string, len(columns))
	for i := range offer.Actions {
		a := &offer.Actions[i]
		for j := range a.Sessions {
			r := row{offer: offer, action: a, session: &a.Sessions[j], page: pattern}
			for k, c := range columns {
				cells[k] = lheo.PlainText(lheo.Legible(c.value(r)))
			}
			if err := each(cells); err != nil {
				return err
			}
		}
	}
	return nil
}

func columnNames() []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// csvTable is the table of sessions for spreadsheets: semicolons, and a byte order
// mark when the target asks for it.
type csvTable struct {
	out    *output
	buffer bytes.Buffer
	csv    *csv.Writer
	page   string
	bom    bool
}

func newCSV(t target.Target, out *output) *csvTable {
	c := &csvTable{out: out, page: t.Page, bom: t.BOM}
	c.csv = csv.NewWriter(&c.buffer)
	c.csv.Comma, c.csv.UseCRLF = ';', true
	return c
}

func (c *csvTable) begin() error {
	if c.bom {
		c.buffer.WriteString("\uFEFF")
	}
	return c.row(columnNames())
}

func (c *csvTable) row(cells []string) error {
	if err := c.csv.Write(cells); err != nil {
		return readBack(c.out.target, err)
	}
	c.csv.Flush()
	_, err := c.out.Write(c.buffer.Bytes())
	c.buffer.Reset()
	return err
}

func (c *csvTable) add(offer *lheo.Offer) error {
	return cellsOf(offer, c.page, func(cells []string) error {
		for i, cell := range cells {
			cells[i] = guarded(cell)
		}
		c.out.done.Records++
		return c.row(cells)
	})
}

func (c *csvTable) finish() (File, error) { return c.out.finish() }
func (c *csvTable) abandon()              { c.out.abandon() }

var plainNumber = regexp.MustCompile(`^-?[0-9]+([.,][0-9]+)?$`)

// guarded keeps a spreadsheet from taking a text for a formula.
func guarded(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) || plainNumber.MatchString(cell) {
		return cell
	}
	return "'" + cell
}

// parquetTable is the table of sessions for data people.
type parquetTable struct {
	target, path, name, page string
	table                    *columnar.Table
	rows                     int
}

func newParquet(t target.Target, path, name string) (twin, error) {
	table, err := columnar.NewTable(path, columnNames())
	if err != nil {
		return nil, readBack(t.Name, err)
	}
	return &parquetTable{target: t.Name, path: path, name: name, page: t.Page, table: table}, nil
}

func (p *parquetTable) add(offer *lheo.Offer) error {
	err := cellsOf(offer, p.page, func(cells []string) error {
		p.rows++
		return p.table.Write(cells)
	})
	if err != nil {
		return readBack(p.target, err)
	}
	return nil
}

func (p *parquetTable) finish() (File, error) {
	if err := p.table.Close(); err != nil {
		return File{}, readBack(p.target, err)
	}
	f, err := fileOf(string(target.Parquet), p.name, p.path)
	if err != nil {
		return File{}, readBack(p.target, err)
	}
	f.Records = p.rows
	return f, nil
}

func (p *parquetTable) abandon() {
	p.table.Abandon() // the build has failed with a better reason
	os.Remove(p.path)
}

func hashOf(r io.Reader) (sum string, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), size, err
}
