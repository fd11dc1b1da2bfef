package certify

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
)

//go:embed weights.json
var weightsFile []byte

// model is all that was learnt from labelled titles.
type model struct {
	Provenance string             `json:"provenance"`
	Given      map[string]weights `json:"given"` // by the name of what queries give
}

// weights rank the candidates of a query, then say how sure one may be.
type weights struct {
	Ranker     map[string]float64 `json:"ranker"`
	Confidence map[string]float64 `json:"confidence"`
	Kinds      map[string]float64 `json:"kinds"` // how usual each kind is among titles, by its logarithm

	ranker     vector
	confidence [signals]float64
}

// loadModel reads the weights that the program carries.
func loadModel(file []byte) (*[givenCount]weights, error) {
	var m model
	if err := json.Unmarshal(file, &m); err != nil {
		return nil, fmt.Errorf("read the weights of the ranker: %w", err)
	}
	var all [givenCount]weights
	for g, name := range givenNames {
		all[g] = m.Given[name]
		all[g].unpack()
	}
	return &all, nil
}

// byHand are weights of measures that no labelled title has: their file states no
// certifier.
var byHand = map[int]float32{certifierSame: 3}

func (w *weights) unpack() {
	for i := range w.ranker {
		w.ranker[i] = float32(w.Ranker[measureNames[i]]) + byHand[i]
	}
	for i := range w.confidence {
		w.confidence[i] = w.Confidence[signalNames[i]]
	}
}

// usual is the logarithm of how usual a kind is.
func (w *weights) usual(k kind) float32 {
	if p, ok := w.Kinds[string(k)]; ok {
		return float32(p)
	}
	return float32(w.Kinds[""])
}

func (w *weights) score(v *vector) float32 {
	var sum float32
	for i, x := range v {
		sum += x * w.ranker[i]
	}
	return sum
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

var textMeasureNames = [textMeasures]string{
	"entry covered", "head covered", "text covered", "dice head", "dice text", "dice segment", "same words", "same title", "entry missing", "head missing",
	"in order", "trigrams alike", "spelling", "acronym found", "option same", "option other", "option unsaid", "first same",
}

var measureNames = nameMeasures()

func nameMeasures() (names [measures]string) {
	for i, name := range textMeasureNames {
		names[i], names[textMeasures+i] = "title: "+name, "diploma: "+name
	}
	copy(names[textMeasures*2:], []string{
		"kind same", "kind near", "kind loose", "kind other", "kind clash", "kind usual", "kind common", "title kind same", "title kind other", "level same", "level other",
		"state habilitation", "state preparatory", "state archived", "has RNCP", "has CFD", "certifier named", "certifier same", "kind same, head whole",
	})
	return names
}
