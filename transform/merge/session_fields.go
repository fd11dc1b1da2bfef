package merge

import (
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// sessionFields leaves out the months of entry, which only stand in for a
// missing date: see months.go.
var sessionFields = []field[offre.Session]{
	{layout.SessionReference, text(func(s *offre.Session) *string { return &s.Reference })},
	{layout.SessionAction, text(func(s *offre.Session) *string { return &s.Action })},
	{layout.SessionDebut, date(func(s *offre.Session) *offre.Date { return &s.Debut })},
	{layout.SessionFin, date(func(s *offre.Session) *offre.Date { return &s.Fin })},
	{layout.SessionEntreesSorties, text(func(s *offre.Session) *string { return &s.EntreesSorties })},
	{layout.SessionNumeroMarche, text(func(s *offre.Session) *string { return &s.NumeroMarche })},
	{layout.SessionDispositif, func(s *offre.Session, v value) { s.Dispositif = offre.Dispositif(v.text) }},
	{layout.SessionFinanceurs, list(func(s *offre.Session) *[]string { return &s.Financeurs })},
	{layout.SessionLieuNom, text(func(s *offre.Session) *string { return &s.Lieu.Adresse.Denomination })},
	{layout.SessionLieuAdresse, street(sessionLieu)},
	{layout.SessionLieuComplement, complement(sessionLieu)},
	{layout.SessionLieuCodePostal, text(func(s *offre.Session) *string { return &s.Lieu.Adresse.CodePostal })},
	{layout.SessionLieuVille, text(func(s *offre.Session) *string { return &s.Lieu.Adresse.Ville })},
	{layout.SessionLieuINSEE, text(func(s *offre.Session) *string { return &s.Lieu.Adresse.CodeINSEE })},
	{layout.SessionLieuSIRET, text(func(s *offre.Session) *string { return &s.Lieu.SIRET })},
	{layout.SessionLieuUAI, text(func(s *offre.Session) *string { return &s.Lieu.UAI })},
	{layout.SessionFormateurSIRET, text(func(s *offre.Session) *string { return &s.Formateur })},
	{layout.SessionFormateurNom, text(func(s *offre.Session) *string { return &s.FormateurNom })},
	{layout.SessionContactCivilite, text(func(s *offre.Session) *string { return &s.Contact.Civilite })},
	{layout.SessionContactNom, text(func(s *offre.Session) *string { return &s.Contact.Nom })},
	{layout.SessionContactPrenom, text(func(s *offre.Session) *string { return &s.Contact.Prenom })},
	{layout.SessionContactFonction, text(func(s *offre.Session) *string { return &s.Contact.Fonction })},
	{layout.SessionContactTel, text(func(s *offre.Session) *string { return &s.Contact.Telephone })},
	{layout.SessionContactMail, text(func(s *offre.Session) *string { return &s.Contact.Courriel })},
	{layout.SessionInscrAdresse, street(sessionInscription)},
	{layout.SessionInscrCodePostal, text(func(s *offre.Session) *string { return &s.AdresseInscription.CodePostal })},
	{layout.SessionInscrVille, text(func(s *offre.Session) *string { return &s.AdresseInscription.Ville })},
	{layout.SessionInscrDebut, date(func(s *offre.Session) *offre.Date { return &s.InscriptionDebut })},
	{layout.SessionInscrFin, date(func(s *offre.Session) *offre.Date { return &s.InscriptionFin })},
	{layout.SessionInscrModalites, text(func(s *offre.Session) *string { return &s.ModalitesInscription })},
	{layout.SessionEtatRecrutement, text(func(s *offre.Session) *string { return &s.EtatRecrutement })},
	{layout.SessionPlaces, whole(func(s *offre.Session) *int { return &s.Places })},
	{layout.SessionRythme, text(func(s *offre.Session) *string { return &s.Rythme })},
	{layout.SessionAlternance, text(func(s *offre.Session) *string { return &s.Alternance })},
	{layout.SessionEnseignement, text(func(s *offre.Session) *string { return &s.Enseignement })},
	{layout.SessionConditions, text(func(s *offre.Session) *string { return &s.ConditionsSpecifiques })},
	{layout.SessionNiveauOblig, text(func(s *offre.Session) *string { return &s.NiveauEntreeObligatoire })},
	{layout.SessionPriseEnCharge, text(func(s *offre.Session) *string { return &s.PriseEnCharge })},
	{layout.SessionDetailPrise, text(func(s *offre.Session) *string { return &s.DetailPriseEnCharge })},
	{layout.SessionConventionne, text(func(s *offre.Session) *string { return &s.Conventionnement })},
	{layout.SessionHeuresCentre, whole(func(s *offre.Session) *int { return &s.HeuresCentre })},
	{layout.SessionHeuresEntr, whole(func(s *offre.Session) *int { return &s.HeuresEntreprise })},
	{layout.SessionHeuresTotal, whole(func(s *offre.Session) *int { return &s.HeuresTotal })},
	{layout.SessionDuree, text(func(s *offre.Session) *string { return &s.DureeIndicative })},
	{layout.SessionPrixTotal, text(func(s *offre.Session) *string { return &s.PrixTotal })},
	{layout.SessionPrixHoraire, text(func(s *offre.Session) *string { return &s.PrixHoraire })},
	{layout.SessionFraisRestants, text(func(s *offre.Session) *string { return &s.FraisRestants })},
	{layout.SessionRecrutement, text(func(s *offre.Session) *string { return &s.ModalitesRecrutement })},
	{layout.SessionPerimetre, text(func(s *offre.Session) *string { return &s.PerimetreRecrutement })},
	{layout.SessionPedagogie, text(func(s *offre.Session) *string { return &s.ModalitesPedagogiques })},
	{layout.SessionLangues, list(func(s *offre.Session) *[]string { return &s.Langues })},
	{layout.SessionRestauration, text(func(s *offre.Session) *string { return &s.Restauration })},
	{layout.SessionHebergement, text(func(s *offre.Session) *string { return &s.Hebergement })},
	{layout.SessionTransport, text(func(s *offre.Session) *string { return &s.Transport })},
	{layout.SessionAcces, text(func(s *offre.Session) *string { return &s.AccesHandicapes })},
	{layout.SessionURL, text(func(s *offre.Session) *string { return &s.URL })},
	{layout.SessionBesides, beyond(sessionBeyond)},
	{layout.SessionReste, raw(func(s *offre.Session) *[]offre.Brut { return &s.Reste })},
	{layout.SessionResteAction, raw(func(s *offre.Session) *[]offre.Brut { return &s.Modalites.Reste })},
}

func sessionLieu(s *offre.Session) *offre.Adresse        { return &s.Lieu.Adresse }
func sessionInscription(s *offre.Session) *offre.Adresse { return &s.AdresseInscription }
