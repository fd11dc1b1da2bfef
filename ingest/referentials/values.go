package referentials

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"iter"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// noun is how the rows of a format become values: what reads one, and what tells
// two apart.
type noun[T any] struct {
	read func(*reading) (value T, ok bool)
	key  func(T) string
}

// values gives the nouns of a file, one for each key: of the rows that share a
// key the first is kept, and one that says otherwise is a finding.
func values[T any](ctx context.Context, src source, f format, limits limits, n noun[T], report func(finding.Finding), stats *Stats) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		stats, seen := cmp.Or(stats, new(Stats)), told{seed: maphash.MakeSeed(), first: map[string]telling{}}
		for r, err := range rows(ctx, src, f, limits, report, stats) {
			if err != nil {
				yield(none, err)
				return
			}
			value, ok := n.read(r)
			switch {
			case !ok:
				stats.Refused++
			case again(r, seen, n.key(value), value):
				stats.Merged++
			default:
				if stats.Kept++; !yield(value, nil) {
					return
				}
			}
		}
	}
}

// told remembers the rows of a file by their key.
type told struct {
	seed  maphash.Seed
	first map[string]telling
}

// telling is the first row that had a key, in a few bytes.
type telling struct {
	sum  uint64 // hash of its value
	line int
}

// again reports whether the key was met before in the file. What is wrong with a
// repeated row is told of its first column, which in every format is a code.
func again[T any](r *reading, seen told, key string, value T) bool {
	sum := maphash.String(seen.seed, fmt.Sprintf("%+v", value))
	first, met := seen.first[key]
	if !met {
		seen.first[key] = telling{sum: sum, line: r.row.Line}
		return false
	}
	if first.sum != sum {
		r.say(r.about(0, finding.Warning, "referentiel-doublon",
			fmt.Sprintf("La ligne redit autrement ce que dit la ligne %d : la première est gardée.", first.line), mendSource))
	}
	return true
}
