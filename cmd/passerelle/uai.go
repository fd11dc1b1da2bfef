package main

import (
	"fmt"
	"iter"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// uaiIndex gives the SIRETs that the national list of training organisations has
// for a UAI. One UAI may be that of several establishments.
type uaiIndex map[string][]string

// indexUAI reads the list to the end. Where open establishments have a UAI, the
// closed ones that had it do not count.
func indexUAI(all iter.Seq2[nomenclature.Etablissement, error]) (uaiIndex, error) {
	open, closed := uaiIndex{}, uaiIndex{}
	for e, err := range all {
		if err != nil {
			return nil, fmt.Errorf("index the UAI of training organisations: %w", err)
		}
		into := open
		if e.Etat == "fermé" {
			into = closed
		}
		if e.UAI != "" && !slices.Contains(into[e.UAI], e.SIRET) {
			into[e.UAI] = append(into[e.UAI], e.SIRET)
		}
	}
	for uai, sirets := range closed {
		if open[uai] == nil {
			open[uai] = sirets
		}
	}
	for _, sirets := range open {
		slices.Sort(sirets)
	}
	return open, nil
}

// of gives the SIRETs of a UAI, in order; none when the list has not the UAI.
func (x uaiIndex) of(uai string) []string { return x[uai] }
