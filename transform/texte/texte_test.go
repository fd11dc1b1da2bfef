package texte

import (
	"slices"
	"strings"
	"testing"
)

func TestNormaliseReadsTitles(t *testing.T) {
	for _, c := range []struct {
		title, kind string
		niveau      int
		corps       string
	}{
		{"BTS compta", "BTS", 5, "comptabilit"},
		{"B.T.S. Comptabilité & gestion", "BTS", 5, "comptabilit gestion"},
		{"brevet de technicien supérieur agricole GEMEAU", "BTSA", 5, "gestion maitri eau"},
		{"BTS négociation et digitalisation de la relation client - BTS NDRC", "BTS", 5, "negociation digitalisation relation client"},
		{"TP serveur/serveuse en restauration", "Titre professionnel", 0, "serveur restauration"},
		{"Titre pro conducteur·trice de TP", "Titre professionnel", 0, "conducteur traval public"},
		{"Conducteur d'engins TP", "", 0, "conducteur engin traval public"},
		{"BAC PRO TISEC", "Bac pro", 4, "technicien installation system energetiqu climatiqu"},
		{"Baccalauréat professionnel cuisine", "Bac pro", 4, "cuisin"},
		{"CAP/BEP coiffure", "CAP", 3, "bep coiffur"},
		{"CAPA jardinier paysagiste", "CAP agricole", 3, "jardinier paysagist"},
		{"DEAES", "DE", 0, "accompagnant educatif social"},
		{"DE JEPS animation sociale", "DEJEPS", 5, "animation social"},
		{"MC cuisinier en desserts", "MC", 0, "cuisinier dessert"},
		{"lic pro mention RH", "Licence pro", 6, "mention ressourc humain"},
		{"LP métiers de la GRH", "Licence pro", 6, "metier gestion ressourc humain"},
		{"MSc big data", "MSc", 7, "big data"},
		{"Master 2 MIAGE", "Master", 7, "miag"},
		{"DNMADE objet", "DN MADE", 6, "objet"},
		{"Ingénieur(e) ENSICAEN", "Ingénieur", 7, "ensicaen"},
		{"Métier d'ingénieur", "", 0, "metier ingenieur"},
		{"CQPM soudeur industriel", "CQPM", 0, "soudeur industriel"},
		{"TFP agent de prévention", "TFP", 0, "agent prevention"},
		{"BP REA", "BP", 4, "responsabl entrepri agricol"},
		{"BM coiffeur", "BM", 0, "coiffeur"},
		{"DSCG", "", 0, "diplom superieur comptabilit gestion"},
		{"FORMATION DE COIFFURE DU SUD", "", 0, "formation coiffur sud"},
		{"Atteindre son but", "", 0, "atteindr but"},
		{"BUT GEA", "BUT", 6, "gestion entrepri administration"},
		{"DU tabacologie", "DU", 0, "tabacologi"},
		{"du tabac", "", 0, "tabac"},
		{"CACES R.489 cat 3", "", 0, "certificat aptitud conduit securit r489 categori 3"},
		{"R482 A", "", 0, "r482 a"},
		{"option A à domicile", "", 0, "option a domicil"},
		{"PERMIS D'EXPLOITATION", "", 0, "permi exploitation"},
		{"Permis D", "", 0, "permi d"},
		{"Maintenance des mat. de TP", "", 0, "maintenanc materiel traval public"},
		{"Mat rétractable", "", 0, "mat retractabl"},
		{"Titre RNCP niveau II", "", 6, "titr rncp niveau ii"},
		{"Titre de niveau 5", "", 5, "titr niveau 5"},
		{"Anglais niveau 3", "", 0, "anglai niveau 3"},
		{"Formation bac+3", "", 6, "formation bac 3"},
		{"CAP (niveau V)", "CAP", 3, "niveau v"},
		{"", "", 0, ""},
		{"de la", "", 0, ""},
	} {
		t.Run(c.title, func(t *testing.T) {
			got := Normalise(c.title)
			if got.Type.Sigle != c.kind || got.Niveau != c.niveau {
				t.Errorf("type %q level %d, want %q %d", got.Type.Sigle, got.Niveau, c.kind, c.niveau)
			}
			if corps := strings.Join(got.Corps, " "); corps != c.corps {
				t.Errorf("%q, want %q", corps, c.corps)
			}
			if want := strings.Join(Words(c.title), " "); got.Folded != want || !slices.Equal(got.Words, Words(c.title)) {
				t.Errorf("folded %q, words %q, want %q", got.Folded, got.Words, want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Œuvre, ÆGIR & Straße":        "oeuvre aegir strasse",
		"ＣＡＰ　Ｃｕｉｓｉｎｅ":                 "cap cuisine",
		"l’eau\u00a0: d'or":           "l eau d or",
		"e\u0301le\u0301ment":         "element",
		"élec\u00adtri\u200bcien":     "electricien",
		"r\xe9seaux":                  "reseaux",
		"\xff\xfe":                    "yth",
		"ﬁnance №3 ½":                 "finance 3",
		"C++ et C# (bac+2) a + b C+d": "c++ et c# bac 2 a b c d",
		"H₂O x²":                      "h2o x2",
		"  --  ":                      "",
		"Ελληνικά 中文":                 "ελληνικα 中文",
		"“Le” «Bon» — n°3…":           "le bon n 3",
		"conducteur(trice) B.T.S.":    "conducteur trice b t s",
		"re\ufffdseaux\x00fin":        "reseaux fin",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWordsKeepCodesAndDropEndings(t *testing.T) {
	for in, want := range map[string]string{
		"B.T.S. C.A.P":                         "bts cap",
		"C A P cuisine":                        "cap cuisine",
		"option A B":                           "option a b",
		"R 489, R.482 et R-389":                "r489 r482 et r389",
		"R372 m":                               "r372 m",
		"Modèle 3D en C++":                     "modele 3d en c++",
		"Conducteur(trice) routier(ère)":       "conducteur routier",
		"conducteur·trice":                     "conducteur",
		"Vendeur-euse":                         "vendeur",
		"chargé(e)s de clientèle":              "charge de clientele",
		"étudiant·e·s":                         "etudiant",
		"employé.e de commerce":                "employe de commerce",
		"agent/e":                              "agent",
		"technicien(ne)":                       "technicien",
		"Vendeur/Vendeuse (H/F)":               "vendeur vendeuse",
		"Serveur F/H":                          "serveur",
		"secrétaire assistant (e)":             "secretaire assistant",
		"CAP/BEP":                              "cap bep",
		"hôtel-café-restaurant":                "hotel cafe restaurant",
		"(rapide, collective)":                 "rapide collective",
		"Fin. Ce cours":                        "fin ce cours",
		"Diplôme d'État d'infirmier(ière)":     "diplome d etat d infirmier",
		"Programmer en C/e-business":           "programmer en c e business",
		"groupe A/B - lot (s)":                 "groupe a b lot s",
		"[chef(fe)] d'atelier":                 "chef fe d atelier",
		"un acteur(rice), une monitrice (ice)": "un acteur une monitrice ice",
	} {
		if got := strings.Join(Words(in), " "); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestStemIsOneForNumberAndGender(t *testing.T) {
	for _, same := range []string{
		"serveur serveuse serveurs serveuses", "conducteur conductrice conductrices", "infirmier infirmiere infirmieres",
		"technicien technicienne", "travaux travail", "niveau niveaux", "animal animaux", "jeu jeux", "commis commise",
		"anglais anglaise", "sportif sportive sportives", "employe employee employes employees", "professionnel professionnelle professionnels",
		"patron patronne", "assistant assistante", "chef cheffe cheffes", "ambassadeur ambassadrice", "public publique publics", "paysan paysanne",
		"religieux religieuse", "hote hotesse", "maitre maitresse", "milieu milieux",
	} {
		words := strings.Fields(same)
		for _, w := range words[1:] {
			if Stem(w) != Stem(words[0]) {
				t.Errorf("%s: %q, %s: %q", words[0], Stem(words[0]), w, Stem(w))
			}
		}
	}
	for _, apart := range [][2]string{{"boulanger", "boulangerie"}, {"comptable", "comptabilite"}, {"commerce", "commercial"}, {"jeune", "jeunesse"}, {"vendeur", "vente"}} {
		if Stem(apart[0]) == Stem(apart[1]) {
			t.Errorf("%s and %s have one stem, %q", apart[0], apart[1], Stem(apart[0]))
		}
	}
	for _, kept := range []string{"bts", "r489", "3d", "c++", "ux", "process", "cap", ""} {
		if Stem(kept) != kept {
			t.Errorf("%q became %q", kept, Stem(kept))
		}
	}
}

func TestRootIsOneForAFamily(t *testing.T) {
	for _, family := range []string{
		"boulanger boulangerie", "patissier patisserie", "coiffeur coiffure", "macon maconnerie", "menuisier menuiserie", "soudeur soudage soudure",
		"electricien electricite electrique", "mecanicien mecanique", "comptable comptabilite", "secretaire secretariat", "formateur formation",
		"cuisinier cuisine", "couturier couture", "restaurateur restauration restaurant", "logisticien logistique", "photographe photographie",
	} {
		words := strings.Fields(family)
		for _, w := range words[1:] {
			if a, b := Root(Stem(words[0])), Root(Stem(w)); a != b {
				t.Errorf("%s: %q, %s: %q", words[0], a, w, b)
			}
		}
	}
	if Root("r489") != "r489" || Root("") != "" || Root("bts") != "bts" {
		t.Error("what is no word has changed")
	}
}

func TestPartsSayWhatEachWordSays(t *testing.T) {
	parts := Parts("Bac pro compta de la DEAES")
	want := []Part{
		{Words: []string{"bac", "pro"}, Stems: []string{"bacpro"}},
		{Words: []string{"compta"}, Stems: []string{"comptabilit"}, Sens: "comptabilité"},
		{Words: []string{"deaes"}, Stems: []string{"de", "accompagnant", "educatif", "social"}, Sens: "diplôme d'État d'accompagnant éducatif et social"},
	}
	if len(parts) != len(want) {
		t.Fatalf("%d parts: %+v", len(parts), parts)
	}
	for i, p := range parts {
		if !slices.Equal(p.Words, want[i].Words) || !slices.Equal(p.Stems, want[i].Stems) || p.Sens != want[i].Sens {
			t.Errorf("part %d: %+v, want %+v", i, p, want[i])
		}
	}
	if parts[0].Type.Sigle != "Bac pro" || parts[1].Type.Sigle != "" || parts[2].Type.Sigle != "DE" {
		t.Errorf("types %q, %q, %q", parts[0].Type.Sigle, parts[1].Type.Sigle, parts[2].Type.Sigle)
	}
}

func TestTrigrams(t *testing.T) {
	text := func(word string) (list []string) {
		for _, g := range AppendTrigrams(nil, word) {
			list = append(list, string([]byte{byte(g >> 16), byte(g >> 8), byte(g)}))
		}
		return list
	}
	for word, want := range map[string][]string{"cap": {" ca", "cap", "ap "}, "a": {" a "}, "ab": {" ab", "ab "}, "": nil} {
		if got := text(word); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
