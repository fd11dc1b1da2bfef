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
		return notReady(err)
	}
	return v.json(http.StatusOK, stateLine{"pret"})
}

func notReady(cause error) *problem {
	p := busy(http.StatusServiceUnavailable, 10*time.Second, "Le service n'est pas prêt.", "The service is not ready.")
	p.cause = cause
	return p
}

var errStops = errors.New("the server stops")

func (s *Server) check(ctx context.Context) error {
	if s.leaving.Load() {
		return errStops
	}
	return readiness(ctx, s.store, s.Shelf)
}

// readiness says what stands in the way of serving partners: whose a token is cannot be
// told, or the shelf cannot be read.
func readiness(ctx context.Context, tokens Tokens, shelf string) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	if _, _, err := tokens.PartnerByHash(ctx, strings.Repeat("0", 64)); err != nil {
		return err
	}
	f, err := os.Open(shelf)
	if err != nil {
		return fmt.Errorf("read the shelf: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err != nil {
		return fmt.Errorf("read the shelf %s: %w", shelf, err)
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
