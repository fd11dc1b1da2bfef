package feed

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// codec writes offers in the schema of a target, in UTF-8.
type codec interface {
	begin() []byte
	end(stamp time.Time) []byte
	// attempt encodes an offer and says why it is not acceptable, nil when it is.
	attempt(dst []byte, offer lheo.Offer) ([]byte, written, *target.Reason)
	// refused says which sessions of an offer, or which offer, cannot be taken
	// whatever they are written like.
	refused(offer lheo.Offer) []edof.Refusal
}

// written is what encoding one offer took.
type written struct {
	defaulted []string
	findings  []finding.Finding
	unsaid    map[rune]int
	whole     bool // what is wrong, if anything, is not in an action: each session alone is refused for it too
}

// inAction reports that what a path below <formation> leads to is in an action.
func inAction(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return first == "action"
}

func newCodec(t target.Target, o Options) codec {
	if t.Format.Schema == target.EDOF {
		p := t.EDOF()
		p.Blocs = o.Blocs
		return edofCodec{p}
	}
	c := lheoCodec{target: t, profiles: map[offre.Dispositif]lheo.Profile{"": t.Profile("")}}
	for scheme := range t.DefaultsFor {
		c.profiles[scheme] = t.Profile(scheme)
	}
	extras := t.Extensions(o.Date)
	if len(t.Extras) == 0 {
		extras = lheo.Extensions{}
	}
	for scheme, p := range c.profiles {
		p.Extras = extras
		c.profiles[scheme] = p
	}
	for _, m := range t.Mandatory {
		c.mandatory = append(c.mandatory, m.Element)
	}
	return c
}

type lheoCodec struct {
	target    target.Target
	profiles  map[offre.Dispositif]lheo.Profile // "" is that of mixed and other schemes
	mandatory []string
}

func (c lheoCodec) header(stamp time.Time) lheo.Header {
	p := c.profiles[""]
	return lheo.Header{Version: p.Version, Latin1: p.Latin1, Extras: c.target.FileExtras(stamp)}
}

func (c lheoCodec) begin() []byte              { return c.header(time.Time{}).AppendHeader(nil) }
func (c lheoCodec) end(stamp time.Time) []byte { return c.header(stamp).AppendFooter(nil, false) }

func (c lheoCodec) refused(lheo.Offer) []edof.Refusal { return nil }

func (c lheoCodec) profile(offer lheo.Offer) lheo.Profile {
	if p, ok := c.profiles[scheme(offer.Actions)]; ok {
		return p
	}
	return c.profiles[""]
}

func (c lheoCodec) attempt(dst []byte, offer lheo.Offer) ([]byte, written, *target.Reason) {
	p := c.profile(offer)
	dst, report := p.AppendOffer(dst, offer)
	w := written{defaulted: report.Defaulted, findings: report.Findings, unsaid: report.Unsaid}
	if reason := refusal(p, report, dst); reason != nil {
		w.whole = len(report.Missing) > 0 && !inAction(report.Missing[0])
		return dst, w, reason
	}
	return dst, w, c.lacking(dst, report)
}

// lacking is why a record does not have what the target demands beyond LHEO.
func (c lheoCodec) lacking(formation []byte, report lheo.Report) *target.Reason {
	if len(c.mandatory) == 0 {
		return nil
	}
	missing := lheo.Lacking(formation, c.mandatory)
	for _, m := range c.target.Mandatory {
		if slices.Contains(missing, m.Element) || slices.Contains(report.Defaulted, m.Element) {
			return &target.Reason{Code: m.Code, Sentence: "la cible demande " + frenchName(m.Element) + " (" + m.Element + "), que le catalogue n'a pas"}
		}
	}
	return nil
}

// scheme is the one that all the actions share, empty when they do not.
func scheme(actions []offre.Action) offre.Dispositif {
	shared := actions[0].Dispositif
	if slices.ContainsFunc(actions, func(a offre.Action) bool { return a.Dispositif != shared }) {
		return ""
	}
	return shared
}

type edofCodec struct{ profile edof.Profile }

func (c edofCodec) begin() []byte        { return edof.AppendHeader(nil) }
func (c edofCodec) end(time.Time) []byte { return edof.AppendFooter(nil) }

func (c edofCodec) refused(offer lheo.Offer) []edof.Refusal { return c.profile.Check(offer) }

func (c edofCodec) attempt(dst []byte, offer lheo.Offer) ([]byte, written, *target.Reason) {
	from := len(dst)
	dst, report := c.profile.AppendOffer(dst, offer)
	w := written{defaulted: report.Defaulted, findings: report.Findings, unsaid: report.Unsaid}
	if len(report.Missing) > 0 {
		path := report.Missing[0]
		w.whole = !inAction(path)
		return dst, w, &target.Reason{Code: target.EDOFIncomplete, Sentence: fmt.Sprintf("EDOF exige %s (%s), que le catalogue n'a pas", frenchName(path), path)}
	}
	doc := edof.AppendFooter(append(edof.AppendHeader(nil), dst[from:]...))
	result, err := edof.Validate(bytes.NewReader(lheo.Latin1(nil, doc)))
	if err == nil && result.Valid() {
		return dst, w, nil
	}
	sentence := "EDOF refuserait la fiche"
	if len(result.Faults) > 0 {
		sentence += " (" + result.Faults[0].Path + ") : " + result.Faults[0].Message
	}
	return dst, w, &target.Reason{Code: target.EDOFInvalid, Sentence: sentence}
}
