package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/carif-oref/passerelle/export/metrics"
	"github.com/carif-oref/passerelle/export/partners"
)

// serveMetrics answers Prometheus, and who asks whether the service lives and is ready,
// if an address is configured. It is not that of partners: their names are in the answer,
// and no token is asked for.
func (s *service) serveMetrics(ctx context.Context) error {
	if s.MetricsListen == "" {
		return nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.MetricsListen)
	if err != nil {
		return fmt.Errorf("serve metrics on %s: %w%s", s.MetricsListen, err, portHint(err))
	}
	routes := http.NewServeMux()
	routes.Handle("GET /metrics", metrics.Handler(s.app.collector(s.config, s.store), s.requests))
	probes := partners.Probes(ctx, s.store, s.Shelf, s.log)
	routes.Handle("GET /healthz", probes)
	routes.Handle("GET /readyz", probes)
	server := &http.Server{Handler: routes, ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	s.told.Info("metrics are served", "address", listener.Addr())
	return untilDone(ctx, server, listener)
}

// untilDone serves until the context ends, and lets answers under way end too.
func untilDone(ctx context.Context, server *http.Server, listener net.Listener) error {
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	})
	err := server.Serve(listener)
	if stop() { // it ended by itself
		return fmt.Errorf("serve metrics: %w", err)
	}
	if err := <-stopped; err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop serving metrics: %w", err)
	}
	return nil
}
