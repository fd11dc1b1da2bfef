package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/transform/certify"
	"github.com/carif-oref/passerelle/transform/classify"
	"github.com/carif-oref/passerelle/transform/codify"
)

// proposalsKept is how many proposals a question of the worklist shows.
const proposalsKept = 5

// texts is what finds certifications and codes by the text of formations: indexes
// that are made when the first formation needs them, and answers kept for the
// formations that say the same.
type texts struct {
	certifications func() (*certify.Index, error)
	codes          func() (*classify.Index, error)
	failed         error // of making an index: tells the run, which then codes nothing by text

	certified map[codify.Question][]journal.Proposal
	coded     map[codify.Question]map[nomenclature.Referential][]journal.Proposal
}

// answersKept bounds the answers held in memory.
const answersKept = 10_000

// openTexts gives what codification by text asks, as the configuration wants it.
func (h *house) openTexts(ctx context.Context) (*texts, codify.Texts, error) {
	t := &texts{
		certifications: sync.OnceValues(func() (*certify.Index, error) { return certify.New(h.store.Certifications(ctx)) }),
		codes:          sync.OnceValues(func() (*classify.Index, error) { return classify.New(h.codedTitles(ctx)) }),
		certified:      map[codify.Question][]journal.Proposal{},
		coded:          map[codify.Question]map[nomenclature.Referential][]journal.Proposal{},
	}
	if h.CodifyText == textOff {
		return t, codify.Texts{}, nil
	}
	asked := codify.Texts{Certification: t.certification, Thresholds: thresholds(h.CodifyText)}
	enough, err := h.enoughTitles(ctx)
	if enough {
		asked.Codes = t.code
	}
	return t, asked, err
}

// fewestTitles is how many coded titles it takes for the confidence of a code to
// mean something: it was measured among some twenty thousand.
const fewestTitles = 2000

func (h *house) enoughTitles(ctx context.Context) (bool, error) {
	versions, err := h.store.Versions(ctx)
	titles := 0
	for _, v := range versions {
		if v.Referential == nomenclature.CertifInfo || v.Referential == nomenclature.Exemples {
			titles += v.Rows
		}
	}
	return titles >= fewestTitles, err
}

// codedTitles is what codification by text learns from.
func (h *house) codedTitles(ctx context.Context) classify.Sources {
	return classify.Sources{
		Certifications: h.store.Certifications(ctx), Fiches: h.store.Fiches(ctx), Exemples: h.store.Exemples(ctx),
		ROME: h.store.Termes(ctx, nomenclature.ROME), Formacode: h.store.Termes(ctx, nomenclature.Formacode), NSF: h.store.Termes(ctx, nomenclature.NSF),
	}
}

// unreachable is a confidence that nothing has.
const unreachable = 2

// thresholds says from which confidence on a proposal is applied, and asked about.
func thresholds(mode string) map[journal.TaskKind]codify.Threshold {
	measured := classify.DefaultThresholds()
	all := map[journal.TaskKind]codify.Threshold{
		journal.TaskCertification: {Automatic: certify.Automatic, Propose: certify.Propose},
		journal.TaskROME:          codify.Threshold(measured.ROME),
		journal.TaskNSF:           codify.Threshold(measured.NSF),
		journal.TaskFormacode:     codify.Threshold(measured.Formacode),
	}
	if mode == textPropose {
		for kind, t := range all {
			t.Automatic = unreachable
			all[kind] = t
		}
	}
	return all
}

func (t *texts) certification(q codify.Question) []journal.Proposal {
	q.Objectif, q.Contenu, q.Metiers = "", "", "" // only the title names a certification
	if known, ok := t.certified[q]; ok {
		return known
	}
	index, err := t.certifications()
	if err != nil {
		t.failed = fmt.Errorf("index the titles of certifications: %w", err)
		return nil
	}
	asked := certify.Query{Title: q.Title, Level: q.Level}
	if q.Exam > 0 {
		asked.Date = time.Date(q.Exam, time.December, 31, 0, 0, 0, 0, time.UTC)
	}
	if len(t.certified) >= answersKept {
		clear(t.certified)
	}
	t.certified[q] = proposals(index.Find(asked, proposalsKept))
	return t.certified[q]
}

func proposals(matches []certify.Match) (all []journal.Proposal) {
	for _, m := range matches {
		all = append(all, journal.Proposal{Code: m.Code, Libelle: m.Certification.Intitule, Confiance: m.Confidence, Preuve: m.Evidence})
	}
	return all
}

func (t *texts) code(q codify.Question) map[nomenclature.Referential][]journal.Proposal {
	q.Exam = 0 // no code depends on it
	if known, ok := t.coded[q]; ok {
		return known
	}
	index, err := t.codes()
	if err != nil {
		t.failed = fmt.Errorf("index the coded titles: %w", err)
		return nil
	}
	r := index.Classify(classify.Query{Title: q.Title, Objectif: q.Objectif, Contenu: q.Contenu, Metiers: q.Metiers, Level: q.Level, Certification: q.Certifiante}, proposalsKept)
	if len(t.coded) >= answersKept {
		clear(t.coded)
	}
	t.coded[q] = map[nomenclature.Referential][]journal.Proposal{nomenclature.ROME: asProposals(r.ROME), nomenclature.NSF: asProposals(r.NSF), nomenclature.Formacode: asProposals(r.Formacode)}
	return t.coded[q]
}

func asProposals(codes []classify.Proposal) (all []journal.Proposal) {
	for _, c := range codes {
		all = append(all, journal.Proposal{Code: c.Code, Libelle: c.Libelle, Confiance: c.Confidence, Preuve: c.Evidence})
	}
	return all
}
