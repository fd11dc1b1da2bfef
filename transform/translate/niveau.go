package translate

import (
	"slices"
	"strings"
)

// Echelle is a scale of levels of education.
type Echelle string

const (
	Europeen   Echelle = "europeen"    // 1 to 8, the European framework and the French one since 2019
	LHEO       Echelle = "lheo"        // 11 to 18, LHEO's table « niveaux » since 2.3
	LHEOAncien Echelle = "lheo-ancien" // 0 to 8, the same table before: 4 is niveau V
	France1969 Echelle = "1969"        // VI, V bis, V, IV, III, II, I
)

// niveau is one level in every scale.
type niveau struct {
	code    map[Echelle]string
	libelle string
	likely  bool // the scales do not say the same here: a person decides
}

// niveaux are the levels in ascending order. Niveau I has become two levels, and
// those below niveau V correspond to none of the new ones for sure.
var niveaux = []niveau{
	level("1", "11", "2", "VI", "savoirs de base", true),
	level("2", "12", "3", "V bis", "préqualification", true),
	level("3", "13", "4", "V", "CAP, BEP", false),
	level("4", "14", "5", "IV", "baccalauréat", false),
	level("5", "15", "6", "III", "BTS, DUT", false),
	level("6", "16", "7", "II", "licence, maîtrise", false),
	level("7", "17", "8", "I", "master", false),
	level("8", "18", "8", "I", "doctorat", false),
}

func level(europeen, lheo, ancien, france, libelle string, likely bool) niveau {
	return niveau{map[Echelle]string{Europeen: europeen, LHEO: lheo, LHEOAncien: ancien, France1969: france}, libelle, likely}
}

// Niveau is a level of one scale in another. « 4 » is the baccalauréat in one
// scale and the CAP in another: the caller says which it reads.
func Niveau(code string, from, to Echelle) Answer {
	code = levelCode(code, from)
	a := Answer{Code: code}
	for _, n := range niveaux {
		if n.code[from] != code || code == "" {
			continue
		}
		a.Libelle = n.libelle
		a.Codes = append1(a.Codes, Target{Code: n.code[to], Libelle: n.libelle, Share: 1, How: "table des niveaux"})
		a.Certain = !n.likely || framework(from) == framework(to)
	}
	if len(a.Codes) > 1 {
		a.Certain = false
		for i := range a.Codes {
			a.Codes[i].Share = 1 / float64(len(a.Codes))
		}
	}
	a.Codes = slices.DeleteFunc(a.Codes, func(t Target) bool { return t.Code == "" })
	a.Certain = a.Certain && len(a.Codes) > 0
	return a
}

// framework is true for the scales of the European framework, false for those of 1969.
func framework(e Echelle) bool { return e == Europeen || e == LHEO }

// levelCode is a code as its scale writes it: « niveau 5 bis » and « vbis » are V bis.
func levelCode(code string, scale Echelle) string {
	code = strings.TrimSpace(strings.TrimPrefix(fold(code), "niveau"))
	if scale != France1969 {
		return code
	}
	switch code = strings.ToUpper(strings.ReplaceAll(code, " ", "")); code {
	case "VBIS", "5BIS":
		return "V bis"
	}
	if i := slices.Index([]string{"1", "2", "3", "4", "5", "6"}, code); i >= 0 {
		return []string{"I", "II", "III", "IV", "V", "VI"}[i]
	}
	return code
}
