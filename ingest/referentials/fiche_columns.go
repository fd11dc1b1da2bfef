package referentials

import (
	"regexp"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of the CSV exports of France compétences. Each file has the number of
// the fiche first.
const (
	ficheNumero col = iota
	ficheValeur     // code, name or successor, as the file has it
	ficheAutre
)

// Columns of its file Standard.
const (
	stNumero col = iota
	stIntitule
	stAbrege
	stAbregeIntitule
	stNiveau
	stFin
	stActif
)

var ficheStandard = format{
	referential: nomenclature.RNCP,
	family:      tables,
	signature:   []col{stNumero, stIntitule, stActif},
	label:       dated,
	pattern:     exported("Standard"),
	columns: []column{
		stNumero:         {name: "Numero_Fiche"},
		stIntitule:       {name: "Intitule"},
		stAbrege:         {name: "Abrege_Libelle"},
		stAbregeIntitule: {name: "Abrege_Intitule"},
		stNiveau:         {name: "Nomenclature_Europe_Niveau"},
		stFin:            {name: "Date_Fin_Enregistrement"},
		stActif:          {name: "Actif"},
	},
}

var (
	ficheROME           = ficheTable(codesROME, "Codes_Rome_Code")
	ficheNSF            = ficheTable(codesNSF, "Nsf_Code")
	ficheFormacode      = ficheTable(formacodes, "Formacode_Code")
	ficheCertificateurs = ficheTable(certificateur, "Nom_Certificateur", "Siret_Certificateur")
	ficheLiens          = ficheTable(liens, "Ancienne_Certification", "Nouvelle_Certification")
	ficheBlocs          = ficheTable(blocs, "Bloc_Competences_Code")
	ficheCCN            = unused(ficheTable("CCN", "Ccn_1_Numero"))
	fichePartenaires    = unused(ficheTable("Partenaires", "Nom_Partenaire"))
	ficheVoies          = unused(ficheTable("VoixdAccès", "Si_Jury"))
)

// ficheTable is a file of an export that says one thing of fiches, row by row.
func ficheTable(p part, columns ...string) format {
	f := format{
		referential: nomenclature.RNCP, part: p, family: tables,
		signature: []col{ficheNumero, ficheValeur}, label: dated, pattern: exported(string(p)),
		columns: []column{ficheNumero: {name: "Numero_Fiche"}},
	}
	for _, name := range columns {
		f.columns = append(f.columns, column{name: name})
	}
	return f
}

func unused(f format) format {
	f.aside = true
	return f
}

// exported matches the names of one file of the export, whatever the day.
func exported(part string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^export_fiches_CSV_` + regexp.QuoteMeta(part) + `(?:_|\.|$)`)
}

// The two registers as XML: a file each.
var (
	ficheXMLRNCP = format{referential: nomenclature.RNCP, part: xmlRNCP, family: feed, label: dated,
		pattern: regexp.MustCompile(`(?i)^export[-_]fiches[-_]RNCP[-_].*\.xml$`)}
	ficheXMLRS = format{referential: nomenclature.RNCP, part: xmlRS, family: feed, label: dated,
		pattern: regexp.MustCompile(`(?i)^export[-_]fiches[-_]RS[-_].*\.xml$`)}
)
