package lheo

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// defaults is a profile that can complete anything.
var defaults = Profile{
	Refs: map[string]string{"code-FORMACODE": "V14", "code-public-vise": "V14"},
	Defaults: map[string]string{
		"objectif-formation": "Non communiqué", "resultats-attendus": "Non communiqué", "contenu-formation": "Non communiqué",
		"intitule-formation": "Non communiqué", "certifiante": "0", "parcours-de-formation": "1", "code-niveau-entree": "0",
		"action/rythme-formation": "Non communiqué", "action/code-public-vise": "82044", "action/niveau-entree-obligatoire": "0",
		"action/modalites-alternance": "Sans alternance", "action/modalites-enseignement": "0",
		"action/conditions-specifiques": "Aucune", "action/prise-en-charge-frais-possible": "0",
		"action/modalites-entrees-sorties": "0", "action/session/adresse-inscription": "lieu-de-formation",
		"adresse/ligne": "Adresse non communiquée", "adresse/codepostal": "00000", "adresse/ville": "Non communiquée",
		"coordonnees/nom": "Accueil", "organisme-formation-responsable/numero-activite": "00000000000",
		"SIRET": "00000000000000", "nom-organisme": "Non communiqué", "raison-sociale": "Non communiquée", "departement": "00",
	},
}

// cuisine is an offer that LHEO holds entirely.
func cuisine() Offer {
	yes := true
	lieu := offre.Lieu{SIRET: "73282932000074", UAI: "0140001A", Adresse: offre.Adresse{
		Denomination: "Site de Caen", Lignes: []string{"12 rue des Tilleuls", "Bâtiment B"}, CodePostal: "14000", Ville: "Caen",
		CodeINSEE: "14118", Departement: "14", Region: "28", Pays: "FR", Latitude: "49.18", Longitude: "-0.37"}}
	modalites := offre.Modalites{
		EntreesSorties: "0", Lieu: lieu, Formateur: "35600000000048", Financeurs: []string{"2", "16"}, Rythme: "Temps plein",
		Alternance: "Une semaine en centre, trois en entreprise", Enseignement: "0", NiveauEntreeObligatoire: "0",
		ConditionsSpecifiques: "Savoir lire", PriseEnCharge: "1", DetailPriseEnCharge: "Selon statut", Conventionnement: "1",
		HeuresCentre: 420, HeuresEntreprise: 140, HeuresTotal: 560, DureeIndicative: "1 an", PrixTotal: "2500", PrixHoraire: "12.50",
		FraisRestants: "Tenue", ModalitesRecrutement: "Entretien", ModalitesPedagogiques: "Atelier", PerimetreRecrutement: "3",
		Langues: []string{"fr", "en"}, Restauration: "Self", Hebergement: "Internat", Transport: "Bus 61", AccesHandicapes: "Oui",
		AdresseInformation: lieu.Adresse,
	}
	return Offer{
		Formation: offre.Formation{
			ID: "14_F1", Responsable: "73282932000074", Intitule: "CAP cuisine", Objectif: "Réaliser des plats", Contenu: "Cuisson\nHygiène",
			Resultats: "CAP", Certifiante: &yes, Certifications: []offre.Certification{{CertifInfo: "100357", RNCP: "RNCP38430"}},
			Formacodes: []offre.Code{{Code: "42752"}, {Code: "42757"}}, NSF: []offre.Code{{Code: "221"}}, ROME: []offre.Code{{Code: "G1602"}},
			NiveauEntree: "1", NiveauSortie: "13", Parcours: "4", ObjectifGeneral: "6", Publics: []string{"82044", "80056"},
			InfoPublic: "Tout public", Positionnement: "2", Module: "M1", URL: "https://www.exemple.fr/cap?a=1&b=2",
			Contact: offre.Contact{Civilite: "Madame", Nom: "Lefèvre", Prenom: "Camille", Telephone: "02 31 00 00 02", Courriel: "c@exemple.fr"},
		},
		Responsable: offre.Organisme{ID: "14_O1", SIRET: "73282932000074", NDA: "25140000014", UAI: "0140001A", Nom: "École", RaisonSociale: "ECOLE SAS",
			Coordonnees:    offre.Contact{Telephone: "02 31 00 00 00", Adresse: lieu.Adresse, Web: "https://www.exemple.fr"},
			Interlocuteurs: []offre.Contact{{Nom: "Durand", Courriel: "d@exemple.fr"}}, PotentielFormacodes: []string{"42752"}, Renseignements: "Qualiopi"},
		Formateurs: map[string]offre.Organisme{"35600000000048": {ID: "14_O2", SIRET: "35600000000048", RaisonSociale: "FORMATEUR SA", UAI: "0140002B",
			Interlocuteurs: []offre.Contact{{Nom: "Petit"}}}},
		Actions: []offre.Action{{ID: "14_A1", Modalites: modalites, Sessions: []offre.Session{{
			ID: "S1", Debut: "20260901", Fin: "20270630", InscriptionDebut: "20260601", InscriptionFin: "20260831", EtatRecrutement: "1",
			ModalitesInscription: "Dossier", AdresseInscription: lieu.Adresse, URL: "https://www.exemple.fr/s1",
			Contact: offre.Contact{Nom: "Martin", Telephone: "02 31 00 00 03"}, Modalites: modalites,
		}}}},
	}
}

func TestOfferOfEverythingTakesNothing(t *testing.T) {
	out, rep := defaults.AppendOffer(nil, cuisine())
	if len(rep.Defaulted)+len(rep.Missing)+len(rep.Findings) > 0 {
		t.Errorf("report of a complete offer: %+v", rep)
	}
	xmllint(t, asFeed(out))
}

func TestEmptyOfferIsCompletedFromTheProfile(t *testing.T) {
	o := Offer{Actions: []offre.Action{{Sessions: []offre.Session{{}}}}}
	out, rep := defaults.AppendOffer(nil, o)
	if len(rep.Missing) > 0 {
		t.Errorf("missing: %q", rep.Missing)
	}
	for _, want := range []string{"objectif-formation", "action/code-public-vise", "action/session/periode/debut",
		"action/session/adresse-inscription/adresse/ligne", "organisme-formation-responsable/numero-activite",
		"organisme-formation-responsable/SIRET-organisme-formation/SIRET", "contact-formation/coordonnees/nom"} {
		if !slices.Contains(rep.Defaulted, want) {
			t.Errorf("defaulted %q lacks %s", rep.Defaulted, want)
		}
	}
	xmllint(t, asFeed(out))
}

func TestWithoutDefaultsWhatIsMissingIsNamed(t *testing.T) {
	_, rep := Profile{}.AppendOffer(nil, Offer{})
	for _, want := range []string{"intitule-formation", "action", "organisme-formation-responsable/numero-activite", "certifiante"} {
		if !slices.Contains(rep.Missing, want) {
			t.Errorf("missing %q lacks %s", rep.Missing, want)
		}
	}
}

func TestUnknownContactsAreFindings(t *testing.T) {
	o := cuisine()
	o.Responsable = offre.Organisme{SIRET: "73282932000074", NDA: "25140000014", Nom: "École"}
	o.Formation.Contact = offre.Contact{}
	out, rep := Profile{}.AppendOffer(nil, o)
	if len(rep.Missing) > 0 || len(rep.Findings) != 3 || rep.Findings[0].Rule != "contact-vide" || rep.Findings[0].Field != "contact-formation/coordonnees/nom" {
		t.Errorf("%+v", rep)
	}
	xmllint(t, asFeed(out))
}

func TestInscriptionAtThePlaceOfTrainingIsADefault(t *testing.T) {
	o := cuisine()
	o.Actions[0].Sessions[0].AdresseInscription = offre.Adresse{}
	_, rep := defaults.AppendOffer(nil, o)
	if want := []string{"action/session/adresse-inscription"}; !slices.Equal(rep.Defaulted, want) {
		t.Errorf("defaulted %q, want %q", rep.Defaulted, want)
	}
}

func TestRecordsStartTheirLines(t *testing.T) {
	out, _ := defaults.AppendOffer([]byte("<offres>"), cuisine())
	begins := 0
	for line := range strings.SplitSeq(string(out), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "<formation") {
			begins++
		}
	}
	if begins != 1 || !strings.Contains(string(out), "\n</formation>\n") {
		t.Errorf("%d lines begin with <formation, want 1", begins)
	}
}

func TestTextsAreMadeToFit(t *testing.T) {
	long := strings.Repeat("mot ", 800)
	for name, c := range map[string]struct {
		change   func(*Offer)
		rule     string
		severity finding.Severity
		want     string // in the XML
	}{
		"long text cut at a word":    {func(o *Offer) { o.Formation.Objectif = long }, "texte-raccourci", finding.Warning, "mot mot…</objectif-formation>"},
		"html becomes lines":         {func(o *Offer) { o.Formation.Contenu = "<p>Un</p><ul><li>deux</li><li>l&eacute;</li></ul>" }, "html-en-texte", finding.Info, ">Un\n\n- deux\n- lé</contenu"},
		"escaped html too":           {func(o *Offer) { o.Formation.Contenu = "&lt;p&gt;Un&lt;br/&gt;deux&lt;/p&gt;" }, "html-en-texte", finding.Info, ">Un\ndeux</contenu"},
		"forbidden character":        {func(o *Offer) { o.Formation.Intitule = "CAP\x0bcuisine\xff" }, "caractere-interdit", finding.Warning, ">CAPcuisine<"},
		"sixth formacode":            {func(o *Offer) { o.Formation.Formacodes = fill("4270%d", 6) }, "code-en-trop", finding.Warning, ">42704<"},
		"code out of table":          {func(o *Offer) { o.Formation.NiveauSortie = "99" }, "code-hors-table", finding.Warning, ""},
		"one letter is no address":   {func(o *Offer) { o.Formation.URL = "x" }, "valeur-hors-longueur", finding.Warning, ""},
		"price too long is not cut":  {func(o *Offer) { o.Actions[0].PrixHoraire = "12.500000" }, "valeur-hors-longueur", finding.Warning, ""},
		"long line goes on the next": {func(o *Offer) { o.Responsable.Coordonnees.Adresse.Lignes = []string{strings.Repeat("rue ", 15)} }, "", 0, "<ligne>rue rue rue</ligne>"},
	} {
		t.Run(name, func(t *testing.T) {
			o := cuisine()
			c.change(&o)
			out, rep := defaults.AppendOffer(nil, o)
			if len(rep.Findings) > 0 != (c.rule != "") || c.rule != "" && (rep.Findings[0].Rule != c.rule || rep.Findings[0].Severity != c.severity) {
				t.Errorf("findings %+v, want one %s %s", rep.Findings, c.severity, c.rule)
			}
			if !strings.Contains(string(out), c.want) {
				t.Errorf("%q is not in %s", c.want, out)
			}
			xmllint(t, asFeed(out))
		})
	}
}

func fill(format string, n int) (list []offre.Code) {
	for i := range n {
		list = append(list, offre.Code{Code: strings.Replace(format, "%d", string(rune('0'+i)), 1)})
	}
	return list
}

func TestIndexAndPlus(t *testing.T) {
	o := cuisine()
	h := Header{Document: Resumes, Extras: []Extra{{Info: "flux", Children: []Extra{{Info: "date", Value: "20261123"}}}}}
	out := h.AppendHeader(nil)
	out, rep := defaults.AppendResumes(out, o, "https://www.exemple.fr/14_F1")
	out = h.AppendOrganismes(out)
	out, rep2 := defaults.AppendResumeOrganisme(out, o.Responsable, "")
	xmllint(t, h.AppendFooter(out, true))

	h = Header{Document: Potentiel}
	out, rep3 := defaults.AppendOrganisme(h.AppendHeader(nil), o.Responsable)
	xmllint(t, h.AppendFooter(out, false))
	for _, r := range []Report{rep, rep2, rep3} {
		if len(r.Defaulted)+len(r.Missing)+len(r.Findings) > 0 {
			t.Errorf("report of a complete offer: %+v", r)
		}
	}
}

// asFeed puts a header and a footer around formations.
func asFeed(formations []byte) []byte {
	h := Header{Extras: []Extra{{Info: "flux-intercarif", Children: []Extra{{Info: "date-export", Value: "20261123"}}}}}
	return h.AppendFooter(append(h.AppendHeader(nil), formations...), false)
}

// xmllint fails the test when the official schema refuses a document.
func xmllint(t *testing.T, doc []byte) {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("xmllint is not installed")
		}
		t.Skip("skipped: xmllint is not installed")
	}
	file := filepath.Join(t.TempDir(), "doc.xml")
	if err := os.WriteFile(file, doc, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("xmllint", "--noout", "--schema", sharedtest.Path(t, "data/lheo/lheo-2.3-officiel.xsd"), file).CombinedOutput()
	if err != nil {
		t.Errorf("xmllint: %s\n%s", out, doc)
	}
}

func TestDispositifIsWrittenAsTheNationalFeedDoes(t *testing.T) {
	p := defaults
	p.Dispositif = true
	for _, d := range []offre.Dispositif{offre.Apprentissage, offre.Professionnalisation, offre.FormationInitiale} {
		o := cuisine()
		o.Actions[0].Dispositif = d
		out, _ := p.AppendOffer(nil, o)
		xmllint(t, asFeed(out))
		back, _ := decodeAll(t, asFeed(out))
		if got := back[0].Offer.Actions[0].Dispositif; got != d {
			t.Errorf("%s comes back as %q", d, got)
		}
	}
}

func TestSameOfferSameBytes(t *testing.T) {
	first, _ := defaults.AppendOffer(nil, cuisine())
	for range 20 {
		if again, _ := defaults.AppendOffer(nil, cuisine()); string(again) != string(first) {
			t.Fatalf("got\n%s\nand then\n%s", first, again)
		}
	}
}
