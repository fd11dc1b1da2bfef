package partners

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Times that a client has before a transfer begins.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second // of a request without a body; one with a body has what its size needs
	idleTimeout   = 90 * time.Second
	maxHeader     = 16 << 10
)

// HTTP is the server, hardened, for who has a listener of its own: Serve is simpler.
// Its Shutdown waits for transfers; then Close is due.
func (s *Server) HTTP() *http.Server {
	h := &http.Server{
		Handler: s, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: s.limits.allowance(stride), IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, DisableGeneralOptionsHandler: true, ConnContext: gentle,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	if s.certs != nil {
		h.TLSConfig = s.certs.config()
	}
	return h
}

// gentle makes the system hand over to the network little more than it can send, so
// that what was sent is near to what was received.
func gentle(ctx context.Context, c net.Conn) context.Context {
	if under, ok := c.(interface{ NetConn() net.Conn }); ok { // TLS
		c = under.NetConn()
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		keepUnsentLow(tcp)
	}
	return ctx
}

// Serve serves partners on a listener until ctx ends, then gives the transfers under
// way the grace to end, records what is left to record, and closes everything. A
// transfer that is cut can be resumed by its client.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := s.HTTP()
	listener := newCapped(l, s.limits.Connections)
	h.ConnState = listener.state
	ended := make(chan error, 1)
	go func() {
		if s.certs != nil {
			ended <- h.ServeTLS(listener, "", "")
		} else {
			ended <- h.Serve(listener)
		}
	}()
	var err error
	select {
	case <-ctx.Done():
		err = s.depart(h)
		<-ended
	case err = <-ended:
		err = errors.Join(fmt.Errorf("serve partners: %w", err), h.Close())
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
	defer cancel()
	return errors.Join(err, s.Close(last))
}

// depart ends politely, then firmly.
func (s *Server) depart(h *http.Server) error {
	s.leaving.Store(true)
	grace, cancel := context.WithTimeout(context.Background(), s.limits.Grace)
	defer cancel()
	err := h.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		s.Log.Warn("transfers were cut: the grace is over", "grace", s.limits.Grace)
		err = h.Close()
	}
	return err
}

// capped is a listener that accepts so many connections at a time. It hands them over
// as they are: the system sends files to no other.
type capped struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   func()
}

func newCapped(l net.Listener, most int) *capped {
	b := &capped{Listener: l, places: make(chan struct{}, most), closed: make(chan struct{})}
	b.once = sync.OnceFunc(func() { close(b.closed) })
	return b
}

// Accept waits for a place, then for a connection.
func (b *capped) Accept() (net.Conn, error) {
	select {
	case b.places <- struct{}{}:
	case <-b.closed:
		return nil, net.ErrClosed
	}
	c, err := b.Listener.Accept()
	if err != nil {
		<-b.places
	}
	return c, err
}

// Close stops accepting.
func (b *capped) Close() error {
	b.once()
	return b.Listener.Close()
}

// state frees the place of a connection that has ended.
func (b *capped) state(_ net.Conn, state http.ConnState) {
	if state == http.StateClosed || state == http.StateHijacked {
		<-b.places
	}
}
