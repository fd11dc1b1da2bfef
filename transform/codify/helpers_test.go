package codify

import (
	"encoding/json"
	"iter"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func seq[T any](all ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, t := range all {
			if !yield(t, nil) {
				return
			}
		}
	}
}

func was(code, label string) nomenclature.Ancien {
	return nomenclature.Ancien{Code: code, Intitule: label, RNCP: "9" + code, EtatLibelle: "archivée"}
}

// A small Certif Info: 100 is current; 200 replaced 19; 301 and 302 both replaced
// 29; 400 to 405 all replaced 39; 500 replaced 49, and 501 replaced 500 while it
// is still published.
var certifications = []nomenclature.Certification{
	{Code: "100", Intitule: "CAP voilerie", Type: "Certificat d'aptitude professionnelle", NiveauEuropeen: 3, Formacode: "21754",
		ROME: []string{"H2401", "B1804"}, NSF: "243", RNCP: "38430", CFD: "50024301", Etat: "0"},
	{Code: "200", Intitule: "Titre professionnel gréeur", NiveauEuropeen: 4, Formacode: "23654", ROME: []string{"I1605"}, NSF: "254", RNCP: "40200", Etat: "0",
		Anciens: []nomenclature.Ancien{was("19", "Titre professionnel gréeur(euse)")}},
	{Code: "301", Intitule: "BTS nautisme option A voile", NiveauEuropeen: 5, Formacode: "23654", ROME: []string{"I1605"}, NSF: "254", RNCP: "37391", CFD: "32025431",
		Anciens: []nomenclature.Ancien{was("29", "BTS nautisme")}},
	{Code: "302", Intitule: "BTS nautisme option B moteur", NiveauEuropeen: 5, Formacode: "23626", ROME: []string{"I1605", "I1604"}, NSF: "252", RNCP: "37391", CFD: "32025432",
		Anciens: []nomenclature.Ancien{was("29", "BTS nautisme")}},
	{Code: "400", Intitule: "CACES R489 catégorie 1", Formacode: "31768", RS: "5054", AutresRS: []string{"715"}, Etat: "11", Anciens: []nomenclature.Ancien{was("39", "CACES R389")}},
	{Code: "401", Intitule: "CACES R489 catégorie 2", Formacode: "31768", Anciens: []nomenclature.Ancien{was("39", "CACES R389")}},
	{Code: "402", Intitule: "CACES R489 catégorie 3", Formacode: "31768", Anciens: []nomenclature.Ancien{was("39", "CACES R389")}},
	{Code: "403", Intitule: "CACES R489 catégorie 4", Formacode: "31768", Anciens: []nomenclature.Ancien{was("39", "CACES R389")}},
	{Code: "404", Intitule: "CACES R489 catégorie 5", Formacode: "31768", NiveauEuropeen: 3, Anciens: []nomenclature.Ancien{was("39", "CACES R389")}},
	{Code: "405", Intitule: "CACES R489 catégorie 6", Formacode: "31768", Anciens: []nomenclature.Ancien{was("39", "CACES R389")}},
	{Code: "450", Intitule: "Brevet de cordier", NiveauEuropeen: 3, Formacode: "99998", Etat: "0"},
	{Code: "460", Intitule: "Préparation au CAP voilerie", Formacode: "21754", Etat: "4"},
	{Code: "500", Intitule: "Master mention océanographie", NiveauEuropeen: 7, Formacode: "12254", Etat: "0", Anciens: []nomenclature.Ancien{was("49", "Master océanographie")}},
	{Code: "501", Intitule: "Master mention sciences de la mer", NiveauEuropeen: 7, Formacode: "12254", Etat: "0", Anciens: []nomenclature.Ancien{was("500", "Master mention océanographie")}},
}

func index(t *testing.T) *Index {
	t.Helper()
	x, err := NewIndex(Sources{
		Certifications: seq(certifications...),
		ROME:           seq(terms("H2401", "B1804", "G1201", "I1605", "I1604")...),
		Formacode:      seq(terms("21754", "15436", "23654", "23626", "31768", "12254")...),
		NSF:            seq(terms("243", "254", "252")...),
		Versions: map[nomenclature.Referential]string{nomenclature.CertifInfo: "2024-07", nomenclature.ROME: "4.60",
			nomenclature.Formacode: "V14", nomenclature.NSF: "D311-4"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// good is a formation that prepares the CAP, under a title of its own.
func good(with ...func(*offre.Formation)) offre.Formation {
	yes := true
	f := offre.Formation{ID: "04_F1", IntituleSaisi: "Voilerie"}
	f.Saisie.Certifiante = &yes
	f.Saisie.Certifications = []offre.Certification{{CertifInfo: "100", Origine: offre.OrigineSaisie}}
	for _, overlay := range with {
		overlay(&f)
	}
	return f
}

func prepares(codes ...string) func(*offre.Formation) {
	return func(f *offre.Formation) {
		f.Saisie.Certifications = nil
		for _, c := range codes {
			f.Saisie.Certifications = append(f.Saisie.Certifications, offre.Certification{CertifInfo: c, Origine: offre.OrigineSaisie})
		}
	}
}

func bears(c offre.Certification) func(*offre.Formation) {
	return func(f *offre.Formation) {
		c.Origine = offre.OrigineSaisie
		f.Saisie.Certifications = []offre.Certification{c}
	}
}

func titled(title string) func(*offre.Formation) {
	return func(f *offre.Formation) { f.IntituleSaisi = title }
}

func rulesOf(found []finding.Finding) (codes []string) {
	for _, f := range found {
		codes = append(codes, f.Rule)
	}
	return codes
}

func codesOf(all []offre.Code) (list []string) {
	for _, c := range all {
		s := c.Code + " " + string(c.Origine)
		if c.De != "" {
			s += " " + c.De
		}
		list = append(list, s)
	}
	return list
}

func certified(all []offre.Certification) (list []string) {
	for _, c := range all {
		s := c.CertifInfo
		if c.Remplace != "" {
			s += "←" + c.Remplace
		}
		list = append(list, s)
	}
	return list
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s %q, want %q", what, got, want)
	}
}

func terms(codes ...string) (all []nomenclature.Terme) {
	for _, c := range codes {
		all = append(all, nomenclature.Terme{Code: c, Libelle: "Terme " + c})
	}
	return all
}

// code codes a formation without looking at dates.
func code(x *Index, f offre.Formation) (offre.Formation, []finding.Finding) {
	coded := x.Codify(f, 0)
	return coded.Formation, coded.Findings
}

func sameJSON(t *testing.T, a, b any) bool {
	t.Helper()
	one, err1 := json.Marshal(a)
	other, err2 := json.Marshal(b)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	return string(one) == string(other)
}
