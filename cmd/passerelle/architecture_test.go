package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/carif-oref/passerelle/"

// nouns are the rooms that every other one may know.
var nouns = []string{"schemas/offre", "schemas/nomenclature", "schemas/finding", "schemas/journal", "schemas/layout", "schemas/delivery"}

// rooms gives, for each room, the rooms of ours that it may import. A room not
// named here is refused: who designs anew writes it here first. A name
// ending in /… stands for the room and all below it.
var rooms = map[string][]string{
	"schemas/offre":         {},
	"schemas/nomenclature":  {},
	"schemas/finding":       {},
	"schemas/journal":       {},
	"schemas/layout":        {},
	"schemas/layout/values": {"schemas/layout", "schemas/offre"},
	"schemas/delivery":      {"schemas/layout", "schemas/finding"},
	"schemas/lheo":          nouns,
	"schemas/edof":          append([]string{"schemas/lheo"}, nouns...),
	"schemas/columnar":      nouns,
	"schemas/store":         nouns,
	"schemas/storetest":     append([]string{"schemas/store"}, nouns...),
	"schemas/sharedtest":    {},
	"schemas/synthetic":     {"schemas/offre"},
	"schemas/pgtest":        {},
	"schemas/yamlfile":      {"schemas/finding"},
	"schemas/misread":       {},

	"ingest/delimited":    {"schemas/…"},
	"ingest/inbox":        {"schemas/…"},
	"ingest/landing":      {"schemas/…"},
	"ingest/lheofile":     {"schemas/…"},
	"ingest/workbook":     {"schemas/…"},
	"ingest/mapping":      {"schemas/…"},
	"ingest/referentials": {"schemas/…", "ingest/delimited"},
	"ingest/remote":       {"schemas/…"},

	"transform/normalise":   {"schemas/…"},
	"transform/rules":       {"schemas/…"},
	"transform/texte":       {"schemas/…"},
	"transform/texte/index": {"transform/texte"},
	"transform/search":      {"schemas/…", "transform/texte", "transform/texte/index"},
	"transform/certify":     {"schemas/…", "transform/texte", "transform/texte/index"},
	"transform/classify":    {"schemas/…", "transform/texte", "transform/texte/index"},
	"transform/codify":      {"schemas/…", "transform/texte", "transform/translate"},
	"transform/merge":       {"schemas/…", "transform/normalise"},
	"transform/translate":   {"schemas/…"},

	"export/acknowledge": {"schemas/…"},

	"export/target":   {"schemas/…"},
	"export/feed":     {"schemas/…", "export/target"},
	"export/shelf":    {"schemas/…"},
	"export/partners": {"schemas/…", "export/shelf"},
	"export/metrics":  {"schemas/…", "export/shelf"},
	"export/report":   {"schemas/…"},
	"export/answer":   {"schemas/…", "export/report"},
	"export/mail":     {"schemas/…", "export/answer"},
	"export/push":     {"schemas/…"},
	"export/template": {"schemas/…"},

	"cmd/passerelle":          {"…"},
	"cmd/passerelle/demo":     {},
	"cmd/passerelle/schedule": {"schemas/…"},
	"cmd/passerelle/queue":    {"schemas/…", "cmd/passerelle/schedule"},
}

// homes gives each heavy dependency the rooms that may import it.
var homes = map[string][]string{
	"github.com/xuri/excelize/v2":    {"ingest/workbook", "export/template"},
	"modernc.org/sqlite":             {"schemas/store"},
	"github.com/goccy/go-yaml":       {"schemas/yamlfile"},
	"database/sql":                   {"schemas/store"},
	"github.com/jackc/pgx/v5":        {"schemas/store", "schemas/pgtest", "cmd/passerelle/queue"},
	"github.com/apache/arrow-go/v18": {"schemas/columnar"},
	"github.com/beevik/etree":        {"schemas/lheo"},
	"github.com/wneessen/go-mail":    {"export/mail"},
	"github.com/pkg/sftp":            {"export/push"},
	"golang.org/x/crypto/ssh":        {"export/push"},
	"github.com/riverqueue/river":    {"cmd/passerelle/queue"},
	"github.com/robfig/cron/v3":      {"cmd/passerelle/schedule"},
	"github.com/spf13/cobra":         {"cmd/passerelle"},
	"github.com/prometheus":          {"export/metrics"},
	"golang.org/x/term":              {"cmd/passerelle"},
}

func TestRoomsImportOnlyWhatTheTableAllows(t *testing.T) {
	eachImport(t, func(room, file, path string) {
		if ours, ok := strings.CutPrefix(path, module); ok && ours != room && !allowed(rooms[room], ours) {
			t.Errorf("%s: %s may not import %s; change the code, or the table in architecture_test.go if the design changes", file, room, ours)
		}
	})
}

func TestEachHeavyDependencyHasOneHome(t *testing.T) {
	eachImport(t, func(room, file, path string) {
		for dependency, homes := range homes {
			if (path == dependency || strings.HasPrefix(path, dependency+"/")) && !slices.Contains(homes, room) {
				t.Errorf("%s: %s may not import %s, whose home is %s", file, room, path, strings.Join(homes, ", "))
			}
		}
	})
}

func TestEveryRoomIsInTheTableAndExists(t *testing.T) {
	seen := map[string]bool{}
	eachImport(t, func(room, file, _ string) {
		if _, known := rooms[room]; !known {
			t.Errorf("%s: room %s is not in the table", file, room)
		}
		seen[room] = true
	})
	for room := range rooms {
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(room))); err != nil {
			t.Errorf("room %s is in the table and not on disk", room)
		}
	}
	if len(seen) < 5 {
		t.Errorf("only %d rooms were looked at: the walk is broken", len(seen))
	}
}

// TestTopLevel holds the agreed top of the tree.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	agreed := []string{"cmd", "ingest", "transform", "export", "schemas", "go.mod", "go.sum", "Makefile", "README.md"}
	made := []string{"bin", "demo"} // what make leaves, ignored by git
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(agreed, e.Name()) && !slices.Contains(made, e.Name()) {
			t.Errorf("%s does not belong at the top of the tree", e.Name())
		}
	}
}

func allowed(permitted []string, path string) bool {
	return slices.ContainsFunc(permitted, func(p string) bool {
		below, all := strings.CutSuffix(p, "…")
		return path == p || all && strings.HasPrefix(path, below)
	})
}

// eachImport calls visit for every import of every file that is not a test.
func eachImport(t *testing.T, visit func(room, file, path string)) {
	t.Helper()
	eachFile(t, parser.ImportsOnly, func(room, file string, parsed *ast.File) {
		visit(room, file, "") // a file without imports has a room too
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			visit(room, file, imported)
		}
	})
}

// eachFile calls visit for every file that is not a test, read as far as mode says.
func eachFile(t *testing.T, mode parser.Mode, visit func(room, file string, parsed *ast.File)) {
	t.Helper()
	top := filepath.Join("..", "..")
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, mode)
		if err != nil {
			return err
		}
		file, err := filepath.Rel(top, path)
		if err != nil {
			return err
		}
		file = filepath.ToSlash(file)
		visit(file[:strings.LastIndex(file, "/")], file, parsed)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
