package normalise

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	schemeShape = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)
	hostShape   = regexp.MustCompile(`^(?i)[\pL\pN](?:[\pL\pN-]*[\pL\pN])?(?:\.[\pL\pN](?:[\pL\pN-]*[\pL\pN])?)*\.\pL{2,24}$`)
	brokenSlash = regexp.MustCompile(`(?i)^(https?) *:? */+ *`)
)

// maxURL is LHEO's length of an address.
const maxURL = 400

// readURL reads a web address; of several, the first. Only http and https are
// addresses that a page may show.
func readURL(_ *Normaliser, c *cell) {
	first, others := firstURL(c.raw)
	address, ok := webAddress(first)
	switch {
	case !ok && foreignScheme(first):
		c.refuse(urlRefusee, "L'adresse "+c.quoted()+" n'est pas celle d'une page web : seules http et https sont acceptées.")
		return
	case !ok:
		c.refuse(urlForme, c.quoted()+" n'est pas une adresse web.")
		return
	}
	c.keep(address)
	switch {
	case others:
		c.warn(plusieursValeurs, address, "La cellule contient plus qu'une adresse web : seule la première, "+address+", est gardée.")
	case address != c.raw:
		c.info(urlCompletee, address, "L'adresse web a été complétée : "+c.quoted()+" est devenu "+address+".")
	}
}

// firstURL gives the first address of a cell and whether it holds anything else.
// Words after an address that has a path, and that are no address themselves,
// belong to the path: « https://exemple.fr/cap cuisine ».
func firstURL(raw string) (first string, others bool) {
	raw = brokenSlash.ReplaceAllString(strings.Trim(raw, "<> \n"), "$1://")
	parts := strings.FieldsFunc(raw, func(r rune) bool { return r == ' ' || r == '\n' || r == ';' || r == '|' })
	if len(parts) == 0 {
		return "", false
	}
	path := strings.Contains(strings.TrimPrefix(strings.TrimPrefix(parts[0], "https://"), "http://"), "/")
	for _, part := range parts[1:] {
		if !path || strings.Contains(part, ".") || strings.Contains(part, "/") || fold(part) == "ou" || fold(part) == "et" {
			return strings.TrimRight(parts[0], ","), true
		}
	}
	return strings.TrimRight(strings.Join(parts, "%20"), ","), false
}

// webAddress is s as an http or https address, with its scheme and a host that
// can exist.
func webAddress(s string) (string, bool) {
	if foreignScheme(s) {
		return "", false
	}
	if !strings.Contains(s, "://") {
		s = "https://" + strings.TrimLeft(s, "/")
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil || !hostShape.MatchString(u.Hostname()) || u.Opaque != "" {
		return "", false
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	address := u.String()
	return address, (u.Scheme == "http" || u.Scheme == "https") && len(address) <= maxURL
}

// foreignScheme reports that s names a scheme other than http and https;
// « exemple.fr:8080 » names a port.
func foreignScheme(s string) bool {
	scheme := strings.ToLower(schemeShape.FindString(s))
	switch scheme {
	case "", "http:", "https:":
		return false
	}
	return !strings.Contains(scheme, ".")
}
