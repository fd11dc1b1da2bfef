package referentials

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// entry is one FICHE element, as the file has it.
type entry struct {
	numero, intitule, abrege, abregeIntitule, niveau, actif, fin         string
	romes, nsfs, formacodes, blocs, certificateurs, anciennes, nouvelles []string
	activites, emplois, contexte                                         string
	line                                                                 int
}

// leaf is an element of text that is read, below FICHE.
type leaf struct {
	one  func(*entry) *string
	many func(*entry) *[]string
}

var leaves = map[string]leaf{
	"NUMERO_FICHE":                            {one: func(e *entry) *string { return &e.numero }},
	"INTITULE":                                {one: func(e *entry) *string { return &e.intitule }},
	"ABREGE/CODE":                             {one: func(e *entry) *string { return &e.abrege }},
	"ABREGE/LIBELLE":                          {one: func(e *entry) *string { return &e.abregeIntitule }},
	"NOMENCLATURE_EUROPE/NIVEAU":              {one: func(e *entry) *string { return &e.niveau }},
	"ACTIF":                                   {one: func(e *entry) *string { return &e.actif }},
	"DATE_FIN_ENREGISTREMENT":                 {one: func(e *entry) *string { return &e.fin }},
	"ACTIVITES_VISEES":                        {one: func(e *entry) *string { return &e.activites }},
	"TYPE_EMPLOI_ACCESSIBLES":                 {one: func(e *entry) *string { return &e.emplois }},
	"OBJECTIFS_CONTEXTE":                      {one: func(e *entry) *string { return &e.contexte }},
	"CODES_ROME/ROME/CODE":                    {many: func(e *entry) *[]string { return &e.romes }},
	"CODES_NSF/NSF/CODE":                      {many: func(e *entry) *[]string { return &e.nsfs }},
	"FORMACODES/FORMACODE/CODE":               {many: func(e *entry) *[]string { return &e.formacodes }},
	"BLOCS_COMPETENCES/BLOC_COMPETENCES/CODE": {many: func(e *entry) *[]string { return &e.blocs }},
	"CERTIFICATEURS/CERTIFICATEUR/NOM_CERTIFICATEUR":                                  {many: func(e *entry) *[]string { return &e.certificateurs }},
	"ANCIENNES_CERTIFICATIONS/ANCIENNE_CERTIFICATION/ID_FICHE_ANCIENNE_CERTIFICATION": {many: func(e *entry) *[]string { return &e.anciennes }},
	"NOUVELLES_CERTIFICATIONS/NOUVELLE_CERTIFICATION/ID_FICHE_NOUVELLE_CERTIFICATION": {many: func(e *entry) *[]string { return &e.nouvelles }},
}

// deepest is how far below FICHE a leaf stands.
const deepest = 3

// ficheReader gives the fiches of an XML register one by one.
type ficheReader struct {
	*guarded
	path  []string // elements that are open below FICHE, to the depth that is looked at
	below int      // how many are open below FICHE
	leaf  *leaf    // that is open; nil when none is
	text  strings.Builder
	flux  string // VERSION_FLUX
}

// root reads to the first FICHE, and the version of the flow on the way.
func (f *ficheReader) root(ctx context.Context) error {
	within := ""
	for {
		token, err := f.next(ctx)
		if err != nil {
			return f.ended(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch {
			case f.depth == 1 && t.Name.Local != "FICHES":
				return f.damaged("XML whose root is "+t.Name.Local+" and not FICHES", "Le fichier XML n'est pas un registre de France compétences.")
			case f.depth == 2 && t.Name.Local == "FICHE":
				return nil
			}
			within = t.Name.Local
		case xml.EndElement:
			if within = ""; f.depth == 0 {
				return f.damaged("no fiche", "Le fichier XML ne contient aucune fiche.")
			}
		case xml.CharData:
			if within == "VERSION_FLUX" && f.depth == 2 && len(f.flux) < 20 {
				f.flux += string(t[:min(len(t), 20)])
			}
		}
	}
}

// ended tells the end of a document that is not due from its other faults.
func (f *ficheReader) ended(err error) error {
	if errors.Is(err, io.EOF) {
		return f.damaged("cut short: its root element is not closed", "Le fichier XML est tronqué : ses derniers éléments manquent.")
	}
	return err
}

// fiche reads the FICHE that was just opened to its end.
func (f *ficheReader) fiche(ctx context.Context) (e entry, err error) {
	e.line = f.line()
	f.path, f.below = f.path[:0], 0
	for {
		token, err := f.next(ctx)
		if err != nil {
			return e, f.ended(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			f.enter(t.Name.Local)
		case xml.CharData:
			f.collect(t)
		case xml.EndElement:
			if f.below == 0 {
				return e, nil
			}
			f.leave(&e)
		}
	}
}

// following moves to the next FICHE; io.EOF comes after the last.
func (f *ficheReader) following(ctx context.Context) error {
	for {
		token, err := f.next(ctx)
		if errors.Is(err, io.EOF) && f.depth == 0 {
			return io.EOF
		}
		if err != nil {
			return f.ended(err)
		}
		if start, ok := token.(xml.StartElement); ok && f.depth == 2 && start.Name.Local == "FICHE" {
			return nil
		}
	}
}

func (f *ficheReader) enter(name string) {
	f.leaf = nil
	if f.below++; f.below > deepest {
		return
	}
	f.path = append(f.path, name)
	if l, ok := leaves[strings.Join(f.path, "/")]; ok {
		f.leaf = &l
		f.text.Reset()
	}
}

// collect keeps the text of a leaf, no more of it than a cell may hold.
func (f *ficheReader) collect(text xml.CharData) {
	if room := f.limits.cell - f.text.Len(); f.leaf != nil && room > 0 {
		f.text.Write(text[:min(len(text), room)])
	}
}

// leave closes an element, and keeps its text when it is a leaf.
func (f *ficheReader) leave(e *entry) {
	if f.below--; f.below < deepest {
		f.path = f.path[:f.below]
	}
	if f.leaf == nil {
		return
	}
	text := strings.TrimSpace(f.text.String())
	for !utf8.ValidString(text) && text != "" { // cut within a character
		text = text[:len(text)-1]
	}
	if f.leaf.one != nil {
		*f.leaf.one(e) = text
	} else if all := f.leaf.many(e); text != "" && len(*all) < f.limits.list {
		*all = append(*all, text)
	}
	f.leaf = nil
}
