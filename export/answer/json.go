package answer

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// jsonWriter writes the answer for programs. Findings are written as they come;
// their counts follow them.
type jsonWriter struct {
	out   *bufio.Writer
	err   error // the first one
	comma string
}

func newJSONWriter(out io.Writer, o Options) *jsonWriter {
	j := &jsonWriter{out: bufio.NewWriter(out)}
	j.text("{\n")
	for _, field := range []struct {
		name  string
		value any
	}{
		{"fichier", o.Name}, {"livraison", o.Delivery}, {"run", o.Run}, {"date", o.Date.Format("2006-01-02")},
		{"lignes", o.rows()}, {"feuilles", orEmpty(o.Loads)}, {"demandes", orEmpty(o.Requests)},
	} {
		j.text(fmt.Sprintf("  %q: ", field.name))
		j.value(field.value)
		j.text(",\n")
	}
	j.text("  \"constats\": [")
	return j
}

// orEmpty is written [], not null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (j *jsonWriter) finding(f finding.Finding) error {
	j.text(j.comma + "\n    ")
	j.value(f)
	j.comma = ","
	return j.err
}

func (j *jsonWriter) close(g *gathered) error {
	j.text("\n  ],\n  \"totaux\": ")
	j.value(struct {
		Findings int `json:"constats"`
		Errors   int `json:"erreurs"`
		Warnings int `json:"avertissements"`
		Infos    int `json:"infos"`
		Repaired int `json:"repares"`
	}{g.total(), g.bySeverity[finding.Error], g.bySeverity[finding.Warning], g.bySeverity[finding.Info], g.repaired})
	j.text("\n}\n")
	if j.err == nil {
		j.err = j.out.Flush()
	}
	return j.err
}

func (j *jsonWriter) text(text string) {
	if j.err == nil {
		_, j.err = j.out.WriteString(text)
	}
}

func (j *jsonWriter) value(v any) {
	encoded, err := json.Marshal(v)
	if j.err == nil {
		j.err = err
	}
	j.text(string(encoded))
}

// rows sums the accounts of the sheets.
func (o Options) rows() (total journal.Counts) {
	for _, l := range o.Loads {
		total = total.Plus(l.Counts)
	}
	return total
}
