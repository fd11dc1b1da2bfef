package store

import (
	"context"
	"database/sql"
	"iter"
	"strings"
)

// datum is what a column holds, whatever the dialect calls it.
type datum int

const (
	words   datum = iota // text
	jsonDoc              // JSON, kept to the byte
	whole                // integer
	flag                 // true or false
	moment               // instant
	octets               // bytes
	number               // that the store gives to each row, in the order in which they come
)

// shape is a table as every dialect has it: what is computed from other columns is
// left out. Its rows have one order, that of its key.
type shape struct {
	name   string
	fields []field
	key    string
}

type field struct {
	name  string
	datum datum
	of    string // table whose number it is, for a reference to one
}

// fields reads a list of columns: « nom », or « nom:datum ».
func fields(list string) (all []field) {
	for _, f := range strings.Fields(list) {
		name, kind, _ := strings.Cut(f, ":")
		of, known := data[kind]
		if !known { // a reference to the number of a row of that table
			all = append(all, field{name: name, datum: number, of: kind})
			continue
		}
		all = append(all, field{name: name, datum: of})
	}
	return all
}

var data = map[string]datum{"": words, "doc": jsonDoc, "int": whole, "bool": flag, "le": moment, "octets": octets, "numero": number}

const recordFields = "id etat doc:doc doc_le:le propose:doc cree_run change_run"

// shapes are all the tables but that of migrations, each after those that it
// refers to.
var shapes = []shape{
	{"run", fields("id date:le debut:le fin:le etat erreur"), "id"},
	{"livraison", fields("sha256 nom octets:int recu_le:le"), "sha256"},
	{"dechargement", fields("numero:numero run qui le:le rendues:int retirees:int"), "numero"},
	{"acte", fields("numero:numero run livraison qui le:le dechargement:dechargement"), "numero"},
	{"chargement", fields("run livraison fichier feuille gabarit lues:int ajoutees:int modifiees:int inchangees:int refusees:int ecartees:int sans_historique:bool"),
		"livraison, run, fichier, feuille"},
	{"constat", fields("numero:numero run livraison regle gravite fichier feuille ligne:int colonne entete fiche champ valeur apres message remede"), "numero"},
	{"origine", fields("fiche nature livraison fichier feuille ligne:int run"), "fiche, nature, livraison, feuille, ligne"},
	{"organisme", fields(recordFields), "id"},
	{"formation", fields(recordFields), "id"},
	{"session", fields(recordFields), "id"},
	{"historique", fields("acte:acte nature fiche avant_etat avant_doc:doc avant_propose:doc avant_change_run apres_etat apres_doc:doc apres_propose:doc"), "acte, nature, fiche"},
	{"decision", fields("numero:numero acte:acte nature fiche de vers qui pourquoi run le:le"), "numero"},
	{"demande", fields("numero:numero id nature organisme nom avant apres doc run livraison fichier feuille ligne:int etat qui motif demande_le:le decide_le:le"), "numero"},
	{"verdict", fields("cible formation nature fiche exportee:bool motif autres:doc phrase defauts:doc depuis_run jusqua_run"), "cible, formation, nature, fiche, depuis_run"},
	{"publication", fields("cible run etat sha256 octets:int formations:int actions:int sessions:int defauts:doc erreur le:le qui pourquoi"), "cible, run"},
	{"bilan", fields("run cible nature total:int exportees:int exclues:int motifs:doc"), "run, cible, nature"},
	{"version", fields("numero:numero referentiel courante:bool editeur fichier sha256 version lignes:int refusees:int charge_le:le source date avant:int ajoutees:int modifiees:int disparues:int"), "numero"},
	{"certification", fields("rang:int code intitule rncp rs cfd doc:doc"), "rang"},
	{"certification_ancienne", fields("rang:int ordre:int ancien code"), "rang, ordre"},
	{"terme", fields("referentiel rang:int code libelle relations"), "referentiel, rang"},
	{"fiche_nationale", fields("rang:int numero intitule doc:doc"), "rang"},
	{"exemple", fields("rang:int intitule doc:doc"), "rang"},
	{"commune", fields("rang:int insee code_postal nom acheminement ligne5 latitude longitude"), "rang"},
	{"etablissement", fields("rang:int siret siren uai nda raison_sociale enseigne etat nature adresse region qualiopi"), "rang"},
	{"controle", fields("numero:numero referentiel le:le bon:bool issue"), "numero"},
	{"tache", fields("cle formation run nature texte propositions:doc pourquoi jusqua_run"), "cle, formation, run"},
	{"choix", fields("numero:numero cle nature texte codes:doc qui pourquoi le:le fin_qui fin_le:le"), "numero"},
	{"recuperation", fields("numero:numero cible partenaire publication fichier octets:int statut:int depuis:int complet:bool par le:le"), "numero"},
	{"envoi", fields("cible destination sha256 etat tentatives:int erreur le:le"), "cible, destination, sha256"},
	{"acquittement", fields("cible nature fiche le:le fichier ligne:int acceptee:bool code message phrase action run"), "cible, nature, fiche, le, fichier, ligne"},
	{"partenaire", fields("nom empreinte cibles:doc depot:bool basic:bool courriel cree_le:le expire_le:le revoque_le:le utilise_le:le"), "nom"},
	{"declenchement", fields("tache du:le tentative:int debut:le fin:le etat erreur run par"), "tache, du"},
	{"courrier", fields("cle nature destinataires:doc objet run corps:octets mis_le:le suivant_le:le envoye_le:le tentatives:int erreur reserve_le:le"), "cle"},
}

func (s shape) columns() []string {
	names := make([]string, len(s.fields))
	for i, f := range s.fields {
		names[i] = f.name
	}
	return names
}

// numbered reports that the store numbers the rows.
func (s shape) numbered() bool { return s.fields[0].datum == number && s.fields[0].of == "" }

// rows yields the rows of the table in the order of its key, as they are bound. The
// slice is used again for the next.
func (s shape) rows(ctx context.Context, q querier) iter.Seq2[[]any, error] {
	into, values := make([]any, len(s.fields)), make([]any, len(s.fields))
	for i, f := range s.fields {
		into[i] = f.datum.holder()
	}
	return stream(ctx, q, "table "+s.name, func(rows *sql.Rows) ([]any, error) {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i := range into {
			values[i] = held(into[i])
		}
		return values, nil
	}, "SELECT "+strings.Join(s.columns(), ", ")+" FROM "+s.name+" ORDER BY "+s.key)
}

// holder is what a datum of that kind, or an absent one, is scanned into.
func (d datum) holder() any {
	switch d {
	case whole, number:
		return new(sql.NullInt64)
	case flag:
		return new(sql.NullBool)
	case moment:
		return new(instant)
	case octets:
		return new(sql.Null[[]byte])
	}
	return new(sql.NullString)
}

// held is what a holder holds, nil for an absent value.
func held(holder any) any {
	switch h := holder.(type) {
	case *sql.NullInt64:
		if h.Valid {
			return h.Int64
		}
	case *sql.NullBool:
		if h.Valid {
			return h.Bool
		}
	case *instant:
		return text(h.Time)
	case *sql.Null[[]byte]:
		return append([]byte{}, h.V...) // never absent: a driver may give no bytes as nil
	case *sql.NullString:
		if h.Valid {
			return h.String
		}
	}
	return nil
}
