package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// image is a record as the catalogue keeps it.
type image struct {
	id       string
	state    journal.RecordState
	doc      sql.NullString // what was validated
	docAt    string         // when that last changed, as it is bound; empty while nothing was
	proposed sql.NullString // what was stated since, and awaits
	created  string         // run
	changed  string         // run
}

// latest is the last statement, validated or not.
func (i image) latest() string {
	if i.proposed.Valid {
		return i.proposed.String
	}
	return i.doc.String
}

const imageColumns = "id, etat, doc, doc_le, propose, cree_run, change_run"

func scanImage(rows *sql.Rows) (i image, err error) {
	var at instant
	err = rows.Scan(&i.id, &i.state, &i.doc, &at, &i.proposed, &i.created, &i.changed)
	i.docAt, _ = text(at.Time).(string)
	return i, err
}

// dated is the record once an act of that instant has made it of another: what is
// exported last changed then, unless it says the same.
func (i image) dated(before image, at string) image {
	switch {
	case !i.doc.Valid:
		i.docAt = ""
	case i.doc == before.doc:
		i.docAt = before.docAt
	default:
		i.docAt = at
	}
	return i
}

// images gives the records of one kind that the catalogue holds among the IDs.
func (l *Load) images(ctx context.Context, kind string, ids []string) (map[string]image, error) {
	wanted, err := encode(ids)
	if err != nil {
		return nil, err
	}
	all, err := list(ctx, l.tx, scanImage, "SELECT "+imageColumns+" FROM "+kind+" WHERE id "+l.d.among(), wanted)
	if err != nil {
		return nil, fmt.Errorf("read %ss by id: %w", kind, err)
	}
	byID := make(map[string]image, len(all))
	for _, i := range all {
		byID[i.id] = i
	}
	return byID, nil
}

// restated is the record once a delivery has stated content. Statements never
// bring a record back from the archive: staff do. One that says again what was
// validated leaves nothing that awaits.
func (i image) restated(content, run string, validate bool) image {
	stated := sql.NullString{String: content, Valid: true}
	i.changed = run
	switch {
	case i.state == journal.Archived && i.doc == stated:
		i.proposed = sql.NullString{}
	case i.state == journal.Archived:
		i.proposed = stated
	case validate, i.doc == stated:
		i.doc, i.proposed, i.state = stated, sql.NullString{}, journal.Validated
	default:
		i.proposed, i.state = stated, journal.ToValidate
	}
	return i
}

// says reports that stating content would change nothing.
func (i image) says(content string, validate bool) bool {
	if i.state == "" || i.latest() != content {
		return false
	}
	return !validate || i.state == journal.Validated || i.state == journal.Archived
}
