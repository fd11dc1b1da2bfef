package partners

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// deposit takes a delivery: the body itself, or the one file of a form.
func (s *Server) deposit(v *visit) error {
	if err := s.mayDeposit(v); err != nil {
		return err
	}
	end, err := s.transfers.begin(v.partner.Name)
	if err != nil {
		return err
	}
	defer end()
	if v.r.ContentLength > s.limits.MaxDelivery+formOverhead {
		return s.tooLarge()
	}
	body := &slowBody{v: v, r: http.MaxBytesReader(v.w, v.r.Body, s.limits.MaxDelivery+formOverhead), began: time.Now()}
	return s.explain(s.takeIn(v, body))
}

// formOverhead is what a form may add to the file, in bytes.
const formOverhead = 64 << 10

// slowBody gives a sender the time that all it sends takes at the lowest rate: a byte
// now and then does not keep a place for ever.
type slowBody struct {
	v     *visit
	r     io.Reader
	began time.Time
	taken int64
}

func (b *slowBody) Read(p []byte) (n int, err error) {
	b.v.await(b.began.Add(b.v.s.limits.allowance(b.taken + int64(len(p)))))
	n, err = b.r.Read(p)
	b.taken += int64(n)
	return n, err
}

func (s *Server) mayDeposit(v *visit) error {
	switch {
	case s.Inbox == "" || !v.partner.Deposit:
		return refusal(http.StatusForbidden, "Votre jeton ne permet pas de déposer des livraisons.", "Your token does not allow deliveries.")
	case !ValidName(v.partner.Name):
		s.Log.Error("a partner whose name cannot be that of a folder sends deliveries; rename it", "partner", v.partner.Name)
		return refusal(http.StatusForbidden, "Votre compte n'est pas prêt à déposer des livraisons : prévenez votre correspondant.", "Your account is not ready for deliveries: tell your contact.")
	case v.r.Header.Get("Content-Encoding") != "" && !strings.EqualFold(v.r.Header.Get("Content-Encoding"), "identity"):
		return refusal(http.StatusUnsupportedMediaType, "Envoyez le fichier tel quel, sans Content-Encoding.", "Send the file as it is, without Content-Encoding.")
	}
	return nil
}

// takeIn writes a delivery beside its place, then gives it its name.
func (s *Server) takeIn(v *visit, body io.Reader) error {
	kind, parameters, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		return s.takeForm(v, multipart.NewReader(body, parameters["boundary"]))
	}
	up, err := s.deposits.begin(v.partner.Name, statedName(v.r.Header))
	if err != nil {
		return err
	}
	defer up.abandon()
	if err := up.fill(body, s.limits.MaxDelivery); err != nil {
		return err
	}
	return s.receipt(v, up)
}

// takeForm takes the one file of a form. A second one is refused before the first is
// given its name: half of what was sent is not what was sent.
func (s *Server) takeForm(v *visit, form *multipart.Reader) error {
	var up *upload
	for n := 0; n < 100; n++ {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errForm, err)
		}
		if part.FileName() == "" {
			continue
		}
		if up != nil {
			return refusal(http.StatusBadRequest, "Envoyez un fichier à la fois.", "Send one file at a time.")
		}
		if up, err = s.deposits.begin(v.partner.Name, part.FileName()); err != nil {
			return err
		}
		defer up.abandon()
		if err := up.fill(part, s.limits.MaxDelivery); err != nil {
			return err
		}
	}
	if up == nil {
		return refusal(http.StatusBadRequest, "Le formulaire ne contient pas de fichier.", "The form holds no file.")
	}
	return s.receipt(v, up)
}

// statedName is the name of the file that a sender gives beside its bytes.
func statedName(h http.Header) string {
	if _, parameters, err := mime.ParseMediaType(h.Get("Content-Disposition")); err == nil && parameters["filename"] != "" {
		return parameters["filename"]
	}
	name := h.Get("X-Filename")
	if decoded, err := url.PathUnescape(name); err == nil {
		return decoded
	}
	return name
}

func (s *Server) tooLarge() error {
	most := s.limits.MaxDelivery >> 20
	return refusal(http.StatusRequestEntityTooLarge, fmt.Sprintf("Le fichier dépasse %d Mio, le plus qui soit admis.", most), fmt.Sprintf("The file is larger than %d MiB, the most that is accepted.", most))
}

var (
	errTooLarge = errors.New("larger than a delivery may be")
	errForm     = errors.New("malformed form")
)

// explain tells a sender what stopped its file, when it can do something about it.
func (s *Server) explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errTooLarge) || isMaxBytes(err):
		return s.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return refusal(http.StatusRequestTimeout, "Le fichier arrive trop lentement ; recommencez.", "The file comes too slowly; try again.")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		p := refusal(http.StatusInsufficientStorage, "Le serveur n'a plus de place pour ce fichier ; recommencez plus tard.", "The server has no room for this file; try again later.")
		p.cause = err
		return p
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, errForm):
		return refusal(http.StatusBadRequest, "L'envoi est incomplet ou mal formé ; recommencez.", "What was sent is incomplete or malformed; try again.")
	}
	return err
}

func isMaxBytes(err error) bool {
	_, ok := errors.AsType[*http.MaxBytesError](err)
	return ok
}

// upload is a delivery on its way in.
type upload struct {
	to     *deposits
	sender string
	name   string
	file   *os.File
	sum    hash.Hash
	size   int64
}

// begin opens a file that nobody looks at yet.
func (d *deposits) begin(sender, stated string) (*upload, error) {
	name, ok := safeName(stated)
	if !ok {
		return nil, refusal(http.StatusUnsupportedMediaType, "Donnez au fichier un nom qui finit par "+strings.Join(accepted, ", ")+" (Content-Disposition ou X-Filename).",
			"Give the file a name that ends in "+strings.Join(accepted, ", ")+" (Content-Disposition or X-Filename).")
	}
	folder := filepath.Join(d.inbox, sender)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(folder, partPrefix+"*"+partSuffix)
	if err != nil {
		return nil, err
	}
	return &upload{to: d, sender: sender, name: name, file: f, sum: sha256.New()}, nil
}

// fill writes what is sent, up to the most that is admitted.
func (u *upload) fill(body io.Reader, most int64) (err error) {
	u.size, err = io.Copy(io.MultiWriter(u.file, u.sum), io.LimitReader(body, most+1))
	switch {
	case err != nil:
		return err
	case u.size > most:
		return errTooLarge
	case u.size == 0:
		return refusal(http.StatusBadRequest, "Le fichier est vide.", "The file is empty.")
	}
	return errors.Join(u.file.Chmod(0o640), u.file.Sync())
}

func (u *upload) sha256() string { return hex.EncodeToString(u.sum.Sum(nil)) }

// abandon leaves nothing of what was not given its name.
func (u *upload) abandon() {
	u.file.Close()
	os.Remove(u.file.Name())
}

// receipt keeps the delivery, unless the same bytes are waiting or were loaded, and
// says where to ask what becomes of it.
func (s *Server) receipt(v *visit, up *upload) error {
	r, known, err := s.deposits.keep(v.r.Context(), up, s.Now(), func(ctx context.Context, sha256 string) (bool, error) {
		_, loaded, err := s.store.DeliveryLoaded(ctx, sha256)
		return loaded, err
	})
	if err != nil {
		return err
	}
	line, err := s.follow(v.r.Context(), r)
	if err != nil {
		return err
	}
	s.Log.Info("delivery received", "partner", r.Sender, "sha256", r.SHA256, "bytes", r.Size, "file", shorten(r.File), "known", known, "request", v.id)
	if s.Received != nil {
		s.Received(v.r.Context(), v.partner, journal.Delivery{SHA256: r.SHA256, Name: r.Name, Size: r.Size, ReceivedAt: r.At}, known)
	}
	v.Header().Set("Location", line.Self)
	v.Header().Set("Cache-Control", "no-store")
	if line.Known = known; known {
		return v.json(http.StatusOK, line)
	}
	return v.json(http.StatusAccepted, line)
}
