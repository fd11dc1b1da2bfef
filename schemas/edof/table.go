package edof

// content is what an element holds.
type content uint8

const (
	sequence content = iota // children, in order
	choice                  // exactly one of the children
	anything                // of <extra>: text, elements, or both
	mixture                 // of <extras>: children in any order and number
	text                    // min to max characters
	code                    // one of values
	figures                 // text that the pattern admits
	whole                   // a whole number
)

// decl is what EDOF says of an element.
type decl struct {
	content  content
	min, max int
	values   []string          // of a code
	fits     func(string) bool // of figures
	children []child           // of a sequence or choice
	required []string          // attributes
	optional []string
}

// child is the place of an element in a sequence; max is -1 without limit.
type child struct {
	name     string
	min, max int
}

func one(name string) child         { return child{name, 1, 1} }
func maybe(name string) child       { return child{name, 0, 1} }
func some(name string) child        { return child{name, 1, -1} }
func upTo(n int, name string) child { return child{name, 0, n} }
func many(name string) child        { return child{name, 0, -1} }

var recordAttributes = []string{"numero", "datemaj", "datecrea"}

func holds(children ...child) decl { return decl{content: sequence, children: children} }
func chars(min, max int) decl      { return decl{content: text, min: min, max: max} }
func oneOf(values ...string) decl  { return decl{content: code, values: values} }
func shaped(min, max int, fits func(string) bool) decl {
	return decl{content: figures, min: min, max: max, fits: fits}
}

func with(d decl, required ...string) decl {
	d.required = required
	return d
}

// table is the format, element by element, in the order of the official XSD.
var table = map[string]decl{
	"lheo":   holds(one("offres"), many("extras")),
	"offres": holds(some("formation"), many("extras")),
	"formation": with(holds(one("intitule-formation"), one("objectif-formation"), one("resultats-attendus"), one("contenu-formation"),
		one("parcours-de-formation"), one("objectif-general-formation"), one("certification"), some("action"),
		one("organisme-formation-responsable"), one("extras")), recordAttributes...),
	"action": with(holds(one("niveau-entree-obligatoire"), one("modalites-enseignement"), maybe("conditions-specifiques"), one("lieu-de-formation"),
		one("modalites-entrees-sorties"), maybe("url-action"), some("session"), maybe("adresse-information"), upTo(3, "date-information"),
		maybe("restauration"), maybe("hebergement"), maybe("transport"), one("acces-handicapes"), one("langue-formation"),
		maybe("modalites-recrutement"), maybe("modalites-pedagogiques"), maybe("code-perimetre-recrutement"), maybe("infos-perimetre-recrutement"),
		maybe("nombre-heures-centre"), maybe("nombre-heures-entreprise"), one("extras")), recordAttributes...),
	"session": with(holds(maybe("periode"), one("adresse-inscription"), one("etat-recrutement"), one("extras")), recordAttributes...),

	"organisme-formation-responsable": holds(one("SIRET-organisme-formation")),
	"SIRET-organisme-formation":       holds(one("SIRET")),
	"lieu-de-formation":               holds(one("coordonnees"), maybe("extras")),
	"adresse-inscription":             holds(one("adresse")),
	"adresse-information":             holds(one("adresse")),
	"date-information":                holds(one("date")),
	"url-action":                      holds(one("urlweb")),
	"telfixe":                         holds(one("numtel")),
	"portable":                        holds(one("numtel")),
	"periode":                         holds(maybe("debut"), maybe("fin")),
	"geolocalisation":                 holds(one("latitude"), one("longitude")),
	"coordonnees":                     with(holds(one("nom"), one("prenom"), maybe("adresse"), one("telfixe"), maybe("portable"), one("courriel"), maybe("extras")), "numero"),
	"adresse":                         with(holds(child{"ligne", 1, 3}, maybe("codepostal"), maybe("ville"), maybe("pays"), maybe("geolocalisation"), one("extras")), "numero"),
	"certification":                   {content: choice, children: []child{one("code-RNCP"), one("code-RS"), one("code-CPF")}},
	"extras":                          {content: mixture, children: []child{many("extras"), many("extra")}, optional: []string{"numero", "info"}},
	"extra":                           {content: anything, optional: []string{"numero", "info"}},

	"intitule-formation":          chars(1, 255),
	"objectif-formation":          chars(1, 3000),
	"resultats-attendus":          chars(1, 3000),
	"contenu-formation":           chars(1, 3000),
	"conditions-specifiques":      chars(1, 3000),
	"modalites-recrutement":       chars(0, 3000),
	"modalites-pedagogiques":      chars(0, 200),
	"infos-perimetre-recrutement": chars(0, 50),
	"restauration":                chars(1, 250),
	"hebergement":                 chars(1, 250),
	"transport":                   chars(1, 250),
	"acces-handicapes":            chars(1, 250),
	"langue-formation":            chars(2, 2),
	"SIRET":                       chars(14, 14),
	"ligne":                       chars(1, 50),
	"nom":                         chars(1, 50),
	"prenom":                      chars(1, 50),
	"codepostal":                  chars(5, 5),
	"ville":                       chars(1, 50),
	"pays":                        chars(2, 2),
	"latitude":                    chars(0, 30),
	"longitude":                   chars(0, 30),
	"courriel":                    chars(3, 160),
	"urlweb":                      chars(3, 400),

	"niveau-entree-obligatoire":  oneOf("0", "1"),
	"parcours-de-formation":      oneOf("1", "2", "3", "4"),
	"objectif-general-formation": oneOf("6", "7", "8", "5", "9", "2", "4"),
	"modalites-enseignement":     oneOf("0", "1", "2"),
	"modalites-entrees-sorties":  oneOf("0", "1"),
	"code-perimetre-recrutement": oneOf("0", "1", "2", "3", "4", "5", "6"),
	"etat-recrutement":           oneOf("1", "2"),

	"nombre-heures-centre":     {content: whole},
	"nombre-heures-entreprise": {content: whole},
	"code-RNCP":                shaped(5, 10, numbered("RNCP")),
	"code-RS":                  shaped(3, 10, numbered("RS")),
	"code-CPF":                 shaped(4, 10, numbered("CPF")),
	"numtel":                   shaped(1, 15, isPhone),
	"debut":                    shaped(8, 8, isDay),
	"fin":                      shaped(8, 8, isDay),
	"date":                     shaped(8, 8, isDay),
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func numbered(prefix string) func(string) bool {
	return func(s string) bool {
		return len(s) > len(prefix) && s[:len(prefix)] == prefix && allDigits(s[len(prefix):])
	}
}

func isPhone(s string) bool {
	if s != "" && s[0] == '+' {
		s = s[1:]
	}
	return allDigits(s)
}

// isDay admits AAAAMMJJ with parts that are not known: 00 or 99.
func isDay(s string) bool {
	return len(s) == 8 && allDigits(s) && (s[4] <= '1' || s[4] == '9') && (s[6] <= '3' || s[6] == '9')
}
