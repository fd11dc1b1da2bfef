package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// standings reads what `passerelle referentials` says, by name.
func standings(t *testing.T, code int, c string) map[nomenclature.Referential]standing {
	t.Helper()
	all := map[nomenclature.Referential]standing{}
	for _, s := range decode[[]standing](t, must(t, code, "referentials", "--config", c, "--json").stdout) {
		all[s.Referential] = s
	}
	return all
}

func TestReferentialsAreKeptWhenANewFileIsNoGood(t *testing.T) {
	certifInfo := func(dir string) string { return filepath.Join(dir, "referentials", "certif_info.csv") }
	for _, tc := range []struct {
		name   string
		damage func(data string) string
		rule   string
	}{
		{"cut in the middle", func(data string) string { return data[:len(data)/2] }, "referentiel"},
		{"nothing but the header", func(data string) string { return data[:strings.Index(data, "\n")+1] }, "referentiel"},
		{"most of it gone", func(data string) string { return strings.Join(strings.SplitAfter(data, "\n")[:6], "") }, "referentiel-trop-different"},
		{"a page of HTML", func(string) string { return "<!DOCTYPE html><html><body>Service indisponible</body></html>" }, "referentiel"},
		{"empty", func(string) string { return "" }, "referentiel"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir, c := sample(t)
			must(t, exitDone, "referentials", "refresh", "--config", c)
			before := standings(t, exitDone, c)[nomenclature.CertifInfo]
			good, err := os.ReadFile(certifInfo(dir))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(certifInfo(dir), []byte(tc.damage(string(good))), 0o644); err != nil {
				t.Fatal(err)
			}
			out := must(t, exitRefused, "referentials", "refresh", "--config", c, "--json")
			if !strings.Contains(out.stdout, tc.rule) {
				t.Errorf("the report says nothing of rule %s…", tc.rule)
			}
			if after := standings(t, exitDone, c)[nomenclature.CertifInfo]; after.Version.SHA256 != before.Version.SHA256 || after.Version.Rows != before.Version.Rows {
				t.Errorf("the version in use is %+v, want the last good one", after.Version)
			}
		})
	}
}

func TestAReferentialThatChangesMuchIsAppliedWhenAccepted(t *testing.T) {
	dir, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	path := filepath.Join(dir, "referentials", "certif_info.csv")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(good), "\n")
	if err := os.WriteFile(path, []byte(strings.Join(lines[:6], "")), 0o644); err != nil {
		t.Fatal(err)
	}
	must(t, exitRefused, "referentials", "refresh", "--config", c)
	must(t, exitDone, "referentials", "refresh", "--config", c, "--accept", "certifinfo")
	if v := standings(t, exitDone, c)[nomenclature.CertifInfo].Version; v.Rows > 5 || v.Ended == 0 {
		t.Errorf("the version in use is %+v, want the one accepted, with what it lost", v)
	}
	history := decode[[]nomenclature.Version](t, must(t, exitDone, "referentials", "--config", c, "--history", "certifinfo", "--json").stdout)
	if len(history) != 2 {
		t.Errorf("history of %d versions, want 2", len(history))
	}
	must(t, exitMisused, "referentials", "refresh", "--config", c, "--accept", "certif-info")
}

// TestAReferentialThatIsRefusedIsToldInFrenchWithAWayOut holds what `referentials` and the
// report show to staff.
func TestAReferentialThatIsRefusedIsToldInFrenchWithAWayOut(t *testing.T) {
	for _, tc := range []struct {
		name    string
		damage  func(data string) string
		message []string
	}{
		{"a column gone", func(data string) string { return strings.Replace(data, "Code_Nsf", "Groupe", 1) }, []string{"Code_Nsf", "Téléchargez de nouveau"}},
		{"most of it gone", func(data string) string { return strings.Join(strings.SplitAfter(data, "\n")[:6], "") },
			[]string{"change trop d'un coup", "refresh --accept certifinfo"}},
	} {
		dir, c := sample(t)
		must(t, exitDone, "referentials", "refresh", "--config", c)
		path := filepath.Join(dir, "referentials", "certif_info.csv")
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(tc.damage(string(good))), 0o644); err != nil {
			t.Fatal(err)
		}
		must(t, exitRefused, "referentials", "refresh", "--config", c)
		out := must(t, exitDone, "referentials", "--config", c).stdout
		for _, said := range append(tc.message, "dernière vérification le") {
			if !strings.Contains(out, said) {
				t.Errorf("%s: %q is not in\n%s", tc.name, said, out)
			}
		}
	}
}

// TestAnOlderReferentialIsAppliedAndSaid puts back a file whose latest change is older
// than that of the version in use.
func TestAnOlderReferentialIsAppliedAndSaid(t *testing.T) {
	dir, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	version := standings(t, exitDone, c)[nomenclature.CertifInfo].Version
	day, err := time.Parse("2006-01-02", version.Label)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "referentials", "certif_info.csv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	former := strings.ReplaceAll(string(data), day.Format("02/01/2006"), day.AddDate(0, 0, -1).Format("02/01/2006"))
	if err := os.WriteFile(path, []byte(former), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := must(t, exitDone, "referentials", "refresh", "--config", c, "--json").stdout; !strings.Contains(out, "referentiel-plus-ancien") || !strings.Contains(out, "plus ancienne") {
		t.Errorf("nothing is said of a version that is older than the one in use:\n%s", out)
	}
	if now := standings(t, exitDone, c)[nomenclature.CertifInfo].Version; now.Label >= version.Label {
		t.Errorf("version %s is in use, want the older one", now.Label)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if out := must(t, exitDone, "referentials", "refresh", "--config", c, "--json").stdout; strings.Contains(out, "referentiel-plus-ancien") {
		t.Error("a newer version is told to be older")
	}
}

// TestReferentialsComeFromTheirAddress fetches from a server that answers, then
// says that nothing changed, then is down.
func TestReferentialsComeFromTheirAddress(t *testing.T) {
	dir, c := sample(t)
	data, err := os.ReadFile(filepath.Join(dir, "referentials", "nsf_groupes_D311-4.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "referentials", "nsf_groupes_D311-4.csv")); err != nil {
		t.Fatal(err)
	}
	var down atomic.Bool
	var bodies atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		bodies.Add(1)
		_, _ = w.Write(data)
	}))
	defer server.Close()
	appendTo(t, c, "\nsources:\n  - {name: nsf, url: \""+server.URL+"/nsf.csv\"}\n")

	must(t, exitDone, "referentials", "refresh", "--config", c)
	nsf := standings(t, exitDone, c)[nomenclature.NSF]
	if nsf.Version == nil || nsf.Version.Source == "" || nsf.Last == nil || !nsf.Last.Good {
		t.Fatalf("nsf stands at %+v, want a version with its address, and a good check", nsf)
	}
	must(t, exitDone, "referentials", "refresh", "--config", c)
	if bodies.Load() != 1 {
		t.Errorf("the file was sent %d times, want once", bodies.Load())
	}
	down.Store(true)
	out := must(t, exitRefused, "referentials", "refresh", "--config", c)
	if !strings.Contains(out.stderr, "nsf") {
		t.Errorf("the log does not name the source: %s", out.stderr)
	}
	after := standings(t, exitDone, c)[nomenclature.NSF]
	if after.Version.SHA256 != nsf.Version.SHA256 || after.Last.Good {
		t.Errorf("nsf stands at %+v, want the same version and a check that failed", after)
	}
}

// TestASourceThatGivesNoReferentialIsNoFreshOne answers with the file, then with 200 and
// something else: the last good file stays, and is not told to be fresh.
func TestASourceThatGivesNoReferentialIsNoFreshOne(t *testing.T) {
	for name, answer := range map[string]struct{ kind, text string }{
		"an error in JSON": {"application/json", `{"error": "quota"}`},
		"another table":    {"text/csv", "jour;menu\nlundi;poisson\n"},
		"Unicode text":     {"text/csv", "\xff\xfeC\x00o\x00d\x00e\x00"},
		"nothing":          {"text/csv", ""},
		"a page":           {"text/html", "<!DOCTYPE html><title>Connexion</title>"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, c := sample(t)
			path := filepath.Join(dir, "referentials", "nsf_groupes_D311-4.csv")
			good, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			var spoilt atomic.Bool
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if !spoilt.Load() {
					_, _ = w.Write(good)
					return
				}
				w.Header().Set("Content-Type", answer.kind)
				_, _ = w.Write([]byte(answer.text))
			}))
			defer server.Close()
			appendTo(t, c, "\nsources:\n  - {name: nsf, url: \""+server.URL+"/nsf\"}\n")
			must(t, exitDone, "referentials", "refresh", "--config", c)
			before := standings(t, exitDone, c)[nomenclature.NSF]
			spoilt.Store(true)
			must(t, exitRefused, "referentials", "refresh", "--config", c)
			after := standings(t, exitDone, c)[nomenclature.NSF]
			if after.Version.SHA256 != before.Version.SHA256 || !after.FreshAt.Equal(before.FreshAt) {
				t.Errorf("nsf stands at %+v, want the version and the freshness of before: %+v", after, before)
			}
		})
	}
}

func TestReferentialsGrowStale(t *testing.T) {
	_, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	if s := standings(t, exitDone, c)[nomenclature.CertifInfo]; s.Stale || s.AgeDays != 0 || s.PublishedDays < 800 {
		t.Errorf("certifinfo, put in the folder today: %+v, want it fresh, and published in 2024", s)
	}
	if out := must(t, exitDone, "referentials", "--config", c).stdout; !strings.Contains(out, "publié il y a") {
		t.Errorf("nothing says that the version is an old one:\n%s", out)
	}
	defer func(at time.Time) { night = at }(night)
	night = night.AddDate(0, 0, 50)
	all := standings(t, exitRefused, c)
	if s := all[nomenclature.CertifInfo]; !s.Stale || s.AgeDays != 50 {
		t.Errorf("certifinfo: %+v, want it stale after 50 days", s)
	}
	if all[nomenclature.ROME].Stale {
		t.Error("rome is stale after 50 days, want only after a year")
	}
	if out := must(t, exitRefused, "referentials", "--config", c); !strings.Contains(out.stdout, "PÉRIMÉ") {
		t.Errorf("the page does not say what is stale:\n%s", out.stdout)
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(data, text...), 0o644); err != nil {
		t.Fatal(err)
	}
}
