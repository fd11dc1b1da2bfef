package partners

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"time"
)

// tell writes the line of a visit in the access log, and counts it. No header, query
// or body is ever logged: tokens travel there.
func (s *Server) tell(v *visit) {
	took := time.Since(v.began)
	s.Metrics.Observe(v.partner.Name, v.target, v.status, v.sent, took)
	level := slog.LevelInfo
	switch {
	case v.status >= 500 || v.status == 0:
		level = slog.LevelError
	case v.quiet:
		level = slog.LevelDebug
	}
	line := []slog.Attr{
		slog.String("request", v.id), slog.String("remote", v.from.String()), slog.String("method", shorten(v.r.Method)), slog.String("path", shorten(v.r.URL.Path)),
		slog.Int("status", v.status), slog.Int64("bytes", v.sent), slog.Duration("took", took.Round(time.Microsecond)),
	}
	for _, more := range []struct{ key, value string }{{"partner", v.partner.Name}, {"target", v.target}, {"publication", v.taken}} {
		if more.value != "" {
			line = append(line, slog.String(more.key, more.value))
		}
	}
	if v.failed != nil {
		line = append(line, slog.String("cut", v.failed.Error()))
	}
	if v.cause != nil {
		line = append(line, slog.String("error", shorten(v.cause.Error())))
	}
	s.Log.LogAttrs(context.WithoutCancel(v.r.Context()), level, "request", line...)
}

// requestName is the shape of the names of requests that are believed.
var requestName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// requestID names a request: as a proxy that we trust does, or at random.
func (s *Server) requestID(r *http.Request) string {
	given := r.Header.Get("X-Request-Id")
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err == nil && requestName.MatchString(given) && among(s.Trusted, peer.Addr().Unmap()) {
		return given
	}
	name := make([]byte, 8)
	rand.Read(name)
	return hex.EncodeToString(name)
}
