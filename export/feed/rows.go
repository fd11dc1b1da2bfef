package feed

import (
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
	per   scope
	value func(r row) string
}

// scope is what a column is about: the same for all sessions of a formation, or not.
type scope bool

const (
	perSession   scope = false
	perFormation scope = true
)

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
	{"numero_formation", perFormation, func(r row) string { return r.offer.Formation.ID }},
	{"numero_action", perSession, func(r row) string { return r.action.ID }},
	{"numero_session", perSession, func(r row) string { return r.session.ID }},
	{"intitule", perFormation, func(r row) string { return r.offer.Formation.Intitule }},
	{"objectif", perFormation, func(r row) string { return r.offer.Formation.Objectif }},
	{"contenu", perFormation, func(r row) string { return r.offer.Formation.Contenu }},
	{"resultats", perFormation, func(r row) string { return r.offer.Formation.Resultats }},
	{"certifiante", perFormation, func(r row) string { return yesNo(r.offer.Formation.Certifiante) }},
	{"certifications", perFormation, func(r row) string { return strings.Join(certifications(&r.offer.Formation), separator) }},
	{"formacodes", perFormation, func(r row) string { return strings.Join(codes(r.offer.Formation.Formacodes), separator) }},
	{"nsf", perFormation, func(r row) string { return strings.Join(codes(r.offer.Formation.NSF), separator) }},
	{"rome", perFormation, func(r row) string { return strings.Join(codes(r.offer.Formation.ROME), separator) }},
	{"publics", perFormation, func(r row) string { return strings.Join(r.offer.Formation.Publics, separator) }},
	{"niveau_entree", perFormation, func(r row) string { return r.offer.Formation.NiveauEntree }},
	{"niveau_sortie", perFormation, func(r row) string { return r.offer.Formation.NiveauSortie }},
	{"prerequis", perSession, func(r row) string { return firstOf(r.action.ConditionsSpecifiques, r.offer.Formation.Prerequis) }},
	{"responsable_siret", perFormation, func(r row) string { return firstOf(r.offer.Responsable.SIRET, r.offer.Formation.Responsable) }},
	{"responsable_nom", perFormation, func(r row) string { return firstOf(r.offer.Responsable.Nom, r.offer.Responsable.RaisonSociale) }},
	{"responsable_nda", perFormation, func(r row) string { return r.offer.Responsable.NDA }},
	{"formateur_siret", perSession, func(r row) string { return r.action.Formateur }},
	{"formateur_nom", perSession, func(r row) string {
		f := r.offer.Formateurs[r.action.Formateur]
		return firstOf(f.Nom, f.RaisonSociale, r.action.FormateurNom)
	}},
	{"dispositif", perSession, func(r row) string { return string(r.action.Dispositif) }},
	{"financeurs", perSession, func(r row) string { return strings.Join(r.action.Financeurs, separator) }},
	{"debut", perSession, func(r row) string { return iso(r.session.Debut) }},
	{"fin", perSession, func(r row) string { return iso(r.session.Fin) }},
	{"entrees_sorties_permanentes", perSession, func(r row) string { return r.action.EntreesSorties }},
	{"etat_recrutement", perSession, func(r row) string { return r.session.EtatRecrutement }},
	{"modalites_enseignement", perSession, func(r row) string { return r.action.Enseignement }},
	{"heures_total", perSession, func(r row) string { return count(r.action.HeuresTotal) }},
	{"heures_centre", perSession, func(r row) string { return count(r.action.HeuresCentre) }},
	{"heures_entreprise", perSession, func(r row) string { return count(r.action.HeuresEntreprise) }},
	{"rythme", perSession, func(r row) string { return r.action.Rythme }},
	{"prix_total_ttc", perSession, func(r row) string { return r.action.PrixTotal }},
	{"lieu_nom", perSession, func(r row) string { return r.action.Lieu.Adresse.Denomination }},
	{"lieu_adresse", perSession, func(r row) string { return strings.Join(r.action.Lieu.Adresse.Lignes, ", ") }},
	{"lieu_code_postal", perSession, func(r row) string { return r.action.Lieu.Adresse.CodePostal }},
	{"lieu_ville", perSession, func(r row) string { return r.action.Lieu.Adresse.Ville }},
	{"lieu_code_insee", perSession, func(r row) string { return r.action.Lieu.Adresse.CodeINSEE }},
	{"lieu_latitude", perSession, func(r row) string { return r.action.Lieu.Adresse.Latitude }},
	{"lieu_longitude", perSession, func(r row) string { return r.action.Lieu.Adresse.Longitude }},
	{"contact_nom", perSession, func(r row) string { c := r.contact(); return strings.TrimSpace(c.Prenom + " " + c.Nom) }},
	{"contact_telephone", perSession, func(r row) string { c := r.contact(); return firstOf(c.Telephone, c.Portable) }},
	{"contact_courriel", perSession, func(r row) string { return r.contact().Courriel }},
	{"url", perSession, func(r row) string { return firstOf(r.session.URL, r.offer.Formation.URL) }},
	{"page", perFormation, func(r row) string { return page(r.page, r.offer.Formation.ID) }},
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

// tableLeaf has the rows of a product, as plain text.
func tableLeaf(p *product, pattern string) (*leaf, error) {
	return p.leaf(rowsOnly, pattern, func(l *leaf, offer *lheo.Offer) error {
		for i := range offer.Actions {
			a := &offer.Actions[i]
			for j := range a.Sessions {
				l.rows = append(l.rows, cellsOf(row{offer: offer, action: a, session: &a.Sessions[j], page: pattern}, l.rows))
			}
		}
		l.records = len(l.rows)
		return nil
	})
}

// rowsOnly is the kind of a leaf that is no twin by itself.
const rowsOnly target.Twin = "rows"

// cellsOf is one row. What is said of the formation is the same in all rows of an
// offer.
func cellsOf(r row, before [][]string) []string {
	cells := make([]string, len(columns))
	for k, c := range columns {
		if c.per == perFormation && len(before) > 0 {
			cells[k] = before[0][k]
			continue
		}
		cells[k] = lheo.PlainText(lheo.Legible(c.value(r)))
	}
	return cells
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
	out  *output
	page string
	bom  bool
}

func newCSV(t target.Target, out *output) *csvTable {
	return &csvTable{out: out, page: t.Page, bom: t.BOM}
}

func csvTo(out io.Writer) *csv.Writer {
	w := csv.NewWriter(out)
	w.Comma, w.UseCRLF = ';', true
	return w
}

func (c *csvTable) begin() error {
	if c.bom {
		if _, err := c.out.Write([]byte("\uFEFF")); err != nil {
			return err
		}
	}
	w := csvTo(c.out)
	_ = w.Write(columnNames()) // names of columns are no fault of CSV; the disk is told of by Error
	w.Flush()
	return w.Error()
}

func (c *csvTable) leaf(p *product) (*leaf, error) {
	return p.leaf(target.CSV, c.page, func(l *leaf, _ *lheo.Offer) error {
		table, err := tableLeaf(p, c.page)
		if err != nil {
			return err
		}
		out, cells := csvTo(&l.text), make([]string, len(columns))
		for _, row := range table.rows {
			for i, cell := range row {
				cells[i] = guarded(cell)
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
		out.Flush()
		l.records = table.records
		return out.Error()
	})
}

func (c *csvTable) add(l *leaf) error { return c.out.add(l) }

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

func (p *parquetTable) leaf(of *product) (*leaf, error) { return tableLeaf(of, p.page) }

func (p *parquetTable) add(l *leaf) error {
	for _, cells := range l.rows {
		if err := p.table.Write(cells); err != nil {
			return readBack(p.target, err)
		}
	}
	p.rows += l.records
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
