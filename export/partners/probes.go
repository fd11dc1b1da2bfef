package partners

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// Probes answers /healthz and /readyz where partners are not, with the words that Server
// has for them. From the end of the context on it is not ready.
func Probes(ctx context.Context, tokens Tokens, shelf string, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		answerProbe(w, http.StatusOK, "application/json", stateLine{"vivant"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		err := errStops
		if ctx.Err() == nil {
			err = readiness(r.Context(), tokens, shelf)
		}
		if err == nil {
			answerProbe(w, http.StatusOK, "application/json", stateLine{"pret"})
			return
		}
		log.Error("not ready", "error", err)
		p := notReady(err)
		w.Header().Set("Retry-After", strconv.Itoa(int(p.retry/time.Second)))
		answerProbe(w, p.Status, "application/problem+json", p)
	})
	return mux
}

func answerProbe(w http.ResponseWriter, status int, kind string, document any) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(document) // who is gone needs no answer
}
