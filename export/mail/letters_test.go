package mail_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/schemas/journal"
)

var update = flag.Bool("update", false, "write the golden files")

// letters are one of each kind.
func letters() map[string]mail.Message {
	n, operators := aNight(), settings().Operators
	quiet := mail.Night{Run: journal.Run{ID: "r2", StartedAt: night, FinishedAt: night.Add(41e9), State: journal.Done}}
	again, unreadable := arrival(), answered()
	again.Again = true
	unreadable.Text = "Objet : fichier illisible : offre.xlsx\n\nBonjour,\n\nNous n'avons rien pu lire de votre fichier « offre.xlsx ».\n"
	unreadable.Files, unreadable.Left = nil, nil
	return map[string]mail.Message{
		"receipt":            mail.Receipt(arrival(), morning),
		"receipt_again":      mail.Receipt(again, morning),
		"outcome":            mail.Outcome(answered(), morning),
		"outcome_unreadable": mail.Outcome(unreadable, morning),
		"digest":             mail.Digest(n, settings().Staff, morning),
		"digest_quiet":       mail.Digest(quiet, settings().Staff, morning),
		"run_failed":         mail.RunFailed("nuit", failedRun(), morning).Message(operators, morning),
		"feed_held":          mail.FeedHeld(n.Feeds[1], morning).Message(operators, morning),
		"referential_stale":  mail.ReferentialStale(stale(), 14, morning).Message(operators, morning),
		"run_missed":         mail.RunMissed("nuit", night, "aucun service ne tournait", morning).Message(operators, morning),
		"push_given_up":      mail.PushGivenUp(push(), morning).Message(operators, morning),
		"disk":               mail.DiskNearlyFull(mail.Disk{Path: "/var/lib/passerelle", Free: 812 << 20, Total: 100 << 30, Need: 5 << 30}, morning).Message(operators, morning),
	}
}

func TestLetters(t *testing.T) {
	for name, m := range letters() {
		t.Run(name, func(t *testing.T) {
			text, html, err := m.Render(settings().Signature)
			must(t, err)
			golden(t, name+".txt", "Objet : "+m.Subject+"\nClé : "+m.Key+"\n\n"+text)
			golden(t, name+".html", html)
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		must(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if got != string(want) {
		t.Errorf("%s differs (go test -update writes it); got:\n%s", name, got)
	}
}

var remote = regexp.MustCompile(`(?i)<[^>]*\b(src|href|background|on\w+)\s*=|<[^>]*url\(|@import|<(script|link|img|iframe|object|form|base)\b`)

func TestHTMLFetchesNothingAndTextStaysNarrow(t *testing.T) {
	for name, m := range letters() {
		text, html, err := m.Render("x")
		must(t, err)
		if found := remote.FindString(html); found != "" {
			t.Errorf("%s: %s in the HTML", name, found)
		}
		for _, line := range strings.Split(text, "\n") {
			if utf8.RuneCountInString(line) > 76 {
				t.Errorf("%s: a line of %d characters: %s", name, utf8.RuneCountInString(line), line)
			}
		}
	}
}

func TestAlarmsAndDigestsHaveOnePrefix(t *testing.T) {
	for name, m := range letters() {
		to := strings.HasPrefix(m.Subject, "[Passerelle] ")
		if inside := m.Kind == mail.KindAlarm || m.Kind == mail.KindDigest; inside != to {
			t.Errorf("%s: subject %q", name, m.Subject)
		}
	}
}

// TestKeys says which letters are the same letter.
func TestKeys(t *testing.T) {
	later, tomorrow := morning.Add(3*3600e9), morning.AddDate(0, 0, 1)
	otherCause, sameCause := failedRun(), failedRun()
	otherCause.Error, sameCause.Error = "no space left on device", strings.Replace(sameCause.Error, "8192", "4096", 1)
	otherFile, otherSender := arrival(), arrival()
	otherFile.Delivery.SHA256, otherSender.To = strings.Repeat("ab", 32), []string{"autre@of.exemple"}
	nextRun := aNight()
	nextRun.Run.ID = "20261124T011500Z-77aa"
	held, other := aNight().Feeds[1], aNight().Feeds[1]
	other.Publication.Target = "aude2"
	alarm := func(a mail.Alarm) string { return a.Message(nil, later).Key }
	for name, c := range map[string]struct {
		one, two string
		same     bool
	}{
		"a receipt the same day":          {mail.Receipt(arrival(), morning).Key, mail.Receipt(arrival(), later).Key, true},
		"a receipt the next day":          {mail.Receipt(arrival(), morning).Key, mail.Receipt(arrival(), tomorrow).Key, false},
		"a receipt of another file":       {mail.Receipt(arrival(), morning).Key, mail.Receipt(otherFile, morning).Key, false},
		"a receipt to another sender":     {mail.Receipt(arrival(), morning).Key, mail.Receipt(otherSender, morning).Key, false},
		"an outcome told again later":     {mail.Outcome(answered(), morning).Key, mail.Outcome(answered(), tomorrow).Key, true},
		"a digest told again":             {mail.Digest(aNight(), nil, morning).Key, mail.Digest(aNight(), nil, tomorrow).Key, true},
		"a digest of another run":         {mail.Digest(aNight(), nil, morning).Key, mail.Digest(nextRun, nil, morning).Key, false},
		"a failure of the same cause":     {alarm(mail.RunFailed("nuit", failedRun(), morning)), alarm(mail.RunFailed("nuit", sameCause, later)), true},
		"a failure of another cause":      {alarm(mail.RunFailed("nuit", failedRun(), morning)), alarm(mail.RunFailed("nuit", otherCause, morning)), false},
		"a failure of another job":        {alarm(mail.RunFailed("nuit", failedRun(), morning)), alarm(mail.RunFailed("jour", failedRun(), morning)), false},
		"a feed held still":               {alarm(mail.FeedHeld(held, morning)), alarm(mail.FeedHeld(held, later)), true},
		"a feed held the next day":        {alarm(mail.FeedHeld(held, morning)), alarm(mail.FeedHeld(held, tomorrow)), false},
		"another feed held":               {alarm(mail.FeedHeld(held, morning)), alarm(mail.FeedHeld(other, morning)), false},
		"a run missed, seen twice":        {alarm(mail.RunMissed("nuit", night, "", morning)), alarm(mail.RunMissed("nuit", night.In(paris), "", tomorrow)), true},
		"a run missed again":              {alarm(mail.RunMissed("nuit", night, "", morning)), alarm(mail.RunMissed("nuit", night.AddDate(0, 0, 1), "", morning)), false},
		"a path with a slash and without": {alarm(mail.DiskNearlyFull(mail.Disk{Path: "a/b"}, morning)), alarm(mail.DiskNearlyFull(mail.Disk{Path: "a_b"}, morning)), false},
	} {
		if (c.one == c.two) != c.same {
			t.Errorf("%s: keys %q and %q", name, c.one, c.two)
		}
	}
}

func TestTheEndOfAnAlarmIsToldOnceAndNotOnItsDay(t *testing.T) {
	s, c := spool(t), settings()
	tell := func(day int, raised bool) (queued int) {
		at := morning.AddDate(0, 0, day)
		mails, err := s.Mails(t.Context(), 0)
		must(t, err)
		m, ok := mail.ReferentialStale(stale(), 14, at).Message(c.Operators, at), true
		if !raised {
			m, ok = mail.Clear(mail.ConditionStale, "rncp", mails, c.Operators, at)
		}
		if !ok {
			return 0
		}
		queued, err = c.Queue(t.Context(), s, m)
		must(t, err)
		return queued
	}
	for i, step := range []struct {
		day    int
		raised bool
		want   int
		why    string
	}{
		{0, false, 0, "there was no alarm"},
		{0, true, 1, "the first alarm"},
		{0, true, 0, "it was told that day"},
		{0, false, 0, "its end is not told on its day"},
		{0, true, 0, "it came back unheard: the alarm stands"},
		{1, false, 1, "it is over the next day"},
		{1, false, 0, "its end was told"},
		{1, true, 1, "it comes back"},
		{1, false, 0, "not on that day"},
		{2, true, 1, "it lasts"},
		{5, false, 1, "one end for both alarms"},
		{6, false, 0, "its end was told"},
	} {
		if got := tell(step.day, step.raised); got != step.want {
			t.Errorf("step %d (%s): %d mails", i, step.why, got)
		}
	}
	mails, err := s.Mails(t.Context(), 1)
	must(t, err)
	if got := mails[0].Subject; got != "[Passerelle] Le référentiel est à jour : RNCP et RS" {
		t.Errorf("subject %q", got)
	}
}
