package classify

import "regexp"

// announcement is how titles of courses begin and end whatever they are about:
// « Formation Excel débutant », « Stage de perfectionnement en soudage ». Registers do
// not write so, and « formation » is for them a trade.
var (
	announcement = regexp.MustCompile(`(?i)^\s*(?:formations?|stages?|modules?|cours|ateliers?|sessions?|initiation|perfectionnement|remise à niveau)(?:\s*[:–-]\s*|\s+)(?:(?:de|du|des|en|à|au|aux|sur|pour|la|le|les)\s+|[dl]['’]\s*)*`)
	ofTrainers   = regexp.MustCompile(`(?i)^\s*formations?\s+(?:de\s+formateur|professionnelle|continue|initiale|des?\s+adulte|tout)`)
	audience     = regexp.MustCompile(`(?i)[\s,:–(-]+(?:(?:niveau\s+)?(?:débutants?|intermédiaires?|confirmés?|avancés?|perfectionnement|initiation)|niveau\s+\d)\)?\s*$`)
)

// subject is what a title is about, without the words that announce a course. A title
// that says nothing else stays as it is.
func subject(title string) string {
	if ofTrainers.MatchString(title) {
		return title
	}
	rest := title
	for range 3 { // « Stage de perfectionnement en soudage »
		rest = audience.ReplaceAllString(announcement.ReplaceAllString(rest, ""), "")
	}
	if len([]rune(rest)) < shortestSubject {
		return title
	}
	return rest
}

// shortestSubject is how many characters tell something: « Excel », « SST ».
const shortestSubject = 3
