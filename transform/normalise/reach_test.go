package normalise

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
)

func TestPhone(t *testing.T) {
	check(t, layout.OrganismeTelephone,
		sample{"digits", "0231000002", "02 31 00 00 02", ""},
		sample{"dots", "02.31.00.00.02", "02 31 00 00 02", ""},
		sample{"slashes inside one number", "02/31/00/00/02", "02 31 00 00 02", ""},
		sample{"zero lost", "231000002", "02 31 00 00 02", "zeros-remis"},
		sample{"+33", "+33 2 31 00 00 02", "02 31 00 00 02", "telephone-indicatif"},
		sample{"+33 (0)", "+33 (0)2 31 00 00 02", "02 31 00 00 02", "telephone-indicatif"},
		sample{"0033", "0033231000002", "02 31 00 00 02", "telephone-indicatif"},
		sample{"33 as a number", "33231000002", "02 31 00 00 02", "telephone-indicatif"},
		sample{"label", "Tél. : 02 31 00 00 02", "02 31 00 00 02", ""},
		sample{"two", "02 31 00 00 02 / 06 00 00 00 00", "02 31 00 00 02", "plusieurs-valeurs"},
		sample{"two, ou", "0231000002 ou 0600000000", "02 31 00 00 02", "plusieurs-valeurs"},
		sample{"extension", "02 31 00 00 02 poste 12", "02 31 00 00 02", "plusieurs-valeurs"},
		sample{"remark", "02 31 00 00 02 (standard)", "02 31 00 00 02", "plusieurs-valeurs"},
		sample{"another country", "+44 20 7946 0958", "+44 20 7946 0958", ""},
		sample{"another country, 00", "0044 20 7946 0958", "+442079460958", ""},
		sample{"short number", "39 49", "39 49", ""},
		sample{"zeros", "00 00 00 00 00", "", ""},
		sample{"a digit short", "02 31 00 00", leftOut, "telephone-forme"},
		sample{"scientific notation", "2,31E+08", leftOut, "notation-scientifique"},
		sample{"text", "voir le site", leftOut, "telephone-forme"},
	)
}

func TestEmail(t *testing.T) {
	check(t, layout.OrganismeCourriel,
		sample{"domain in small letters, name as typed", "C.Lefevre@EXEMPLE.FR", "C.Lefevre@exemple.fr", ""},
		sample{"mailto", "mailto:accueil@exemple.fr", "accueil@exemple.fr", "courriel-nettoye"},
		sample{"name and brackets", "Camille <c@exemple.fr>", "c@exemple.fr", "courriel-nettoye"},
		sample{"spaces around the sign", "accueil @ exemple .fr", "accueil@exemple.fr", "courriel-nettoye"},
		sample{"(at)", "accueil(at)exemple.fr", "accueil@exemple.fr", "courriel-nettoye"},
		sample{"two", "a@exemple.fr ; b@exemple.fr", "a@exemple.fr", "plusieurs-valeurs"},
		sample{"first of two is none", "a@exemple ; b@exemple.fr", "b@exemple.fr", "plusieurs-valeurs"},
		sample{"no domain", "accueil@", leftOut, "courriel-forme"},
		sample{"accent", "éva@exemple.fr", leftOut, "courriel-forme"},
		sample{"two dots", "a..b@exemple.fr", leftOut, "courriel-forme"},
		sample{"text", "néant pour le moment", leftOut, "courriel-forme"},
		sample{"too long", strings.Repeat("a", 65) + "@exemple.fr", leftOut, "courriel-forme"},
	)
}

func TestURL(t *testing.T) {
	check(t, layout.OrganismeWeb,
		sample{"as it should be", "https://www.exemple.fr/cap-cuisine", "https://www.exemple.fr/cap-cuisine", ""},
		sample{"http stays", "http://exemple.fr", "http://exemple.fr", ""},
		sample{"scheme lacks", "www.exemple.fr", "https://www.exemple.fr", "url-completee"},
		sample{"host in capitals", "HTTPS://WWW.EXEMPLE.FR/Cap", "https://www.exemple.fr/Cap", "url-completee"},
		sample{"space after the scheme", "http:// www.exemple.fr", "http://www.exemple.fr", "url-completee"},
		sample{"slash lacks", "https:/exemple.fr", "https://exemple.fr", "url-completee"},
		sample{"space in the path", "https://exemple.fr/cap cuisine", "https://exemple.fr/cap%20cuisine", "url-completee"},
		sample{"two", "www.exemple.fr www.exemple.org", "https://www.exemple.fr", "plusieurs-valeurs"},
		sample{"port", "exemple.fr:8080/page", "https://exemple.fr:8080/page", "url-completee"},
		sample{"script", "javascript:alert(1)", leftOut, "url-refusee"},
		sample{"data", "data:text/html,x", leftOut, "url-refusee"},
		sample{"file", "file:///etc/passwd", leftOut, "url-refusee"},
		sample{"password", "https://moi:secret@exemple.fr", leftOut, "url-forme"},
		sample{"no host", "https://", leftOut, "url-forme"},
		sample{"a word", "intranet", leftOut, "url-forme"},
		sample{"too long", "https://exemple.fr/" + strings.Repeat("a", 400), leftOut, "url-forme"},
	)
}
