package referentials

import (
	"context"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of ROME's list of codes.
const (
	romeRef col = iota
	romeLibelle
	romeOGR
	romeFiche4 // name of the column since version 4
	romeFiche3 // name of the column in version 3
)

var rome = format{
	referential: nomenclature.ROME,
	publisher:   "France Travail",
	floor:       400,
	signature:   []col{romeRef, romeLibelle, romeOGR},
	label:       romeVersion,
	columns: []column{
		romeRef:     {name: "code_rome"},
		romeLibelle: {name: "libelle_rome"},
		romeOGR:     {name: "code_ogr"},
		romeFiche4:  {name: "code_fiche_metier", optional: true},
		romeFiche3:  {name: "code_fiche_em", optional: true},
	},
}

// Columns of Formacode. The list of its grands domaines begins alike, but has no
// semantic field.
const (
	formacodeCode col = iota
	formacodeLibelle
	formacodeChamp
)

var formacode = format{
	referential: nomenclature.Formacode,
	publisher:   "Centre Inffo",
	floor:       2000,
	openEnded:   true,
	signature:   []col{formacodeCode, formacodeLibelle, formacodeChamp},
	label:       formacodeVersion,
	columns: []column{
		formacodeCode:    {name: "Code du Terme"},
		formacodeLibelle: {name: "Descripteur en typo riche"},
		formacodeChamp:   {name: "Champ sémantique"},
	},
}

// Columns of the NSF groups.
const (
	nsfGroupe col = iota
	nsfDomaine
	nsfLibelle
)

var nsf = format{
	referential: nomenclature.NSF,
	publisher:   "Légifrance, article D311-4",
	floor:       80,
	signature:   []col{nsfGroupe, nsfDomaine, nsfLibelle},
	label:       decree,
	columns: []column{
		nsfGroupe:  {name: "code"},
		nsfDomaine: {name: "domaine17"},
		nsfLibelle: {name: "libelle"},
	},
}

// flat is where a flat nomenclature has its codes and labels.
type flat struct {
	format  format
	code    col
	kind    kind
	libelle col
}

func flatOf(ref nomenclature.Referential) (flat, error) {
	switch ref {
	case nomenclature.ROME:
		return flat{rome, romeRef, romeCode, romeLibelle}, nil
	case nomenclature.Formacode:
		return flat{formacode, formacodeCode, formacodeRef, formacodeLibelle}, nil
	case nomenclature.NSF:
		return flat{nsf, nsfGroupe, nsfCode, nsfLibelle}, nil
	}
	return flat{}, fmt.Errorf("read the terms of referential %q: it is no flat nomenclature: choose rome, formacode or nsf", ref)
}

// Termes reads ROME, Formacode or NSF: one value for each code, in the order of
// the file. A nil report or stats is allowed.
func Termes(ctx context.Context, ref nomenclature.Referential, path string, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Terme, error] {
	return termes(ctx, ref, fileSource(path), defaults, report, stats)
}

func termes(ctx context.Context, ref nomenclature.Referential, src source, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Terme, error] {
	f, err := flatOf(ref)
	if err != nil {
		return func(yield func(nomenclature.Terme, error) bool) { yield(nomenclature.Terme{}, err) }
	}
	terme := noun[nomenclature.Terme]{read: f.read, key: func(t nomenclature.Terme) string { return t.Code }}
	return values(ctx, src, f.format, limits, terme, report, stats)
}

func (f flat) read(r *reading) (t nomenclature.Terme, ok bool) {
	if t.Code, ok = r.key(f.code, f.kind); !ok {
		return t, false
	}
	t.Libelle, ok = r.label(f.libelle)
	return t, ok
}
