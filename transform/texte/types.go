package texte

import "strings"

// Type is a kind of certification, as titles name it.
type Type struct {
	Sigle   string // « CAP », « Bac pro »; as the referential begins its titles, or the usual letters
	Libelle string // « certificat d'aptitude professionnelle »
	Niveau  int    // European level that it always has, 3 to 8; 0 when it has several or none
	token   string // what stands for it among stems
}

// Token is what stands for the type among the stems of a title: « bacpro ».
func (t Type) Token() string { return t.token }

// Types lists the types that titles are read for.
func Types() []Type {
	list := make([]Type, len(types))
	for i, t := range types {
		list[i] = t.Type
	}
	return list
}

type typeForms struct {
	Type
	forms string // how it is written beside Sigle and Libelle, folded, with | between
}

// A form with ! before it is also a common word, or the letters of something
// else: it counts in capitals or at the beginning of a title only; with ^ at the
// beginning only; with = in capitals only.
var types = prepare([]typeForms{
	{Type{Sigle: "CAP", Libelle: "certificat d'aptitude professionnelle", Niveau: 3}, "certificat aptitude professionnelle|certificat d aptitudes professionnelles"},
	{Type{Sigle: "CAP agricole", Libelle: "certificat d'aptitude professionnelle agricole", Niveau: 3}, "capa|cap a|certificat aptitude professionnelle agricole"},
	{Type{Sigle: "CAPM", Libelle: "certificat d'aptitude professionnelle maritime", Niveau: 3}, "cap maritime"},
	{Type{Sigle: "BEP", Libelle: "brevet d'études professionnelles", Niveau: 3}, ""},
	{Type{Sigle: "BEPA", Libelle: "brevet d'études professionnelles agricoles", Niveau: 3}, "bep agricole|bep a"},
	{Type{Sigle: "MC", Libelle: "mention complémentaire"}, "!mc"},
	{Type{Sigle: "CS", Libelle: "certificat de spécialisation"}, "!cs|certificat specialisation|csa"},
	{Type{Sigle: "CCS", Libelle: "certificat complémentaire de spécialisation"}, ""},
	{Type{Sigle: "Bac pro", Libelle: "baccalauréat professionnel", Niveau: 4}, "bacpro|bac professionnel|baccalaureat pro|bac p|bcp|terminale bac pro|terminale pro|bpro"},
	{Type{Sigle: "Bac techno", Libelle: "baccalauréat technologique", Niveau: 4}, "bac technologique|bactechno|baccalaureat techno"},
	{Type{Sigle: "Bac général", Libelle: "baccalauréat général", Niveau: 4}, "bac general"},
	{Type{Sigle: "BP", Libelle: "brevet professionnel", Niveau: 4}, "!bp|brevet pro"},
	{Type{Sigle: "BPA", Libelle: "brevet professionnel agricole", Niveau: 3}, "brevet pro agricole"},
	{Type{Sigle: "BPJEPS", Libelle: "brevet professionnel de la jeunesse, de l'éducation populaire et du sport", Niveau: 4}, "bp jeps|bpjep"},
	{Type{Sigle: "CPJEPS", Libelle: "certificat professionnel de la jeunesse, de l'éducation populaire et du sport", Niveau: 3}, "cp jeps"},
	{Type{Sigle: "DEJEPS", Libelle: "diplôme d'État de la jeunesse, de l'éducation populaire et du sport", Niveau: 5}, "de jeps|dejep"},
	{Type{Sigle: "DESJEPS", Libelle: "diplôme d'État supérieur de la jeunesse, de l'éducation populaire et du sport", Niveau: 6}, "des jeps|desjep"},
	{Type{Sigle: "BT", Libelle: "brevet de technicien", Niveau: 4}, "!bt"},
	{Type{Sigle: "BTA", Libelle: "brevet de technicien agricole", Niveau: 4}, ""},
	{Type{Sigle: "BM", Libelle: "brevet de maîtrise"}, "!bm"},
	{Type{Sigle: "BTM", Libelle: "brevet technique des métiers"}, ""},
	{Type{Sigle: "BTMS", Libelle: "brevet technique des métiers supérieur"}, ""},
	{Type{Sigle: "CTM", Libelle: "certificat technique des métiers"}, ""},
	{Type{Sigle: "BMA", Libelle: "brevet des métiers d'art", Niveau: 4}, "brevet metiers d art"},
	{Type{Sigle: "DMA", Libelle: "diplôme des métiers d'art", Niveau: 5}, ""},
	{Type{Sigle: "DN MADE", Libelle: "diplôme national des métiers d'art et du design", Niveau: 6}, "dnmade|diplome national metiers d art et du design"},
	{Type{Sigle: "DSAA", Libelle: "diplôme supérieur des arts appliqués", Niveau: 7}, "diplome superieur d arts appliques"},
	{Type{Sigle: "DNA", Libelle: "diplôme national d'art", Niveau: 6}, ""},
	{Type{Sigle: "DNSEP", Libelle: "diplôme national supérieur d'expression plastique", Niveau: 7}, ""},
	{Type{Sigle: "BTS", Libelle: "brevet de technicien supérieur", Niveau: 5}, "brevet technicien superieur|brevet de technicien sup"},
	{Type{Sigle: "BTSA", Libelle: "brevet de technicien supérieur agricole", Niveau: 5}, "bts agricole|bts a"},
	{Type{Sigle: "BTSM", Libelle: "brevet de technicien supérieur maritime", Niveau: 5}, "bts maritime"},
	{Type{Sigle: "DTS", Libelle: "diplôme de technicien supérieur"}, ""},
	{Type{Sigle: "DUT", Libelle: "diplôme universitaire de technologie", Niveau: 5}, ""},
	{Type{Sigle: "BUT", Libelle: "bachelor universitaire de technologie", Niveau: 6}, "!but"},
	{Type{Sigle: "DEUST", Libelle: "diplôme d'études universitaires scientifiques et techniques", Niveau: 5}, ""},
	{Type{Sigle: "DAEU", Libelle: "diplôme d'accès aux études universitaires", Niveau: 4}, ""},
	{Type{Sigle: "DEUG", Libelle: "diplôme d'études universitaires générales", Niveau: 5}, ""},
	{Type{Sigle: "Licence", Libelle: "licence", Niveau: 6}, "licence generale"},
	{Type{Sigle: "Licence pro", Libelle: "licence professionnelle", Niveau: 6}, "licencepro|!lp|licpro|lic pro|l pro"},
	{Type{Sigle: "Bachelor", Libelle: "bachelor"}, ""},
	{Type{Sigle: "Master", Libelle: "master", Niveau: 7}, "master pro|master professionnel|master recherche|master 1|master 2|!m1|!m2"},
	{Type{Sigle: "Mastère spécialisé", Libelle: "mastère spécialisé", Niveau: 7}, "!ms|mastere specialise ms|master specialise"},
	{Type{Sigle: "MSc", Libelle: "mastère en sciences", Niveau: 7}, "master of science|mastere of science|master sciences msc"},
	{Type{Sigle: "Mastère", Libelle: "mastère"}, ""},
	{Type{Sigle: "MBA", Libelle: "master of business administration"}, ""},
	{Type{Sigle: "Magistère", Libelle: "magistère"}, ""},
	{Type{Sigle: "Doctorat", Libelle: "doctorat", Niveau: 8}, ""},
	{Type{Sigle: "Ingénieur", Libelle: "ingénieur diplômé", Niveau: 7}, "diplome d ingenieur|diplome ingenieur|titre d ingenieur|^ingenieur|^ing|ecole d ingenieur|ecole d ingenieurs"},
	{Type{Sigle: "DRT", Libelle: "diplôme de recherche technologique", Niveau: 7}, ""},
	{Type{Sigle: "DE", Libelle: "diplôme d'État"}, "^de d etat|diplome etat|dipl d etat"},
	{Type{Sigle: "DU", Libelle: "diplôme d'université"}, "diplome universitaire|diplome d universite"},
	{Type{Sigle: "DIU", Libelle: "diplôme interuniversitaire"}, "diplome inter universitaire"},
	{Type{Sigle: "DSP", Libelle: "diplôme de spécialisation professionnelle"}, ""},
	{Type{Sigle: "CQP", Libelle: "certificat de qualification professionnelle"}, ""},
	{Type{Sigle: "CQPM", Libelle: "certificat de qualification paritaire de la métallurgie"}, "cqp metallurgie|cqpi metallurgie"},
	{Type{Sigle: "CQPI", Libelle: "certificat de qualification professionnelle interbranches"}, "cqp inter branches|cqp interbranches|certificat de qualification professionnelle inter branches"},
	{Type{Sigle: "CCPM", Libelle: "certificat de compétences professionnelles de la métallurgie"}, ""},
	{Type{Sigle: "Titre professionnel", Libelle: "titre professionnel"}, "^tp|titre pro|titre prof|titrepro|titre professionel|titre profesionnel|titre professionnel tp|titre professionnel du ministere du travail"},
	{Type{Sigle: "TFP", Libelle: "titre à finalité professionnelle"}, "titre a finalite pro"},
	{Type{Sigle: "BADGE", Libelle: "bilan d'aptitude délivré par les grandes écoles"}, "bilan d aptitude delivre par la conference les grandes ecoles"},
	{Type{Sigle: "MOF", Libelle: "un des meilleurs ouvriers de France", Niveau: 5}, "meilleur ouvrier de france|meilleurs ouvriers de france"},
})

// form is one way to write a type, in words.
type form struct {
	words []string
	when  byte // '!', '^', '=', or 0
	of    *Type
}

// prepare gives each type its token, its sigle and its label as forms.
func prepare(list []typeForms) []typeForms {
	for i := range list {
		t := &list[i]
		t.token = strings.ReplaceAll(Fold(t.Sigle), " ", "")
		if len(t.Sigle) > 0 && !strings.Contains("|"+t.forms+"|", "!"+t.token+"|") {
			t.forms += "|" + guarded(Fold(t.Sigle))
		}
		t.forms += "|" + Fold(t.Libelle)
	}
	return list
}

// guarded marks the letters that are words of grammar.
func guarded(sigle string) string {
	switch sigle {
	case "de", "du":
		return "=" + sigle
	}
	return sigle
}

// forms gives the forms of all types by their first word, longest first.
var forms = index(types)

func index(list []typeForms) map[string][]form {
	by := map[string][]form{}
	for i := range list {
		for s := range strings.SplitSeq(list[i].forms, "|") {
			if s == "" {
				continue
			}
			f := form{of: &list[i].Type}
			if s[0] == '!' || s[0] == '^' || s[0] == '=' {
				f.when, s = s[0], s[1:]
			}
			f.words = strings.Fields(s)
			by[f.words[0]] = insert(by[f.words[0]], f)
		}
	}
	return by
}

// insert keeps the forms longest first, without doubles.
func insert(forms []form, f form) []form {
	at := 0
	for at < len(forms) && len(forms[at].words) >= len(f.words) {
		if strings.Join(forms[at].words, " ") == strings.Join(f.words, " ") {
			return forms
		}
		at++
	}
	return append(forms[:at], append([]form{f}, forms[at:]...)...)
}
