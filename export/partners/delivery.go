package partners

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"regexp"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// deliveryState is where a delivery stands.
type deliveryState string

const (
	deliveryWaits   deliveryState = "en-attente" // in the inbox
	deliveryTaken   deliveryState = "prise-en-charge"
	deliveryLoaded  deliveryState = "chargee"
	deliveryRefused deliveryState = "refusee" // it could not be read: nothing was taken
)

// deliveryLine is what a sender is told of its delivery.
type deliveryLine struct {
	SHA256   string        `json:"sha256"`
	Name     string        `json:"nom"`
	Size     int64         `json:"octets"`
	At       time.Time     `json:"recu_le"`
	State    deliveryState `json:"etat"`
	Sentence string        `json:"phrase"`
	Known    bool          `json:"deja_recue,omitempty"` // the same bytes had come before
	Self     string        `json:"suivi"`
	Run      string        `json:"run,omitempty"` // that loaded it last
	Sheets   []sheetLine   `json:"feuilles,omitempty"`
}

// sheetLine accounts for the rows of one sheet.
type sheetLine struct {
	Sheet string `json:"feuille,omitempty"`
	journal.Counts
}

var sha256Shape = regexp.MustCompile(`^[0-9a-f]{64}$`)

// delivery tells a sender what became of what it left, and of nobody else's.
func (s *Server) delivery(v *visit) error {
	sum := v.r.PathValue("sha256")
	if s.Inbox == "" || !ValidName(v.partner.Name) || !sha256Shape.MatchString(sum) {
		return notFound()
	}
	r, err := s.deposits.find(v.partner.Name, sum)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound()
	}
	if err != nil {
		return err
	}
	line, err := s.follow(v.r.Context(), r)
	if err != nil {
		return err
	}
	v.Header().Set("Cache-Control", "no-store")
	return v.json(http.StatusOK, line)
}

// follow says what became of a delivery: the store knows those that were loaded.
func (s *Server) follow(ctx context.Context, r receipt) (deliveryLine, error) {
	line := deliveryLine{SHA256: r.SHA256, Name: r.Name, Size: r.Size, At: r.At, State: deliveryTaken, Self: "/deliveries/" + r.SHA256,
		Sentence: "La livraison a quitté la boîte de réception : elle est en cours de traitement. La réponse vous parvient par courriel."}
	run, loaded, err := s.store.DeliveryLoaded(ctx, r.SHA256)
	if err != nil {
		return line, err
	}
	if loaded {
		line.State, line.Run, line.Sentence = deliveryLoaded, run, "La livraison est chargée."
		line.Sheets, err = s.sheets(ctx, run, r.SHA256)
		return line, err
	}
	switch {
	case s.Answered != nil && s.Answered(r.Sender, r.SHA256):
		line.State, line.Sentence = deliveryRefused, "La livraison n'a pu être lue : rien n'en a été repris. La réponse, qui vous parvient par courriel, dit pourquoi et que faire."
	case s.deposits.waits(r):
		line.State, line.Sentence = deliveryWaits, "La livraison est reçue ; elle sera chargée au prochain passage."
	}
	return line, nil
}

func (s *Server) sheets(ctx context.Context, run, sha256 string) (lines []sheetLine, err error) {
	loads, err := s.store.Loads(ctx, run)
	for _, l := range loads {
		if l.Delivery == sha256 {
			lines = append(lines, sheetLine{l.Sheet, l.Counts})
		}
	}
	return lines, err
}
