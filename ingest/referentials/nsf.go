package referentials

import "github.com/carif-oref/passerelle/schemas/nomenclature"

// Columns of the NSF groups.
const (
	nsfGroupe col = iota
	nsfDomaine
	nsfLibelle
)

var nsf = format{
	referential: nomenclature.NSF,
	signature:   []col{nsfGroupe, nsfDomaine, nsfLibelle},
	label:       decree,
	columns: []column{
		nsfGroupe:  {name: "code"},
		nsfDomaine: {name: "domaine17"},
		nsfLibelle: {name: "libelle"},
	},
}

// Columns of the letters of speciality that may follow a group.
const (
	lettreCol col = iota
	lettreLibelle
)

var nsfLettres = format{
	referential: nomenclature.NSFLettres,
	signature:   []col{lettreCol, lettreLibelle},
	label:       unversioned,
	columns: []column{
		lettreCol:     {name: "LETTRE_SPECIALITE"},
		lettreLibelle: {name: "LIBELLE_LONG"},
	},
}

// Columns of the groupes formation-emploi.
const (
	gfeCol col = iota
	gfeLibelle
)

var gfe = format{
	referential: nomenclature.GFE,
	signature:   []col{gfeCol, gfeLibelle},
	label:       formacodeVersion, // EDOF's list follows a version of Formacode
	columns: []column{
		gfeCol:     {name: "code_gfe"},
		gfeLibelle: {name: "libelle", aliases: []string{"libelle_gfe"}},
	},
}
