package referentials

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// takers are how the rows of each CSV file are joined to their fiche; false when
// a row is of no use.
var takers = map[part]func(g *register, r *reading, numero string) bool{
	entries:       (*register).takeStandard,
	codesROME:     (*register).takeROME,
	codesNSF:      (*register).takeNSF,
	formacodes:    (*register).takeFormacode,
	certificateur: (*register).takeCertificateur,
	liens:         (*register).takeLiens,
	blocs:         (*register).takeBloc,
}

func (g *register) takeStandard(r *reading, numero string) bool {
	intitule, ok := r.label(stIntitule)
	if !ok {
		return false
	}
	f, _ := g.fiche(numero)
	if f.stated {
		r.say(r.about(ficheNumero, finding.Warning, "referentiel-doublon", "La fiche est décrite deux fois : la première ligne est gardée.", mendSource))
		return true
	}
	f.Intitule, f.stated = g.text(intitule), true
	f.Abrege, f.AbregeIntitule = g.keep(r.text(stAbrege)), g.keep(r.text(stAbregeIntitule))
	f.NiveauEuropeen = r.niveau(stNiveau)
	f.FinLe, f.Active = g.keep(r.day(stFin)), r.actif(stActif)
	return true
}

// niveau reads « NIV4 » or « Niveau 4 »; 0 when the fiche has none.
func (r *reading) niveau(c col) int {
	n, ok := niveauOf(r.cell(c))
	if !ok {
		r.say(r.about(c, finding.Warning, "referentiel-valeur",
			"« "+finding.Cut(r.cell(c), 40)+" » n'est pas un niveau européen (de 1 à 8) : la valeur est laissée vide.", mendSource))
	}
	return n
}

// niveauOf reads a European level as France compétences writes it, which writes
// « REPRISE » for the fiches of an older register; ok is false when something else
// stands there.
func niveauOf(raw string) (n int, ok bool) {
	digit := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(raw), "NIVEAU"), "NIV"))
	if len(digit) == 1 && '1' <= digit[0] && digit[0] <= '8' {
		return int(digit[0] - '0'), true
	}
	return 0, digit == "" || digit == "0" || digit == "REPRISE"
}

// actif reads ACTIVE or INACTIVE.
func (r *reading) actif(c col) bool {
	switch raw := strings.ToUpper(r.cell(c)); raw {
	case "ACTIVE", "OUI", "TRUE":
		return true
	case "INACTIVE", "NON", "FALSE", "":
	default:
		r.say(r.about(c, finding.Warning, "referentiel-valeur",
			"« "+finding.Cut(raw, 40)+" » n'est pas un état connu : la fiche est tenue pour inactive.", mendSource))
	}
	return false
}

func (g *register) takeROME(r *reading, numero string) bool {
	code, ok := r.joined(ficheValeur, romeCode)
	if ok {
		f, _ := g.fiche(numero)
		g.add(&f.ROME, code)
	}
	return ok
}

func (g *register) takeNSF(r *reading, numero string) bool {
	code, ok := r.joined(ficheValeur, nsfCode)
	if ok {
		f, _ := g.fiche(numero)
		g.add(&f.NSF, code)
	}
	return ok
}

func (g *register) takeFormacode(r *reading, numero string) bool {
	code, ok := r.joined(ficheValeur, formacodeRef)
	if ok {
		f, _ := g.fiche(numero)
		g.add(&f.Formacodes, code)
	}
	return ok
}

func (g *register) takeBloc(r *reading, numero string) bool {
	code, ok := r.joined(ficheValeur, blocCode)
	if ok {
		f, _ := g.fiche(numero)
		g.addOwn(&f.Blocs, code)
	}
	return ok
}

func (g *register) takeCertificateur(r *reading, numero string) bool {
	nom := r.text(ficheValeur)
	if nom == "" {
		r.say(r.about(ficheValeur, finding.Warning, "referentiel-valeur", "Le nom du certificateur manque : la ligne est laissée de côté.", mendSource))
		return false
	}
	f, _ := g.fiche(numero)
	g.add(&f.Certificateurs, nom)
	return true
}

func (g *register) takeLiens(r *reading, numero string) bool {
	ancienne, nouvelle := r.code(ficheValeur, ficheCode), r.code(ficheAutre, ficheCode)
	if ancienne == "" && nouvelle == "" {
		r.say(r.aboutRow(finding.Warning, "referentiel-valeur", "Le lien ne dit ni ancienne ni nouvelle certification : la ligne est laissée de côté.", mendSource))
		return false
	}
	f, _ := g.fiche(numero)
	if ancienne != numero {
		g.add(&f.Anciennes, ancienne)
	}
	if nouvelle != numero {
		g.add(&f.Nouvelles, nouvelle)
	}
	return true
}

// joined is the code for which a row is there: a row that has none is left aside,
// without a word of what was put right, as every row of such a file may need it.
func (r *reading) joined(c col, k kind) (code string, ok bool) {
	if code, ok = k.read(r.cell(c)); !ok {
		r.say(r.about(c, finding.Warning, "referentiel-valeur",
			"« "+finding.Cut(r.cell(c), 40)+" » n'est pas "+k.what+" : la ligne est laissée de côté.", mendSource))
	}
	return code, ok
}
