package main

import (
	"context"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/translate"
)

// translations lists every one that can be asked for.
func translations() []translation {
	return []translation{
		{"formacode", "Formacode V12 or V13 to V14", []nomenclature.Referential{nomenclature.Formacode13, nomenclature.Formacode}, func(ctx context.Context, s *store.Store, _ string) (translator, error) {
			f, err := translate.NewFormacode(s.Termes(ctx, nomenclature.Formacode13), s.Termes(ctx, nomenclature.Formacode))
			if err != nil {
				return translator{}, err
			}
			return translator{f.To14, f.Orphans, changedMeaning}, nil
		}},
		{"rome", "ROME 3 to ROME 4", []nomenclature.Referential{nomenclature.ROME3, nomenclature.ROME}, func(ctx context.Context, s *store.Store, _ string) (translator, error) {
			r, err := translate.NewROME(s.Termes(ctx, nomenclature.ROME3), s.Termes(ctx, nomenclature.ROME))
			if err != nil {
				return translator{}, err
			}
			return translator{r.To4, r.Orphans, changedMeaning}, nil
		}},
		{"rome3", "ROME 4 to ROME 3, for who still asks for it", []nomenclature.Referential{nomenclature.ROME3, nomenclature.ROME}, func(ctx context.Context, s *store.Store, _ string) (translator, error) {
			r, err := translate.NewROME(s.Termes(ctx, nomenclature.ROME3), s.Termes(ctx, nomenclature.ROME))
			if err != nil {
				return translator{}, err
			}
			return translator{r.To3, nobody, changedMeaning}, nil
		}},
		{"certifinfo", "entries of Certif Info to those that replaced them", []nomenclature.Referential{nomenclature.CertifInfo}, func(ctx context.Context, s *store.Store, day string) (translator, error) {
			links, err := translate.CertifInfo(s.Certifications(ctx))
			if err != nil {
				return translator{}, err
			}
			return successors(links, day), nil
		}},
		{"rncp", "fiches of RNCP and RS to those that replaced them", []nomenclature.Referential{nomenclature.RNCP}, func(ctx context.Context, s *store.Store, day string) (translator, error) {
			links, err := translate.FranceCompetences(s.Fiches(ctx))
			if err != nil {
				return translator{}, err
			}
			return successors(links, day), nil
		}},
		{"niveaux", "levels of before (I to VI, or LHEO's 0 to 8) to LHEO's 11 to 18", nil, fixed(ofLevel(translate.LHEO, translate.France1969, translate.LHEOAncien))},
		{"niveaux-anciens", "LHEO's levels 11 to 18, or the European 1 to 8, to 0 to 8", nil, fixed(ofLevel(translate.LHEOAncien, translate.LHEO, translate.Europeen))},
		{"regions", "regions of before 2016, by code or name, to those of today", nil, fixed(translate.Region)},
		{"regions-anciennes", "regions of today to those that they were made of", nil, fixed(translate.AnciennesRegions)},
	}
}
