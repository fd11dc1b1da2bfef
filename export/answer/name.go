package answer

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxStem leaves room, of the 255 bytes of a file name, for what is added to it.
const maxStem = 180

// stem is the delivered name without its extension, fit to name files: it cannot
// leave its folder, hide, or show as what it is not.
func stem(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.TrimSuffix(name, filepath.Ext(name))
	name = strings.Map(safeRune, strings.ToValidUTF8(name, "_"))
	name = strings.Trim(name, ". ")
	if name == "" {
		return "livraison"
	}
	if len(name) > maxStem {
		cut := maxStem
		for !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = strings.TrimRight(name[:cut], ". ")
	}
	return name
}

// safeRune drops what does not show, and replaces what a file system refuses.
func safeRune(r rune) rune {
	switch {
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	case strings.ContainsRune(`<>:"|?*`, r):
		return '_'
	}
	return r
}

// maxSheetName is how many UTF-16 units the name of a sheet may have.
const maxSheetName = 31

// sheetName makes a name that spreadsheets accept of the one that a sheet has.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`\/?*[]:`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	if name = cutUnits(strings.Trim(name, "'"), maxSheetName); name == "" {
		return "Données"
	}
	return name
}

// cutUnits keeps at most n UTF-16 units.
func cutUnits(name string, n int) string {
	for i, r := range name {
		if n -= utf16.RuneLen(r); n < 0 {
			return name[:i]
		}
	}
	return name
}

// unique gives a name that no sheet has yet, whatever the case.
func unique(name string, taken map[string]bool) string {
	found := name
	for i := 2; taken[strings.ToLower(found)]; i++ {
		suffix := fmt.Sprintf(" (%d)", i)
		found = cutUnits(name, maxSheetName-len(suffix)) + suffix
	}
	taken[strings.ToLower(found)] = true
	return found
}

// linkTo is where a link leads: a cell of a sheet, whose name may hold anything.
func linkTo(sheet string, row, col int) string {
	return "'" + strings.ReplaceAll(sheet, "'", "''") + "'!" + ref(row, col)
}
