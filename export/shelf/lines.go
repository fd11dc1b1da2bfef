package shelf

import (
	"fmt"
	"time"
)

// Lines tells the changes in French, a sentence a line, counts first.
func (c Changes) Lines() []string {
	lines := []string{c.headline()}
	for _, change := range c.List {
		lines = append(lines, change.Sentence+".")
	}
	if c.Omitted > 0 {
		lines = append(lines, fmt.Sprintf("… et %s.", counted(c.Omitted, "autre changement, compté ci-dessus", "autres changements, comptés ci-dessus")))
	}
	return lines
}

func (c Changes) headline() string {
	if c.Nothing() {
		return fmt.Sprintf("Aucun changement depuis le flux du %s.", frenchDay(c.Since.Date))
	}
	return fmt.Sprintf("Depuis le flux du %s : %s, %s, %s.", frenchDay(c.Since.Date), counted(c.New, "nouvelle formation", "nouvelles formations"),
		counted(c.Changed, "modifiée", "modifiées"), counted(c.Gone, "retirée", "retirées"))
}

// counted agrees: one and none are singular in French.
func counted(n int, one, many string) string {
	if n < 2 {
		return fmt.Sprint(n, " ", one)
	}
	return fmt.Sprint(n, " ", many)
}

// frenchDay writes AAAA-MM-JJ as people do.
func frenchDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("02/01/2006")
}

// Notice is what an Atom feed says of one change.
type Notice struct {
	ID      string // unique and lasting, within the shelf: the caller puts its own authority before it
	Title   string
	Summary string
	Updated time.Time
}

// Notices gives the data of an Atom feed: one entry for the publication, then one
// for each change that is listed.
func (c Changes) Notices() []Notice {
	id := fmt.Sprintf("%s/%d/%s", c.Target, c.To.Sequence, c.To.SHA256)
	title := c.Title
	if title == "" {
		title = c.Target
	}
	list := []Notice{{id, title + " : flux du " + frenchDay(c.To.Date), c.headline(), c.At}}
	for _, change := range c.List {
		list = append(list, Notice{id + "/" + string(change.Kind) + "/" + change.Number, kindTitles[change.Kind] + " : " + change.Title,
			change.Sentence + ".", c.At})
	}
	return list
}

var kindTitles = map[ChangeKind]string{
	NewFormation: "Nouvelle formation", ChangedFormation: "Formation modifiée", GoneFormation: "Formation retirée",
}
