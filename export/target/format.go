package target

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Format is how the feed of a target is written.
type Format struct {
	Schema     Schema
	Encoding   Encoding
	Horodatage bool // horodatage-creation and -modification where the catalogue knows them
	Usages     bool // datecrea and datemaj in the same places, and href when the target has a page, as real feeds have them
	URI        bool // the attribute uri, when the target has a page
}

// Schema is what a feed is written in.
type Schema string

const (
	LHEO23 Schema = "lheo-2.3"
	LHEO22 Schema = "lheo-2.2"
	EDOF   Schema = "edof" // the reduced LHEO of Mon Compte Formation
)

// Encoding is how the characters of a feed are written.
type Encoding string

const (
	UTF8     Encoding = "UTF-8"
	ISO88591 Encoding = "ISO-8859-1"
)

var (
	schemas   = []Schema{LHEO23, LHEO22, EDOF}
	encodings = []Encoding{UTF8, ISO88591}
)

func (f Format) version() string {
	if f.Schema == LHEO22 {
		return "2.2"
	}
	return ""
}

// Order is that of the records of a feed.
type Order string

const (
	ByID        Order = "numero"
	ByOrganisme Order = "organisme" // by SIRET of the responsable, then by number
)

var orders = []Order{ByID, ByOrganisme}

// Transfer says what the partner takes.
type Transfer string

const (
	Full  Transfer = "full"
	Delta Transfer = "delta" // full, and what was added, changed and withdrawn since a publication
)

var transfers = []Transfer{Full, Delta}

// Compression is a form in which a feed is also offered.
type Compression string

const (
	Gzip Compression = "gz"
	Zstd Compression = "zst"
)

var compressions = []Compression{Gzip, Zstd}

// Twin is another form of the same feed.
type Twin string

const (
	Index   Twin = "index"   // lheo-index: summaries of offers
	CSV     Twin = "csv"     // one row for each session
	JSONL   Twin = "jsonl"   // one JSON object a line, for each formation
	Parquet Twin = "parquet" // the rows of CSV
	JSONLD  Twin = "jsonld"  // schema.org Course and CourseInstance
)

var twins = []Twin{Index, CSV, JSONL, Parquet, JSONLD}

// bySIRET is the one way to split a feed.
const bySIRET = "siret"

// FileName is the name of the file of a feed, of the day as of which it was made;
// siret is empty for a feed that is not split.
func (t Target) FileName(date time.Time, siret string) string {
	pattern := t.File
	if pattern == "" {
		pattern = "{target}.xml"
	}
	return strings.NewReplacer("{target}", t.Name, "{date}", date.Format(time.DateOnly), "{siret}", siret).Replace(pattern)
}

// checkWord refuses a word that a key does not take.
func checkWord[S ~string](key string, word S, known []S) error {
	if word == "" || slices.Contains(known, word) {
		return nil
	}
	return fmt.Errorf("%s: %s", key, unknown("value", string(word), words(known)))
}

func checkWords[S ~string](key string, list, known []S) error {
	for i, word := range list {
		if err := checkWord(key, word, known); err != nil {
			return err
		}
		if word == "" || slices.Contains(list[:i], word) {
			return fmt.Errorf("%s: %q is empty or stated twice; known ones are %s", key, word, listed(words(known)))
		}
	}
	return nil
}
