package main

import (
	"cmp"
	"fmt"
	"io"
	"time"
)

// printedMoves is how many records of a movement the text lists.
const printedMoves = 20

// printSimulation writes a simulation for a person, in French.
func printSimulation(w io.Writer, s simulation) error {
	p := &page{w: w}
	p.write(fmt.Sprintf("Simulation du %s : rien n'a été écrit.\n", frenchDate(s.Date)))
	for _, t := range s.Targets {
		p.simulated(t)
	}
	return p.err
}

func (p *page) simulated(t simulatedTarget) {
	p.write(fmt.Sprintf("\n%s (%s)\n", t.Title, t.Target))
	p.line("recevrait %s, %s, %s", outOf(t, "formation"), outOf(t, "session"), bytesOf(t.Size))
	switch {
	case t.InPlace == nil:
		p.line("aucun flux n'est en place : tout serait nouveau")
	case t.Same:
		p.line("le flux serait celui qui est en place depuis le %s, octet pour octet", frenchDate(t.InPlace.Date))
	default:
		p.line("en place : le flux du %s, %s, %s ; différence : %+d et %+d", frenchDate(t.InPlace.Date),
			plural(t.InPlace.Formations, "formation"), plural(t.InPlace.Sessions, "session"), t.Formations-t.InPlace.Formations, t.Sessions-t.InPlace.Sessions)
	}
	if t.Pending != "" {
		p.line("attention : un flux plus récent est retenu (%s) ; entrées et sorties sont comptées depuis celui-là", t.Pending)
	}
	if t.Guard != "" {
		p.line("GARDE : %s", t.Guard)
	}
	if t.InPlace == nil && t.Pending == "" {
		return
	}
	p.movement("Sortiraient", t.Leaving, t.labels, "")
	p.movement("Entreraient", t.Entering, t.labels, "aujourd'hui : ")
}

// outOf reads « 20 formations sur 33 ».
func outOf(t simulatedTarget, kind string) string {
	for _, tally := range t.Tallies {
		if tally.Kind == kind {
			return fmt.Sprintf("%s sur %d", plural(tally.Exported, kind), tally.Total)
		}
	}
	return plural(0, kind)
}

// movement lists what enters or leaves, by reason then one by one.
func (p *page) movement(title string, m movement, labels map[string]string, before string) {
	if m.Formations+m.Sessions == 0 {
		return
	}
	p.write(fmt.Sprintf("\n  %s : %s, %s\n", title, plural(m.Formations, "formation"), plural(m.Sessions, "session")))
	for _, reason := range byCount(m.ByReason) {
		p.write(fmt.Sprintf("  %5d  %s\n", m.ByReason[reason], cmp.Or(labels[reason], moveLabels[reason], reason)))
	}
	for i, one := range m.List {
		if i == printedMoves {
			p.write(fmt.Sprintf("         … et %s (--json les donne)\n", plural(len(m.List)-printedMoves+m.Omitted, "autre")))
			return
		}
		p.write(fmt.Sprintf("         %s %s, « %s » : %s%s\n", one.Kind, one.Record, one.Intitule, before, one.Sentence))
	}
}

var moveLabels = map[string]string{
	noLongerHeld: "qui ne sont plus au catalogue", notYetJudged: "nouvelles au catalogue",
	"lheo-incomplet": "sans un élément que LHEO exige", "lheo-invalide": "que LHEO n'accepte pas",
}

func frenchDate(day string) string {
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		return t.Format("02/01/2006")
	}
	return day
}
