package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// serving runs a service on the sample until the test ends, and gives its address.
// It must stop by itself when it is told to.
func serving(t *testing.T, c, more string) string {
	t.Helper()
	address := freeAddress(t)
	appendTo(t, c, "\nlisten: \""+address+"\"\njobs: []\n"+more)
	ctx, stop := context.WithCancel(context.Background())
	var stderr bytes.Buffer
	a := &app{stdout: io.Discard, stderr: &stderr, now: time.Now}
	ended := make(chan int, 1)
	go func() { ended <- a.execute(ctx, []string{"serve", "--config", c}) }()
	t.Cleanup(func() {
		stop()
		select {
		case code := <-ended:
			if code != exitDone {
				t.Errorf("serve ended with status %d: %s", code, stderr.String())
			}
		case <-time.After(time.Minute):
			t.Error("serve does not stop")
		}
	})
	awaitAddress(t, address)
	return "http://" + address
}

// TestADepositIsLoadedAndAnswered follows a file from a sender's request to the
// answer beside it.
func TestADepositIsLoadedAndAnswered(t *testing.T) {
	dir, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	token := strings.TrimSpace(must(t, exitDone, "partner", "add", "ifol", "--deposit", "--config", c).stdout)
	workbook := content(t, filepath.Join(dir, "inbox", "ifol-normandie-2026-11.xlsx"))
	if err := os.RemoveAll(filepath.Join(dir, "inbox")); err != nil {
		t.Fatal(err)
	}
	url := serving(t, c, "watch_inbox: 200ms\n")

	leave(t, url, token, workbook)
	answers := awaitFile(t, filepath.Join(dir, "inbox", "traites", "*", "*", "*", "*.xlsx"), 2)
	if len(answers) < 2 {
		t.Errorf("beside the file that was dealt with stand %q, want its annotated copy", answers)
	}
	if out := must(t, exitDone, "review", "--config", c).stdout; strings.Contains(out, "À valider : 0\n") {
		t.Errorf("nothing of what an untrusted sender left awaits validation:\n%s", out)
	}
}

// leave deposits a workbook, and gives the address that tells what becomes of it.
func leave(t *testing.T, url, token string, workbook []byte) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/deliveries", bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Disposition", `attachment; filename="offre.xlsx"`)
	request.Header.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusAccepted {
		t.Fatalf("the deposit is answered %s: %s", response.Status, body)
	}
	return url + response.Header.Get("Location")
}

// TestARefusedDepositIsTold to the program that asks again and again.
func TestARefusedDepositIsTold(t *testing.T) {
	_, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	token := strings.TrimSpace(must(t, exitDone, "partner", "add", "ifol", "--deposit", "--config", c).stdout)
	url := serving(t, c, "watch_inbox: 200ms\n")
	told := leave(t, url, token, []byte("\xff\xd8\xff\xe0 no workbook"))
	var line struct{ Etat, Phrase string }
	for range 150 {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, told, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		err = json.NewDecoder(response.Body).Decode(&line)
		_ = response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if line.Etat == "refusee" {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Errorf("the sender is told %q: %s", line.Etat, line.Phrase)
}

// awaitFile waits for n files that answer to a pattern.
func awaitFile(t *testing.T, pattern string, n int) (found []string) {
	t.Helper()
	for range 150 {
		if found, _ = filepath.Glob(pattern); len(found) >= n {
			return found
		}
		time.Sleep(200 * time.Millisecond)
	}
	return found
}

func TestPartnersAreServedWhatIsPublished(t *testing.T) {
	dir, c := published(t)
	token := strings.TrimSpace(must(t, exitDone, "partner", "add", "ft", "--target", "aude", "--config", c).stdout)
	url := serving(t, c, "")
	get := func(path, token string) (int, []byte) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Accept-Encoding", "identity")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, body
	}
	if code, body := get("/feeds/aude/latest.xml", token); code != http.StatusOK || !bytes.Equal(body, content(t, filepath.Join(dir, "feeds", "aude", "latest", "aude.xml"))) {
		t.Errorf("the feed is answered %d with %d bytes, want those of the shelf", code, len(body))
	}
	for name, refused := range map[string]struct {
		path, token string
		code        int
	}{
		"another target": {"/feeds/kairos/latest.xml", token, http.StatusNotFound},
		"no token":       {"/feeds/aude/latest.xml", "", http.StatusUnauthorized},
		"wrong token":    {"/feeds/aude/latest.xml", token[1:], http.StatusUnauthorized},
	} {
		if code, _ := get(refused.path, refused.token); code != refused.code {
			t.Errorf("%s is answered %d, want %d", name, code, refused.code)
		}
	}
	exported, _ := oneOfEach(t, c, "aude")
	for range 50 { // fetches are recorded a little later
		if strings.Contains(must(t, exitDone, "why", exported, "--target", "aude", "--config", c).stdout, "récupéré par ft") {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Errorf("nobody knows that ft took the feed that has %s", exported)
}

// TestAServiceSaysThatItIsAtWork at the default level of the log: where, until when
// nothing is due, and that it has stopped.
func TestAServiceSaysThatItIsAtWork(t *testing.T) {
	_, c := sample(t)
	address, metrics := freeAddress(t), freeAddress(t)
	appendTo(t, c, "\nlisten: \""+address+"\"\nmetrics_listen: \""+metrics+"\"\ntimezone: Indian/Reunion\n")
	for _, quiet := range []bool{false, true} {
		ctx, stop := context.WithCancel(t.Context())
		var stderr bytes.Buffer
		a := &app{stdout: io.Discard, stderr: &stderr, now: time.Now}
		ended := make(chan int, 1)
		args := []string{"serve", "--config", c}
		if quiet {
			args = append(args, "--quiet")
		}
		go func() { ended <- a.execute(ctx, args) }()
		awaitAddress(t, address)
		awaitAddress(t, metrics)
		stop()
		if code := <-ended; code != exitDone {
			t.Errorf("status %d", code)
		}
		for _, said := range []string{"the service is at work", " next=", "+04:00", "partners are served\" address=" + address, "metrics are served\" address=" + metrics, "the service has stopped"} {
			if strings.Contains(stderr.String(), said) == quiet {
				t.Errorf("quiet %v, « %s »:\n%s", quiet, said, stderr.String())
			}
		}
	}
}
