package translate

import "strings"

// region is a region since 2016, with those that it was made of.
type region struct {
	code, nom string
	from      []Target // Code and Libelle alone
}

// regions have INSEE's codes. Those that did not change in 2016 are made of
// themselves.
var regions = []region{
	same("01", "Guadeloupe"), same("02", "Martinique"), same("03", "Guyane"), same("04", "La Réunion"), same("06", "Mayotte"),
	same("11", "Île-de-France"),
	{"24", "Centre-Val de Loire", []Target{{Code: "24", Libelle: "Centre"}}},
	{"27", "Bourgogne-Franche-Comté", []Target{{Code: "26", Libelle: "Bourgogne"}, {Code: "43", Libelle: "Franche-Comté"}}},
	{"28", "Normandie", []Target{{Code: "23", Libelle: "Haute-Normandie"}, {Code: "25", Libelle: "Basse-Normandie"}}},
	{"32", "Hauts-de-France", []Target{{Code: "22", Libelle: "Picardie"}, {Code: "31", Libelle: "Nord-Pas-de-Calais"}}},
	{"44", "Grand Est", []Target{{Code: "21", Libelle: "Champagne-Ardenne"}, {Code: "41", Libelle: "Lorraine"}, {Code: "42", Libelle: "Alsace"}}},
	same("52", "Pays de la Loire"), same("53", "Bretagne"),
	{"75", "Nouvelle-Aquitaine", []Target{{Code: "54", Libelle: "Poitou-Charentes"}, {Code: "72", Libelle: "Aquitaine"}, {Code: "74", Libelle: "Limousin"}}},
	{"76", "Occitanie", []Target{{Code: "73", Libelle: "Midi-Pyrénées"}, {Code: "91", Libelle: "Languedoc-Roussillon"}}},
	{"84", "Auvergne-Rhône-Alpes", []Target{{Code: "82", Libelle: "Rhône-Alpes"}, {Code: "83", Libelle: "Auvergne"}}},
	same("93", "Provence-Alpes-Côte d'Azur"), same("94", "Corse"),
}

func same(code, nom string) region {
	return region{code, nom, []Target{{Code: code, Libelle: nom}}}
}

// Region is the region since 2016 of a code or a name, of before or after:
// each of the former ones went whole to one.
func Region(codeOrName string) Answer {
	a := Answer{Code: strings.TrimSpace(codeOrName)}
	key := regionKey(codeOrName)
	for _, r := range regions {
		if key == r.code || key == regionKey(r.nom) {
			a.Libelle, a.Kept, a.Certain = r.nom, true, true
			a.Codes = []Target{{r.code, r.nom, 1, "région actuelle"}}
			return a
		}
		for _, old := range r.from {
			if key == old.Code || key == regionKey(old.Libelle) {
				a.Libelle, a.Certain = old.Libelle, true
				a.Codes = []Target{{r.code, r.nom, 1, "« " + old.Libelle + " » en fait partie depuis 2016"}}
			}
		}
	}
	return a
}

// AnciennesRegions are the regions of before 2016 that one of today was made of:
// certain when there is one alone.
func AnciennesRegions(codeOrName string) Answer {
	a := Answer{Code: strings.TrimSpace(codeOrName)}
	key := regionKey(codeOrName)
	for _, r := range regions {
		if key != r.code && key != regionKey(r.nom) {
			continue
		}
		a.Libelle = r.nom
		for _, old := range r.from {
			old.How = "région de « " + r.nom + " » avant 2016"
			a.Codes = append(a.Codes, old)
		}
		a.Certain = len(a.Codes) == 1
		a.Kept = a.Certain
	}
	return a
}

// regionKey is a region as it is compared: « Région Normandie » and « LA REUNION »
// are written in many ways.
func regionKey(s string) string {
	var key []string
	for _, w := range strings.Fields(fold(s)) {
		if w != "region" && !small[w] {
			key = append(key, w)
		}
	}
	if len(key) == 1 && key[0] == "paca" {
		return regionKey("Provence-Alpes-Côte d'Azur")
	}
	return strings.Join(key, " ")
}
