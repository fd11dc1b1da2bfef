package main

import (
	"context"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/transform/codify"
	"github.com/carif-oref/passerelle/transform/normalise"
	"github.com/carif-oref/passerelle/transform/rules"
)

// knowledge is what rows are cleaned and coded with: the referentials of the
// store, indexed.
type knowledge struct {
	clean    *normalise.Normaliser
	communes *normalise.Index
	certifs  *codify.Index
	registre *codify.Registre
	byUAI    uaiIndex
	listed   map[string]identity // by SIRET
	texts    *texts
}

// judge is the case that the rules judge of an offer.
func (k *knowledge) judge(o offre.Offre, date time.Time) rules.Case {
	return rules.Case{Offre: o, Date: date, Certifications: k.certifs.Certification, Communes: k.communes}
}

// learn reads the referentials, once for each state of theirs.
func (h *house) learn(ctx context.Context) (*knowledge, error) {
	if h.know != nil {
		return h.know, nil
	}
	communes, err := normalise.NewIndex(h.store.Communes(ctx))
	if err != nil {
		return nil, fmt.Errorf("index the communes: %w", err)
	}
	texts, asked, err := h.openTexts(ctx)
	if err != nil {
		return nil, err
	}
	index, err := h.indexCertifications(ctx, asked)
	if err != nil {
		return nil, fmt.Errorf("index the certifications: %w", err)
	}
	registre, err := codify.NewRegistre(h.store.Etablissements(ctx))
	if err != nil {
		return nil, fmt.Errorf("index the training organisations: %w", err)
	}
	byUAI, err := indexUAI(h.store.Etablissements(ctx))
	if err != nil {
		return nil, err
	}
	listed, err := indexIdentities(h.store.Etablissements(ctx))
	if err != nil {
		return nil, err
	}
	h.know = &knowledge{normalise.New(tableEntries, communes), communes, index, registre, byUAI, listed, texts}
	return h.know, nil
}

func tableEntries(name string) (entries []normalise.Entry) {
	for _, e := range lheo.Table(name) {
		entries = append(entries, normalise.Entry{Code: e.Code, Label: e.Label})
	}
	return entries
}

// stale tells whether a referential was loaded since the last run that completed:
// the codes of the catalogue may then be those of an earlier version.
func (h *house) stale(ctx context.Context) (bool, error) {
	versions, err := h.store.Versions(ctx)
	if err != nil {
		return false, err
	}
	last, ran, err := h.lastCompleted(ctx)
	if err != nil || !ran {
		return len(versions) > 0, err
	}
	for _, v := range versions {
		if v.LoadedAt.After(last.FinishedAt) {
			return true, nil
		}
	}
	return false, nil
}

// indexCertifications reads Certif Info and the nomenclatures whose codes it
// gives. A nomenclature that was never loaded is not checked against.
func (h *house) indexCertifications(ctx context.Context, texts codify.Texts) (*codify.Index, error) {
	versions, err := h.store.Versions(ctx)
	if err != nil {
		return nil, err
	}
	from := codify.Sources{Certifications: h.store.Certifications(ctx), Choices: h.store.Choices(ctx), Texts: texts, Versions: map[nomenclature.Referential]string{}}
	for _, v := range versions {
		from.Versions[v.Referential] = v.Label
		switch v.Referential {
		case nomenclature.ROME:
			from.ROME = h.store.Termes(ctx, v.Referential)
		case nomenclature.Formacode:
			from.Formacode = h.store.Termes(ctx, v.Referential)
		case nomenclature.NSF:
			from.NSF = h.store.Termes(ctx, v.Referential)
		case nomenclature.ROME3:
			from.ROME3 = h.store.Termes(ctx, v.Referential)
		case nomenclature.Formacode13:
			from.Formacode13 = h.store.Termes(ctx, v.Referential)
		}
	}
	return codify.NewIndex(from)
}

// lookBack is how many runs are searched for one that completed; when all of them
// failed the work is done again, which is right if slow.
const lookBack = 100

// lastCompleted is the latest run that did all its work.
func (h *house) lastCompleted(ctx context.Context) (journal.Run, bool, error) {
	runs, err := h.store.Runs(ctx, lookBack)
	if err != nil {
		return journal.Run{}, false, err
	}
	for _, run := range runs {
		if run.State == journal.Done || run.State == journal.DoneRefusals || run.State == journal.DoneHeld {
			return run, true, nil
		}
	}
	return journal.Run{}, false, nil
}
