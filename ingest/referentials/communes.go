package referentials

import (
	"context"
	"iter"
	"math"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Columns of La Poste's base of postal codes, under the names of its editions.
const (
	communeINSEE col = iota
	communeNom
	communeCodePostal
	communeAcheminement
	communeLigne5
	communeGPS
)

var communes = format{
	referential: nomenclature.Communes,
	signature:   []col{communeINSEE, communeNom, communeCodePostal, communeAcheminement},
	label:       dated,
	columns: []column{
		communeINSEE:        {name: "#Code_commune_INSEE"},
		communeNom:          {name: "Nom_de_la_commune", aliases: []string{"Nom_commune", "Nom"}},
		communeCodePostal:   {name: "Code_postal"},
		communeAcheminement: {name: "Libellé_d_acheminement", aliases: []string{"Libelle_acheminement", "Libelle"}},
		communeLigne5:       {name: "Ligne_5", optional: true},
		communeGPS: {name: "coordonnees_gps", optional: true,
			aliases: []string{"coordonnees_geographiques", "_geopoint", "geo_point_2d"}},
	},
}

// Communes reads La Poste's base of postal codes: one value for each line that
// says something new, in the order of the file. A nil report or stats is allowed.
func Communes(ctx context.Context, file File, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Commune, error] {
	return parted(file, nomenclature.Communes, func(docs []document) iter.Seq2[nomenclature.Commune, error] {
		return postalCodes(ctx, docs[0].src, defaults, report, stats)
	})
}

func postalCodes(ctx context.Context, src source, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Commune, error] {
	return values(ctx, src, communes, limits, noun[nomenclature.Commune]{read: commune, key: communeKey}, report, stats)
}

// communeKey is the whole line but its coordinates: a commune has several lines.
func communeKey(c nomenclature.Commune) string {
	return strings.Join([]string{c.INSEE, c.CodePostal, c.Nom, c.Acheminement, c.Ligne5}, ";")
}

// commune reads one row; ok is false when it is refused.
func commune(r *reading) (c nomenclature.Commune, ok bool) {
	if c.INSEE, ok = r.key(communeINSEE, inseeCode); !ok {
		return c, false
	}
	if c.CodePostal, ok = r.key(communeCodePostal, postalCode); !ok {
		return c, false
	}
	if c.Nom, ok = r.label(communeNom); !ok {
		return c, false
	}
	c.Acheminement, c.Ligne5 = r.text(communeAcheminement), r.text(communeLigne5)
	c.Latitude, c.Longitude = r.coordinates()
	return c, true
}

// coordinates reads « 49.18, -0.37 », latitude first, in degrees.
func (r *reading) coordinates() (latitude, longitude string) {
	raw := r.cell(communeGPS)
	if raw == "" {
		return "", ""
	}
	latitude, longitude, _ = strings.Cut(raw, ",")
	latitude, longitude = strings.TrimSpace(latitude), strings.TrimSpace(longitude)
	if !degrees(latitude, 90) || !degrees(longitude, 180) {
		r.say(r.about(communeGPS, finding.Warning, "referentiel-valeur",
			"Les coordonnées ne sont pas une latitude et une longitude : elles sont laissées vides.", mendSource))
		return "", ""
	}
	return latitude, longitude
}

func degrees(s string, most float64) bool {
	n, err := strconv.ParseFloat(s, 64)
	return err == nil && math.Abs(n) <= most && !strings.ContainsAny(s, "xXpPeE_")
}
