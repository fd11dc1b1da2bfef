package partners

import (
	"net/http"
	"strconv"
	"strings"
)

// weights reads a header of preferences: token → weight from 0 to 1, lower case.
// What it cannot read it leaves out.
func weights(values []string) map[string]float64 {
	given := map[string]float64{}
	for _, part := range strings.Split(strings.Join(values, ","), ",") {
		token, parameters, _ := strings.Cut(part, ";")
		token = strings.ToLower(strings.TrimSpace(token))
		if token == "" || len(given) >= 64 {
			continue
		}
		given[token] = 1
		for _, p := range strings.Split(parameters, ";") {
			if q, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
				if w, err := strconv.ParseFloat(q, 64); err == nil && w >= 0 && w <= 1 {
					given[token] = w
				}
			}
		}
	}
	return given
}

// prefersHTML reports whether a client would rather have a page than JSON: browsers
// say so; those that say nothing would not.
func prefersHTML(r *http.Request) bool {
	given := weights(r.Header.Values("Accept"))
	if given["text/html"] == 0 {
		return false
	}
	return given["text/html"] > given["application/json"] && given["text/html"] > given["application/problem+json"]
}

// coding is a way to compress a representation on its way, with the suffix of the
// twin that is compressed so.
type coding struct{ name, suffix string }

// codings come in the order of preference.
var codings = []coding{{"zstd", ".zst"}, {"gzip", ".gz"}, {"", ""}}

// chooseCoding gives the coding that a client likes best among those there are; the
// representation as it is when it says nothing, or refuses all.
func chooseCoding(r *http.Request, there func(suffix string) bool) coding {
	given := weights(r.Header.Values("Accept-Encoding"))
	best, weight := coding{}, 0.0
	for _, c := range codings {
		if w := c.weight(given); w > weight && (c.suffix == "" || there(c.suffix)) {
			best, weight = c, w
		}
	}
	return best
}

// weight is that of a coding: identity is acceptable, last, unless it is named.
func (c coding) weight(given map[string]float64) float64 {
	name := c.name
	if name == "" {
		name = "identity"
	}
	if w, named := given[name]; named {
		return w
	}
	if name == "gzip" {
		if w, named := given["x-gzip"]; named {
			return w
		}
	}
	if w, any := given["*"]; any {
		return w
	}
	if name == "identity" {
		return 0.0001 // below any weight that can be written: three decimals
	}
	return 0
}
