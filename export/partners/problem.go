package partners

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// problem is an answer that is not what was asked for: RFC 9457, in French for
// people and in English for those who read no French.
type problem struct {
	Type    string `json:"type"` // always about:blank: the status says it all
	Title   string `json:"title"`
	Status  int    `json:"status"`
	Detail  string `json:"detail"`
	English string `json:"detail_en"`

	retry time.Duration // when to come back
	cause error         // for the log
}

func (p *problem) Error() string { return fmt.Sprintf("%d: %s", p.Status, p.English) }
func (p *problem) Unwrap() error { return p.cause }

// titles are those of the statuses that problems have.
var titles = map[int]string{
	http.StatusBadRequest:                   "Demande incorrecte",
	http.StatusUnauthorized:                 "Non authentifié",
	http.StatusForbidden:                    "Non autorisé",
	http.StatusNotFound:                     "Introuvable",
	http.StatusMethodNotAllowed:             "Méthode non admise",
	http.StatusRequestTimeout:               "Envoi trop lent",
	http.StatusGone:                         "N'est plus disponible",
	http.StatusRequestEntityTooLarge:        "Fichier trop volumineux",
	http.StatusUnsupportedMediaType:         "Type de fichier non admis",
	http.StatusRequestedRangeNotSatisfiable: "Partie inexistante",
	http.StatusTooManyRequests:              "Trop de demandes",
	http.StatusInternalServerError:          "Erreur du serveur",
	http.StatusServiceUnavailable:           "Service momentanément indisponible",
	http.StatusInsufficientStorage:          "Espace insuffisant",
}

func refusal(status int, french, english string) *problem {
	return &problem{Type: "about:blank", Title: titles[status], Status: status, Detail: french, English: english}
}

// notFound is the one answer to what is not there and to what is another's.
func notFound() *problem {
	return refusal(http.StatusNotFound, "Rien ne se trouve à cette adresse, ou votre jeton n'y donne pas accès. Ce qui vous est ouvert est listé sous /feeds/.",
		"Nothing is at this address, or your token does not open it. What is open to you is listed under /feeds/.")
}

// busy asks to come back.
func busy(status int, retry time.Duration, french, english string) *problem {
	p := refusal(status, french, english)
	p.retry = retry
	return p
}

// unavailable says that whose a token is cannot be told for now: the store does not
// answer. Who is told so comes back; who is told of an error may take it for its own.
func unavailable(cause error) *problem {
	p := busy(http.StatusServiceUnavailable, retryUnavailable, "Le service est momentanément indisponible ; réessayez dans une minute.",
		"The service is unavailable for now; try again in a minute.")
	p.cause = cause
	return p
}

// retryUnavailable is when to come back once the store is expected to answer again.
const retryUnavailable = time.Minute

// asProblem makes an error of the program one that says nothing of its inside.
func asProblem(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	p := refusal(http.StatusInternalServerError, "Le serveur n'a pas pu répondre. L'incident est consigné ; réessayez plus tard.",
		"The server could not answer. This was recorded; try again later.")
	p.cause = err
	return p
}

// write answers with the problem, as a page when that is what is preferred.
func (p *problem) write(v *visit) {
	h := v.Header()
	for _, name := range []string{"Content-Length", "Content-Encoding", "Content-Disposition", "Content-Location", "ETag", "Last-Modified", "Repr-Digest", "Vary"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept")
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(p.retry.Seconds()))))
	}
	if prefersHTML(v.r) {
		v.page(p.Status, "probleme", p)
		return
	}
	h.Set("Content-Type", "application/problem+json")
	v.WriteHeader(p.Status)
	body, _ := json.Marshal(p) // strings and a number never fail
	_, _ = v.Write(append(body, '\n'))
}

// json answers with a document.
func (v *visit) json(status int, document any) error {
	body, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	v.Header().Set("Content-Type", "application/json")
	v.WriteHeader(status)
	_, _ = v.Write(append(body, '\n')) // who is gone needs no answer
	return nil
}

// either answers with a page or a document, as the client prefers.
func (v *visit) either(page string, document any) error {
	v.Header().Add("Vary", "Accept")
	if prefersHTML(v.r) {
		return v.page(http.StatusOK, page, document)
	}
	return v.json(http.StatusOK, document)
}
