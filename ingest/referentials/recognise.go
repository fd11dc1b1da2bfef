package referentials

import "slices"

// Recognise tells by their headers which referentials a file holds, alone: one
// as a rule, none, or several when it is an archive. Names only help to tell
// which version. A file that is no text and no archive of texts, or that bears
// the name of a referential and is none, is an error of type *Damaged.
func Recognise(path string) ([]File, error) {
	docs, harm, err := documents(path, defaults)
	if err != nil {
		return nil, err
	}
	if len(harm) > 0 {
		return nil, harm[0].damage
	}
	var files []File
	for _, d := range docs {
		known := slices.ContainsFunc(files, func(f File) bool { return f.Referential == d.ref })
		if known || d.format.aside {
			continue
		}
		of := slices.DeleteFunc(slices.Clone(docs), func(o document) bool { return o.ref != d.ref || o.format.aside })
		if taken, _ := choose(d.ref, of); len(taken) > 0 {
			files = append(files, fileOf(d.ref, taken))
		}
	}
	return files, nil
}
