package answer

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// rapport writes the first sheet: what this is, what became of the rows, what is
// to be mended and where.
type rapport struct {
	*book
	grid
	n     int // row being written
	links []string
	merge []string
}

// Widths of the columns: link, sheet, row, column, header, value, what was
// understood, what is wrong, what to do.
var rapportWidths = []float64{20, 16, 11, 11, 24, 26, 26, 56, 50}

const lastRapportColumn = 9

var (
	titleLook = look{size: 18, bold: true, ink: "FF15324A"}
	textLook  = look{wrap: true}
	boldLook  = look{size: 11, bold: true, ink: "FF15324A"}
	headLook  = look{bold: true, ink: "FFFFFFFF", fill: "FF34566F", wrap: true}
	headCount = look{bold: true, ink: "FFFFFFFF", fill: "FF34566F", centred: true}
	cellLook  = look{wrap: true, ruled: true}
	countLook = look{ruled: true, centred: true}
	sumLook   = look{ruled: true, centred: true, bold: true}
	linkLook  = look{ruled: true, link: true, ink: "FF0B5CAD"}
	ruleLook  = look{size: 11, bold: true}
	moreLook  = look{ink: "FF5A6672"}
)

func (b *book) writeRapport(c *container) error {
	part, err := c.part("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	size := &rapport{book: b, grid: grid{w: io.Discard}}
	if err := size.all("A1"); err != nil {
		return err
	}
	r := &rapport{book: b, grid: grid{w: part}}
	return r.all(size.size())
}

func (r *rapport) all(size string) error {
	r.begin(`<sheetPr><tabColor rgb="FF34566F"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="`+size+`"/>`+
		`<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>`, rapportWidths)
	r.heading()
	r.accounts()
	r.legend()
	r.requests()
	for _, s := range []finding.Severity{finding.Error, finding.Warning, finding.Info} {
		r.section(s)
	}
	return r.end(r.tail())
}

// tail writes what refers to the cells.
func (r *rapport) tail() string {
	var b strings.Builder
	if len(r.merge) > 0 {
		b.WriteString("<mergeCells>" + strings.Join(r.merge, "") + "</mergeCells>")
	}
	if len(r.links) > 0 {
		b.WriteString("<hyperlinks>" + strings.Join(r.links, "") + "</hyperlinks>")
	}
	b.WriteString(`<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`)
	return b.String()
}

// line begins the next row.
func (r *rapport) line(height float64) {
	r.n++
	r.openRow(r.n, height)
}

// lineOf begins a row as high as its texts need, wrapped in their columns: not
// every spreadsheet sees to it.
func (r *rapport) lineOf(texts []string) {
	lines := 1
	for i, text := range texts {
		if i < len(rapportWidths) {
			lines = max(lines, wrapped(text, int(rapportWidths[i]*1.2)))
		}
	}
	r.line(float64(3 + 13*min(lines, 25)))
}

// wrapped is how many lines a text takes in a column, words kept whole.
func wrapped(text string, width int) int {
	lines, at := 1, 0
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		if at > 0 && at+1+n > width {
			lines, at = lines+1, 0
		}
		at += n + 1
		lines += (at - 1) / (width + 1)
		at = (at-1)%(width+1) + 1
	}
	return lines
}

func (r *rapport) blank() {
	r.line(8)
	r.closeRow()
}

// across writes a text over the whole width.
func (r *rapport) across(l look, height float64, text string) {
	r.line(height)
	r.put(1, r.styles.of(l), finding.Cut(report.Harmless(text), 2000))
	for col := 2; col <= lastRapportColumn && l.fill != ""; col++ {
		r.put(col, r.styles.of(l), "")
	}
	r.closeRow()
	r.merge = append(r.merge, fmt.Sprintf(`<mergeCell ref="A%d:%s"/>`, r.n, ref(r.n, lastRapportColumn)))
}

// paragraph writes a text over the whole width, as high as it needs.
func (r *rapport) paragraph(l look, text string) {
	const perLine = 200 // characters of a line across the sheet
	r.across(l, float64(15*(1+utf8.RuneCountInString(text)/perLine)), text)
}

func (r *rapport) heading() {
	r.across(titleLook, 30, "Réponse à votre envoi")
	r.paragraph(boldLook, fmt.Sprintf("Fichier « %s », lu le %s. Référence : %s.", r.shortName(), frenchDay(r.Date), r.reference()))
	r.paragraph(textLook, r.whatItIs())
	if r.original != nil && len(r.original.dropped) > 0 {
		r.paragraph(textLook, "Par prudence, cette copie ne reprend pas : "+strings.Join(r.original.dropped, ", ")+".")
	}
	r.paragraph(boldLook, r.verdict())
	r.blank()
}

// whatItIs says how the copy was made.
func (r *rapport) whatItIs() string {
	list := " La liste complète des constats est dans le fichier CSV joint."
	switch {
	case len(r.sheets) == 0:
		return "Ce rapport dit ce qui a été repris de votre fichier et ce qui est à corriger." + list
	case r.original == nil:
		return "Ce classeur reprend les valeurs de votre fichier, sans leur mise en forme ; les cellules concernées sont en couleur et portent un commentaire." + list
	}
	return "Ce classeur est une copie du vôtre : les cellules concernées sont en couleur et portent un commentaire ; les formules y sont remplacées par leur dernière valeur." + list
}

func (r *rapport) verdict() string {
	c := r.rows()
	words := []string{fmt.Sprintf("%s sur %s.", count(c.Added+c.Changed+c.Unchanged, "ligne reprise"), number(c.Read))}
	for _, s := range []finding.Severity{finding.Error, finding.Warning} {
		if n := r.found.bySeverity[s]; n > 0 {
			words = append(words, fmt.Sprintf("%s : %s.", severityTitles[s], count(n, []string{"", "point", "erreur"}[s])))
		}
	}
	if len(words) == 1 {
		words = append(words, "Rien n'est à corriger.")
	}
	return strings.Join(words, " ")
}

// accounts writes one row a sheet, whose figures add up.
func (r *rapport) accounts() {
	if len(r.Loads) == 0 {
		return
	}
	r.across(boldLook, 18, "Vos lignes : lues = ajoutées + modifiées + inchangées + refusées + écartées")
	r.line(18)
	r.put(1, r.styles.of(headLook), "Feuille")
	for i, word := range []string{"Lues", "Ajoutées", "Modifiées", "Inchangées", "Refusées", "Écartées"} {
		r.put(i+2, r.styles.of(headCount), word)
	}
	r.closeRow()
	for _, l := range r.Loads {
		r.account(l.Sheet, l.Counts, countLook)
	}
	if len(r.Loads) > 1 {
		r.account("Ensemble", r.rows(), sumLook)
	}
	r.paragraph(moreLook, "Écartées : lignes vides, exemples, titres, et feuilles dont aucun tableau n'est reconnu. Refusées : elles entreront au catalogue une fois corrigées et renvoyées.")
	r.blank()
}

func (r *rapport) account(sheet string, c journal.Counts, l look) {
	r.lineOf([]string{r.shownName(sheet)})
	name := l
	name.centred, name.wrap = false, true
	r.put(1, r.styles.of(name), report.Harmless(r.shownName(sheet)))
	for i, n := range []int{c.Read, c.Added, c.Changed, c.Unchanged, c.Refused, c.SetAside} {
		r.number(i+2, r.styles.of(l), n)
	}
	r.closeRow()
}

// shownName is the name that a sheet has in the answer.
func (b *book) shownName(sheet string) string {
	if i := b.sheetAt(sheet); i >= 0 {
		return b.sheets[i].name
	}
	return finding.Cut(oneLine(sheet), maxNamed)
}

// sheetAt finds a sheet of the delivery; -1 when the answer does not have it.
func (b *book) sheetAt(sheet string) int {
	for i, source := range b.sources {
		if strings.EqualFold(source, sheet) {
			return i
		}
	}
	return -1
}

// legend says what the colours mean.
func (r *rapport) legend() {
	if r.found.total() == 0 {
		return
	}
	r.across(boldLook, 18, "Les couleurs")
	for _, of := range []struct {
		severity finding.Severity
		meaning  string
	}{
		{finding.Error, "la ligne ou la valeur n'est pas reprise tant que ce point n'est pas corrigé"},
		{finding.Warning, "la valeur est reprise, et mérite un regard"},
		{finding.Info, "la valeur a été remise en forme ou relevée : vérifiez la lecture, rien d'autre n'est à faire"},
	} {
		r.line(16)
		r.put(1, r.styles.of(look{bold: true, fill: shades[of.severity]}), severityTitles[of.severity])
		r.put(2, r.styles.of(look{}), of.meaning+" : "+number(r.found.bySeverity[of.severity]))
		r.closeRow()
	}
	r.blank()
}
