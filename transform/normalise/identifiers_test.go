package normalise

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
)

func TestSIRET(t *testing.T) {
	check(t, layout.SessionFormateurSIRET,
		sample{"as it should be", "73282932000074", "73282932000074", ""},
		sample{"in groups, with its label", "SIRET : 732 829 320 00074", "73282932000074", ""},
		sample{"dots and no-break spaces", "732.829.320\u00a000074", "73282932000074", ""},
		sample{"as a number", "73282932000074.0", "73282932000074", ""},
		sample{"one zero lost", "5720784000000", "05720784000000", "zeros-remis"},
		sample{"zeros lost, key wrong", "5720784000001", leftOut, "siret-forme"},
		sample{"a zero too many", "073282932000074", "73282932000074", "siret-zero-de-trop"},
		sample{"wrong key is kept", "73282932000075", "73282932000075", "siret-cle"},
		sample{"La Poste", "35600000009075", "35600000009075", ""},
		sample{"a SIREN", "732829320", leftOut, "siret-siren"},
		sample{"scientific notation, digits lost", "7,32829E+13", leftOut, "notation-scientifique"},
		sample{"scientific notation, whole", "7.3282932000074E+13", "73282932000074", ""},
		sample{"all zeros is absent", "00000000000000", "", ""},
		sample{"zero is absent", "0", "", ""},
		sample{"text", "en cours", leftOut, "siret-forme"},
		sample{"error of Excel's", "#N/A", leftOut, "erreur-excel"},
		sample{"column too narrow", "#######", leftOut, "erreur-excel"},
	)
}

func TestNDA(t *testing.T) {
	check(t, layout.OrganismeNDA,
		sample{"digits", "28 14 00123 14", "28140012314", ""},
		sample{"form with a letter", "2151p001151", "2151P001151", ""},
		sample{"Corsica", "942a0000014", "942A0000014", ""},
		sample{"zero lost before a letter", "151P001151", "0151P001151", "zeros-remis"},
		sample{"zero lost", "4973012397", "04973012397", "zeros-remis"},
		sample{"placeholder", "00000000000", "", ""},
		sample{"too short", "281400", leftOut, "nda-forme"},
		sample{"digits lost", "1,17559E+10", leftOut, "notation-scientifique"},
		sample{"whole in scientific notation", "2.8140012314E+10", "28140012314", ""},
	)
}

func TestUAI(t *testing.T) {
	check(t, layout.SessionLieuUAI,
		sample{"as it should be", "0951099D", "0951099D", ""},
		sample{"small letter", "0951099d", "0951099D", ""},
		sample{"zero lost", "951099D", "0951099D", "zeros-remis"},
		sample{"wrong letter is kept", "0951099C", "0951099C", "uai-cle"},
		sample{"digits lost, wrong letter", "951099C", leftOut, "uai-forme"},
		sample{"several", "0951099D,0141408E", "0951099D", "plusieurs-valeurs"},
		sample{"text", "CFA de Caen", leftOut, "uai-forme"},
	)
}

func TestPostalCode(t *testing.T) {
	check(t, layout.SessionInscrCodePostal,
		sample{"as it should be", "14000", "14000", "ville-trouvee"},
		sample{"in groups", "14 000", "14000", "ville-trouvee"},
		sample{"with the country and the town", "F-14000 Caen", "14000", "ville-trouvee"},
		sample{"zero lost", "9100", "09100", "zeros-remis ville-trouvee"},
		sample{"zero lost, a CEDEX", "9003", "09003", "zeros-remis"},
		sample{"as a number", "14000.0", "14000", "ville-trouvee"},
		sample{"CEDEX is no fault", "14050", "14050", ""},
		sample{"overseas", "97400", "97400", "ville-trouvee"},
		sample{"no such department", "96000", leftOut, "code-postal-forme"},
		sample{"three digits", "140", leftOut, "code-postal-forme"},
		sample{"text", "Caen", leftOut, "code-postal-forme"},
	)
}

func TestINSEE(t *testing.T) {
	check(t, layout.OrganismeINSEE,
		sample{"as it should be", "14488", "14488", "ville-trouvee code-postal-trouve"},
		sample{"zero lost", "9122", "09122", "zeros-remis ville-trouvee code-postal-trouve"},
		sample{"Corsica in small letters", "2a004", "2A004", "ville-trouvee code-postal-trouve"},
		sample{"commune of two postal codes", "50129", "50129", "ville-trouvee"},
		sample{"city of arrondissements", "75056", "75056", "ville-trouvee"},
		sample{"no such commune", "14999", "14999", "code-insee-inconnu"},
		sample{"not a code", "2C004", leftOut, "code-insee-forme"},
	)
}

func TestCodes(t *testing.T) {
	check(t, layout.FormationROME,
		sample{"several separators", "G1602;g1603, H2401/J1301\nK1304", "G1602 ; G1603 ; H2401 ; J1301 ; K1304", ""},
		sample{"with their labels", "G1602 - Personnel de cuisine ; H2401 Voilerie", "G1602 ; H2401", ""},
		sample{"spaces between codes", "G1602 G1603", "G1602 ; G1603", ""},
		sample{"the same twice", "G1602 ; G1602", "G1602", ""},
		sample{"one is no code", "G1602 ; G16", "G1602", "rome-forme"},
		sample{"none is a code", "cuisine", leftOut, "rome-forme"},
	)
	check(t, layout.FormationFormacodes,
		sample{"codes, with a number's decimals", "42752.0 ; 31734", "42752 ; 31734", ""},
		sample{"too short", "4275", leftOut, "formacode-forme"},
	)
	check(t, layout.FormationNSF,
		sample{"letter cut off", "326n ; 221", "326 ; 221", "nsf-lettre"},
		sample{"too long", "3261", leftOut, "nsf-forme"},
	)
	check(t, layout.FormationRNCP,
		sample{"prefix", "rncp 38430", "RNCP38430", ""},
		sample{"bare number", "38430", "RNCP38430", ""},
		sample{"number with leading zeros", "RNCP0320", "RNCP320", ""},
		sample{"page of the fiche", "https://www.francecompetences.fr/recherche/rncp/38430/", "RNCP38430", ""},
		sample{"several", "RNCP38430 ; 31114", "RNCP38430 ; RNCP31114", ""},
		sample{"number of the other register", "RS5080", leftOut, "rncp-forme"},
	)
	check(t, layout.FormationRS,
		sample{"bare number", "5080", "RS5080", ""},
		sample{"number of the other register", "RNCP38430", leftOut, "rs-forme"},
	)
	check(t, layout.FormationCFD,
		sample{"as it should be", "50022139", "50022139", ""},
		sample{"agriculture", "56t25402", "56T25402", ""},
		sample{"zero lost", "1022103", "01022103", "zeros-remis"},
		sample{"letter of a speciality", "50023217S", "50023217", "cfd-lettre"},
		sample{"another code", "24725207310", leftOut, "cfd-forme"},
	)
	check(t, layout.FormationCertifInfo,
		sample{"one", "100357", "100357", ""},
		sample{"several", "100357, 54912;81001", "100357 ; 54912 ; 81001", ""},
		sample{"comments, with commas", "54912 : uniquement en apprentissage, à Caen ; 81001", "54912:uniquement en apprentissage, à Caen ; 81001", ""},
		sample{"label after the code", "54912 CAP cuisine", "54912", ""},
		sample{"prefix", "CertifInfo 54912", "54912", ""},
		sample{"not a code", "CAP cuisine", leftOut, "certif-info-forme"},
	)
}

func TestFirstOfSeveralNumbersIsInText(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.FormationRNCP: "38430 ; 31114"}))
	if row.Text(layout.FormationRNCP) != "RNCP38430" || len(row.Values[layout.FormationRNCP].List) != 2 {
		t.Errorf("%+v", row.Values[layout.FormationRNCP])
	}
}
