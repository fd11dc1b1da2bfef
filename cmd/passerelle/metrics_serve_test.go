package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestServeAnswersPrometheusApartFromPartners(t *testing.T) {
	_, c := onlyClean(t, "")
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
	if status, _ := get("http://" + own + "/"); status != http.StatusNotFound {
		t.Errorf("something else is answered: %d", status)
	}
}
