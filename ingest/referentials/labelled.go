package referentials

import (
	"cmp"
	"context"
	"iter"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// LabelledRow is a title with the codes that people gave it, and with what stood
// beside the title. Codes come as their nomenclature writes them; what is no code
// is left out with a finding.
type LabelledRow struct {
	Line            int // in the file, from 1
	Intitule        string
	TitreVise       string
	IntituleDiplome string
	NiveauEuropeen  int      // 0 when not stated
	Fiche           string   // first RNCP or RS number that states its register
	AutresFiches    []string // the others, and both readings of a number that states none
	CertifInfo      []string
	ROME            []string
	NSF             []string
	Formacodes      []string
}

// Labelled reads a file of titles and codes, of either form, whose columns may be
// in any order and missing but for the title; it may be in UTF-8 or Windows-1252,
// its separator a semicolon, a comma or a tab. Every row with a title is given,
// in its order, even one that repeats another. A nil report or stats is allowed.
func Labelled(ctx context.Context, path string, report func(finding.Finding), stats *Stats) iter.Seq2[LabelledRow, error] {
	return func(yield func(LabelledRow, error) bool) {
		sources, err := sourcesOf(path, defaults)
		if err == nil && len(sources) != 1 {
			err = damaged(fileSource(path).name, 0, "archive of several files", "", "L'archive contient plusieurs fichiers : donnez le fichier lui-même.")
		}
		if err != nil {
			yield(LabelledRow{}, err)
			return
		}
		labelledRows(ctx, sources[0], defaults, report, stats)(yield)
	}
}

func labelledRows(ctx context.Context, src source, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[LabelledRow, error] {
	return func(yield func(LabelledRow, error) bool) {
		stats := cmp.Or(stats, new(Stats))
		f := format{referential: nomenclature.Exemples, columns: labelColumns, openEnded: true}
		for r, err := range rows(ctx, src, f, limits, report, stats) {
			if err != nil {
				yield(LabelledRow{}, err)
				return
			}
			row, ok := labelledRow(r)
			if !ok {
				stats.Refused++
				continue
			}
			if stats.Kept++; !yield(row, nil) {
				return
			}
		}
	}
}

func labelledRow(r *reading) (row LabelledRow, ok bool) {
	row.Line = r.row.Line
	if row.Intitule, ok = r.label(exTitre); !ok {
		return row, false
	}
	row.TitreVise, row.IntituleDiplome = r.text(exTitreVise), r.text(exIntitule)
	row.NiveauEuropeen = r.number(exNiveau, 1, 8, "un niveau européen (de 1 à 8)")
	row.CertifInfo, row.ROME = r.labels(exCertifInfo, certifCode), r.labels(exROME, romeCode)
	row.NSF, row.Formacodes = r.labels(exNSF, nsfCode), r.labels(exFormacode, formacodeRef)
	row.Fiche, row.AutresFiches = r.fiches(exFiche)
	return row, true
}

// fiches are the numbers of a cell: first that which states its register, then the
// others. One that states none may be of either register.
func (r *reading) fiches(c col) (first string, others []string) {
	for _, number := range r.labels(c, numberCode) {
		switch _, bare := strconv.Atoi(number); {
		case bare == nil:
			others = append(others, "RNCP"+number, "RS"+number)
		case first == "":
			first = number
		default:
			others = append(others, number)
		}
	}
	return first, others
}

// labels are the codes of a cell that may hold several, apart by bars.
func (r *reading) labels(c col, k kind) []string {
	var codes []string
	for _, raw := range strings.Split(r.cell(c), "|") {
		if raw = strings.TrimSpace(raw); raw == "" {
			continue
		}
		code, ok := k.read(raw)
		if !ok {
			r.say(r.about(c, finding.Warning, "referentiel-valeur",
				"« "+finding.Cut(raw, 40)+" » n'est pas "+k.what+" : la valeur est laissée de côté.", mendSource))
			continue
		}
		codes = append(codes, code)
	}
	return distinct(codes, "")
}
