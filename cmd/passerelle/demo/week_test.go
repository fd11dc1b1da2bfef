package demo

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/yamlfile"
	"github.com/xuri/excelize/v2"
)

// TestTheWeekHasSomethingForEveryTarget counts what the targets decide on: dates
// as of the day of the sample, schemes, and what a formation may lack.
func TestTheWeekHasSomethingForEveryTarget(t *testing.T) {
	today, err := time.Parse(time.DateOnly, Date)
	must(t, err)
	got := map[string]int{}
	for _, c := range cells(t) {
		switch c.column.Field {
		case layout.SessionFin:
			got[when(c, today)]++
		case layout.SessionDispositif, layout.SessionEntreesSorties:
			got[strings.ToLower(c.text)]++
		case layout.SessionNumeroMarche:
			got["numéro de marché"]++
		}
	}
	for what, least := range map[string]int{
		"terminée depuis plus de 30 jours": 6, "terminée depuis 30 jours": 1, "terminée depuis moins de 30 jours": 5,
		"en cours": 25, "à venir": 30,
		"apprentissage": 5, "programme régional": 15, "poec": 4, "bilan de compétences": 3, "vae": 2, "cpf": 6, "aif": 2,
		"contrat de professionnalisation": 1, "formation continue": 10,
		"entrées/sorties permanentes": 12, "numéro de marché": 15,
	} {
		if got[what] < least {
			t.Errorf("%s: %d, want %d at least", what, got[what], least)
		}
	}
}

func when(c cell, today time.Time) string {
	fin, err := time.Parse(time.DateOnly, c.text)
	debut, err2 := time.Parse(time.DateOnly, valueOf(c, layout.SessionDebut))
	if err != nil || err2 != nil {
		return "autrement écrite"
	}
	switch days := int(today.Sub(fin).Hours() / 24); {
	case days > 30:
		return "terminée depuis plus de 30 jours"
	case days == 30:
		return "terminée depuis 30 jours"
	case days > 0:
		return "terminée depuis moins de 30 jours"
	case debut.After(today):
		return "à venir"
	}
	return "en cours"
}

// TestSheetsAreAsTold opens the workbooks that are in the binary and counts.
func TestSheetsAreAsTold(t *testing.T) {
	for _, s := range Sheets {
		data, err := fs.ReadFile(sample(), "inbox/"+s.File)
		must(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(data))
		must(t, err)
		rows, err := f.Rows(s.Name)
		must(t, err)
		last, blank := 0, 0
		for row := 1; rows.Next(); row++ {
			columns, err := rows.Columns()
			must(t, err)
			last = row
			if strings.Join(columns, "") == "" {
				blank++
			}
		}
		must(t, rows.Error())
		must(t, f.Close())
		if last != s.Header+s.Rows || blank != s.Blank {
			t.Errorf("%s, %s: last row %d, %d blank; want %d, %d", s.File, s.Name, last, blank, s.Header+s.Rows, s.Blank)
		}
	}
}

func TestDamagesStandInTheirSheets(t *testing.T) {
	rowsOf := map[[2]string]Sheet{}
	for _, s := range Sheets {
		rowsOf[[2]string{s.File, s.Name}] = s
	}
	for _, d := range Damages {
		s := rowsOf[[2]string{d.File, d.Sheet}]
		if d.Row < s.Header || d.Row > s.Header+s.Rows {
			t.Errorf("%+v is in no row of its sheet", d)
		}
		if _, known := layout.Lookup(layout.Field(d.Field)); d.Field != "" && !known && layout.Field(d.Field) != layout.SessionMoisEntree {
			t.Errorf("%+v: no such field", d)
		}
		if d.Severity != "info" && d.Severity != "avertissement" && d.Severity != "erreur" {
			t.Errorf("%+v: no such severity", d)
		}
	}
	if clean := "ifol-normandie-2026-11.xlsx"; damagesOf(clean) != 0 {
		t.Errorf("%s is meant to be clean", clean)
	}
}

func damagesOf(file string) (n int) {
	for _, d := range Damages {
		if d.File == file {
			n++
		}
	}
	return n
}

// TestProseIsOfABelievableLength: what is taught is said in a few lines.
func TestProseIsOfABelievableLength(t *testing.T) {
	checked := 0
	for _, c := range cells(t) {
		if c.column.Field != layout.FormationObjectif && c.column.Field != layout.FormationContenu || c.isDamaged() || c.text == "-" {
			continue
		}
		lines := strings.Count(c.text, "\n") + 1
		if refused := damagedIn(c.place(), string(layout.FormationResponsable)); !refused && (lines < 2 || lines > 9) {
			t.Errorf("%s, row %d, %s: %d lines", c.file, c.row, c.header, lines)
		}
		checked++
	}
	if checked < 60 {
		t.Errorf("only %d texts", checked)
	}
}

func TestConfigurationIsStrictAndLowersTheFloors(t *testing.T) {
	var c struct {
		Store        string         `yaml:"store"`
		Landing      string         `yaml:"landing"`
		Shelf        string         `yaml:"shelf"`
		Inbox        string         `yaml:"inbox"`
		Referentials string         `yaml:"referentials"`
		Reports      string         `yaml:"reports"`
		Targets      []string       `yaml:"targets"`
		Prefix       string         `yaml:"prefix"`
		Floors       map[string]int `yaml:"floors"`
	}
	data, err := fs.ReadFile(sample(), configuration)
	must(t, err)
	must(t, yamlfile.Decode(configuration, data, &c))
	if c.Prefix != "04" || len(c.Targets) != 6 || len(c.Floors) != 6 {
		t.Errorf("got %+v", c)
	}
}
