package target

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Extension is something that feeds say and that LHEO has no element for, which
// targets can name. It is named in the feed as it is here.
type Extension struct {
	Name     string   // name in the feed: session-perimee
	Of       Holder   // the element that it stands in
	Codes    []string // what its codes are of, when the target gives them
	Sentence string   // what it says, in French
	Source   string   // where it was seen

	make func(extended) []lheo.Extra
}

// Holder is the element that an extension stands in.
type Holder uint8

const (
	OfTheFile Holder = iota
	OfTheFormation
	OfTheAction
	OfTheSession
	OfTheFinanceur
	OfTheResponsable
)

var holderNames = [...]string{"fichier", "formation", "action", "session", "financeur", "organisme responsable"}

// String is the word shown to people, in French.
func (h Holder) String() string { return holderNames[h] }

// UsedExtension is an extension as a target uses it.
type UsedExtension struct {
	Extension Extension
	Codes     map[string]string // by what Extension.Codes names
}

// extended is what an extension is made of.
type extended struct {
	offer     *lheo.Offer
	action    *offre.Action
	session   *offre.Session
	financeur string
	date      time.Time // the day as of which the feed is made, midnight UTC
	codes     map[string]string
	refs      map[string]string
}

const realFeeds = "flux réels de 2018 et de 2025 (FACTS A4)"

// Extensions lists every extension that a target can name.
var Extensions = []Extension{
	{Name: "flux-intercarif", Of: OfTheFile, Sentence: "Jour et heure de l'export.", Source: realFeeds},
	{Name: "session-perimee", Of: OfTheSession, make: sessionPerimee,
		Sentence: "1 quand la session est terminée, 0 sinon ; une fin inconnue ne périme pas.", Source: realFeeds},
	{Name: "eligibilite-cpf", Of: OfTheSession, make: eligibiliteCPF,
		Sentence: "Pour les sessions que l'organisme dit financées par le compte personnel de formation ; les listes des branches ne sont plus tenues depuis 2019.", Source: realFeeds},
	{Name: "type-action", Of: OfTheAction, make: typeAction,
		Sentence: "Formation initiale ou non ; action périmée quand toutes ses sessions le sont.", Source: realFeeds},
	{Name: "dispositif", Of: OfTheAction, make: dispositif,
		Sentence: "Contrat d'apprentissage, contrat de professionnalisation.", Source: realFeeds},
	{Name: "duree-hebdo", Of: OfTheAction, make: dureeHebdo,
		Sentence: "Heures par semaine, quand le rythme ou la durée les disent.", Source: realFeeds},
	{Name: "validation", Of: OfTheAction, Codes: []string{"certifiante", "non-certifiante"}, make: validation,
		Sentence: "Type de validation, dans une table du Réseau qui n'est pas publiée : la cible en donne les codes.", Source: realFeeds},
	{Name: "specificites", Of: OfTheFinanceur, make: specificites,
		Sentence: "Public et périmètre que le financeur vise, programme, numéro de marché.", Source: realFeeds},
	{Name: "categorie-organisme", Of: OfTheResponsable, Codes: []string{"organisme"}, make: categorieOrganisme,
		Sentence: "Catégorie de l'organisme, dans une table du Réseau qui n'est pas publiée : la cible en donne le code.", Source: realFeeds},
}

// Extensions gives what to write in the records of a feed made as of a day.
func (t Target) Extensions(date time.Time) lheo.Extensions {
	all := func(of Holder, x extended) (list []lheo.Extra) {
		x.date, x.refs = day(date), t.Refs
		for _, used := range t.Extras {
			if used.Extension.Of == of {
				x.codes = used.Codes
				list = append(list, used.Extension.make(x)...)
			}
		}
		return list
	}
	return lheo.Extensions{
		Formation:   func(o *lheo.Offer) []lheo.Extra { return all(OfTheFormation, extended{offer: o}) },
		Responsable: func(o *lheo.Offer) []lheo.Extra { return all(OfTheResponsable, extended{offer: o}) },
		Action: func(o *lheo.Offer, a *offre.Action) []lheo.Extra {
			return all(OfTheAction, extended{offer: o, action: a})
		},
		Session: func(o *lheo.Offer, a *offre.Action, s *offre.Session) []lheo.Extra {
			return all(OfTheSession, extended{offer: o, action: a, session: s})
		},
		Financeur: func(o *lheo.Offer, a *offre.Action, code string) []lheo.Extra {
			return all(OfTheFinanceur, extended{offer: o, action: a, financeur: code})
		},
	}
}

// FileExtras gives what to write at the end of a feed, stamped with an instant.
func (t Target) FileExtras(stamp time.Time) (list []lheo.Extra) {
	for _, used := range t.Extras {
		if used.Extension.Of == OfTheFile {
			list = append(list, block(used.Extension.Name,
				lheo.Extra{Info: "date-export", Value: stamp.Format("20060102")},
				lheo.Extra{Info: "heure-export", Value: stamp.Format("150405")}))
		}
	}
	return list
}

func block(name string, children ...lheo.Extra) lheo.Extra {
	return lheo.Extra{Info: name, Children: children}
}

func flag(name string, is bool) lheo.Extra {
	if is {
		return lheo.Extra{Info: name, Value: "1"}
	}
	return lheo.Extra{Info: name, Value: "0"}
}

// ended reports that a session is certainly over.
func ended(s *offre.Session, date time.Time) bool {
	last, known := s.Fin.Last()
	return known && last.Before(date)
}

func sessionPerimee(x extended) []lheo.Extra {
	return []lheo.Extra{block("session-perimee", flag("session-perimee", ended(x.session, x.date)))}
}

func eligibiliteCPF(x extended) []lheo.Extra {
	if x.session.Dispositif != offre.CPF {
		return nil
	}
	return []lheo.Extra{block("eligibilite-cpf", lheo.Extra{Info: "source", Value: "Déclaré par l'organisme de formation"})}
}

func typeAction(x extended) []lheo.Extra {
	over := !slices.ContainsFunc(x.action.Sessions, func(s offre.Session) bool { return !ended(&s, x.date) })
	return []lheo.Extra{block("type-action",
		flag("formation-initiale", x.action.Dispositif == offre.FormationInitiale), flag("action-perimee", over))}
}

func dispositif(x extended) []lheo.Extra {
	return []lheo.Extra{block("dispositif",
		flag("contrat-apprentissage", x.action.Dispositif == offre.Apprentissage),
		flag("contrat-professionnalisation", x.action.Dispositif == offre.Professionnalisation))}
}

var weekly = regexp.MustCompile(`(?i)\b([1-4]?[0-9])\s*(?:h|heures?)\s*(?:/|par)\s*sem`)

func dureeHebdo(x extended) []lheo.Extra {
	for _, text := range []string{x.action.Rythme, x.action.DureeIndicative} {
		if m := weekly.FindStringSubmatch(text); m != nil {
			return []lheo.Extra{block("duree-hebdo", lheo.Extra{Info: "duree-hebdo", Value: m[1]})}
		}
	}
	return nil
}

func validation(x extended) []lheo.Extra {
	certifying := x.offer.Formation.Certifiante
	if certifying == nil {
		return nil
	}
	code := x.codes["non-certifiante"]
	if *certifying {
		code = x.codes["certifiante"]
	}
	return coded("validation", "code-type-validation", code)
}

func coded(name, info, code string) []lheo.Extra {
	if code == "" {
		return nil
	}
	return []lheo.Extra{block(name, lheo.Extra{Info: info, Value: code})}
}

// specificites says what is known of what a financeur pays for. It is written for
// the schemes that have a financeur of their own, and for public tenders.
func specificites(x extended) []lheo.Extra {
	programme, known := programmes[x.action.Dispositif]
	var market string
	for i := range x.action.Sessions {
		if market = x.action.Sessions[i].NumeroMarche; market != "" {
			break
		}
	}
	if !known && market == "" {
		return nil
	}
	var list []lheo.Extra
	add := func(info, value, ref string) {
		if value != "" {
			list = append(list, lheo.Extra{Info: info, Value: value, Ref: ref})
		}
	}
	if publics := x.offer.Formation.Publics; len(publics) > 0 {
		add("code-public-vise", publics[0], x.refs["code-public-vise"])
	}
	add("code-perimetre-recrutement", x.action.PerimetreRecrutement, "")
	add("programme-financeur", programme, "")
	add("ref-action-marche-financeur", market, "")
	return []lheo.Extra{block("specificites", list...)}
}

var programmes = map[offre.Dispositif]string{
	offre.ProgrammeRegional: "Programme régional",
	offre.POEC:              "Préparation opérationnelle à l'emploi collective",
	offre.POEI:              "Préparation opérationnelle à l'emploi individuelle",
	offre.AIF:               "Aide individuelle à la formation",
}

func categorieOrganisme(x extended) []lheo.Extra {
	return coded("categorie-organisme", "code-categorie-organisme", x.codes["organisme"])
}

// extension is one entry of extras.
type extension struct {
	Name  string            `yaml:"extra"`
	Codes map[string]string `yaml:"codes"`
}

func (e extension) used() (UsedExtension, error) {
	at := slices.IndexFunc(Extensions, func(known Extension) bool { return known.Name == e.Name })
	if at < 0 {
		names := make([]string, len(Extensions))
		for i, known := range Extensions {
			names[i] = known.Name
		}
		return UsedExtension{}, fmt.Errorf("extras: %s", unknown("extension", e.Name, names))
	}
	for _, key := range slices.Sorted(maps.Keys(e.Codes)) {
		if !slices.Contains(Extensions[at].Codes, key) {
			return UsedExtension{}, fmt.Errorf("extras: %s: codes: %q is not one that it takes; it takes %s", e.Name, key, listed(Extensions[at].Codes))
		}
		if strings.TrimSpace(e.Codes[key]) == "" {
			return UsedExtension{}, fmt.Errorf("extras: %s: codes: %s is empty; leave it out", e.Name, key)
		}
	}
	return UsedExtension{Extensions[at], e.Codes}, nil
}
