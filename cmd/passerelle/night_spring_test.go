package main

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
)

const springJobs = `  - {name: night, run: run, cron: "30 2 * * *"}
  - {name: morning, run: export, cron: "0 3 * * *", targets: [aude], after: [night]}
`

// TestNightsOfSpring lives the nights around the change of the hour of March 2027,
// which has no time from 02:00 to 03:00: what is due then runs as the clocks show
// 03:00, once, and what is due at 03:00 waits for it.
func TestNightsOfSpring(t *testing.T) {
	t.Run("embedded", func(t *testing.T) { newStage(t, "2027-03-26 18:00", "", springJobs).spring() })
	t.Run("PostgreSQL", func(t *testing.T) {
		if testing.Short() {
			t.Skip("skipped: takes half a minute")
		}
		newStage(t, "2027-03-26 18:00", pgtest.Start(t), springJobs).spring()
	})
}

func (s *stage) spring() {
	s.Helper()
	s.command(exitDone, "referentials", "refresh")
	s.serve()
	s.deposit("ifol-normandie-2026-11.xlsx", "ifol.xlsx")
	s.loaded("ifol.xlsx")
	s.live("2027-03-27 02:00")
	s.due("2027-03-27 02:30", "night")
	s.due("2027-03-27 03:00", "morning")
	s.jump("2027-03-28 01:30")
	began := len(s.log.lines())
	s.live("2027-03-28 03:00")
	s.ended(began, "night")
	s.live("2027-03-28 03:05") // the other asks again while it waits
	s.ended(began, "morning")
	s.live("2027-03-28 05:00")
	s.jump("2027-03-29 01:30")
	s.due("2027-03-29 02:30", "night")
	s.due("2027-03-29 03:00", "morning")
	s.stop()
	s.compare("the turns of jobs", s.firings("night", "morning"), []string{
		"2027-03-27 02:30 +01 night fini #1",
		"2027-03-27 03:00 +01 morning fini #1",
		"2027-03-28 03:00 +02 night fini #1",
		"2027-03-28 03:00 +02 morning fini #1",
		"2027-03-29 02:30 +02 night fini #1",
		"2027-03-29 03:00 +02 morning fini #1",
	})
	xmllint(s.T, feedFilesOf(s.dir, "intercarif", "aude", "kairos")...)
}
