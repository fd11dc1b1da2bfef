package queue

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestAnOutageIsToldOnceAMinute(t *testing.T) {
	var out strings.Builder
	log := dampen(slog.New(slog.NewTextHandler(&out, nil))).With("queue", "turns")
	start := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	say := func(level slog.Level, message string, after time.Duration) {
		t.Helper()
		if err := log.Handler().Handle(context.Background(), slog.NewRecord(start.Add(after), level, message, 0)); err != nil {
			t.Fatal(err)
		}
	}
	for second := range 61 {
		say(slog.LevelError, "no answer", time.Duration(second)*time.Second)
	}
	say(slog.LevelError, "another", 30*time.Second)
	say(slog.LevelWarn, "no answer", 30*time.Second)
	got := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(got) != 4 || strings.Contains(got[0], "held_back") || !strings.Contains(got[1], "held_back=59") || !strings.Contains(got[1], "queue=turns") {
		t.Errorf("an outage of a minute is told\n%s", out.String())
	}
	if dampen(nil) != nil {
		t.Error("no log became one")
	}
}
