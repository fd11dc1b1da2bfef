package classify

import "slices"

// Report is how well each nomenclature was proposed.
type Report struct {
	ROME      SchemeReport `json:"rome"`
	NSF       SchemeReport `json:"nsf"`
	Formacode SchemeReport `json:"formacode"`
}

// SchemeReport counts the texts that have a code in the nomenclature. A hit is
// any of its codes.
type SchemeReport struct {
	N        int        `json:"n"`
	Top1     float64    `json:"top1"` // shares, 0 to 1
	Top3     float64    `json:"top3"`
	Top5     float64    `json:"top5"`
	Coverage []Coverage `json:"couverture"`
	Bins     []Bin      `json:"calibration"`
	Errors   []Miss     `json:"erreurs,omitempty"` // texts whose first proposal is no hit
}

// Coverage is the share of texts that can be coded automatically for a precision
// to hold.
type Coverage struct {
	Precision float64 `json:"precision"`
	Share     float64 `json:"part"`
	Threshold float64 `json:"seuil"` // confidence from which it holds; above 1 when none does
}

// Bin compares what was promised with what proved right, for first proposals
// whose confidence lies between two bounds.
type Bin struct {
	From     float64 `json:"de"`
	To       float64 `json:"a"`
	N        int     `json:"n"`
	Promised float64 `json:"annonce"`
	Right    float64 `json:"juste"`
}

// Miss is a text whose first proposal is none of its codes.
type Miss struct {
	Title    string     `json:"intitule"`
	Expected []string   `json:"attendu"`
	Proposed []Proposal `json:"propose"`
}

// precisions at which coverage is reported.
var precisions = []float64{0.95, 0.98, 0.99, 0.995}

// answered is what one text got in one nomenclature.
type answered struct {
	rank       int // place of the first hit, from 1; 0 when it is not among the first five
	confidence float64
	miss       Miss
}

func summary(answers []answered) SchemeReport {
	r := SchemeReport{N: len(answers)}
	within := func(rank int) float64 {
		n := 0
		for _, a := range answers {
			if a.rank > 0 && a.rank <= rank {
				n++
			}
		}
		return ratio(n, len(answers))
	}
	r.Top1, r.Top3, r.Top5 = within(1), within(3), within(5)
	r.Coverage, r.Bins = coverage(answers), bins(answers)
	for _, a := range answers {
		if a.rank != 1 {
			r.Errors = append(r.Errors, a.miss)
		}
	}
	return r
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// coverage finds, for each precision, the lowest confidence from which it holds.
func coverage(answers []answered) []Coverage {
	sorted := slices.Clone(answers)
	slices.SortStableFunc(sorted, func(a, b answered) int {
		switch {
		case a.confidence > b.confidence:
			return -1
		case a.confidence < b.confidence:
			return 1
		}
		return 0
	})
	out := make([]Coverage, len(precisions))
	for i, p := range precisions {
		out[i] = Coverage{Precision: p, Threshold: 1.01}
	}
	right := 0
	for n, a := range sorted {
		if a.rank == 1 {
			right++
		}
		if n+1 < len(sorted) && sorted[n+1].confidence == a.confidence {
			continue
		}
		for i, p := range precisions {
			if ratio(right, n+1) >= p {
				out[i].Share, out[i].Threshold = ratio(n+1, len(sorted)), a.confidence
			}
		}
	}
	return out
}

func bins(answers []answered) []Bin {
	out := make([]Bin, 10)
	for i := range out {
		out[i].From, out[i].To = float64(i)/10, float64(i+1)/10
	}
	for _, a := range answers {
		b := &out[min(9, int(a.confidence*10))]
		b.N++
		b.Promised += a.confidence
		if a.rank == 1 {
			b.Right++
		}
	}
	for i := range out {
		if n := float64(out[i].N); n > 0 {
			out[i].Promised /= n
			out[i].Right /= n
		}
	}
	return out
}
