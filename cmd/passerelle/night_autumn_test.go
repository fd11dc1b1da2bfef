package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/xuri/excelize/v2"
)

const nightJobs = `  - {name: referentials, cron: "0 1 * * *", catch_up: 12h}
  - {name: load, cron: "30 2 * * *", catch_up: 12h}
  - {name: feeds, run: export, after: [load]}
`

// TestNightsOfAutumn lives the nights around the change of the hour of October 2026
// through the front door of the service: what comes in, what is published, who pulls
// it, who is told, and what the log says of it all.
func TestNightsOfAutumn(t *testing.T) {
	s := newStage(t, "2026-10-23 00:30", "", nightJobs)
	s.autumn()
	said := s.log.normal(s)
	golden(t, "testdata/nuits-automne.log", []byte(said))
	if t.Failed() {
		t.Log(firstDifference(said, string(content(t, "testdata/nuits-automne.log"))))
	}
}

// TestNightsOfAutumnOnAServer lives the same nights on PostgreSQL: the log tells of
// more runs, since each target is one, and the rest is the same.
func TestNightsOfAutumnOnAServer(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: takes half a minute")
	}
	newStage(t, "2026-10-23 00:30", pgtest.Start(t), nightJobs).autumn()
}

func (s *stage) autumn() {
	s.Helper()
	s.command(exitDone, "referentials", "refresh")
	s.command(exitDone, "partner", "add", "ifol", "--deposit", "--mail", "offre@ifol.example")
	token := s.command(exitDone, "partner", "add", "france-travail", "--target", "aude", "--target", "kairos").stdout
	ft := &partner{stage: s, token: strings.TrimSpace(token)}

	s.evening()
	s.longNight()
	feed, etag := s.firstPull(ft)
	s.restart()
	feed, etag = s.secondPull(ft, feed, etag)
	s.emptied(ft, etag)
	s.decided(ft, feed, etag)
	s.stop()

	s.compare("the turns of jobs", s.firings("referentials", "load", "feeds"), []string{
		"2026-10-25 01:00 +02 referentials fini-avec-refus #1", // its address was down
		"2026-10-25 02:30 +02 load fini #1",                    // and not again at 02:30 +01
		"2026-10-25 02:30 +02 feeds fini #1",
		"2026-10-26 01:00 +01 referentials fini #1", // made up for at 07:00
		"2026-10-26 02:30 +01 load fini #1",
		"2026-10-26 02:30 +01 feeds fini #1",
		"2026-10-27 01:00 +01 referentials fini #1",
		"2026-10-27 02:30 +01 load fini #1",
		"2026-10-27 02:30 +01 feeds retenu #1",
		"2026-10-28 01:00 +01 referentials fini #1",
		"2026-10-28 02:30 +01 load fini #1",
		"2026-10-28 02:30 +01 feeds fini #1",
	})
	s.compare("the mails", s.wanted(s.post.all()), s.wanted([]string{
		"24/10 18:00 offre@ifol.example: Repris : ifol.xlsx",
		"24/10 18:00 offre@ifol.example: Fichier illisible : photo.xlsx",
		"25/10 01:00 dsi@exemple.fr: [Passerelle] Référentiel trop ancien : NSF",                         // once, though three runs saw it
		"25/10 01:00 offre@exemple.fr: [Passerelle] Bilan du samedi 24 octobre 2026 : 6 lignes refusées", // of the deliveries of the evening
		"25/10 02:30 offre@exemple.fr: [Passerelle] Bilan du dimanche 25 octobre 2026",
		"26/10 07:00 dsi@exemple.fr: [Passerelle] Le référentiel est à jour : NSF",
		"26/10 07:00 offre@exemple.fr: [Passerelle] Bilan du lundi 26 octobre 2026",
		"26/10 16:00 offre@ifol.example: Repris : ifol-corrige.xlsx",
		"27/10 01:00 offre@exemple.fr: [Passerelle] Bilan du lundi 26 octobre 2026",
		"27/10 02:30 dsi@exemple.fr: [Passerelle] Flux retenu : AUDE Formation",
		"27/10 02:30 dsi@exemple.fr: [Passerelle] Flux retenu : KAIROS",
		"27/10 02:30 offre@exemple.fr: [Passerelle] Bilan du mardi 27 octobre 2026 : 2 flux retenus",
		"28/10 02:30 offre@exemple.fr: [Passerelle] Bilan du mercredi 28 octobre 2026", // Kairos is refused: not held again
		"28/10 02:30 dsi@exemple.fr: [Passerelle] Le flux n'est plus retenu : aude",
	}))
}

// wanted puts mails in order: those of one minute go in any. With a server the jobs of
// one minute are done at the same time, and a feed may be made before the referential
// comes that is late: what is said of it depends on which was first.
func (s *stage) wanted(mails []string) []string {
	if s.server {
		mails = slices.DeleteFunc(mails, func(m string) bool { return strings.HasSuffix(m, " : NSF") })
	}
	slices.Sort(mails)
	return mails
}

// evening is the Saturday: deliveries of all sorts come in.
func (s *stage) evening() {
	s.Helper()
	s.jump("2026-10-24 18:00")
	s.serve()
	s.deposit("ifol-normandie-2026-11.xlsx", "ifol/ifol.xlsx")
	s.loaded("ifol.xlsx")
	s.deposit("Offre formation bocage 2026-27 VF (2).xlsx", "bocage.xlsx") // damaged
	s.loaded("bocage.xlsx")
	if err := os.WriteFile(filepath.Join(s.dir, "inbox", "ifol", "photo.xlsx"), []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"), 0o644); err != nil {
		s.Fatal(err)
	}
	s.loaded("photo.xlsx")
	if err := os.Symlink("/etc/passwd", filepath.Join(s.dir, "inbox", "offre.xlsx")); err != nil {
		s.Fatal(err)
	}
	s.log.await(s.T, "is set aside", 2) // the photo was the first
	s.deposit("estuaire-programmation-2027.xlsx", "estuaire.xlsx.part")
	s.live("2026-10-24 19:30")
	part := filepath.Join(s.dir, "inbox", "estuaire.xlsx.part")
	if err := os.Rename(part, strings.TrimSuffix(part, ".part")); err != nil {
		s.Fatal(err)
	}
	s.loaded("estuaire.xlsx")
}

// longNight has two hours from 02:00 to 03:00, and a referential that cannot be had.
func (s *stage) longNight() {
	s.Helper()
	s.down.Store(true)
	before := s.standing("nsf")
	s.due("2026-10-25 01:00", "referentials")
	if after := s.standing("nsf"); after.Version == nil || after.Version.SHA256 != before.Version.SHA256 || after.Last.Good || !after.Stale {
		s.Errorf("nsf stands at %+v, want its last good version, stale", after)
	}
	s.due("2026-10-25 02:30 +02:00", "load", "feeds")
	s.live("2026-10-25 06:00")
	s.down.Store(false)
	xmllint(s.T, feedFilesOf(s.dir, "intercarif", "aude", "kairos")...)
}

// firstPull is that of a partner whose line is bad.
func (s *stage) firstPull(ft *partner) (feed []byte, etag string) {
	s.Helper()
	feed, etag = ft.pullInPieces("aude")
	ft.same(s.T, "aude", feed)
	ft.pull(http.StatusNotModified, "/feeds/aude/latest.xml", 0, "If-None-Match", etag)
	ft.pull(http.StatusNotFound, "/feeds/intercarif/latest.xml", 0) // not its own
	return feed, etag
}

// restart stops the service on Sunday evening: the night passes without it, and is
// made up for once on Monday.
func (s *stage) restart() {
	s.Helper()
	s.jump("2026-10-25 21:00")
	s.stop()
	s.jump("2026-10-26 07:00")
	since := len(s.log.lines())
	s.serve()
	s.ended(since, "referentials", "load", "feeds")
	if s.standing("nsf").Stale {
		s.Error("nsf is stale after its address answered")
	}
}

// secondPull is that of Monday, when two sessions have ended: what was cut on Sunday
// is of another publication.
func (s *stage) secondPull(ft *partner, old []byte, etag string) (feed []byte, fresh string) {
	s.Helper()
	feed, header := ft.pull(http.StatusOK, "/feeds/aude/latest.xml", 0, "If-None-Match", etag)
	ft.same(s.T, "aude", feed)
	if bytes.Equal(feed, old) {
		s.Error("on Monday the feed has not changed")
	}
	return feed, header.Get("ETag")
}

// emptied is the night after a sender has called all its sessions apprenticeships,
// which AUDE takes none of: its feed is held.
func (s *stage) emptied(ft *partner, etag string) {
	s.Helper()
	s.jump("2026-10-26 16:00")
	s.apprentices("ifol-normandie-2026-11.xlsx", "ifol/ifol-corrige.xlsx")
	s.loaded("ifol-corrige.xlsx")
	s.due("2026-10-27 01:00", "referentials")
	s.due("2026-10-27 02:30", "load", "feeds")
	s.live("2026-10-27 06:00")
	ft.pull(http.StatusNotModified, "/feeds/aude/latest.xml", 0, "If-None-Match", etag)
}

// decided is what staff do of it: AUDE is released, Kairos refused.
func (s *stage) decided(ft *partner, old []byte, etag string) {
	s.Helper()
	s.jump("2026-10-27 09:00")
	if said := s.command(exitDone, "changes", "aude", "--held").stdout; !strings.Contains(said, "retirée") {
		s.Errorf("what the held feed would bring does not tell what goes:\n%s", said)
	}
	s.command(exitDone, "release", "aude", "--by", "Claire", "--reason", "l'IFOL confirme")
	s.command(exitDone, "refuse", "kairos", "--by", "Claire", "--reason", "Kairos attend la correction")
	fresh, _ := ft.pull(http.StatusOK, "/feeds/aude/latest.xml", 0, "Range", "bytes=37000-", "If-Range", etag)
	ft.same(s.T, "aude", fresh)
	if bytes.Equal(fresh, old) {
		s.Error("after the release the feed has not changed")
	}
	ft.same(s.T, "aude", ft.applyDelta("aude", old))
	s.due("2026-10-28 01:00", "referentials")
	s.due("2026-10-28 02:30", "load", "feeds")
	s.live("2026-10-28 06:00")
}

// apprentices deposits a workbook of the sample of which all sessions are said to be
// apprenticeships.
func (s *stage) apprentices(from, to string) {
	s.Helper()
	book, err := excelize.OpenFile(filepath.Join(s.dir, "senders", from))
	if err != nil {
		s.Fatal(err)
	}
	rows, err := book.GetRows("Sessions")
	if err != nil {
		s.Fatal(err)
	}
	column := slices.Index(rows[0], "Dispositif") + 1
	for n := range rows[1:] {
		cell, err := excelize.CoordinatesToCellName(column, n+2)
		if err == nil {
			err = book.SetCellValue("Sessions", cell, "apprentissage")
		}
		if err != nil {
			s.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(s.dir, "inbox", filepath.FromSlash(to))); err != nil {
		s.Fatal(err)
	}
}
