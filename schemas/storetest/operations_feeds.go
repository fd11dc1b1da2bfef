package storetest

import (
	"context"
	"iter"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

var randomTargets = []string{"aude", "kairos", "Édof"}

// ledger judges by the letters of records and a number that is drawn.
func (g *generator) ledger() operation {
	run, salt := g.run(), g.random.IntN(5)
	targets := randomTargets[:1+g.random.IntN(len(randomTargets))]
	return operation{"keep the ledger", func(ctx context.Context, s *store.Store) (any, error) {
		return s.KeepLedger(ctx, run, targets, salted(ctx, s, targets, salt))
	}}
}

func salted(ctx context.Context, s *store.Store, targets []string, salt int) iter.Seq2[journal.Verdict, error] {
	return func(yield func(journal.Verdict, error) bool) {
		for o, err := range s.Offers(ctx) {
			if err != nil {
				yield(journal.Verdict{}, err)
				return
			}
			for _, target := range targets {
				if !yield(saltedVerdict(target, store.KindFormation, o.Formation.ID, o.Formation.ID, salt), nil) {
					return
				}
				for _, se := range o.Sessions {
					if !yield(saltedVerdict(target, store.KindSession, se.ID, se.Formation, salt), nil) {
						return
					}
				}
			}
		}
	}
}

func saltedVerdict(target, kind, record, formation string, salt int) journal.Verdict {
	v := journal.Verdict{Target: target, Kind: kind, Record: record, Formation: formation, Exported: true}
	switch (len(target) + int(record[len(record)-1]) + salt) % 4 {
	case 0:
		v.Exported, v.Reason, v.Sentence, v.Others = false, "terminee", "La session « "+record+" » est terminée.", []string{"apprentissage", "sans-lieu"}
	case 1:
		v.Defaulted = []string{"objectif-formation"}
	}
	return v
}

func (g *generator) publication() operation {
	p := journal.Publication{Target: one(g, randomTargets...), Run: g.run(), State: one(g, journal.Published, journal.Published, journal.Same, journal.Held, journal.Refused), SHA256: g.sha(4),
		Size: g.random.Int64N(1 << 40), Formations: g.random.IntN(9), At: g.at(), Error: one(g, "", "à moitié vide"), Who: one(g, "", "Anne")}
	if g.chance(2) {
		p.Defaulted = map[string]int{"objectif-formation": 2, "a": 1}
	}
	return operation{"keep a publication", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.KeepPublication(ctx, p) }}
}

func (g *generator) fetches() operation {
	fetches := some(g, 4, func() journal.Fetch {
		return journal.Fetch{Target: one(g, randomTargets...), Partner: g.name("P", 2), Publication: g.sha(4), File: g.words(), Bytes: g.random.Int64N(1 << 40), Status: one(g, 200, 206, 304),
			From: g.random.Int64N(9), Complete: g.chance(2), Via: one(g, journal.ViaHTTP, journal.ViaSFTP, journal.ViaFolder), At: g.at().Add(-time.Duration(g.random.IntN(90)) * time.Minute)}
	})
	return operation{"keep fetches", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.KeepFetches(ctx, fetches) }}
}

func (g *generator) push() operation {
	p := journal.Push{Target: one(g, randomTargets...), Destination: g.name("d", 2), SHA256: g.sha(4), State: one(g, journal.PushWaiting, journal.PushSent, journal.PushFailed),
		Attempts: g.random.IntN(4), Error: g.words(), At: g.at()}
	return operation{"keep a sending", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.KeepPush(ctx, p) }}
}

func (g *generator) acknowledge() operation {
	run := g.run()
	all := some(g, 6, func() journal.Acknowledgement {
		return journal.Acknowledgement{Target: one(g, randomTargets...), Kind: "session", Record: g.name("S", 12), Accepted: g.chance(2), Code: g.words(), Message: g.words(), Sentence: g.words(),
			Action: g.words(), File: g.name("retour", 2), Line: g.random.IntN(3), At: daysAfter(g.random.IntN(3)), Run: run}
	})
	return operation{"keep acknowledgements", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.KeepAcknowledgements(ctx, all) }}
}

func (g *generator) version(refs ...nomenclature.Referential) nomenclature.Version {
	return nomenclature.Version{Referential: one(g, refs...), Publisher: "Éditeur", File: "a.csv", SHA256: g.sha(9), Label: g.words(), LoadedAt: g.at(), Source: one(g, "", "https://exemple.fr/a")}
}

// accepting shows what a load changes, and refuses it now and then.
func (g *generator) accepting() func(into *nomenclature.Diff) store.Accept {
	refuses := g.chance(5)
	return func(into *nomenclature.Diff) store.Accept {
		return func(changed nomenclature.Diff, rows int) error {
			if *into = changed; refuses {
				return errStop
			}
			return nil
		}
	}
}

func (g *generator) terms() operation {
	v, accept := g.version(nomenclature.ROME, nomenclature.Formacode, nomenclature.GFE), g.accepting()
	rows := some(g, 9, func() nomenclature.Terme {
		return nomenclature.Terme{Code: g.name("T", 3), Libelle: g.words(), Relations: nomenclature.Relations{Synonymes: some(g, 1, g.words), Definition: g.words()}}
	})
	return operation{"replace terms", func(ctx context.Context, s *store.Store) (any, error) {
		var d nomenclature.Diff
		return &d, s.ReplaceTermes(ctx, v, each(rows), accept(&d))
	}}
}

func (g *generator) certifications() operation {
	v, accept := g.version(nomenclature.CertifInfo), g.accepting()
	rows := some(g, 9, func() nomenclature.Certification {
		return nomenclature.Certification{Code: g.name("C", 3), Intitule: g.words(), RNCP: one(g, "", "320"), Anciens: some(g, 2, func() nomenclature.Ancien { return nomenclature.Ancien{Code: g.name("C", 3)} })}
	})
	return operation{"replace certifications", func(ctx context.Context, s *store.Store) (any, error) {
		var d nomenclature.Diff
		return &d, s.ReplaceCertifications(ctx, v, each(rows), accept(&d))
	}}
}

func (g *generator) registers() operation {
	v, fails := g.version(nomenclature.RNCP), g.chance(5)
	fiches := some(g, 6, func() nomenclature.Fiche { return nomenclature.Fiche{Numero: g.name("RNCP", 3), Intitule: g.words()} })
	exemples := some(g, 6, func() nomenclature.Exemple {
		return nomenclature.Exemple{Intitule: g.words(), Fiche: g.name("RNCP", 3)}
	})
	communes := some(g, 6, func() nomenclature.Commune { return nomenclature.Commune{INSEE: g.name("", 3), Nom: g.words()} })
	etablissements := some(g, 6, func() nomenclature.Etablissement {
		return nomenclature.Etablissement{SIRET: g.name("", 3), Enseigne: g.words()}
	})
	which := g.random.IntN(4)
	return operation{"replace registers", func(ctx context.Context, s *store.Store) (any, error) {
		v := v
		switch which {
		case 0:
			v.Referential = nomenclature.Exemples
			return nil, s.ReplaceExemples(ctx, v, each(exemples), nil)
		case 1:
			v.Referential = nomenclature.Communes
			return nil, s.ReplaceCommunes(ctx, v, each(communes), nil)
		case 2:
			v.Referential = nomenclature.Organismes
			return nil, s.ReplaceEtablissements(ctx, v, each(etablissements), nil)
		}
		if fails {
			return nil, s.ReplaceFiches(ctx, v, failing(fiches), nil)
		}
		return nil, s.ReplaceFiches(ctx, v, each(fiches), nil)
	}}
}

func (g *generator) check() operation {
	c := nomenclature.Check{Referential: one(g, nomenclature.Referentials...), At: g.at(), Good: g.chance(2), Outcome: g.words()}
	return operation{"keep a check", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.KeepCheck(ctx, c) }}
}
