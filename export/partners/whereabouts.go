package partners

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// answerTo is where the records that were asked about are.
type answerTo struct {
	Asked   string       `json:"recherche"`
	Records []recordLine `json:"fiches"`
	Omitted int          `json:"omises"` // records found and not listed
}

// recordLine is how far a record has come: received, validated, then in each target.
type recordLine struct {
	Kind      string      `json:"nature"` // formation, session
	Record    string      `json:"numero"`
	Formation string      `json:"formation"`
	Reference string      `json:"reference,omitempty"`
	Title     string      `json:"intitule"`
	SIRET     string      `json:"siret"`
	Formateur string      `json:"siret_formateur,omitempty"`
	Begins    string      `json:"debut,omitempty"` // AAAAMMJJ
	Ends      string      `json:"fin,omitempty"`
	Received  time.Time   `json:"recue_le"`
	Validated time.Time   `json:"validee_le,omitzero"`
	Targets   []stageLine `json:"cibles"`
}

// stageLine is how far a record has come in one target.
type stageLine struct {
	Target       string    `json:"cible"`
	Title        string    `json:"titre"`
	Stage        stage     `json:"etape"`
	Sentence     string    `json:"phrase"`          // what that means
	Reason       string    `json:"motif,omitempty"` // code of why it is excluded
	Exported     bool      `json:"exportee"`        // it is in the feed in place
	Judged       time.Time `json:"examinee_le,omitzero"`
	Published    time.Time `json:"publiee_le,omitzero"`
	Fetched      time.Time `json:"recuperee_le,omitzero"`
	Acknowledged time.Time `json:"acquittee_le,omitzero"`
}

// stage is the last that a record has reached in a target.
type stage string

const (
	stageReceived  stage = "recue"
	stageValidated stage = "validee"
	stageExcluded  stage = "exclue"
	stageToPublish stage = "a-publier"
	stagePublished stage = "publiee"
	stageFetched   stage = "recuperee"
	stageAccepted  stage = "acceptee"
	stageRejected  stage = "refusee"
)

const (
	maxRecordLines  = 1000 // listed in one answer
	maxNumber       = 128  // bytes of the number of a record
	questionTimeout = 20 * time.Second
	sessionKind     = "session"
)

// sessions answers « is my session exported? » for an organisation.
func (s *Server) sessions(v *visit) error {
	siret, number := v.r.PathValue("siret"), v.r.URL.Query().Get("numero")
	if len(siret) != 14 || strings.Trim(siret, "0123456789") != "" {
		return refusal(http.StatusBadRequest, "Un SIRET a 14 chiffres.", "A SIRET has 14 digits.")
	}
	return s.locate(v, siret, func(w journal.Whereabouts) bool {
		ours := w.Kind == sessionKind && (w.SIRET == siret || w.Formateur == siret)
		return ours && (number == "" || slices.Contains([]string{w.Record, w.Reference, w.Formation}, number))
	})
}

// records answers for a formation or session, by its number or the organisation's own.
func (s *Server) records(v *visit) error {
	id := v.r.PathValue("id")
	if len(id) > maxNumber || strings.ContainsFunc(id, unicode.IsControl) {
		return refusal(http.StatusBadRequest, "Ce numéro est mal écrit.", "This number is malformed.")
	}
	return s.locate(v, id, func(w journal.Whereabouts) bool {
		named := slices.Contains([]string{w.Record, w.Reference, w.Formation}, id)
		return named || w.SIRET != id && w.Formateur != id // a session by the number of its formation; not by a SIRET
	})
}

func (s *Server) locate(v *visit, what string, wanted func(journal.Whereabouts) bool) error {
	if len(v.partner.Targets) == 0 {
		return refusal(http.StatusForbidden, "Votre jeton n'ouvre aucun flux : il ne permet pas cette recherche.", "Your token opens no feed: it does not allow this search.")
	}
	all, err := s.whereabouts(v.r.Context(), what)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(w journal.Whereabouts) bool { return !wanted(w) })
	if len(all) == 0 {
		return unheardOf()
	}
	a := answerTo{Asked: what, Omitted: max(0, len(all)-maxRecordLines)}
	for _, w := range all[:min(len(all), maxRecordLines)] {
		a.Records = append(a.Records, s.recordLine(w, v.partner))
	}
	v.Header().Set("Cache-Control", "private, no-store")
	return v.either("fiches", a)
}

func unheardOf() error {
	return refusal(http.StatusNotFound, "Aucune fiche de ce numéro ou de ce SIRET n'a été reçue.", "No record of that number or SIRET was received.")
}

// whereabouts asks the catalogue, a few questions at a time.
func (s *Server) whereabouts(ctx context.Context, what string) ([]journal.Whereabouts, error) {
	ctx, cancel := context.WithTimeout(ctx, questionTimeout)
	defer cancel()
	select {
	case s.questions <- struct{}{}:
		defer func() { <-s.questions }()
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) { // the client left
			return nil, ctx.Err()
		}
		return nil, busy(http.StatusServiceUnavailable, 10*time.Second, "Trop de recherches sont en cours : réessayez dans quelques secondes.",
			"Too many searches are under way: try again in a few seconds.")
	}
	all, err := s.store.Whereabouts(ctx, what)
	if errors.Is(err, store.ErrUnknown) {
		return nil, unheardOf()
	}
	return all, err
}

// recordLine tells a partner of a record: of its own targets, and of no other partner.
func (s *Server) recordLine(w journal.Whereabouts, p journal.Partner) recordLine {
	line := recordLine{Kind: w.Kind, Record: w.Record, Formation: w.Formation, Reference: w.Reference, Title: w.Intitule, SIRET: w.SIRET, Formateur: w.Formateur,
		Begins: w.Debut, Ends: w.Fin, Received: w.ReceivedAt, Validated: w.ValidatedAt}
	for _, target := range p.Targets {
		l := stageLine{Target: target, Title: cmp.Or(s.Titles[target], target)}
		i := slices.IndexFunc(w.Targets, func(p journal.Passage) bool { return p.Target == target })
		if i < 0 {
			l.notJudged(w)
		} else {
			l.judged(w.Targets[i], s.Zone)
		}
		line.Targets = append(line.Targets, l)
	}
	return line
}

// notJudged: no export has looked at the record yet.
func (l *stageLine) notJudged(w journal.Whereabouts) {
	switch {
	case w.State == journal.Rejected:
		l.Stage, l.Sentence = stageReceived, "Reçue, et refusée à la validation."
	case w.State == journal.Archived:
		l.Stage, l.Sentence = stageReceived, "Retirée du catalogue."
	case w.ValidatedAt.IsZero():
		l.Stage, l.Sentence = stageReceived, "Reçue ; elle attend d'être validée."
	default:
		l.Stage, l.Sentence = stageValidated, "Validée ; le prochain export l'examinera."
	}
}

func (l *stageLine) judged(p journal.Passage, zone *time.Location) {
	l.Judged, l.Reason = p.Since, p.Reason
	if !p.Exported {
		l.Stage, l.Sentence = stageExcluded, cmp.Or(p.Sentence, "Elle ne remplit pas une condition de ce flux.")
		return
	}
	if p.Published == nil {
		l.Stage, l.Sentence = stageToPublish, "Retenue pour ce flux ; le flux n'est pas encore publié."
		return
	}
	day := func(at time.Time) string { return at.In(zone).Format("02/01/2006") }
	l.Exported, l.Published = true, p.Published.At
	l.Stage, l.Sentence = stagePublished, "Dans le flux publié depuis le "+day(p.Published.At)+"."
	if p.Fetched != nil {
		l.Fetched = p.Fetched.At
		l.Stage, l.Sentence = stageFetched, "Dans le flux récupéré le "+day(p.Fetched.At)+"."
	}
	if a := p.Acknowledged; a != nil {
		l.Acknowledged = a.At
		l.Stage, l.Sentence = stageAccepted, "Acceptée par le destinataire le "+day(a.At)+"."
		if !a.Accepted {
			l.Stage, l.Sentence = stageRejected, cmp.Or(a.Sentence, a.Message, "Refusée par le destinataire.")
		}
	}
}
