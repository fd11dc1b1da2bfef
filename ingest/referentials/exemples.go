package referentials

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"regexp"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of files of titles that somebody coded.
const (
	exTitre col = iota
	exTitreVise
	exIntitule
	exNiveau
	exCertifInfo
	exROME
	exNSF
	exFormacode
	exFiche
	exSource
	exMethode
)

// labels are the columns of both files. A title is all that a labelled file must have.
var labelColumns = []column{
	exTitre:      {name: "title"},
	exTitreVise:  {name: "titre_vise", optional: true},
	exIntitule:   {name: "intitule_diplome", optional: true},
	exNiveau:     {name: "niveau_europeen", optional: true},
	exCertifInfo: {name: "code_certifinfo", aliases: []string{"certifinfo"}, optional: true},
	exROME:       {name: "rome", optional: true},
	exNSF:        {name: "nsf3", aliases: []string{"nsf"}, optional: true},
	exFormacode:  {name: "formacode", optional: true},
	exFiche:      {name: "rncp_rs", optional: true},
	exSource:     {name: "source", optional: true},
	exMethode:    {name: "label_method", optional: true},
}

// exemplesCodes are titles with their codes of ROME, NSF and Formacode.
var exemplesCodes = format{
	referential: nomenclature.Exemples,
	family:      tables,
	signature:   []col{exTitre, exROME, exNSF, exFormacode, exFiche},
	label:       dated,
	pattern:     regexp.MustCompile(`(?i)^intitules-rncp-rs.*\.csv$`),
	columns:     labelColumns,
}

// exemplesDiplomes are titles as organisations write them, with the certification.
var exemplesDiplomes = format{
	referential: nomenclature.Exemples,
	part:        diplomes,
	family:      titles,
	signature:   []col{exTitre, exTitreVise, exIntitule, exCertifInfo},
	label:       dated,
	pattern:     regexp.MustCompile(`(?i)^intitules-organismes-certifinfo.*\.csv$`),
	columns:     labelColumns,
}

// Exemples reads the files of titles that others have coded: one value for each
// title and set of codes. A nil report or stats is allowed.
func Exemples(ctx context.Context, file File, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Exemple, error] {
	return parted(file, nomenclature.Exemples, func(docs []document) iter.Seq2[nomenclature.Exemple, error] {
		return exemples(ctx, docs, defaults, report, stats)
	})
}

func exemples(ctx context.Context, docs []document, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Exemple, error] {
	return func(yield func(nomenclature.Exemple, error) bool) {
		stats := cmp.Or(stats, new(Stats))
		*stats = Stats{}
		seen := map[string]bool{}
		for _, doc := range docs {
			var own Stats
			for row, err := range labelledRows(ctx, doc.src, limits, report, &own) {
				if err != nil {
					yield(nomenclature.Exemple{}, err)
					return
				}
				e := exempleOf(row)
				key := fmt.Sprintf("%q", e)
				if seen[key] {
					own.Kept, own.Merged = own.Kept-1, own.Merged+1
					continue
				}
				if seen[key] = true; !yield(e, nil) {
					return
				}
			}
			stats.add(own)
		}
	}
}

// exempleOf keeps of a row what codification learns from: of several
// certifications the first.
func exempleOf(row LabelledRow) nomenclature.Exemple {
	e := nomenclature.Exemple{Intitule: row.Intitule, ROME: row.ROME, NSF: row.NSF, Formacodes: row.Formacodes, Fiche: row.Fiche}
	if len(row.CertifInfo) > 0 {
		e.CertifInfo = row.CertifInfo[0]
	}
	return e
}
