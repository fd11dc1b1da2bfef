package partners

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

type stateLine struct {
	State string `json:"etat"`
}

// health says that the process is alive.
func (s *Server) health(v *visit) error {
	v.quiet = true
	v.Header().Set("Cache-Control", "no-store")
	return v.json(http.StatusOK, stateLine{"vivant"})
}

// readyTimeout is how long the store may take to answer.
const readyTimeout = 3 * time.Second

// ready says whether partners can be served. What is wrong is in the log: the address
// needs no token.
func (s *Server) ready(v *visit) error {
	v.quiet = true
	v.Header().Set("Cache-Control", "no-store")
	if err := s.check(v.r.Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		p := busy(http.StatusServiceUnavailable, 10*time.Second, "Le service n'est pas prêt.", "The service is not ready.")
		p.cause = err
		return p
	}
	return v.json(http.StatusOK, stateLine{"pret"})
}

func (s *Server) check(ctx context.Context) error {
	if s.leaving.Load() {
		return errors.New("the server stops")
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	if _, _, err := s.store.PartnerByHash(ctx, strings.Repeat("0", 64)); err != nil {
		return err
	}
	f, err := os.Open(s.Shelf)
	if err != nil {
		return fmt.Errorf("read the shelf: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err != nil {
		return fmt.Errorf("read the shelf %s: %w", s.Shelf, err)
	}
	return nil
}

//go:embed openapi.json
var openapiDocument []byte

// openapi sends the description of all this to programs.
func (s *Server) openapi(v *visit) error {
	rep := representation{File: made("openapi.json", openapiDocument), content: bytes.NewReader(openapiDocument), saved: "openapi.json"}
	rep.describe(v.Header())
	v.Header().Del("Content-Disposition")
	v.Header().Set("Cache-Control", "public, max-age=3600")
	simplifyRange(v.r)
	http.ServeContent(&ranged{visit: v}, v.r, "", time.Time{}, rep.content)
	return nil
}
