package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// KeepTasks replaces all the tasks of those formations. One that was asked already
// keeps the run that first asked, and takes the latest proposals; one that is no
// longer asked is closed, and opens again when the run is taken back.
func (l *Load) KeepTasks(ctx context.Context, run string, formations []string, tasks []journal.Task) error {
	byFormation := make(map[string][]journal.Task, len(formations))
	for _, f := range formations {
		byFormation[f] = nil
	}
	for _, t := range tasks {
		if _, named := byFormation[t.Formation]; !named {
			return fmt.Errorf("keep the tasks of %d formations: task %s is of another, %q", len(formations), t.Key, t.Formation)
		}
		byFormation[t.Formation] = append(byFormation[t.Formation], t)
	}
	for batch := range slices.Chunk(formations, recordsAtOnce) {
		if err := l.keepTasksOf(ctx, run, batch, byFormation); err != nil {
			return fmt.Errorf("keep the tasks of %d formations: %w", len(formations), l.unrecorded(err))
		}
	}
	return nil
}

// taskRow is a task as the store keeps it.
type taskRow struct {
	key, formation, run, kind, text, proposals, why string
	closed                                          sql.NullString // run that no longer asks
}

var taskRows = target{table: "tache", columns: []string{"cle", "formation", "run", "nature", "texte", "propositions", "pourquoi", "jusqua_run"},
	conflict: `ON CONFLICT (cle, formation, run) DO UPDATE SET nature = excluded.nature, texte = excluded.texte,
		propositions = excluded.propositions, pourquoi = excluded.pourquoi, jusqua_run = excluded.jusqua_run`}

func (l *Load) keepTasksOf(ctx context.Context, run string, formations []string, tasks map[string][]journal.Task) error {
	standing, err := l.openTasks(ctx, formations)
	if err != nil {
		return err
	}
	var changed []taskRow
	for _, f := range formations {
		asked, err := asTaskRows(run, tasks[f])
		if err != nil {
			return err
		}
		changed = append(changed, settleTasks(run, standing[f], asked)...)
	}
	return l.d.bulk(ctx, l.tx, taskRows, rowsOf(changed, func(t taskRow) ([]any, error) {
		return []any{t.key, t.formation, t.run, t.kind, t.text, t.proposals, t.why, t.closed}, nil
	}))
}

// settleTasks gives the rows to write so that a formation has the tasks asked.
func settleTasks(run string, standing, asked []taskRow) (changed []taskRow) {
	open := make(map[string]taskRow, len(standing))
	for _, t := range standing {
		open[t.key] = t
	}
	for _, t := range asked {
		if was, stands := open[t.key]; stands {
			if t.run = was.run; t == was {
				delete(open, t.key)
				continue
			}
		}
		delete(open, t.key)
		changed = append(changed, t)
	}
	for _, t := range standing {
		if _, left := open[t.key]; left {
			t.closed = orNull(run)
			changed = append(changed, t)
		}
	}
	return changed
}

// asTaskRows writes the tasks of one formation, each key once: the last stands.
func asTaskRows(run string, tasks []journal.Task) (rows []taskRow, err error) {
	for i, t := range tasks {
		if slices.ContainsFunc(tasks[i+1:], func(later journal.Task) bool { return later.Key == t.Key }) {
			continue
		}
		proposals := "[]"
		if len(t.Proposals) > 0 {
			if proposals, err = encode(t.Proposals); err != nil {
				return nil, err
			}
		}
		rows = append(rows, taskRow{key: clean(t.Key), formation: t.Formation, run: run, kind: string(t.Kind),
			text: clean(t.Text), proposals: proposals, why: clean(t.Why)})
	}
	return rows, nil
}

// openTasks gives the tasks of formations that stand, by formation, in the order of keys.
func (l *Load) openTasks(ctx context.Context, formations []string) (map[string][]taskRow, error) {
	wanted, err := encode(formations)
	if err != nil {
		return nil, err
	}
	all, err := list(ctx, l.tx, func(rows *sql.Rows) (t taskRow, err error) {
		return t, rows.Scan(&t.key, &t.formation, &t.run, &t.kind, &t.text, &t.proposals, &t.why)
	}, `SELECT cle, formation, run, nature, texte, propositions, pourquoi FROM tache
		WHERE jusqua_run IS NULL AND formation `+l.d.among()+" ORDER BY formation, cle", wanted)
	byFormation := make(map[string][]taskRow)
	for _, t := range all {
		byFormation[t.formation] = append(byFormation[t.formation], t)
	}
	return byFormation, err
}

// TaskFilter says which tasks to give; what is zero does not restrict them.
type TaskFilter struct {
	Kind      journal.TaskKind
	Key       string
	Formation string // that asks, perhaps with others
	Limit     int    // of groups
}

// toDo is the condition of a task (t) that waits for staff: the formation is not
// archived, and nobody has answered since it was asked.
const toDo = `t.jusqua_run IS NULL AND EXISTS (SELECT 1 FROM formation f WHERE f.id = t.formation AND f.etat <> 'archive')
	AND NOT EXISTS (SELECT 1 FROM choix c WHERE c.cle = t.cle AND c.fin_le IS NULL)`

// wantedTasks is what a TaskFilter, bound to $1, $2 and $3, leaves of toDo.
const wantedTasks = toDo + ` AND ($1 = '' OR t.nature = $1) AND ($2 = '' OR t.cle = $2)
	AND ($3 = '' OR t.cle IN (SELECT a.cle FROM tache a WHERE a.formation = $3 AND a.jusqua_run IS NULL))`

// Tasks gives the worklist: a group a question, those that most formations ask
// first, then by key; and how many questions there are. Questions that have their
// answer wait for the next codification, and are not given.
func (s *Store) Tasks(ctx context.Context, f TaskFilter) (groups []journal.TaskGroup, total int, err error) {
	err = s.read(ctx, func(tx *txn) (err error) {
		if groups, total, err = taskGroups(ctx, tx, f); err != nil {
			return err
		}
		return s.addExamples(ctx, tx, groups)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the worklist: %w", err)
	}
	return groups, total, nil
}

func taskGroups(ctx context.Context, q querier, f TaskFilter) (groups []journal.TaskGroup, total int, err error) {
	groups, err = list(ctx, q, func(rows *sql.Rows) (g journal.TaskGroup, err error) {
		var proposals sql.RawBytes
		if err := rows.Scan(&g.Key, &g.Kind, &g.Formation, &g.Text, &proposals, &g.Why, &g.Run, &g.Formations, &total); err != nil {
			return g, err
		}
		return g, decode(proposals, &g.Proposals)
	}, `SELECT t.cle, t.nature, t.formation, t.texte, t.propositions, t.pourquoi, t.run, g.formations, g.total
		FROM (SELECT t.cle, count(*) AS formations, min(t.formation) AS premiere, count(*) OVER () AS total FROM tache t WHERE `+wantedTasks+`
			GROUP BY t.cle ORDER BY count(*) DESC, t.cle`+limit(f.Limit)+`) g
		JOIN tache t ON t.cle = g.cle AND t.formation = g.premiere AND t.jusqua_run IS NULL
		ORDER BY g.formations DESC, g.cle`, string(f.Kind), f.Key, f.Formation)
	return groups, total, err
}

// taskExamples is how many formations a group names.
const taskExamples = 5

func (s *Store) addExamples(ctx context.Context, q querier, groups []journal.TaskGroup) error {
	at, keys := make(map[string]int, len(groups)), make([]string, len(groups))
	for i, g := range groups {
		at[g.Key], keys[i] = i, g.Key
	}
	wanted, err := encode(keys)
	if err != nil {
		return err
	}
	rows := stream(ctx, q, "formations that ask", func(rows *sql.Rows) (r [2]string, err error) {
		return r, rows.Scan(&r[0], &r[1])
	}, `SELECT cle, formation FROM (SELECT t.cle, t.formation, row_number() OVER (PARTITION BY t.cle ORDER BY t.formation) AS place
		FROM tache t WHERE t.cle `+s.dialect.among()+" AND "+toDo+`) p WHERE place <= $2 ORDER BY cle, formation`, wanted, taskExamples)
	for r, err := range rows {
		if err != nil {
			return err
		}
		g := &groups[at[r[0]]]
		g.Examples = append(g.Examples, r[1])
	}
	return nil
}
