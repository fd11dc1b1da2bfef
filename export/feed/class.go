package feed

import (
	"maps"
	"reflect"
	"slices"

	"github.com/carif-oref/passerelle/export/target"
)

// class is one way to write offers. Targets that write alike share it, and what was
// written: an offer of which they take the same sessions is encoded and judged once.
type class struct {
	target target.Target // the first of those that write so
	codec  codec
}

// classes gives each target its class.
func classes(targets []target.Target, o Options) []*class {
	list := make([]*class, len(targets))
	for i, t := range targets {
		alike := slices.IndexFunc(list[:i], func(c *class) bool { return writeAlike(c.target, t) })
		if alike >= 0 {
			list[i] = list[alike]
			continue
		}
		list[i] = &class{t, newCodec(t, o)}
	}
	return list
}

// writeAlike reports that two targets write any offer with the same bytes, and
// refuse it for the same reason. What stands around the offers may differ.
func writeAlike(a, b target.Target) bool {
	return a.Format.Schema == b.Format.Schema && a.Format.Encoding == b.Format.Encoding && a.Numbering == b.Numbering &&
		reflect.DeepEqual(a.Profile(""), b.Profile("")) &&
		reflect.DeepEqual(a.DefaultsFor, b.DefaultsFor) &&
		slices.Equal(a.Mandatory, b.Mandatory) &&
		slices.EqualFunc(a.Extras, b.Extras, sameExtension)
}

// sameExtension goes by the name, which is unique.
func sameExtension(a, b target.UsedExtension) bool {
	return a.Extension.Name == b.Extension.Name && maps.Equal(a.Codes, b.Codes)
}
