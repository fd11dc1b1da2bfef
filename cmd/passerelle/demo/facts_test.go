package demo

import (
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
)

// templateSIRET is the example of the entry template, a number published for
// tests; the example rows have it.
const templateSIRET = "73282932000074"

// TestSIRETs states how the numbers of the sample are made: nine digits that are
// no SIREN (their own key is wrong, so that they can belong to nobody), the
// four digits of the establishment, and the key that makes the fourteen valid.
func TestSIRETs(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range cells(t) {
		if !isSIRET(c) || c.text == "0" {
			continue
		}
		siret := mended(c.text)
		if wrong := c.isDamaged() && siretIsWrong(c); wrong == luhn(siret) {
			t.Errorf("%s, %s, row %d: SIRET %q: wrong on purpose is %v, valid is %v", c.file, c.sheet, c.row, c.text, wrong, luhn(siret))
		}
		if luhn(siret[:9]) {
			t.Errorf("%s, %s, row %d: %s may be a real SIREN", c.file, c.sheet, c.row, siret[:9])
		}
		seen[siret] = true
	}
	if len(seen) < 10 {
		t.Errorf("only %d organisations", len(seen))
	}
}

func isSIRET(c cell) bool {
	return c.column.Kind == layout.SIRET || c.sheet == rcoSheet && strings.Contains(c.header, "SIRET") && !strings.Contains(c.header, "UAI")
}

func siretIsWrong(c cell) bool {
	return slices.ContainsFunc(Damages, func(d Damage) bool {
		return d.File == c.file && d.Sheet == c.sheet && d.Row == c.row && d.Field == string(c.column.Field) &&
			(strings.Contains(d.What, "fausse") || strings.Contains(d.What, "chiffres perdus"))
	})
}

// mended gives the fourteen digits that a spreadsheet damaged.
func mended(text string) string {
	if number, _, err := big.ParseFloat(strings.Replace(text, ",", ".", 1), 10, 100, big.ToNearestEven); err == nil && strings.Contains(text, "E+") {
		text = number.Text('f', 0)
	}
	text = strings.ReplaceAll(text, " ", "")
	return strings.Repeat("0", max(0, 14-len(text))) + text
}

// luhn reports that the last digit is the key of those before it.
func luhn(digits string) bool {
	sum := 0
	for i, r := range digits {
		d := int(r - '0')
		if (len(digits)-i)%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

func TestLuhn(t *testing.T) {
	for digits, want := range map[string]bool{templateSIRET: true, "73282932000075": false, "732829320": true} {
		if luhn(digits) != want {
			t.Errorf("luhn(%s) = %v", digits, !want)
		}
	}
}

const uaiLetters = "ABCDEFGHJKLMNPRSTUVWXYZ" // the key is the number modulo 23

func TestUAIs(t *testing.T) {
	seen := 0
	for _, s := range sources(t) {
		for _, sheet := range s.Sheets {
			if sheet.Name != rcoSheet {
				continue
			}
			for i, row := range sheet.Rows {
				uai := row.text("UAI localisation formation (ORESP) map fichier UAI-SIRET Onisep-CO")
				if uai == "" {
					continue
				}
				seen++
				number, err := strconv.Atoi(uai[:7])
				must(t, err)
				right := uaiLetters[number%len(uaiLetters)] == uai[7]
				if wrong := damagedIn(Damage{File: s.File, Sheet: sheet.Name, Row: sheet.number(i)}, "session.lieu_uai"); wrong == right {
					t.Errorf("row %d: UAI %s: wrong on purpose is %v, key right is %v", sheet.number(i), uai, wrong, right)
				}
			}
		}
	}
	if seen < 3 {
		t.Errorf("only %d UAI", seen)
	}
}

// shapes gives, by kind, what a cell that is not damaged looks like: numbers and
// addresses that belong to nobody. The ranges 02 61 91 and 06 39 98 are kept by
// Arcep for fiction; exemple.fr and .invalid are nobody's mailbox.
var shapes = map[layout.Kind]*regexp.Regexp{
	layout.NDA:        regexp.MustCompile(`^(28(14|27|50|61|76)09\d{3}(14|27|50|61|76)|2376P0099\d{2}|-)$`),
	layout.Phone:      regexp.MustCompile(`^(0|\+33|\+33\(0\)|0033)?(26191|63998)\d{4}$|^NC$`),
	layout.Email:      regexp.MustCompile(`^[a-z.\-]+@([a-z-]+\.)?(exemple\.fr|example\.invalid)$`),
	layout.URL:        regexp.MustCompile(`^(https://|www\.)[a-z]+\.exemple\.fr(/[a-z/-]+)?$`),
	layout.PostalCode: regexp.MustCompile(`^(14|27|50|61|76)\d{3}$`),
}

// separators are what people put between the digits of a number.
var separators = strings.NewReplacer(" ", "", "\u00a0", "", ".", "", "-", "")

func TestNothingBelongsToAnybody(t *testing.T) {
	checked := map[layout.Kind]int{}
	for _, c := range cells(t) {
		shape, ok := shapes[c.column.Kind]
		if !ok || c.isDamaged() && c.text != "-" && c.column.Kind != layout.Phone {
			continue
		}
		text := c.text
		switch c.column.Kind {
		case layout.PostalCode:
			text = separators.Replace(text)
		case layout.Phone:
			if text, _, _ = strings.Cut(separators.Replace(text), "/"); len(text) < 9 {
				continue // one is incomplete on purpose
			}
		}
		checked[c.column.Kind]++
		if !shape.MatchString(text) {
			t.Errorf("%s, %s, row %d, %s: %q has not the shape of what belongs to nobody", c.file, c.sheet, c.row, c.header, c.text)
		}
	}
	for kind := range shapes {
		if checked[kind] < 2 {
			t.Errorf("kind %d was looked at %d times", kind, checked[kind])
		}
	}
}

// TestSessionsNameTheirFormation: a session names a formation of its workbook,
// but for those that are meant not to.
func TestSessionsNameTheirFormation(t *testing.T) {
	known := map[[2]string]bool{}
	for _, c := range cells(t) {
		if c.column.Field == layout.FormationReference && columnOf(c.sheet, "Intitulé").Field != "" {
			known[[2]string{c.file, c.text}] = true
		}
	}
	seen, astray := 0, 0
	for _, c := range cells(t) {
		if c.column.Field != layout.FormationReference || columnOf(c.sheet, "Début").Field == "" {
			continue
		}
		seen++
		if !known[[2]string{c.file, c.text}] {
			astray++
			if !c.isDamaged() {
				t.Errorf("%s, row %d: no formation %q", c.file, c.row, c.text)
			}
		}
	}
	if seen < 90 || astray != 1 {
		t.Errorf("%d sessions, %d astray; want a hundred or so, and one", seen, astray)
	}
}

// TestOneFormationAndOneSessionAreRepeated: and no other is named twice.
func TestOneFormationAndOneSessionAreRepeated(t *testing.T) {
	seen, repeated := map[[4]string]int{}, map[string]int{}
	for _, c := range cells(t) {
		isFormation := columnOf(c.sheet, "Intitulé").Field != ""
		if c.column.Field != layout.FormationReference || c.sheet == rcoSheet {
			continue
		}
		name := [4]string{c.file, c.sheet, c.text}
		if !isFormation {
			name[3] = valueOf(c, layout.SessionReference)
		}
		if seen[name]++; seen[name] > 1 {
			repeated[c.file+" "+c.sheet]++
		}
	}
	const file = "Offre formation bocage 2026-27 VF (2).xlsx "
	if want := map[string]int{file + "Formation": 1, file + "session": 1}; !maps.Equal(repeated, want) {
		t.Errorf("named twice: %v, want %v", repeated, want)
	}
	if len(seen) < 130 {
		t.Errorf("only %d formations and sessions", len(seen))
	}
}
