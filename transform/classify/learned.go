package classify

import "math"

// lesson learnt
type table struct {
	weights [signals]float32
	scores  []float32
	rates   []float64
}

var learned = [schemes]table{
	{weights: [signals]float32{sVotes: 1, sLinear: 1}},
	{weights: [signals]float32{sVotes: 1, sLinear: 1}},
	{weights: [signals]float32{sVotes: 1, sLinear: 1}},
}

func (t table) confidence(score float32) float64 { return 1 / (1 + math.Exp(-float64(score))) }
