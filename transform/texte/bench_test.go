package texte

import "testing"

func BenchmarkNormalise(b *testing.B) {
	titles := []string{
		"BTS comptabilité et gestion", "Titre professionnel conducteur(trice) de transport routier de marchandises sur porteur (TP)",
		"Biologie-santé - Mention :Master - Parcours :Master Biologie-Santé Parcours NEUROSCIENCES", "C.A.P. Cuisine en 1 an (en apprentissage)",
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Normalise(titles[i%len(titles)])
	}
}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Fold("Diplôme d'État d'accompagnant éducatif et social – Œuvre n° 3")
	}
}

func BenchmarkStem(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Stem("conductrices")
	}
}
