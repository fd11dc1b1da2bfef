package mail

import (
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Arrival is a file that a sender has just left.
type Arrival struct {
	Delivery journal.Delivery
	To       []string
	Due      time.Time // when it will be dealt with; zero: at the next run
	Again    bool      // the same file, byte for byte, had been dealt with already
}

// Receipt tells a sender that a file has arrived: once a day for one file.
func Receipt(a Arrival, at time.Time) Message {
	d := a.Delivery
	return Message{
		Key: key(KindReceipt, reference(d.SHA256), people(a.To), day(at)), Kind: KindReceipt, To: a.To, At: at,
		Subject: "Bien reçu : " + line(d.Name, maxNamed),
		letter: letter{Hello: true, Blocks: []block{
			{Paragraphs: []string{"Nous avons bien reçu votre fichier. Il est conservé tel que vous l'avez envoyé."}},
			{Facts: []fact{
				{"Fichier", line(d.Name, maxNamed)},
				{"Taille", size(d.Size)},
				{"Reçu le", frenchInstant(d.ReceivedAt, at)},
				{"Référence", reference(d.SHA256)},
				{"Empreinte", d.SHA256},
			}},
			{Paragraphs: a.next(at)},
		}},
	}
}

// reference names a delivery in a few characters that can be read over a telephone.
func reference(sha256 string) string { return sha256[:min(len(sha256), 12)] }

func (a Arrival) next(at time.Time) []string {
	when := "lors du prochain passage"
	if !a.Due.IsZero() {
		when = "à partir du " + frenchInstant(a.Due, at)
	}
	if a.Again {
		return []string{"Ce fichier est identique, octet pour octet, à un fichier déjà traité : rien ne sera repris une seconde fois.",
			"Si vous pensiez envoyer une version corrigée, vérifiez que c'est bien elle que vous avez jointe."}
	}
	return []string{fmt.Sprintf("Il sera traité %s. Un second message vous dira ce qui a été repris et ce qui est à corriger.", when),
		"Si vous nous écrivez à son sujet, rappelez sa référence."}
}
