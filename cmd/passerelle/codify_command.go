package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/certify"
	"github.com/carif-oref/passerelle/transform/classify"
	"github.com/carif-oref/passerelle/transform/codify"
	"github.com/spf13/cobra"
)

func (a *app) codifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "codify", Short: "What the text of a formation designates, and how often that is right",
		Long: `Look at codification without changing anything: « text » shows what a title designates, « eval » measures how often
that is right on titles whose codes are known. Both read the referentials of the store, or of a folder.

Exit status: 0 done, 1 the referentials or the file cannot be read.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.codifyTextCommand(), a.codifyEvalCommand())
	return cmd
}

// givenDate is the day of --date; zero when none was given: then nothing but
// what is in force is preferred.
func (a *app) givenDate() (time.Time, error) {
	if a.date == "" {
		return time.Time{}, nil
	}
	return a.dayOf(a.now())
}

// knowing opens a house whose store has the referentials: the one configured, or
// one made for the occasion from a folder of referentials.
func (a *app) knowing(ctx context.Context, folder string, work func(*house) error) (err error) {
	c, err := a.config()
	if err != nil {
		return err
	}
	if folder == "" {
		if _, missing := os.Stat(c.Store); store.IsServer(c.Store) || !errors.Is(missing, fs.ErrNotExist) {
			return a.withHouse(ctx, work)
		}
		folder = c.Referentials
	}
	if err := mustExist("read the referentials of", []string{folder}); err != nil {
		return fmt.Errorf("%w; `passerelle run` makes a store of them, --referentials names another folder", err)
	}
	dir, err := os.MkdirTemp("", "passerelle-referentiels-*")
	if err != nil {
		return fmt.Errorf("make room for referentials: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	folder, err = filepath.Abs(folder)
	if err != nil {
		return err
	}
	a.instead = func(c *config) {
		c.Referentials, c.Store, c.Landing, c.Reports = folder, filepath.Join(dir, "store.db"), filepath.Join(dir, "landing"), filepath.Join(dir, "reports")
		c.Sources = nil
	}
	return a.withHouse(ctx, func(h *house) error {
		if err := h.inRun(ctx, func() error { return h.refreshReferentials(ctx) }); err != nil {
			return err
		}
		h.progress.clear()
		return work(h)
	})
}

// withHouse opens the house for a command that makes no run of its own.
func (a *app) withHouse(ctx context.Context, work func(*house) error) error {
	h, err := a.enter(ctx)
	if err != nil {
		return err
	}
	return errors.Join(work(h), h.leave())
}

func (a *app) codifyTextCommand() *cobra.Command {
	var level int
	var folder string
	cmd := &cobra.Command{
		Use: "text TITLE…", Short: "Show what a title designates: certification, ROME, NSF and Formacode, with their evidence",
		Long: `Show, for each title, the certifications and the ROME, NSF and Formacode codes that it designates, the likeliest first,
each with its confidence and the evidence in French. The referentials are those of the store; of the folder of the
configuration where there is no store yet. Nothing is changed.

Exit status: 0 done, 1 the referentials cannot be read.`,
		Args: arity(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.knowing(cmd.Context(), folder, func(h *house) error { return a.codifyTexts(cmd.Context(), h, args, level) })
		},
	}
	cmd.Flags().IntVar(&level, "level", 0, "European level, 1 to 8, when it is known")
	cmd.Flags().StringVar(&folder, "referentials", "", "read the referentials of this folder, and not the store")
	return cmd
}

// designated is what a title designates.
type designated struct {
	Title          string             `json:"intitule"`
	Certifications []journal.Proposal `json:"certifications"`
	classify.Result
}

func (a *app) codifyTexts(ctx context.Context, h *house, titles []string, level int) error {
	date, err := a.givenDate()
	if err != nil {
		return err
	}
	certifications, err := certify.New(h.store.Certifications(ctx))
	if err != nil {
		return fmt.Errorf("index the titles of certifications: %w", err)
	}
	codes, err := classify.New(h.codedTitles(ctx))
	if err != nil {
		return fmt.Errorf("index the coded titles: %w", err)
	}
	index, err := h.indexCertifications(ctx, codify.Texts{Thresholds: thresholds(textAutomatic)})
	if err != nil {
		return err
	}
	var all []designated
	for _, title := range titles {
		byWords := proposals(certifications.Find(certify.Query{Title: title, Level: level, Date: date}, proposalsKept))
		all = append(all, designated{title, index.ByTitle(title, byWords),
			codes.Classify(classify.Query{Title: title, Level: level}, proposalsKept)})
	}
	if a.asJSON {
		return a.printJSON(all)
	}
	p := &page{w: a.stdout}
	for _, d := range all {
		p.designated(d)
	}
	return p.err
}

func (p *page) designated(d designated) {
	p.write("« " + d.Title + " »\n")
	p.part("Certification")
	for _, m := range d.Certifications {
		p.line("%-8s %3.0f %%  %s : %s", m.Code, 100*m.Confiance, m.Libelle, m.Preuve)
	}
	for _, list := range []struct {
		name string
		all  []classify.Proposal
	}{{"ROME", d.ROME}, {"NSF", d.NSF}, {"Formacode", d.Formacode}} {
		p.part(list.name)
		for _, c := range list.all {
			p.line("%-8s %3.0f %%  %s : %s", c.Code, 100*c.Confidence, c.Libelle, c.Evidence)
		}
	}
	p.pending = ""
	p.write("\n")
}
