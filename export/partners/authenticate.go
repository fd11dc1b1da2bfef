package partners

import (
	"crypto/subtle"
	"net/http"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// credentials are what a request shows.
type credentials struct {
	token string
	user  string
	basic bool
}

// shown reads the credentials of a request; ok is false when there are none, or some
// that cannot be a token of ours.
func shown(r *http.Request) (c credentials, given, ok bool) {
	values := r.Header.Values("Authorization")
	if len(values) == 0 {
		return c, false, false
	}
	scheme, rest, _ := strings.Cut(values[0], " ")
	if strings.EqualFold(scheme, "Bearer") {
		c.token = strings.TrimSpace(rest)
	} else {
		c.user, c.token, c.basic = r.BasicAuth()
	}
	whole := tokenShape.FindString(c.token) == c.token && c.token != ""
	return c, true, whole && len(values) == 1
}

// authenticate finds whose the token of a request is.
func (s *Server) authenticate(v *visit) error {
	c, given, ok := shown(v.r)
	if !given {
		return s.challenge(v, "Un jeton est nécessaire : « Authorization: Bearer JETON ».", "A token is needed: \"Authorization: Bearer TOKEN\".")
	}
	hash := HashToken(c.token)
	if wait, tell := s.throttle.wait(v.from, s.Now()); wait > 0 && !s.familiar.has(hash) {
		return s.throttled(v, wait, tell)
	}
	why := errUnknownToken
	var p journal.Partner
	if ok {
		var err error
		if p, ok, err = s.store.PartnerByHash(v.r.Context(), hash); err != nil {
			return unavailable(err)
		}
	}
	if ok {
		why = objection(p, c, s.Now())
	}
	s.familiar.set(hash, why == nil)
	if why != nil {
		return s.deny(v, p.Name, why)
	}
	v.partner = p
	s.accounts.touch(p.Name, s.Now())
	return nil
}

// denial is why a token is refused.
type denial struct{ word, french, english string }

var (
	errUnknownToken = &denial{"unknown", "Ce jeton est inconnu. Demandez-en un à votre correspondant.", "This token is unknown. Ask your contact for one."}
	errRevoked      = &denial{"revoked", "Ce jeton a été révoqué. Demandez-en un nouveau à votre correspondant.", "This token was revoked. Ask your contact for a new one."}
	errNoBasic      = &denial{"basic", "Ce jeton n'est accepté que sous la forme « Authorization: Bearer JETON ».", "This token is accepted as \"Authorization: Bearer TOKEN\" only."}
	errUser         = &denial{"user", "Le nom d'utilisateur n'est pas celui du jeton.", "The user name is not that of the token."}
)

func errExpired(at time.Time) *denial {
	day := at.UTC()
	return &denial{"expired", "Ce jeton a expiré le " + day.Format("02/01/2006 à 15:04") + " (UTC). Demandez-en un nouveau à votre correspondant.",
		"This token expired on " + day.Format(time.RFC3339) + ". Ask your contact for a new one."}
}

// objection says why a partner may not come in with what it shows. It is told to
// none but the one who has the token.
func objection(p journal.Partner, c credentials, now time.Time) *denial {
	switch {
	case !p.RevokedAt.IsZero():
		return errRevoked
	case !p.ExpiresAt.IsZero() && !now.Before(p.ExpiresAt):
		return errExpired(p.ExpiresAt)
	case c.basic && !p.Basic:
		return errNoBasic
	case c.basic && subtle.ConstantTimeCompare([]byte(c.user), []byte(p.Name)) == 0:
		return errUser
	}
	return nil
}

func (s *Server) deny(v *visit, partner string, why *denial) error {
	s.throttle.fail(v.from, s.Now())
	s.Log.Warn("token refused", "why", why.word, "partner", partner, "remote", v.from, "request", v.id)
	return s.challenge(v, why.french, why.english)
}

func (s *Server) challenge(v *visit, french, english string) error {
	v.Header().Add("WWW-Authenticate", `Bearer realm="passerelle"`)
	v.Header().Add("WWW-Authenticate", `Basic realm="passerelle", charset="UTF-8"`)
	return refusal(http.StatusUnauthorized, french, english)
}

// throttled answers one of a flood without looking anything up.
func (s *Server) throttled(v *visit, wait time.Duration, tell bool) error {
	v.quiet = true
	if tell {
		s.Log.Warn("failed authentications are throttled", "remote", v.from, "request", v.id)
	}
	return busy(http.StatusTooManyRequests, wait, "Trop de jetons refusés sont venus de votre adresse : attendez avant d'essayer encore.",
		"Too many refused tokens came from your address: wait before you try again.")
}
