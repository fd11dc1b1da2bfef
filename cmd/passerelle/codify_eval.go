package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/transform/certify"
	"github.com/carif-oref/passerelle/transform/classify"
	"github.com/spf13/cobra"
)

// evaluation is what `codify eval` is asked.
type evaluation struct {
	file         string
	excludeSelf  bool
	titleOnly    bool
	errors       bool
	referentials string // folder to read them from instead of the store
}

func (a *app) codifyEvalCommand() *cobra.Command {
	var e evaluation
	cmd := &cobra.Command{
		Use: "eval FILE.csv", Short: "Measure codification on titles whose codes are known",
		Long:    evalHelp,
		Example: "  passerelle codify eval titres.csv --errors\n  passerelle codify eval titres.csv --exclude-self --date 2026-09-01 --json",
		Args:    arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := mustExist("codify eval", args); err != nil {
				return err
			}
			e.file = args[0]
			return a.codifyEval(cmd.Context(), e)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&e.excludeSelf, "exclude-self", false, "hide from each title the certification of its rncp_rs, with its older and newer versions: what a title nobody has coded would get")
	flags.BoolVar(&e.titleOnly, "title-only", false, "look at the title alone, whatever other columns say")
	flags.BoolVar(&e.errors, "errors", false, "list the titles whose first proposal is wrong")
	flags.StringVar(&e.referentials, "referentials", "", "read the referentials of this folder, and not the store")
	return cmd
}

const evalHelp = `Code the titles of a CSV file and compare with its labels. Columns, in any order: title and, where present, titre_vise,
intitule_diplome, niveau_europeen; labels code_certifinfo, rome, nsf3, formacode, with | between several; rncp_rs. The
separator is ; , or a tab, the text in UTF-8 or Windows-1252. A title without a label of a nomenclature does not
count for it. Rows that cannot be read, values that are no code, and labels that the referentials do not have are told.

A hit is any of the labels, among the first one, three or five proposals. A family is a certification with those that it
replaced and those that replaced it, its options and its twins: « code » is the very entry that was labelled, « famille »
any of its family. Coverage at a precision is the largest share of titles that could be coded without anybody's help, by
their confidence, and be right that often. Calibration compares, for each tenth of confidence, the mean confidence of the
first proposals with the share of them that is right. A label that no referential has is a miss.

--exclude-self hides the fiches of rncp_rs when ROME, NSF and Formacode are looked for; several may be given, and one
without RNCP or RS is hidden in both registers. It trains what it hides anew: a minute and more, whatever the rows.

The referentials are those of the store; of the folder of the configuration where there is no store yet. With --json the
errors are always listed; their « ligne » is that of the file.

Exit status: 0 done, 1 the referentials or the file cannot be read, or it has no title with a label.`

// measured is what `codify eval` found.
type measured struct {
	File       string           `json:"fichier"`
	Rows       int              `json:"lignes"`
	Refused    int              `json:"lignes_refusees"`      // that have no title, or cannot be read
	Unlabelled int              `json:"lignes_sans_code"`     // that count for no nomenclature
	Unhidden   int              `json:"lignes_sans_fiche"`    // with --exclude-self: of which nothing could be hidden
	Unknown    unknownLabels    `json:"etiquettes_inconnues"` // rows whose labels no referential has: misses
	Noticed    []noticed        `json:"constats"`             // what was noticed of the file, by rule
	CertifInfo *certify.Report  `json:"certifinfo,omitempty"`
	Codes      *classify.Report `json:"codes,omitempty"`
	Seconds    float64          `json:"secondes"` // to code all the titles, indexes made
}

func (a *app) codifyEval(ctx context.Context, e evaluation) (err error) {
	date, err := a.givenDate()
	if err != nil {
		return err
	}
	titles, err := readLabelled(ctx, e, date)
	if err != nil {
		return err
	}
	return a.knowing(ctx, e.referentials, func(h *house) error {
		m, err := h.measure(ctx, titles, e)
		if err != nil {
			return err
		}
		if a.asJSON {
			return a.printJSON(m)
		}
		p := &page{w: a.stdout}
		p.measured(m, e.errors)
		return p.err
	})
}

// labelled are the titles of a file, as each half of codification asks them.
type labelled struct {
	certifications             []certify.Labelled
	codes                      []classify.Labelled
	rows, unlabelled, unhidden int
	stats                      referentials.Stats
	noticed                    []noticed
}

// noticed is what was noticed of a file under one rule, the first time as an example.
type noticed struct {
	finding.Finding
	Total int `json:"total"`
}

// notice counts a finding.
func (l *labelled) notice(f finding.Finding) {
	i := slices.IndexFunc(l.noticed, func(n noticed) bool { return n.Rule == f.Rule && n.Header == f.Header })
	if i < 0 {
		i, l.noticed = len(l.noticed), append(l.noticed, noticed{Finding: f})
	}
	l.noticed[i].Total++
}

func readLabelled(ctx context.Context, e evaluation, date time.Time) (l labelled, err error) {
	for row, err := range referentials.Labelled(ctx, e.file, l.notice, &l.stats) {
		var damaged *referentials.Damaged
		if errors.As(err, &damaged) {
			return l, fmt.Errorf("codify eval %s: %s", e.file, damaged.Reason)
		}
		if err != nil {
			return l, err
		}
		l.add(row, e, date)
	}
	if len(l.certifications)+len(l.codes) == 0 {
		return l, fmt.Errorf("codify eval %s: no title with a label: a column title is due, and one at least of code_certifinfo, rome, nsf3, formacode", e.file)
	}
	return l, nil
}

func (l *labelled) add(row referentials.LabelledRow, e evaluation, date time.Time) {
	l.rows++
	if e.titleOnly {
		row.TitreVise, row.IntituleDiplome, row.NiveauEuropeen = "", "", 0
	}
	codes := len(row.ROME) + len(row.NSF) + len(row.Formacodes)
	switch {
	case len(row.CertifInfo)+codes == 0:
		l.unlabelled++
	case e.excludeSelf && codes > 0 && row.Fiche == "" && len(row.AutresFiches) == 0:
		l.unhidden++
	}
	if len(row.CertifInfo) > 0 {
		l.certifications = append(l.certifications, certify.Labelled{Line: row.Line, Codes: row.CertifInfo, Query: certify.Query{
			Title: row.Intitule, Type: row.TitreVise, Diploma: row.IntituleDiplome, Level: row.NiveauEuropeen, Date: date}})
	}
	if codes > 0 {
		l.codes = append(l.codes, classify.Labelled{Query: classify.Query{Title: row.Intitule, Level: row.NiveauEuropeen},
			ROME: row.ROME, NSF: row.NSF, Formacode: row.Formacodes, Fiche: row.Fiche, Autres: row.AutresFiches})
	}
}

func (h *house) measure(ctx context.Context, titles labelled, e evaluation) (m measured, err error) {
	m = measured{File: e.file, Rows: titles.rows, Refused: titles.stats.Refused, Unlabelled: titles.unlabelled, Unhidden: titles.unhidden,
		Noticed: append([]noticed{}, titles.noticed...)}
	if len(titles.certifications) > 0 {
		index, err := certify.New(h.store.Certifications(ctx))
		if err != nil {
			return m, fmt.Errorf("index the titles of certifications: %w", err)
		}
		started := time.Now()
		r := certify.Evaluate(index, titles.certifications)
		m.Seconds += time.Since(started).Seconds()
		m.CertifInfo, m.Unknown.CertifInfo = &r, r.Unknown
	}
	if len(titles.codes) > 0 {
		index, err := classify.New(h.codedTitles(ctx))
		if err != nil {
			return m, fmt.Errorf("index the coded titles: %w", err)
		}
		hide := classify.HideNothing
		if e.excludeSelf {
			hide = classify.HideVersions
		}
		if err := h.unknownCodes(ctx, titles.codes, &m.Unknown); err != nil {
			return m, err
		}
		started := time.Now()
		r := index.Evaluate(slices.Values(titles.codes), hide)
		m.Seconds += time.Since(started).Seconds()
		m.Codes = &r
	}
	return m, nil
}

// unknownLabels counts, for each nomenclature, the rows whose labels its referential
// does not have.
type unknownLabels struct {
	CertifInfo int `json:"certifinfo"`
	ROME       int `json:"rome"`
	NSF        int `json:"nsf"`
	Formacode  int `json:"formacode"`
}

// unknownCodes counts the rows that name nothing but codes of another version.
func (h *house) unknownCodes(ctx context.Context, rows []classify.Labelled, count *unknownLabels) error {
	for _, of := range []struct {
		referential nomenclature.Referential
		labels      func(classify.Labelled) []string
		count       *int
	}{
		{nomenclature.ROME, func(l classify.Labelled) []string { return l.ROME }, &count.ROME},
		{nomenclature.NSF, func(l classify.Labelled) []string { return l.NSF }, &count.NSF},
		{nomenclature.Formacode, func(l classify.Labelled) []string { return l.Formacode }, &count.Formacode},
	} {
		known := map[string]bool{}
		for t, err := range h.store.Termes(ctx, of.referential) {
			if err != nil {
				return fmt.Errorf("read the codes of %s: %w", of.referential, err)
			}
			known[t.Code] = true
		}
		for _, row := range rows {
			labels := of.labels(row)
			if len(labels) > 0 && !slices.ContainsFunc(labels, func(code string) bool { return known[code] }) {
				*of.count++
			}
		}
	}
	return nil
}
