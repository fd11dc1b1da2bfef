package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// chart is a bar of parts side by side, with the words that stand for it where it
// is not seen.
type chart struct {
	Title, Text string
	Segments    []segment
}

// bar draws parts side by side under a title; what is nothing is left out.
func bar(title string, parts []part) chart {
	c := chart{Title: title, Segments: segments(parts)}
	var words []string
	for _, s := range c.Segments {
		words = append(words, number(s.N)+" "+s.Label)
	}
	c.Text = strings.Join(words, ", ")
	return c
}

// segment is one rectangle of a bar that is 1000 wide.
type segment struct {
	part
	X, Width float64
}

func segments(parts []part) (list []segment) {
	total, x := 0, 0.0
	for _, p := range parts {
		total += p.N
	}
	for _, p := range parts {
		if p.N > 0 {
			width := float64(p.N) * 1000 / float64(total)
			list = append(list, segment{p, math.Round(x*10) / 10, math.Round(width*10) / 10})
			x += width
		}
	}
	return list
}

// Size of a sparkline, in its own units, and the margin that keeps its dots whole.
const (
	sparkWidth, sparkHeight = 120.0, 26.0
	sparkMargin             = 3.0
)

// spark is a small line of the past feeds of a target.
type spark struct {
	Title, Text string
	Line        string // points of the line
	Dots        []dot
}

// dot marks a feed: one that was held, or the last.
type dot struct {
	X, Y  float64
	Class string
	Title string
}

// sparkline draws the formations of past feeds; nil when there is no line to draw.
func sparkline(past []Past) *spark {
	if len(past) < 2 {
		return nil
	}
	low, high, held := past[0].Formations, past[0].Formations, 0
	for _, p := range past {
		low, high = min(low, p.Formations), max(high, p.Formations)
		if p.State == journal.Held || p.State == journal.Refused {
			held++
		}
	}
	s := &spark{Title: fmt.Sprintf("Formations des %d derniers flux", len(past)), Text: sparkWords(past, low, high, held)}
	var points []string
	for i, p := range past {
		x := sparkMargin + float64(i)*(sparkWidth-2*sparkMargin)/float64(len(past)-1)
		y := sparkHeight / 2
		if high > low {
			y = sparkMargin + float64(high-p.Formations)*(sparkHeight-2*sparkMargin)/float64(high-low)
		}
		points = append(points, fmt.Sprintf("%.1f,%.1f", x, y))
		s.mark(p, i == len(past)-1, x, y)
	}
	s.Line = strings.Join(points, " ")
	return s
}

func (s *spark) mark(p Past, last bool, x, y float64) {
	d := dot{X: math.Round(x*10) / 10, Y: math.Round(y*10) / 10, Class: "info",
		Title: fmt.Sprintf("%s : %s, %s", p.At.Format("02/01/2006"), count(p.Formations, "formation"), PublicationWords(p.State))}
	switch {
	case p.State == journal.Held || p.State == journal.Refused:
		d.Class = "bad"
	case !last:
		return
	}
	s.Dots = append(s.Dots, d)
}

// sparkWords says the line in words: « de 980 à 1 240, aujourd'hui 1 228 ».
func sparkWords(past []Past, low, high, held int) string {
	words := fmt.Sprintf("de %s à %s, le dernier %s", number(low), number(high), number(past[len(past)-1].Formations))
	if low == high {
		words = "toujours " + number(low)
	}
	if held > 0 {
		words += " ; " + number(held) + " " + plural(held, "retenu", "retenus")
	}
	return words
}
