package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/xuri/excelize/v2"
)

// bigRows and bigColumns are the size of the workbook of BenchmarkLoad: the
// largest that staff were ever sent.
const (
	bigRows    = 50_000
	bigColumns = 40
)

// bigWorkbook writes a workbook of sessions, forty columns wide, of one
// organisation with a hundred formations. PASSERELLE_BENCH_WORKBOOK keeps it.
func bigWorkbook(b *testing.B) string {
	b.Helper()
	path := os.Getenv("PASSERELLE_BENCH_WORKBOOK")
	if path == "" {
		path = filepath.Join(b.TempDir(), "grand.xlsx")
	}
	f := excelize.NewFile()
	check := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	sheet := func(name string, header []any, rows int, row func(i int) []any) {
		_, err := f.NewSheet(name)
		check(err)
		w, err := f.NewStreamWriter(name)
		check(err)
		check(w.SetRow("A1", header))
		for i := range rows {
			cell, err := excelize.CoordinatesToCellName(1, i+2)
			check(err)
			check(w.SetRow(cell, row(i)))
		}
		check(w.Flush())
	}
	sheet("Organismes", []any{"SIRET", "Nom", "Numéro de déclaration d'activité"}, 1, func(int) []any {
		return []any{"73282932000074", "Institut du littoral", "28140012314"}
	})
	sheet("Formations", []any{"SIRET de l'organisme responsable", "Référence", "Intitulé", "Objectifs pédagogiques", "Contenu"}, 100, func(i int) []any {
		return []any{"73282932000074", ref(i), fmt.Sprintf("Formation aux métiers de la mer, parcours %d", i), "Savoir naviguer et entretenir un bateau.", "Navigation, mécanique, sécurité."}
	})
	columns := bigColumnsOf()
	header := make([]any, len(columns))
	for i, c := range columns {
		header[i] = c.Header
	}
	sheet("Sessions", header, bigRows, func(i int) []any {
		row := make([]any, len(columns))
		for j, c := range columns {
			row[j] = bigValue(c, i)
		}
		return row
	})
	check(f.DeleteSheet("Sheet1"))
	check(f.SaveAs(path))
	return path
}

func ref(i int) string { return fmt.Sprintf("REF-%03d", i%100) }

func bigColumnsOf() []layout.Column {
	for _, s := range layout.Own {
		if s.Name == "Sessions" {
			return s.Columns[1 : bigColumns+1]
		}
	}
	return nil
}

func bigValue(c layout.Column, i int) any {
	switch c.Field {
	case layout.FormationResponsable:
		return "73282932000074"
	case layout.FormationReference:
		return ref(i)
	case layout.SessionReference:
		return fmt.Sprintf("S%06d", i)
	case layout.SessionDebut:
		return 46000 + i%700
	case layout.SessionFin:
		return 46100 + i%700
	case layout.SessionLieuAdresse:
		return fmt.Sprintf("%d quai des Matelots", i%400+1)
	}
	return c.Example
}

// BenchmarkLoad reads, cleans, merges, codes, checks, keeps and answers a workbook
// of 50,000 rows and 40 columns.
func BenchmarkLoad(b *testing.B) {
	path := bigWorkbook(b)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		dir := filepath.Join(b.TempDir(), "demo")
		must(b, exitDone, "demo", dir)
		c := filepath.Join(dir, configName)
		must(b, exitRefused, "run", "--quiet", "--config", c)
		b.StartTimer()
		out := command(b, "load", path, "--config", c, "--json")
		if out.code != exitDone && out.code != exitRefused {
			b.Fatal(out.stderr)
		}
	}
	b.ReportMetric(float64(bigRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
