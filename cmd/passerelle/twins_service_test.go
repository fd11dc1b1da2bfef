package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// serve has a partner come for all that it may take, and for what it may not.
func (w *twin) serve() {
	w.Helper()
	var token, log bytes.Buffer
	if code := w.app(&token, &log).execute(w.Context(), []string{"partner", "add", "ft", "--target", "intercarif", "--target", "kairos", "--config", w.c}); code != exitDone {
		w.Fatalf("partner add: status %d: %s", code, log.String())
	}
	ids := w.records()
	address, stop := w.open()
	for _, path := range []string{"/feeds", "/feeds/intercarif", "/feeds/intercarif/latest.xml", "/feeds/intercarif/latest.xml.gz", "/feeds/intercarif/manifest.json",
		"/feeds/intercarif/SHA256SUMS", "/feeds/intercarif/changes.atom", "/feeds/intercarif/delta.xml?since=2026-11-24", "/feeds/kairos/delta.xml?since=2026-11-23",
		"/feeds/aude", "/sessions/" + siretOf(0), "/sessions/" + siretOf(50), "/records/" + ids[0], "/records/" + ids[len(ids)-1]} {
		w.get(address, path, strings.TrimSpace(token.String()))
	}
	stop()
	w.ask("partner", "list", "--json")
	w.ask("why", ids[len(ids)-1], "--json")
}

// open starts the service; stop ends it and waits, so that all that it knows is kept.
func (w *twin) open() (address string, stop func()) {
	w.Helper()
	var out, log bytes.Buffer
	ctx, cancel := context.WithCancel(w.Context())
	address = freeAddress(w.T)
	a := w.app(&out, &log, "PASSERELLE_LISTEN="+address, "PASSERELLE_JOBS=[]", "PASSERELLE_PUBLIC_URL=https://flux.exemple.fr")
	ended := make(chan int, 1)
	go func() { ended <- a.execute(ctx, []string{"serve", "--config", w.c}) }()
	awaitAddress(w.T, address)
	return address, func() {
		w.Helper()
		cancel()
		if code := <-ended; code != exitDone {
			w.Errorf("serve ended with status %d: %s", code, log.String())
		}
	}
}

// get keeps an answer, without what each request has of its own.
func (w *twin) get(address, path, token string) {
	w.Helper()
	request, err := http.NewRequestWithContext(w.Context(), http.MethodGet, "http://"+address+path, nil)
	noError(w.T, err)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept-Encoding", "identity")
	response, err := http.DefaultClient.Do(request)
	noError(w.T, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	noError(w.T, err)
	response.Header.Del("Date")
	response.Header.Del("X-Request-Id")
	w.keep("GET "+path, fmt.Sprintf("%s\n%v\n%s", response.Status, response.Header, body))
}
