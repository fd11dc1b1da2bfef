package main

import (
	"errors"
	"io"
	"iter"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func TestSIRETsOfAUAI(t *testing.T) {
	index, err := indexUAI(listOf(nil,
		nomenclature.Etablissement{SIRET: "2", UAI: "0141720A", Etat: "actif"},
		nomenclature.Etablissement{SIRET: "1", UAI: "0141720A"},
		nomenclature.Etablissement{SIRET: "1", UAI: "0141720A", Etat: "actif"},
		nomenclature.Etablissement{SIRET: "3", UAI: "0141720A", Etat: "fermé"},
		nomenclature.Etablissement{SIRET: "4", UAI: "0500021B", Etat: "fermé"},
		nomenclature.Etablissement{SIRET: "5"},
	))
	if err != nil {
		t.Fatal(err)
	}
	for uai, want := range map[string][]string{"0141720A": {"1", "2"}, "0500021B": {"4"}, "": nil, "0610000X": nil} {
		if got := index.of(uai); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", uai, got, want)
		}
	}
	if _, err := indexUAI(listOf(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

func listOf(err error, all ...nomenclature.Etablissement) iter.Seq2[nomenclature.Etablissement, error] {
	return func(yield func(nomenclature.Etablissement, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(nomenclature.Etablissement{}, err)
		}
	}
}
