package normalise

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"golang.org/x/text/unicode/norm"
)

// Lengths beyond which a text is no longer what its column asks for, in
// characters. LHEO's own lengths are for its encoder to apply.
const (
	maxLine  = 1_000
	maxProse = 20_000
	maxItem  = 250
	maxItems = 100
	maxRaw   = 1 << 20 // bytes of what a feed says beside the fields
)

func readText(_ *Normaliser, c *cell) {
	c.keep(c.within(oneLine(c.words()), maxLine))
}

func readTitle(n *Normaliser, c *cell) {
	c.keepRuled(c.within(oneLine(c.words()), maxLine), n.words.houseRule)
}

func readProse(n *Normaliser, c *cell) {
	c.keepRuled(c.within(c.words(), maxProse), n.words.houseRule)
}

// readKey keeps an identifier to the letter.
func readKey(_ *Normaliser, c *cell) {
	c.keep(c.within(oneLine(c.raw), maxItem))
}

// readRaw keeps to the letter the JSON of what a feed says beside the fields. It
// is whole or nothing.
func readRaw(_ *Normaliser, c *cell) {
	text := strings.TrimSpace(c.typed)
	switch {
	case len(text) > maxRaw:
		c.refuse(texteTropLong, fmt.Sprintf("Ce que le flux dit hors des champs prévus compte %d octets ; il n'est pas gardé.", len(text)))
	case utf8.ValidString(text) && strings.IndexFunc(text, unicode.IsControl) < 0 && json.Valid([]byte(text)):
		c.keep(text)
	}
}

// words is the plain text of the cell; what had to be taken out of it is said.
// Markup around nothing but a filler is a blank.
func (c *cell) words() string {
	text, found := plainText(c.raw)
	if c.isFiller(text) {
		return ""
	}
	switch {
	case found.tangled:
		c.asIs = true
		c.warn(htmlImbrique, "", "Le texte contient du code HTML trop imbriqué pour être nettoyé : il est gardé tel quel.")
	case found.tags:
		c.info(balisesHTML, text, "Des balises HTML ont été retirées du texte.")
	case found.entities:
		c.info(entitesHTML, text, "Des caractères écrits en code HTML (« &eacute; ») ont été rétablis.")
	}
	if n := hidden(c.read); n > 0 {
		c.info(caracteresInvisibles, text, count(n, "caractère invisible ou de commande a été retiré.", "caractères invisibles ou de commande ont été retirés."))
	}
	if strings.ContainsRune(text, utf8.RuneError) {
		c.warn(caracteresPerdus, "", "Des caractères sont perdus (« \uFFFD ») : le fichier a sans doute été enregistré dans un autre codage.")
	}
	return text
}

// within cuts a text that is out of all proportion.
func (c *cell) within(text string, limit int) string {
	if len(text) <= limit || utf8.RuneCountInString(text) <= limit {
		return text
	}
	cut := strings.TrimSpace(string([]rune(text)[:limit]))
	c.warn(texteTropLong, "", fmt.Sprintf("Le texte compte %d caractères ; les %d premiers sont gardés.", utf8.RuneCountInString(text), limit))
	if strings.IndexFunc(cut, meaningful) < 0 {
		return "" // a thousand underscores, and a word beyond
	}
	return cut
}

// keepRuled keeps a text under a rule of case, and says what the rule changed.
func (c *cell) keepRuled(text string, rule func(string) string) {
	ruled := text
	if !c.asIs {
		ruled = norm.NFC.String(rule(text)) // a letter may be composed in one case alone
	}
	c.keep(ruled)
	c.sayCase(text, ruled)
}

// sayCase says that the case of a text was changed.
func (c *cell) sayCase(before, after string) {
	switch {
	case before == after:
	case inCapitals(capitalised(before)):
		c.info(majuscules, after, "Le texte en majuscules a été mis en minuscules : « "+finding.Cut(oneLine(after), 60)+" ».")
	default:
		c.info(majusculeInitiale, after, "La première lettre a été mise en majuscule.")
	}
}

// readList reads short texts separated by semicolons or line breaks.
func readList(_ *Normaliser, c *cell) {
	c.readItems(";\n")
	c.keepApart()
}

// readKeywords reads words separated by semicolons, commas or line breaks.
func readKeywords(_ *Normaliser, c *cell) {
	c.readItems(";,\n")
	c.keepApart()
}

// keepApart takes out of a list the < that would make a tag of it once it is written
// in one cell.
func (c *cell) keepApart() {
	if _, tags := stripTags(strings.Join(c.value.List, " ; ")); !tags {
		return
	}
	for i, item := range c.value.List {
		c.value.List[i] = strings.TrimSpace(strings.ReplaceAll(item, "<", ""))
	}
}

func (c *cell) readItems(separators string) {
	seen := make(map[string]bool)
	for _, item := range splitAny(c.words(), separators) {
		key := fold(item)
		if key == "" || seen[key] || c.isFiller(item) {
			continue
		}
		if len(c.value.List) == maxItems {
			c.warn(listeTropLongue, "", fmt.Sprintf("La liste compte plus de %d éléments ; les premiers sont gardés.", maxItems))
			return
		}
		seen[key] = true
		c.value.List = append(c.value.List, c.within(item, maxItem))
	}
}

// splitAny splits s at any of the separators, without blank items. Bullets at
// the start of an item go with the spaces.
func splitAny(s, separators string) (items []string) {
	for _, item := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if item = oneLine(strings.Trim(item, " -•\n")); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// count says a number with the singular or the plural that it takes.
func count(n int, one, many string) string {
	if n > 1 {
		return fmt.Sprintf("%d %s", n, many)
	}
	return fmt.Sprintf("%d %s", n, one)
}
