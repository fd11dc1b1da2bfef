package feed

import (
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// encoder is what lheo.Profile offers.
type encoder interface {
	AppendOffer(dst []byte, o lheo.Offer) ([]byte, lheo.Report)
}

func appendHeader(dst []byte) []byte {
	return append(dst, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<lheo xmlns="http://lheo.gouv.fr/2.3">`+"\n<offres>\n"...)
}

func appendFooter(dst []byte) []byte { return append(dst, "</offres>\n</lheo>\n"...) }

func appendOffer(p lheo.Profile, dst []byte, o lheo.Offer) ([]byte, lheo.Report) {
	if e, ok := any(p).(encoder); ok {
		return e.AppendOffer(dst, o)
	}
	return dst, lheo.Report{Missing: []string{"formation"}}
}

// refusal is why what was written is not acceptable LHEO, nil when it is.
func refusal(report lheo.Report, formation []byte) *target.Reason {
	if len(report.Missing) > 0 {
		return &target.Reason{Code: Incomplete, Sentence: "LHEO exige " + elementName(report.Missing[0]) + ", que la fiche n'a pas"}
	}
	return nil
}

func elementName(path string) string { return path }
