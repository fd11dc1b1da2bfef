package referentials

import (
	"context"
	"iter"
	"regexp"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of the list of training organisations.
const (
	ofSIRET col = iota
	ofUAI
	ofRaisonSociale
	ofEnseigne
	ofNDA
	ofEtat
	ofNature
	ofAdresse
	ofRegion
	ofQualiopi
)

var organismes = format{
	referential: nomenclature.Organismes,
	pattern:     regexp.MustCompile(`(?i)^organismes[-_]reseaux.*\.csv$`),
	signature:   []col{ofSIRET, ofUAI, ofNDA},
	label:       dated,
	columns: []column{
		ofSIRET:         {name: "siret"},
		ofUAI:           {name: "uai"},
		ofRaisonSociale: {name: "raison_sociale"},
		ofEnseigne:      {name: "enseigne"},
		ofNDA:           {name: "numero_declaration_activite"},
		ofEtat:          {name: "etat_administratif"},
		ofNature:        {name: "nature"},
		ofAdresse:       {name: "adresse"},
		ofRegion:        {name: "region"},
		ofQualiopi:      {name: "qualiopi"},
	},
}

// Etablissements reads the lists of training organisations: one value for each
// SIRET, in the order of the file. Where both lists are there, the public one
// completes the other, and its other organisations follow. A nil report or stats
// is allowed.
func Etablissements(ctx context.Context, file File, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Etablissement, error] {
	return parted(file, nomenclature.Organismes, func(docs []document) iter.Seq2[nomenclature.Etablissement, error] {
		return organisations(ctx, docs, defaults, report, stats)
	})
}

func bySIRET(e nomenclature.Etablissement) string { return e.SIRET }

func etablissements(ctx context.Context, doc document, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Etablissement, error] {
	read := etablissement
	if doc.format.part == liste {
		read = declarant
	}
	return values(ctx, doc.src, doc.format, limits, noun[nomenclature.Etablissement]{read: read, key: bySIRET}, report, stats)
}

// etablissement reads one row; ok is false when it is refused.
func etablissement(r *reading) (e nomenclature.Etablissement, ok bool) {
	if e.SIRET, ok = r.key(ofSIRET, siretCode); !ok {
		return e, false
	}
	e.UAI, e.NDA = r.code(ofUAI, uaiCode), r.code(ofNDA, ndaCode)
	e.RaisonSociale, e.Enseigne = r.text(ofRaisonSociale), r.text(ofEnseigne)
	e.Etat, e.Nature = r.text(ofEtat), r.text(ofNature)
	e.Adresse, e.Region, e.Qualiopi = r.text(ofAdresse), r.text(ofRegion), r.text(ofQualiopi)
	r.doubtful(e)
	return e, true
}

// doubtful tells of the identifiers whose key is wrong: they are kept as published.
func (r *reading) doubtful(e nomenclature.Etablissement) {
	if !siretKey(e.SIRET) {
		r.say(r.about(ofSIRET, finding.Warning, "referentiel-cle", "La clé du SIRET est fausse ; il est gardé tel quel.", mendSource))
	}
	if e.UAI != "" && !uaiLetter(e.UAI) {
		r.say(r.about(ofUAI, finding.Warning, "referentiel-cle", "La lettre du code UAI n'est pas celle de son numéro ; il est gardé tel quel.", mendSource))
	}
}
