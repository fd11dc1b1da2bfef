package translate

import (
	"slices"
)

// walker finds the codes that replace one another in a circle: the strongly
// connected components of the graph, by Tarjan's method with a stack of its own,
// so that no chain however long exhausts the program's.
type walker struct {
	links  *Links
	index  map[string]int // order in which a code was met, from 1
	low    map[string]int // earliest code of the stack that it leads back to
	open   []string       // codes not yet given a group
	isOpen map[string]bool
	calls  []call
}

// call is a code being looked at, and how many of its successors have been.
type call struct {
	code string
	done int
}

func (l *Links) circle() {
	l.group, l.closed = map[string]int{}, map[int]bool{}
	w := walker{links: l, index: map[string]int{}, low: map[string]int{}, isOpen: map[string]bool{}}
	for _, code := range l.Replaced() {
		if w.index[code] == 0 {
			w.walk(code)
		}
	}
}

func (w *walker) walk(root string) {
	w.enter(root)
	for len(w.calls) > 0 {
		top := &w.calls[len(w.calls)-1]
		next := w.links.next[top.code]
		if top.done == len(next) {
			w.leave(top.code)
			continue
		}
		to := next[top.done]
		top.done++
		switch {
		case w.index[to] == 0:
			w.enter(to)
		case w.isOpen[to]:
			w.low[top.code] = min(w.low[top.code], w.index[to])
		}
	}
}

func (w *walker) enter(code string) {
	w.index[code] = len(w.index) + 1
	w.low[code] = w.index[code]
	w.open, w.isOpen[code] = append(w.open, code), true
	w.calls = append(w.calls, call{code: code})
}

// leave ends a code. One that leads back to none before it closes a group.
func (w *walker) leave(code string) {
	w.calls = w.calls[:len(w.calls)-1]
	if n := len(w.calls); n > 0 {
		caller := w.calls[n-1].code
		w.low[caller] = min(w.low[caller], w.low[code])
	}
	if w.low[code] != w.index[code] {
		return
	}
	at := len(w.open) - 1
	for w.open[at] != code {
		at--
	}
	w.group1(w.open[at:])
	w.open = w.open[:at]
}

func (w *walker) group1(members []string) {
	l := w.links
	id := len(l.closed)
	for _, code := range members {
		l.group[code], w.isOpen[code] = id, false
	}
	l.closed[id] = !slices.ContainsFunc(members, func(code string) bool {
		return slices.ContainsFunc(l.next[code], func(to string) bool { return l.group[to] != id })
	})
}
