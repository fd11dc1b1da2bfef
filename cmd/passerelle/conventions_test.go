package main

import (
	"go/ast"
	"go/parser"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// everywhere are the dependencies that any room may use: small, and sound.
var everywhere = []string{"github.com/klauspost/compress", "golang.org/x/text", "golang.org/x/sys"}

// outside is what a decision about the data does without: files, network, bases.
var outside = []string{"os", "os/exec", "io/fs", "io/ioutil", "net", "net/http", "syscall", "database/sql"}

// forTests are the rooms that serve tests alone.
var forTests = []string{"schemas/storetest", "schemas/pgtest", "schemas/sharedtest", "schemas/synthetic"}

// sideEffects are the packages that may be imported for what they do and not for
// what they name.
var sideEffects = []string{"embed"}

func TestTransformDecidesFromWhatItIsGiven(t *testing.T) {
	eachFile(t, parser.SkipObjectResolution, func(room, file string, parsed *ast.File) {
		if !strings.HasPrefix(room, "transform/") {
			return
		}
		for _, spec := range parsed.Imports {
			if slices.Contains(outside, strings.Trim(spec.Path.Value, `"`)) {
				t.Errorf("%s: it imports %s: what it needs is given to it", file, spec.Path.Value)
			}
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && readsClock(s) {
				t.Errorf("%s: it asks the clock (time.%s): time is a parameter", file, s.Sel.Name)
			}
			return true
		})
	})
}

func readsClock(s *ast.SelectorExpr) bool {
	of, ok := s.X.(*ast.Ident)
	return ok && of.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name)
}

func TestNothingRegistersItself(t *testing.T) {
	eachFile(t, parser.SkipObjectResolution, func(_, file string, parsed *ast.File) {
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: init: what runs is called by who needs it", file)
			}
		}
		for _, spec := range parsed.Imports {
			if spec.Name != nil && spec.Name.Name == "_" && !slices.Contains(sideEffects, strings.Trim(spec.Path.Value, `"`)) {
				t.Errorf("%s: _ %s: nothing registers itself", file, spec.Path.Value)
			}
		}
	})
}

func TestWhatServesTestsServesTestsAlone(t *testing.T) {
	eachImport(t, func(room, file, path string) {
		if ours := strings.TrimPrefix(path, module); slices.Contains(forTests, ours) && !slices.Contains(forTests, room) {
			t.Errorf("%s: %s is for tests", file, ours)
		}
	})
}

// TestTheHomesAreThoseOfGoMod holds that a dependency that is added is given a home,
// and that a home where nothing lives is given up.
func TestTheHomesAreThoseOfGoMod(t *testing.T) {
	used := map[string]bool{}
	eachImport(t, func(room, _, path string) {
		for dependency := range homes {
			if inModule(path, dependency) {
				used[dependency+" in "+room] = true
			}
		}
	})
	for dependency, rooms := range homes {
		for _, room := range rooms {
			if !used[dependency+" in "+room] {
				t.Errorf("%s no longer lives in %s: take it off the table", dependency, room)
			}
		}
	}
	for _, path := range required(t) {
		housed := slices.Contains(everywhere, path)
		for dependency := range homes {
			housed = housed || inModule(path, dependency) || inModule(dependency, path)
		}
		if !housed {
			t.Errorf("%s is required by go.mod and has no home: give it one in architecture_test.go", path)
		}
	}
}

// inModule tells whether a package is of a module, or below it.
func inModule(path, module string) bool {
	return path == module || strings.HasPrefix(path, module+"/")
}

// required are the modules that go.mod asks for by itself.
func required(t *testing.T) (paths []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(text), -1) {
		paths = append(paths, line[1])
	}
	if len(paths) < 15 {
		t.Fatalf("only %d modules were found in go.mod", len(paths))
	}
	return paths
}
