package normalise

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

func TestSpacesAndCharacters(t *testing.T) {
	check(t, layout.SessionRythme,
		sample{"spaces around and doubled", "  Temps   plein ", "Temps plein", ""},
		sample{"no-break spaces", "Temps\u00a0plein\u202f!", "Temps plein !", ""},
		sample{"line breaks of a one-line text", "Temps\r\nplein", "Temps plein", ""},
		sample{"carriage return as Excel escapes it", "Temps_x000D_\nplein", "Temps plein", ""},
		sample{"zero-width space and soft hyphen", "Temps\u200b plein\u00ad", "Temps plein", "caracteres-invisibles"},
		sample{"direction marks", "\u202eTemps plein\u202c", "Temps plein", "caracteres-invisibles"},
		sample{"control character", "Temps\x07 plein", "Temps plein", "caracteres-invisibles"},
		sample{"bullet of a symbol font", "\uf0b7 Temps plein", "• Temps plein", "caracteres-invisibles"},
		sample{"decomposed accents", "Apre\u0301s-midi", "Aprés-midi", ""},
		sample{"smart quotes stay", "« Temps plein » – l’été", "« Temps plein » – l’été", ""},
		sample{"UTF-8 read as Windows-1252", "CAP cuisine prÃ©parÃ© Ã\u00a0 l'Ã©cole", "CAP cuisine préparé à l'école", "codage-retabli"},
		sample{"its no-break space made plain", "Coiffure dÃ©jÃ  lÃ", "Coiffure déjà là", "codage-retabli"},
		sample{"bytes of another encoding", "Apr\xe8s-midi", "Apr\ufffds-midi", "caracteres-perdus"},
		sample{"capitals stay in a short text", "TEMPS PLEIN", "TEMPS PLEIN", ""},
		sample{"begins like a formula", `=HYPERLINK("x")`, `=HYPERLINK("x")`, ""},
		sample{"too long by far", strings.Repeat("é ", 600), strings.TrimSpace(strings.Repeat("é ", 500)), "texte-trop-long"},
	)
}

func TestHTML(t *testing.T) {
	check(t, layout.FormationContenu,
		sample{"entities", "S&eacute;curit&eacute; &amp; hygi&#232;ne", "Sécurité & hygiène", "entites-html"},
		sample{"escaped twice", "S&amp;eacute;curit&amp;eacute;", "Sécurité", "entites-html"},
		sample{"tags become lines and bullets", "<p>Modules :</p><ul><li>Un</li><li>Deux</li></ul>", "Modules :\n\n- Un\n\n- Deux", "balises-html"},
		sample{"escaped tags", "&lt;p&gt;Bonjour&lt;/p&gt;", "Bonjour", "balises-html"},
		sample{"tag with attributes", `Voir <a href="https://exemple.fr">la page</a>`, "Voir la page", "balises-html"},
		sample{"an age is no tag", "Jeunes de < 26 ans et > 16 ans", "Jeunes de < 26 ans et > 16 ans", ""},
		sample{"an address is no entity", "Page ?a=1&copy=2", "Page ?a=1&copy=2", ""},
		sample{"nested without end", "&" + strings.Repeat("amp;", 20) + "lt;", "&" + strings.Repeat("amp;", 20) + "lt;", "html-imbrique"},
	)
}

func TestHouseRule(t *testing.T) {
	check(t, layout.FormationIntitule,
		sample{"capitals", "CAP CUISINE", "CAP cuisine", "majuscules"},
		sample{"accents that have one spelling only", "MC EMPLOYE TRAITEUR", "MC employé traiteur", "majuscules"},
		sample{"accents that cannot be known stay off", "PREPARATEUR VENDEUR", "Preparateur vendeur", "majuscules"},
		sample{"accented capitals", "MÉTIERS DE L'EAU", "Métiers de l'eau", "majuscules"},
		sample{"acronyms and roman numerals", "TITRE PRO NIVEAU III - CACES R489 ET SST", "Titre pro niveau III - CACES R489 et SST", "majuscules"},
		sample{"what cannot be pronounced is an acronym", "BTS NDRC ET GPMS", "BTS NDRC et GPMS", "majuscules"},
		sample{"letters that are names", "MAINTENANCE OPTION A VOITURES", "Maintenance option A voitures", "majuscules"},
		sample{"letters that are words", "PREPARATION A L EXAMEN", "Préparation a l examen", "majuscules"},
		sample{"ordinals", "BAC PRO 1ERE ANNEE", "Bac pro 1ère année", "majuscules"},
		sample{"proper names", "METIERS DE LA MER EN NORMANDIE", "Métiers de la mer en Normandie", "majuscules"},
		sample{"acronym of a diploma", "BTS FED", "BTS FED", ""},
		sample{"acronym of a diploma in words", "BAC PRO TISEC", "Bac pro TISEC", "majuscules"},
		sample{"short word after a diploma", "CAP MACON", "CAP maçon", "majuscules"},
		sample{"only acronyms: nothing to do", "BTS CFA", "BTS CFA", ""},
		sample{"three letters are too few", "SST", "SST", ""},
		sample{"mixed case is left alone", "BTS CPRP opt.B product. Sérielle", "BTS CPRP opt.B product. Sérielle", ""},
		sample{"first letter lacks its capital", "titre professionnel maçon", "Titre professionnel maçon", "majuscule-initiale"},
		sample{"accented first letter", "éducateur sportif", "Éducateur sportif", "majuscule-initiale"},
		sample{"first word means its small letter", "eCommerce", "eCommerce", ""},
		sample{"a number first", "3 quai Charcot", "3 quai Charcot", ""},
	)
}

func TestHouseRuleOfProse(t *testing.T) {
	check(t, layout.FormationObjectif,
		sample{"capitals at the start of sentences and lines", "LIRE UN PLAN. TRACER UN GABARIT.\n- SOUDER", "Lire un plan. Tracer un gabarit.\n- Souder", "majuscules"},
		sample{"line breaks stay, blank lines are one", "Lire\n\n\n\nécrire\n", "Lire\n\nécrire", ""},
		sample{"an address keeps its case", "www.exemple.fr", "www.exemple.fr", ""},
	)
}

func TestNamesOfOrganisations(t *testing.T) {
	check(t, layout.OrganismeRaisonSociale,
		sample{"house rule", "INSTITUT DES METIERS", "Institut des métiers", "majuscules"},
		sample{"short unknown word alone", "AFTEC", "AFTEC", ""},
		sample{"acronym with its acronym", "CFA ECB", "CFA ECB", ""},
		sample{"acronym in parentheses", "INSTITUT REGIONAL DU TRAVAIL (IRTS)", "Institut régional du travail (IRTS)", "majuscules"},
		sample{"acronym with a number", "CENTRE DE FORMATION DE L'YONNE (CIFA 89)", "Centre de formation de l'Yonne (CIFA 89)", "majuscules"},
		sample{"saints", "OGEC ST PAUL", "OGEC St Paul", "majuscules"},
		sample{"compound names", "CFA DE LA HAUTE-SAONE ET DE FRANCHE-COMTE", "CFA de la Haute-Saône et de Franche-Comté", "majuscules"},
		sample{"known word alone", "LYCEE", "Lycée", "majuscules"},
	)
}

func TestLists(t *testing.T) {
	check(t, layout.OrganismeRattachees,
		sample{"semicolons and lines, commas stay", "IAE, finance ; IUT\n- Greta", "IAE, finance ; IUT ; Greta", ""},
		sample{"doubles by any spelling", "IUT ; iut ; I.U.T", "IUT ; I.U.T", ""},
	)
	check(t, layout.FormationMotsCles,
		sample{"commas separate keywords", "traiteur, cantine ; buffet", "traiteur ; cantine ; buffet", ""},
	)
	check(t, layout.SessionLangues,
		sample{"codes and names", "FR / anglais", "fr ; en", ""},
		sample{"no such language", "fr ; klingon", "fr", "langue-forme"},
		sample{"nothing readable", "klingon", leftOut, "langue-forme"},
	)
}

func TestListTooLong(t *testing.T) {
	n := testNormaliser(t)
	items := make([]string, 150)
	for i := range items {
		items[i] = "mot " + strings.Repeat("x", i+1)
	}
	row := n.Normalise(record(map[layout.Field]string{layout.FormationMotsCles: strings.Join(items, ";")}))
	if got := len(row.Values[layout.FormationMotsCles].List); got != maxItems || codesOf(row.Findings)[0] != "liste-trop-longue" {
		t.Errorf("%d items kept, findings %v", got, codesOf(row.Findings))
	}
}

func TestKeysAreKeptToTheLetter(t *testing.T) {
	check(t, layout.FormationModule,
		sample{"case and zeros stay", " 007-NAu ", "007-NAu", ""},
		sample{"what would be a filler elsewhere", "NC", "NC", ""},
		sample{"mere punctuation", "-", "", ""},
	)
}

// TestAMisreadTextIsShownBeforeAndAfter: who reads the finding can judge the mend.
func TestAMisreadTextIsShownBeforeAndAfter(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.FormationIntitule: "CAP cuisine prÃ©parÃ© Ã  l'Ã©cole"}))
	if len(row.Findings) != 1 {
		t.Fatalf("findings %+v; want one", row.Findings)
	}
	f := row.Findings[0]
	if f.Severity != finding.Info || f.Value != "CAP cuisine prÃ©parÃ© Ã  l'Ã©cole" || f.After != "CAP cuisine préparé à l'école" ||
		!strings.Contains(f.Message, "« prÃ©parÃ© » est devenu « préparé »") {
		t.Errorf("finding %+v", f)
	}
}

// TestAnIdentifierIsNotMended: it is the sender's own name for the thing.
func TestAnIdentifierIsNotMended(t *testing.T) {
	if got, rules := readOne(testNormaliser(t), layout.FormationReference, "CUISINE-Ã©tÃ©"); got != "CUISINE-Ã©tÃ©" || rules != "" {
		t.Errorf("%q, findings %q", got, rules)
	}
}
