package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// twinTargets are all those that the program knows.
var twinTargets = []string{"intercarif", "aude", "kairos", "imilo", "trouvermaformation", "informetiers", "lbf", "edof"}

// live is what both twins do.
func (w *twin) live() {
	w.Helper()
	w.settle()
	w.firstNight()
	w.firstDay()
	w.secondNight()
	w.thirdNight()
	w.serve()
	w.keepFiles("at the end")
	w.keepStore()
}

// settle configures the installation: every target, of which one sends differences
// too, senders that are not trusted, partners and a server of mails that do not answer.
func (w *twin) settle() {
	w.Helper()
	sed(w.T, w.c, regexp.MustCompile(`(?m)^targets:.*$`), "targets: ["+strings.Join(twinTargets, ", ")+"]")
	appendTo(w.T, w.c, `
targets_dir: cibles
organisation_pages: true
trusted: [carif, ifol]
mail: {host: 127.0.0.1, port: 1, security: none, hello: essai, from: "Passerelle <flux@exemple.fr>", staff: [offre@exemple.fr], operators: [dsi@exemple.fr]}
push: [{name: depot, type: folder, folder: "depot/{target}", targets: [intercarif, kairos]}]
`)
	for _, name := range twinTargets {
		copyFile(w.T, filepath.Join("..", "..", "export", "target", "targets", name+".yaml"), filepath.Join(w.dir, "cibles"))
	}
	sed(w.T, filepath.Join(w.dir, "cibles", "intercarif.yaml"), regexp.MustCompile(`(?m)^transfer: full$`), "transfer: delta")
	for _, place := range []string{"depot/intercarif", "depot/kairos"} {
		noError(w.T, os.MkdirAll(filepath.Join(w.dir, place), 0o755))
	}
	certifications := w.referential("certif_info.csv")
	for i, title := range []string{"CAP cuisine", "CAP Cuisine", "Bac pro œnologie", "Bac pro oenologie", "BAC PRO OENOLOGIE"} {
		appendTo(w.T, certifications, strings.Replace(lineOf(w.T, certifications, "75137;"), "75137;Bac pro cuisine;", fmt.Sprintf("%d;%s;", 200010-i, title), 1))
	}
}

func (w *twin) referential(name string) string { return filepath.Join(w.dir, "referentials", name) }

// lineOf is the line of a file that begins so, with its end.
func lineOf(t *testing.T, path, begins string) string {
	t.Helper()
	for line := range strings.Lines(string(content(t, path))) {
		if strings.HasPrefix(line, begins) {
			return strings.TrimSuffix(line, "\n") + "\n"
		}
	}
	t.Fatalf("%s: no line begins with %s", path, begins)
	return ""
}

// firstNight loads what is hostile, from a sender that is trusted and from one that
// is not.
func (w *twin) firstNight() {
	w.Helper()
	inbox := filepath.Join(w.dir, "inbox")
	hostileOffer(0, "").longTexts().workbook(w.T, filepath.Join(inbox, "Œuvre d'été 🙂.xlsx"))
	hostileOffer(50, " bis").some(30).workbook(w.T, filepath.Join(inbox, "Éditeur", "offre.xlsx"))
	longSheet(w.T, filepath.Join(inbox, cleanWorkbook))
	texts := hostileOffer(80, "")
	texts.text(w.T, "Organismes", filepath.Join(inbox, "livr\xe9.csv"))
	appendTo(w.T, filepath.Join(inbox, "livr\xe9.csv"), siretOf(90)+";28140000090;Nul et \xff \xe9;Nul;1 rue;14000;Caen;;;;;\n")
	texts.text(w.T, "Organismes", filepath.Join(inbox, "Éditeur", "nul.csv"))
	appendTo(w.T, filepath.Join(inbox, "Éditeur", "nul.csv"), siretOf(90)+";28140000090;Nul\x00;Nul;1 rue\x00;14000;Caen;;;;;\n")
	w.do(exitRefused, "run", "--json")
	w.do(exitDone, "load", "--sender", "Voisin", w.neighbour("voisin.xml", likeOthers()), "--json")
	w.inspect(50)
	w.keepFiles("first night")
}

// firstDay is what people do of it, all in one instant.
func (w *twin) firstDay() {
	w.Helper()
	w.at = w.at.Add(7 * time.Hour)
	for _, r := range decode[[]journal.Request](w.T, w.do(exitDone, "requests", "--json")) {
		w.do(exitDone, "requests", "approve", r.ID, "--by", "Zoé\xe9")
	}
	first := decode[awaiting](w.T, w.do(exitDone, "review", "--kind", "session", "--json")).First
	w.do(exitDone, "reject", first[3].ID, "--reason", "intitulé à revoir 🙂")
	for _, run := range w.runs {
		w.do(exitDone, "approve", "--run", run, "--by", "Élise", "--reason", "vu \xe0 l'œil\x7f")
	}
	w.decide()
	ids := w.records()
	w.do(exitDone, "archive", ids[9], ids[4], "--reason", "fermée")
	w.do(exitDone, "export", "--json")
	w.acknowledge()
	w.do(exitDone, "push", "--json")
	w.inspect(100)
}

// decide answers every other question with the last of what is proposed.
func (w *twin) decide() {
	w.Helper()
	for i, q := range decode[tasks](w.T, w.do(exitDone, "worklist", "--limit", "1000", "--json")).Tasks {
		if n := len(q.Proposals); n > 0 && i%2 == 0 {
			w.do(exitDone, "worklist", "decide", q.Key, q.Proposals[n-1].Code, "--by", "É\xff", "--reason", "vu « ça »")
		}
	}
}

// acknowledge reads what a partner makes of the records, in no encoding.
func (w *twin) acknowledge() {
	w.Helper()
	text := "numero;nature;statut;code;message\n"
	for i, id := range w.records() {
		text += fmt.Sprintf("%s;session;%s;E%d;%s\n", id, []string{"OK", "KO"}[i%2], i%3, []string{"SIRET inconnu", "siret inconnu", "SIRET\x00 inconnu é", "\xe9"}[i%4])
	}
	file := filepath.Join(w.dir, "retour é.csv")
	noError(w.T, os.WriteFile(file, []byte(text), 0o644))
	w.do(exitRefused, "acknowledge", "--target", "aude", file, "--json")
}

// secondNight loads what changed and what is no longer there; a delivery is taken back.
func (w *twin) secondNight() {
	w.Helper()
	w.at = twinNight.AddDate(0, 0, 1)
	complete := filepath.Join(w.dir, "complet.xlsx")
	hostileOffer(0, " (changé)").some(38).workbook(w.T, complete)
	w.do(exitDone, "load", "--complete", complete, "--json")
	certifications := w.referential("certif_info.csv")
	sed(w.T, certifications, regexp.MustCompile(`(?m)^82703;CAP boulanger;`), "82703;CAP boulangère et boulanger;")
	appendTo(w.T, certifications, strings.Replace(lineOf(w.T, certifications, "100739;"), "100739;CAP électricien", "100740;CAP Electricien", 1))
	w.ask("run", "--json")
	w.do(exitRefused, "load", "--sender", "Voisin", w.neighbour("retour.xml", tooLong), "--json")
	w.do(exitDone, "delta", "intercarif", "--since", "2026-11-23", "--out", filepath.Join(w.dir, "delta"), "--json")
	w.inspect(100)
	w.do(exitDone, "unload", w.runs[len(w.runs)-1], "--by", "Éva", "--json")
	w.ask("export", "--json")
	w.keepFiles("second night")
}

// neighbour is the feed in place as another catalogue would send it back, under its
// own numbers.
func (w *twin) neighbour(name string, number func(ours string) string) string {
	w.Helper()
	feed := content(w.T, filepath.Join(w.dir, "feeds", "intercarif", "latest", "intercarif.xml"))
	feed = instantsOfFeed.ReplaceAll(feed, nil)
	feed = bytes.ReplaceAll(feed, []byte("<intitule-formation>"), []byte("<intitule-formation><![CDATA[Œuvre & ]]>&#233;&#x1F600; "))
	feed = regexp.MustCompile(`numero="04_[^"]*"`).ReplaceAllFunc(feed, func(ours []byte) []byte {
		return fmt.Appendf(nil, "numero=%q", number(strings.Trim(string(ours), `numero="`)))
	})
	file := filepath.Join(w.dir, name)
	noError(w.T, os.WriteFile(file, feed, 0o644))
	return file
}

// likeOthers gives numbers that people would sort otherwise than by their bytes.
func likeOthers() func(string) string {
	given := map[string]string{}
	return func(ours string) string {
		if given[ours] == "" {
			given[ours] = fmt.Sprintf([]string{"13_a-%d", "13_A%d", "13_a_%d", "13_a.%d", "13_B-%d", "13_b%d"}[len(given)%6], len(given)/6)
		}
		return given[ours]
	}
}

// tooLong gives some numbers that are too long for anybody.
func tooLong(ours string) string {
	if strings.HasPrefix(ours, "04_F1") {
		return ours + longName
	}
	return "13" + strings.TrimPrefix(ours, "04")
}

// thirdNight has its feeds held, of which people decide.
func (w *twin) thirdNight() {
	w.Helper()
	w.at = twinNight.AddDate(0, 0, 2)
	ids := w.records()
	w.do(exitDone, append([]string{"archive", "--reason", "essai"}, ids[:len(ids)-20]...)...)
	w.do(exitRefused, "run", "--json")
	w.keepFiles("held")
	for _, target := range twinTargets {
		w.do(exitDone, "changes", target, "--held", "--json")
	}
	w.do(exitDone, "release", "intercarif", "--by", "Ève", "--reason", "voulu", "--json")
	w.do(exitDone, "refuse", "kairos", "--by", "Ève", "--reason", "trop", "--json")
	w.do(exitDone, "push", "--json")
	w.do(exitRefused, "export", "--json")
	w.inspect(5, "")
	for _, siret := range []string{siretOf(0), siretOf(50), "78451236100014"} {
		w.ask("report", "--organisme", siret, "--json")
		w.ask("report", "--organisme", siret, "--html", filepath.Join(w.dir, siret+".html"))
		w.ask("template", "--organisme", siret, "-o", filepath.Join(w.dir, siret+".xlsx"))
		w.ask("why", siret, "--json")
	}
}

// inspect asks all that may be asked of an installation and, of one record in so
// many, how far it has come; forms are those of the answers, besides JSON.
func (w *twin) inspect(every int, forms ...string) {
	w.Helper()
	for _, form := range append(forms, "--json") {
		for _, question := range []string{"status", "report", "review --limit 10000", "requests --all", "worklist --limit 10000", "worklist choices",
			"referentials", "schedule", "refusals", "mail", "search cap cuisine", "ledger --target aude"} {
			w.ask(append(strings.Fields(question), strings.Fields(form)...)...)
		}
		for _, target := range twinTargets {
			w.ask(append([]string{"changes", target}, strings.Fields(form)...)...)
		}
	}
	ids := w.records()
	for i := 0; i < len(ids); i += every {
		w.ask("why", ids[i], "--json")
		w.ask("trace", ids[i], "--json")
	}
}
