package partners

import (
	"net/http"
	"slices"
	"strings"
)

// route is one address that is served, and by what methods. One that is open needs
// no token.
type route struct {
	pattern string
	methods []string
	open    bool
	serve   func(*Server, *visit) error
}

var (
	reading = []string{http.MethodGet, http.MethodHead}
	sending = []string{http.MethodPost}
)

// served lists every address. openapi.json describes them all.
func served() []route {
	return []route{
		{"/feeds", reading, false, (*Server).listFeeds},
		{"/feeds/{$}", reading, false, (*Server).listFeeds},
		{"/feeds/{target}", reading, false, (*Server).showTarget},
		{"/feeds/{target}/{$}", reading, false, (*Server).showTarget},
		{"/feeds/{target}/latest.xml", reading, false, (*Server).latestFeed},
		{"/feeds/{target}/latest.xml.gz", reading, false, (*Server).latestFeed},
		{"/feeds/{target}/latest.xml.zst", reading, false, (*Server).latestFeed},
		{"/feeds/{target}/manifest.json", reading, false, (*Server).latestManifest},
		{"/feeds/{target}/SHA256SUMS", reading, false, (*Server).latestSums},
		{"/feeds/{target}/changes.atom", reading, false, (*Server).changeLog},
		{"/feeds/{target}/delta.xml", reading, false, (*Server).deltaDocument},
		{"/feeds/{target}/delta.xml.gz", reading, false, (*Server).deltaDocument},
		{"/feeds/{target}/delta.xml.zst", reading, false, (*Server).deltaDocument},
		{"/feeds/{target}/delta/{file}", reading, false, (*Server).deltaFile},
		{"/feeds/{target}/{publication}/{file}", reading, false, (*Server).publishedFile},
		{"/sessions/{siret}", reading, false, (*Server).sessions},
		{"/records/{id}", reading, false, (*Server).records},
		{"/deliveries", sending, false, (*Server).deposit},
		{"/deliveries/{sha256}", reading, false, (*Server).delivery},
		{"/healthz", reading, true, (*Server).health},
		{"/readyz", reading, true, (*Server).ready},
		{"/openapi.json", reading, true, (*Server).openapi},
		{"/", nil, false, func(*Server, *visit) error { return notFound() }},
	}
}

func (s *Server) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, to := range served() {
		mux.HandleFunc(to.pattern, func(w http.ResponseWriter, r *http.Request) {
			v := w.(*visit) // answer gives it
			v.cause = to.answer(s, v)
		})
	}
	return mux
}

func (to route) answer(s *Server, v *visit) error {
	if to.methods != nil && !slices.Contains(to.methods, v.r.Method) {
		v.Header().Set("Allow", strings.Join(to.methods, ", "))
		return refusal(http.StatusMethodNotAllowed, "Cette adresse n'admet que : "+strings.Join(to.methods, ", ")+".",
			"This address takes only: "+strings.Join(to.methods, ", ")+".")
	}
	if to.open {
		return to.serve(s, v)
	}
	if err := s.authenticate(v); err != nil {
		return err
	}
	if target := v.r.PathValue("target"); target != "" {
		if err := s.enter(v, target); err != nil {
			return err
		}
	}
	return to.serve(s, v)
}

// enter lets a partner into one of its targets. Those of others, and those that are
// not, have one answer.
func (s *Server) enter(v *visit, target string) error {
	if !targetName.MatchString(target) || !slices.Contains(v.partner.Targets, target) {
		s.Log.Warn("target refused", "partner", v.partner.Name, "target", shorten(target), "remote", v.from, "request", v.id)
		return notFound()
	}
	v.target = target
	return nil
}
