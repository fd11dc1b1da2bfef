// Package layout is the one definition of Passerelle's own workbook: its sheets
// and, for each column, the field it fills, the header people read, what kind of
// value it takes and the rule of the entry guide that explains it. The reader,
// the normaliser, the template and the data dictionary all read it here.
package layout

// Field names what a column fills, « sheet.field »: formation.intitule. Fields
// are an interface: mapping files, findings and stored rows name them.
type Field string

// Kind says what the cells of a column hold, and so how they are read.
type Kind uint8

const (
	Text       Kind = iota // a name or short text, kept as typed but for its spaces
	Title                  // a title, under the house rule: lower case, accents, first letter capital
	Prose                  // long text, line breaks kept, under the same house rule
	List                   // short texts separated by ; or line breaks
	SIRET                  // 14 digits
	NDA                    // 11 characters
	UAI                    // 7 digits and a letter
	Phone                  // French or international telephone number
	Email                  // one address
	URL                    // web address
	Day                    // a date, whole or partial
	PostalCode             // 5 digits
	INSEE                  // code of a commune
	Integer                // a count or a number of hours
	Decimal                // an amount
	Boolean                // oui or non, kept as LHEO's "1" or "0"
	Table                  // one code of an LHEO table, typed as its code or its label
	Tables                 // several codes of an LHEO table
	ROME                   // list of ROME codes
	Formacode              // list of Formacodes
	NSF                    // list of NSF groups
	CertifInfo             // list of Certif Info codes, each with an optional comment after a colon
	RNCP                   // number of the RNCP, with or without its prefix
	RS                     // number of the répertoire spécifique, with or without its prefix
	CFD                    // code of the éducation nationale, 8 characters
	Scheme                 // offre.Dispositif
	Key                    // an identifier, kept to the letter
)

// Column is one column of a sheet.
type Column struct {
	Field    Field
	Header   string   // as the template prints it
	Aliases  []string // other headers met in the wild
	Kind     Kind
	Table    string // name of the LHEO table for Table and Tables: niveaux, financeurs…
	Required bool   // a row without it is refused
	Unless   Field  // of a Required column: it may be blank on a row that fills this field
	Help     string // the rule of the entry guide, one French sentence
	Example  string
}

// Sheet is one sheet of the workbook; a row of it describes one thing.
type Sheet struct {
	Name    string
	Aliases []string
	Columns []Column
}

// Own is Passerelle's own workbook, in the order of the template.
var Own = []Sheet{organismes, interlocuteurs, formations, sessions}

// Lookup gives the column that fills a field in the own workbook.
func Lookup(f Field) (Column, bool) {
	c, ok := byField[f]
	return c, ok
}

var byField = func() map[Field]Column {
	m := make(map[Field]Column)
	for _, s := range Own {
		for _, c := range s.Columns {
			if _, twice := m[c.Field]; !twice {
				m[c.Field] = c
			}
		}
	}
	return m
}()
