package answer

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"path"
	"strings"
)

const (
	spreadsheetML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	drawingML     = "http://schemas.openxmlformats.org/drawingml/2006/main"
	officeRels    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageRels   = "http://schemas.openxmlformats.org/package/2006/relationships"
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// original is a delivered workbook, open for copying.
type original struct {
	ctx      context.Context
	zip      *zip.ReadCloser
	parts    map[string]*zip.File // by lower-case path
	sheets   []originalSheet
	strings  *zip.File // nil when there are none
	styles   *zip.File
	theme    *zip.File
	date1904 bool
	names    map[string]string // defined names that stand for a range of cells
	dropped  dropped
}

type originalSheet struct {
	name   string
	hidden bool
	file   *zip.File
	size   string // range of its cells, once measured
}

// dropped is what the original holds that the answer does not, by its French name.
type dropped []string

const maxEntries = 5000

// openOriginal finds the parts that are copied; it follows nothing that leads
// outside. A file that is no such workbook is errUnsuitable.
func openOriginal(ctx context.Context, name string) (*original, error) {
	reader, err := zip.OpenReader(name)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrInsecurePath) {
		return nil, unsuitable("open it as an archive: %v", err)
	}
	if err != nil {
		return nil, err
	}
	o := &original{ctx: ctx, zip: reader, parts: map[string]*zip.File{}, names: map[string]string{}}
	if len(reader.File) > maxEntries {
		return nil, errors.Join(unsuitable("it has more than %d parts", maxEntries), reader.Close())
	}
	for _, f := range reader.File {
		o.parts[strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))] = f
	}
	if err := o.read(); err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	o.dropped = o.left()
	return o, nil
}

func (o *original) read() error {
	root, err := o.related("_rels/.rels")
	if err != nil {
		return err
	}
	for _, r := range root {
		if main := r.target(""); r.is("officeDocument") && o.part(main) != nil {
			return o.workbook(main)
		}
	}
	return unsuitable("it has no main part")
}

func (o *original) workbook(main string) error {
	tree, err := o.tree(o.part(main), mainNamespaces...)
	if err != nil {
		return err
	}
	dir := path.Dir(main)
	related, err := o.related(path.Join(dir, "_rels", path.Base(main)+".rels"))
	if err != nil {
		return err
	}
	for _, r := range related {
		switch file := o.part(r.target(dir)); {
		case r.is("sharedStrings"):
			o.strings = file
		case r.is("styles"):
			o.styles = file
		case r.is("theme"):
			o.theme = file
		}
	}
	if p := tree.child("workbookPr"); p != nil {
		o.date1904 = p.attr("date1904") == "1" || p.attr("date1904") == "true"
	}
	o.findSheets(tree, dir, related)
	o.findNames(tree)
	if len(o.sheets) == 0 {
		return unsuitable("it has no sheet")
	}
	return nil
}

func (o *original) findSheets(tree *node, dir string, related []relation) {
	list := tree.child("sheets")
	if list == nil {
		return
	}
	for _, s := range list.children {
		for _, r := range related {
			if file := o.part(r.target(dir)); r.id == s.attr("id") && r.is("worksheet") && file != nil {
				state := s.attr("state")
				o.sheets = append(o.sheets, originalSheet{name: s.attr("name"), hidden: state != "" && state != "visible", file: file})
				break
			}
		}
	}
}

// findNames keeps the names that stand for a range: lists of choices use them.
func (o *original) findNames(tree *node) {
	list := tree.child("definedNames")
	if list == nil {
		return
	}
	for _, n := range list.children {
		name, value := n.attr("name"), strings.TrimSpace(n.text)
		if len(o.names) < 500 && len(name) <= maxName && plainName.MatchString(name) && n.attr("localSheetId") == "" && strings.Contains(value, "!") && cellRange.MatchString(value) {
			o.names[name] = value
		}
	}
}

type relation struct{ id, kind, to, mode string }

// is compares the end of the type: the transitional and the strict form of the
// standard begin differently.
func (r relation) is(kind string) bool {
	return strings.HasSuffix(r.kind, "/"+kind) && !strings.EqualFold(r.mode, "External")
}

// target is the path in the archive of what a part of a folder relates to.
func (r relation) target(dir string) string {
	to := strings.ReplaceAll(r.to, `\`, "/")
	if strings.HasPrefix(to, "/") {
		return strings.TrimPrefix(path.Clean(to), "/")
	}
	return path.Join(dir, to)
}

func (o *original) related(name string) (list []relation, err error) {
	file := o.part(name)
	if file == nil {
		return nil, nil
	}
	tree, err := o.tree(file, packageRels)
	if err != nil {
		return nil, err
	}
	for _, r := range tree.children {
		list = append(list, relation{r.attr("Id"), r.attr("Type"), r.attr("Target"), r.attr("TargetMode")})
	}
	return list, nil
}

func (o *original) part(name string) *zip.File { return o.parts[strings.ToLower(name)] }

// tree reads a small part whole.
func (o *original) tree(file *zip.File, namespaces ...string) (tree *node, err error) {
	if file.UncompressedSize64 > maxSmallPart {
		return nil, unsuitable("%q has more than %d bytes", file.Name, maxSmallPart)
	}
	err = o.stream(file, func(r io.Reader) error {
		tree, err = readTree(r, namespaces...)
		return err
	})
	return tree, err
}

// stream gives a part to a reader that the context stops.
func (o *original) stream(file *zip.File, read func(io.Reader) error) error {
	body, err := file.Open()
	if err != nil {
		return unsuitable("open %q: %v", file.Name, err)
	}
	defer body.Close()
	err = read(&interruptible{o.ctx, body})
	if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) {
		return unsuitable("read %q: %v", file.Name, err)
	}
	return err
}

// interruptible is a reader that ends with its context.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// left names what the original holds that is not copied.
func (o *original) left() (names dropped) {
	for _, kind := range []struct{ under, name string }{
		{"xl/vbaproject.bin", "macros"}, {"xl/macrosheets/", "macros"}, {"xl/externallinks/", "liens vers d'autres classeurs"},
		{"xl/connections.xml", "connexions à des données externes"}, {"xl/querytables/", "requêtes"}, {"xl/media/", "images"},
		{"xl/drawings/drawing", "dessins et graphiques"}, {"xl/chartsheets/", "feuilles de graphique"}, {"xl/pivottables/", "tableaux croisés"},
		{"xl/embeddings/", "objets incorporés"}, {"xl/activex/", "contrôles"}, {"xl/comments", "vos commentaires"}, {"xl/tables/", "mises en tableau"},
	} {
		if o.has(kind.under) && (len(names) == 0 || names[len(names)-1] != kind.name) {
			names = append(names, kind.name)
		}
	}
	return names
}

func (o *original) has(prefix string) bool {
	for name := range o.parts {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
