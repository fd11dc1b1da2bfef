package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestServeAnswersPrometheusApartFromPartners(t *testing.T) {
	dir, c := onlyClean(t, "")
	must(t, exitDone, "run", "--config", c, "--quiet")
	own := freeAddress(t)
	door := serving(t, c, "metrics_listen: \""+own+"\"\n")
	awaitAddress(t, own)
	get := func(url string) (int, string) {
		t.Helper()
		answer, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	if status, _ := get(door + "/metrics"); status == http.StatusOK {
		t.Error("partners can read the metrics")
	}
	status, body := get("http://" + own + "/metrics")
	for _, want := range []string{"passerelle_up 1\n", "process_cpu_seconds_total", `passerelle_http_requests_total{code="4xx",partner="inconnu",target="aucune"} 1`} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("status %d, without %s", status, want)
		}
	}
	for path, want := range map[string]string{"/healthz": `"vivant"`, "/readyz": `"pret"`} {
		if status, body := get("http://" + own + path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	away := filepath.Join(dir, "ailleurs")
	if err := os.Rename(filepath.Join(dir, "feeds"), away); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"http://" + own, door} {
		if status, body := get(address + "/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, "pas prêt") || strings.Contains(body, dir) {
			t.Errorf("%s without a shelf: %d %s", address, status, body)
		}
	}
	if status, _ := get("http://" + own + "/healthz"); status != http.StatusOK {
		t.Errorf("without a shelf it is dead: %d", status)
	}
	if err := os.Rename(away, filepath.Join(dir, "feeds")); err != nil {
		t.Fatal(err)
	}
	if status, _ := get("http://" + own + "/readyz"); status != http.StatusOK {
		t.Errorf("with its shelf again: %d", status)
	}
	if status, _ := get("http://" + own + "/"); status != http.StatusNotFound {
		t.Errorf("something else is answered: %d", status)
	}
}
