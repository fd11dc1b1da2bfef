package referentials

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// fluxRead is the version of the XML that is read: France compétences numbers
// its changes of structure.
const fluxRead = "4."

// openFiches opens an XML register and stands on its first fiche.
func openFiches(ctx context.Context, src source, limits limits) (*ficheReader, error) {
	g, err := openXML(src, limits)
	if err != nil {
		return nil, err
	}
	f := &ficheReader{guarded: g}
	if err := f.root(ctx); err != nil {
		return nil, errors.Join(err, g.src.Close())
	}
	if flux := strings.TrimSpace(f.flux); flux != "" && !strings.HasPrefix(flux, fluxRead) {
		return nil, errors.Join(f.damaged("VERSION_FLUX "+flux+" where 4.x is read", "Le fichier XML est d'une version qui n'est pas lue : déposez l'export V4.1."), g.src.Close())
	}
	return f, nil
}

// identifyXML tells which register an XML file holds, by its first fiche.
func identifyXML(src source, limits limits, err error) (document, bool, error) {
	if err != nil {
		return document{}, false, err
	}
	f, err := openFiches(context.Background(), src, limits)
	if err != nil {
		return document{}, false, err
	}
	defer f.src.Close()
	first, err := f.fiche(context.Background())
	if err != nil {
		return document{}, false, err
	}
	format := ficheXMLRNCP
	if strings.HasPrefix(first.numero, "RS") {
		format = ficheXMLRS
	}
	return document{src: src, format: format, ref: format.referential}, true, nil
}

// readXML joins one XML register to the fiches.
func (g *register) readXML(ctx context.Context, doc document, report func(finding.Finding), stats *Stats) error {
	f, err := openFiches(ctx, doc.src, g.limits)
	if err != nil {
		return err
	}
	defer f.src.Close()
	say := reporter{report: report}
	defer say.sumUp()
	for err == nil {
		var e entry
		if e, err = f.fiche(ctx); err != nil {
			return err
		}
		stats.Rows++
		g.takeEntry(e, entryReport{f.name, &say}, stats)
		if err := g.fits(f.name); err != nil {
			return err
		}
		err = f.following(ctx)
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	if stats.Kept+stats.Merged == 0 {
		return f.damaged("none of its fiches can be read", "Aucune fiche du fichier XML n'a pu être lue.")
	}
	return nil
}

// takeEntry makes a fiche of an element.
func (g *register) takeEntry(e entry, say entryReport, stats *Stats) {
	numero, ok := ficheCode.read(e.numero)
	intitule := oneLine(e.intitule)
	if !ok || intitule == "" {
		say.of(e, finding.Error, "referentiel-code", "NUMERO_FICHE", e.numero, "La fiche n'a pas de numéro ou pas d'intitulé lisible : elle n'est pas chargée.")
		stats.Refused++
		return
	}
	f, met := g.fiche(numero)
	if met {
		stats.Merged++
		say.of(e, finding.Warning, "referentiel-doublon", "NUMERO_FICHE", numero, "La fiche est décrite deux fois : la première est gardée.")
		return
	}
	stats.Kept++
	f.Intitule, f.stated = g.text(intitule), true
	f.Abrege, f.AbregeIntitule = g.keep(oneLine(e.abrege)), g.keep(oneLine(e.abregeIntitule))
	f.Active, f.Objectif = strings.EqualFold(e.actif, "Oui"), g.text(objectif(e))
	f.FinLe = g.keep(say.day(e))
	if f.NiveauEuropeen, ok = niveauOf(e.niveau); !ok {
		say.of(e, finding.Warning, "referentiel-valeur", "NOMENCLATURE_EUROPE", e.niveau, "Ce n'est pas un niveau européen (de 1 à 8) : la valeur est laissée vide.")
	}
	g.takeLists(e, &f.Fiche, say)
}

func (g *register) takeLists(e entry, f *nomenclature.Fiche, say entryReport) {
	for _, l := range []struct {
		from []string
		kind kind
		into *[]string
		name string
	}{
		{e.romes, romeCode, &f.ROME, "CODES_ROME"},
		{e.nsfs, nsfCode, &f.NSF, "CODES_NSF"},
		{e.formacodes, formacodeRef, &f.Formacodes, "FORMACODES"},
		{e.anciennes, ficheCode, &f.Anciennes, "ANCIENNES_CERTIFICATIONS"},
		{e.nouvelles, ficheCode, &f.Nouvelles, "NOUVELLES_CERTIFICATIONS"},
	} {
		for _, raw := range l.from {
			code, ok := l.kind.read(raw)
			if !ok {
				say.of(e, finding.Warning, "referentiel-valeur", l.name, raw, "« "+finding.Cut(raw, 40)+" » n'est pas "+l.kind.what+" : la valeur est laissée de côté.")
			} else if code != f.Numero {
				g.add(l.into, code)
			}
		}
	}
	for _, raw := range e.blocs {
		if code, ok := blocCode.read(raw); ok {
			g.addOwn(&f.Blocs, code)
		} else {
			say.of(e, finding.Warning, "referentiel-valeur", "BLOCS_COMPETENCES", raw, "« "+finding.Cut(raw, 40)+" » n'est pas "+blocCode.what+" : la valeur est laissée de côté.")
		}
	}
	for _, nom := range e.certificateurs {
		g.add(&f.Certificateurs, oneLine(nom))
	}
}

// entryReport tells of one FICHE element.
type entryReport struct {
	name string
	*reporter
}

func (s entryReport) of(e entry, severity finding.Severity, rule, element, value, message string) {
	s.say(finding.Finding{
		Rule: rule, Severity: severity, Place: finding.Place{File: s.name, Row: e.line, Header: element}, Record: e.numero,
		Value: finding.Cut(value, finding.MaxValue), Message: message, Remedy: mendSource,
	})
}

// day is the end of the registration, AAAAMMJJ.
func (s entryReport) day(e entry) string {
	if e.fin == "" {
		return ""
	}
	t, err := time.Parse("02/01/2006", e.fin)
	if err != nil {
		s.of(e, finding.Warning, "referentiel-valeur", "DATE_FIN_ENREGISTREMENT", e.fin, "Ce n'est pas une date (JJ/MM/AAAA) : la valeur est laissée vide.")
		return ""
	}
	return t.Format("20060102")
}

// objectif is what a fiche says of the work that it leads to, in a few lines:
// the activities, then the jobs; for a fiche of the RS, which has neither, its
// aim. Each is cut at a word.
func objectif(e entry) string {
	var lines []string
	for _, text := range []string{e.activites, e.emplois} {
		if text = brief(text); text != "" {
			lines = append(lines, text)
		}
	}
	if len(lines) == 0 {
		return brief(e.contexte)
	}
	return strings.Join(lines, "\n")
}

// brevity is how many characters are kept of each text of a fiche.
const brevity = 400

// brief is the beginning of a text, on one line.
func brief(text string) string {
	line := oneLine(text)
	if utf8.RuneCountInString(line) <= brevity {
		return line
	}
	line = finding.Cut(line, brevity)
	if i := strings.LastIndexFunc(line, unicode.IsSpace); i > brevity/2 {
		line = line[:i] + "…"
	}
	return line
}

// oneLine puts single spaces between the words of a text, and nothing that no
// feed may hold.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, spaceOrControl), " ")
}
