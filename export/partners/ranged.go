package partners

import "net/http"

// ranged is a visit that http.ServeContent answers. What that says by itself of a part
// that does not exist, as English text, is said as every other problem.
type ranged struct {
	*visit
	refused bool
}

// WriteHeader begins the answer, or ends it when the part does not exist.
func (r *ranged) WriteHeader(status int) {
	if status != http.StatusRequestedRangeNotSatisfiable {
		r.visit.WriteHeader(status)
		return
	}
	r.refused = true
	refusal(status, "La partie demandée par Range n'existe pas : Content-Range donne la taille. Demandez le fichier entier, ou une partie comme bytes=0-1023.",
		"The part that Range asks for does not exist: Content-Range gives the size. Ask for the whole file, or for a part such as bytes=0-1023.").write(r.visit)
}

// Write sends bytes, but none after a problem.
func (r *ranged) Write(b []byte) (int, error) {
	if r.refused {
		return len(b), nil
	}
	return r.visit.Write(b)
}
