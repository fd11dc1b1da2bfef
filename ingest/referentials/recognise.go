package referentials

import (
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Recognise tells by its header which referential a file holds; its name only
// helps to tell which version. ok is false when it holds none of those that are
// read. A file that is no text of separated values is an error of type *Damaged.
func Recognise(path string) (ref nomenclature.Referential, label string, ok bool, err error) {
	return recognise(fileSource(path), defaults)
}

func recognise(src source, limits limits) (ref nomenclature.Referential, label string, ok bool, err error) {
	r, names, err := begin(src, limits)
	if err != nil {
		return "", "", false, err
	}
	defer r.src.Close()
	for _, f := range formats {
		if h := lay(names, f.columns); f.signs(h) {
			return f.referential, f.label(src, f, h), true, nil
		}
	}
	return "", "", false, nil
}
