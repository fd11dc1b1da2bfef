package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/export/answer"
	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

// notify puts in the spool what a run has to tell, then tries to send what waits.
// A server that is down is no failure of the run: the mails wait.
func (h *house) notify(ctx context.Context) error {
	if !h.Mail.Enabled() || h.dryRun {
		return nil
	}
	messages, err := h.news(ctx)
	if err != nil {
		return fmt.Errorf("write the mails of the run: %w", err)
	}
	if _, err := h.Mail.Queue(ctx, h.store, messages...); err != nil {
		return fmt.Errorf("keep the mails of the run: %w", err)
	}
	sender := mail.Sender{Config: h.Mail, Spool: h.store, Now: h.now}
	result, err := sender.Flush(ctx)
	tellMails(h.log, result, err)
	return nil
}

// tellMails says in the log what became of what was in the spool.
func tellMails(log *slog.Logger, r mail.Result, err error) {
	if r.Sent > 0 {
		log.Info("mails sent", "count", r.Sent)
	}
	for _, refused := range r.Refused {
		log.Error("a mail is refused for good", "error", refused)
	}
	if err != nil {
		log.Warn("mails wait in the spool", "error", err)
	}
}

// news are what a run has to tell: to the operators what needs them, to the staff the
// digest, unless the turn that it is a part of gives it.
func (h *house) news(ctx context.Context) (messages []mail.Message, err error) {
	stale, err := h.staleReferentials(ctx)
	if err != nil {
		return nil, err
	}
	at := h.now().In(h.zone())
	if h.report.Run.ID != "" {
		if messages, err = h.warnings(ctx, stale, at); err != nil {
			return nil, err
		}
	}
	if h.ofTurn {
		return messages, nil
	}
	whole, runs, failed, err := h.joined(ctx)
	if err != nil || len(whole.Loads)+len(whole.Refused)+len(whole.Targets) == 0 {
		return messages, err
	}
	night, err := h.nightInWords(ctx, whole, stale)
	if err != nil {
		return nil, err
	}
	night.Runs, night.Failed = runs, failed
	return append(messages, mail.Digest(night, h.Mail.Staff, at)), nil
}

// staleReferentials are those that are older than the configuration allows.
func (h *house) staleReferentials(ctx context.Context) (stale []nomenclature.Standing, err error) {
	all, err := h.store.LookupVersions(ctx)
	for _, s := range h.standings(all, h.now()) {
		if s.Stale {
			stale = append(stale, s.Standing)
		}
	}
	return stale, err
}

func (h *house) nightInWords(ctx context.Context, whole report.Report, stale []nomenclature.Standing) (n mail.Night, err error) {
	n = mail.Night{Run: whole.Run, Loads: whole.Loads, Errors: whole.Count(finding.Error), Warnings: whole.Count(finding.Warning),
		Stale: stale, Report: absolute(filepath.Join(h.Reports, whole.Run.ID+".html")), PushesFailed: h.givenUp}
	for _, d := range whole.Refused {
		n.Unread = append(n.Unread, d.Name)
	}
	for _, t := range whole.Targets {
		n.Feeds = append(n.Feeds, asFeed(t))
	}
	for _, v := range whole.Referentials {
		if !v.LoadedAt.Before(whole.Run.StartedAt) {
			n.Refreshed = append(n.Refreshed, v.Version)
		}
	}
	waits := whole.Catalogue.Awaiting
	n.Awaiting = mail.Awaiting{Organismes: waits.Organismes, Formations: waits.Formations, Sessions: waits.Sessions}
	if n.Awaiting.Requests, err = h.waitingRequests(ctx); err != nil {
		return n, err
	}
	_, n.Awaiting.Questions, err = h.store.Tasks(ctx, store.TaskFilter{Limit: 1})
	return n, err
}

func (h *house) waitingRequests(ctx context.Context) (int, error) {
	waiting, err := h.store.Requests(ctx, journal.Waiting)
	return len(waiting), err
}

func asFeed(t report.Target) mail.Feed {
	feed := mail.Feed{Title: t.Title, Publication: t.Publication}
	if day, err := time.Parse("02/01/2006", t.InPlace); err == nil {
		feed.InPlace = day
	}
	return feed
}

// tellSender puts in the spool the mail that answers a delivery, when the sender has an
// address: at once, so that a run which is killed later has answered. run is the one
// that the answer is about, of which one mail goes out; empty for a file that no run
// can read, and that is told once however long it stays in the inbox.
func (h *house) tellSender(ctx context.Context, d incoming, files answer.Files, run string) error {
	if !h.Mail.Enabled() {
		return nil
	}
	to, err := h.addressOf(ctx, d.sender)
	if err != nil || to == "" {
		return err
	}
	answered, err := mail.ReadAnswer(files, h.Mail.MaxAttachment(), h.Mail.Signature)
	if err != nil {
		return fmt.Errorf("answer the sender by mail: %w", err)
	}
	answered.Delivery, answered.Run, answered.To = d.SHA256, run, []string{to}
	if _, err := h.Mail.Queue(ctx, h.store, mail.Outcome(answered, h.now())); err != nil {
		return fmt.Errorf("answer the sender by mail: %w", err)
	}
	return nil
}

// addressOf is the address of a sender: that of the partner of its name.
func (h *house) addressOf(ctx context.Context, sender string) (string, error) {
	all, err := h.store.Partners(ctx)
	i := slices.IndexFunc(all, func(p journal.Partner) bool { return p.Name == sender && p.Deposit })
	if err != nil || i < 0 {
		return "", err
	}
	return all[i].Courriel, nil
}

func (a *app) mailCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "mail", Short: "List the mails sent and waiting, or send those that wait",
		Long: `List the last 50 mails, the newest first: sent, waiting for another attempt with the last error, or given up. It reads
the store and sends nothing: runs and the service send what is due, and « mail flush » all that waits.

Exit status: 0 done, 1 the store cannot be read.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.mails(cmd.Context()) },
	}
	cmd.AddCommand(&cobra.Command{
		Use: "flush", Short: "Try at once to send all that waits in the spool",
		Long: `Try once each mail that waits, also those that were put off to a later time, through the server of the configuration,
and keep in the store what became of it: sent, put off, or refused for good. What is put off is tried again by runs and by
the service, when it is due. Mails that another program is sending are left to it; those given up stay so.

Exit status: 0 done, 1 the server does not answer, 2 no server is configured.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.flushMails(cmd.Context()) },
	})
	return cmd
}

func (a *app) mails(ctx context.Context) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	all, err := s.Mails(ctx, 50)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(all)
	}
	p := &page{w: a.stdout, clocks: c.clocks()}
	p.write(fmt.Sprintf("Derniers courriels : %d\n", len(all)))
	for _, m := range all {
		state := "envoyé le " + p.minute(m.SentAt)
		switch {
		case m.SentAt.IsZero() && m.NextAt.IsZero():
			state = "ABANDONNÉ : " + m.LastError
		case m.SentAt.IsZero():
			state = "en attente, à essayer à partir du " + p.minute(m.NextAt) + inParentheses(m.LastError)
		}
		p.line("%-9s %-50s %v  %s", m.Kind, m.Subject, m.To, state)
	}
	return p.err
}

func (a *app) flushMails(ctx context.Context) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if !c.Mail.Enabled() {
		return misused("mail flush: no server is configured; see `mail` in the configuration")
	}
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	sender, result := mail.Sender{Config: c.Mail, Spool: s, Now: a.now}, mail.Result{}
	if _, err = s.HastenMails(ctx, a.now()); err == nil {
		result, err = sender.Flush(ctx)
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(map[string]any{"envoyes": result.Sent, "remis": result.Later, "refuses": append([]mail.Refusal{}, result.Refused...)})
	}
	for _, r := range result.Refused {
		fmt.Fprintf(a.stderr, "%v\n", r)
	}
	_, err = fmt.Fprintf(a.stdout, "%d sent, %d put off, %d refused%s\n", result.Sent, result.Later, len(result.Refused), nothingDue(result))
	return err
}

// nothingDue says why a flush did nothing.
func nothingDue(r mail.Result) string {
	if r.Sent+r.Later+len(r.Refused) > 0 {
		return ""
	}
	return ": none waits, or another program is sending them; `passerelle mail` lists them"
}
