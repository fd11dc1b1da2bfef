package referentials

import (
	"cmp"
	"context"
	"iter"
	"reflect"
	"slices"
	"strconv"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Certifications reads Certif Info: one value for each certification, whatever
// the number of its rows, with all that it replaced. They come in the order of
// the file; those whose rows are scattered in it come last. The file is read
// twice. A nil report or stats is allowed.
func Certifications(ctx context.Context, file File, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Certification, error] {
	return parted(file, nomenclature.CertifInfo, func(docs []document) iter.Seq2[nomenclature.Certification, error] {
		return certifications(ctx, docs[0].src, defaults, report, stats)
	})
}

func certifications(ctx context.Context, src source, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Certification, error] {
	return func(yield func(nomenclature.Certification, error) bool) {
		m := merger{stats: cmp.Or(stats, new(Stats)), held: map[string]*nomenclature.Certification{}}
		var err error
		if m.scattered, err = scattered(ctx, src, limits); err != nil {
			yield(nomenclature.Certification{}, err)
			return
		}
		for r, err := range rows(ctx, src, certifInfo, limits, report, m.stats) {
			if err != nil {
				yield(nomenclature.Certification{}, err)
				return
			}
			if done := m.add(r); done != nil && !yield(*done, nil) {
				return
			}
		}
		m.flush(yield)
	}
}

// scattered lists the codes whose rows do not follow one another.
func scattered(ctx context.Context, src source, limits limits) (map[string]bool, error) {
	stats, seen, apart, last := new(Stats), map[string]bool{}, map[string]bool{}, ""
	for r, err := range rows(ctx, src, certifInfo, limits, nil, stats) {
		if err != nil {
			return nil, err
		}
		stats.Kept++
		code, ok := r.key(ciCode, certifCode)
		if !ok {
			continue
		}
		if code != last && seen[code] {
			apart[code] = true
		}
		seen[code], last = true, code
	}
	return apart, nil
}

// merger makes one certification of its rows.
type merger struct {
	stats     *Stats
	scattered map[string]bool
	current   *nomenclature.Certification            // its next row may follow
	held      map[string]*nomenclature.Certification // scattered ones
	order     []string                               // of the held
}

// add takes a row, and gives the certification that no row can add to any more.
func (m *merger) add(r *reading) (done *nomenclature.Certification) {
	c, ok := certification(r)
	if !ok {
		m.stats.Refused++
		return nil
	}
	if first := m.first(c.Code); first != nil {
		m.stats.Merged++
		merge(first, c, r)
		return nil
	}
	m.stats.Kept++
	if m.scattered[c.Code] {
		m.held[c.Code], m.order = &c, append(m.order, c.Code)
		return nil
	}
	done, m.current = m.current, &c
	return done
}

// first is the certification that an earlier row began.
func (m *merger) first(code string) *nomenclature.Certification {
	if m.current != nil && m.current.Code == code {
		return m.current
	}
	return m.held[code]
}

func (m *merger) flush(yield func(nomenclature.Certification, error) bool) {
	if m.current != nil && !yield(*m.current, nil) {
		return
	}
	for _, code := range m.order {
		if !yield(*m.held[code], nil) {
			return
		}
	}
}

// merge adds to a certification what one more row says of it: another RS number,
// another certification that it replaced. On all the rest its first row holds.
func merge(first *nomenclature.Certification, c nomenclature.Certification, r *reading) {
	if !sameBut(*first, c) {
		r.say(r.about(ciCode, finding.Warning, "referentiel-doublon",
			"La certification est décrite par plusieurs lignes qui ne s'accordent pas : la première est gardée.", mendSource))
	}
	first.RS, first.AutresRS = mergeRS(*first, c.RS)
	for _, ancien := range c.Anciens {
		if !slices.ContainsFunc(first.Anciens, func(a nomenclature.Ancien) bool { return a.Code == ancien.Code }) {
			first.Anciens = append(first.Anciens, ancien)
		}
	}
	slices.SortStableFunc(first.Anciens, func(a, b nomenclature.Ancien) int { return byNumber(a.Code, b.Code) })
}

// sameBut compares two rows of one certification on all that is not merged.
func sameBut(a, b nomenclature.Certification) bool {
	for _, c := range []*nomenclature.Certification{&a, &b} {
		c.RS, c.AutresRS, c.Anciens = "", nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// mergeRS puts the latest number first: they are given in order of registration.
func mergeRS(c nomenclature.Certification, more string) (latest string, others []string) {
	all := append([]string{c.RS, more}, c.AutresRS...)
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	slices.SortFunc(all, func(a, b string) int { return byNumber(b, a) })
	if all = slices.Compact(all); len(all) == 0 {
		return "", nil
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all[0], all[1:]
}

// byNumber orders codes that are made of digits.
func byNumber(a, b string) int {
	n, _ := strconv.ParseUint(a, 10, 64)
	m, _ := strconv.ParseUint(b, 10, 64)
	return cmp.Or(cmp.Compare(n, m), cmp.Compare(a, b))
}
