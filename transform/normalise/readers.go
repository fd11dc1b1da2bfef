package normalise

import "github.com/carif-oref/passerelle/schemas/layout"

// reader makes a clean value of a cell that is not blank.
type reader func(*Normaliser, *cell)

// readers holds the reader of each kind.
var readers = [...]reader{
	layout.Text:       readText,
	layout.Title:      readTitle,
	layout.Prose:      readProse,
	layout.List:       readList,
	layout.SIRET:      readSIRET,
	layout.NDA:        readNDA,
	layout.UAI:        readUAI,
	layout.Phone:      readPhone,
	layout.Email:      readEmail,
	layout.URL:        readURL,
	layout.Day:        readDay,
	layout.PostalCode: readPostalCode,
	layout.INSEE:      readINSEE,
	layout.Integer:    readInteger,
	layout.Decimal:    readDecimal,
	layout.Boolean:    readBoolean,
	layout.Table:      readTable,
	layout.Tables:     readTables,
	layout.ROME:       readROME,
	layout.Formacode:  readFormacode,
	layout.NSF:        readNSF,
	layout.CertifInfo: readCertifInfo,
	layout.RNCP:       readRNCP,
	layout.RS:         readRS,
	layout.CFD:        readCFD,
	layout.Scheme:     readScheme,
	layout.Key:        readKey,
}

// specialReaders holds the readers of fields whose kind does not say enough.
var specialReaders = map[layout.Field]reader{
	layout.OrganismeNom:           readName,
	layout.OrganismeRaisonSociale: readName,
	layout.SessionFormateurNom:    readName,
	layout.SessionLieuNom:         readName,
	layout.OrganismeVille:         readTown,
	layout.SessionLieuVille:       readTown,
	layout.SessionInscrVille:      readTown,
	layout.SessionMoisEntree:      readMonths,
	layout.SessionLangues:         readLanguages,
	layout.FormationMotsCles:      readKeywords,
	layout.OrganismeBesides:       readRaw,
	layout.InterlocuteurBesides:   readRaw,
	layout.FormationBesides:       readRaw,
	layout.SessionBesides:         readRaw,
	layout.FormationReste:         readRaw,
	layout.SessionReste:           readRaw,
	layout.SessionResteAction:     readRaw,
}
