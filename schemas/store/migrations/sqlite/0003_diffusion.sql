-- La diffusion : pour chaque cible, qui part et qui ne part pas, et pourquoi.

-- L'histoire des verdicts : une ligne de plus seulement quand le verdict change.
-- Le verdict courant est celui dont jusqua_run est vide.
CREATE TABLE verdict (
  cible      TEXT NOT NULL,
  formation  TEXT NOT NULL, -- la formation de la session ; elle-même pour une formation
  nature     TEXT NOT NULL,
  fiche      TEXT NOT NULL,
  exportee   INTEGER NOT NULL,
  motif      TEXT NOT NULL, -- code stable de la condition qui exclut
  autres     TEXT NOT NULL, -- codes des autres conditions qui l'excluent aussi (tableau JSON)
  phrase     TEXT NOT NULL, -- le motif en français, avec les faits de cette fiche
  defauts    TEXT NOT NULL, -- éléments LHEO écrits d'après les défauts de la cible (tableau JSON)
  depuis_run TEXT NOT NULL CONSTRAINT verdict_depuis_run_connu REFERENCES run (id),
  jusqua_run TEXT CONSTRAINT verdict_jusqua_run_connu REFERENCES run (id),
  CONSTRAINT verdict_cle PRIMARY KEY (cible, formation, nature, fiche, depuis_run),
  CONSTRAINT verdict_nature_connue CHECK (nature IN ('formation', 'session')),
  CONSTRAINT verdict_formation_de_soi CHECK (nature <> 'formation' OR fiche = formation),
  CONSTRAINT verdict_exportee_booleen CHECK (exportee IN (0, 1)),
  CONSTRAINT verdict_exclusion_motivee CHECK (exportee OR motif <> '')
) STRICT, WITHOUT ROWID;

-- Un flux fait par un run.
CREATE TABLE publication (
  cible      TEXT NOT NULL,
  run        TEXT NOT NULL CONSTRAINT publication_run_connu REFERENCES run (id),
  etat       TEXT NOT NULL,
  sha256     TEXT NOT NULL, -- du flux non compressé
  octets     INTEGER NOT NULL,
  formations INTEGER NOT NULL,
  actions    INTEGER NOT NULL,
  sessions   INTEGER NOT NULL,
  defauts    TEXT NOT NULL, -- élément LHEO → nombre de fois (objet JSON)
  erreur     TEXT NOT NULL, -- pourquoi il est retenu
  le         TEXT NOT NULL,
  CONSTRAINT publication_cle PRIMARY KEY (cible, run),
  CONSTRAINT publication_etat_connu CHECK (etat IN ('publie', 'inchange', 'retenu')),
  CONSTRAINT publication_comptes_positifs CHECK (min(octets, formations, actions, sessions) >= 0),
  CONSTRAINT publication_retenue_expliquee CHECK (etat <> 'retenu' OR erreur <> '')
) STRICT, WITHOUT ROWID;

-- Le bilan d'une cible à la fin d'un run : toutes les fiches du catalogue ont un sort.
CREATE TABLE bilan (
  run       TEXT NOT NULL CONSTRAINT bilan_run_connu REFERENCES run (id),
  cible     TEXT NOT NULL,
  nature    TEXT NOT NULL,
  total     INTEGER NOT NULL,
  exportees INTEGER NOT NULL,
  exclues   INTEGER NOT NULL,
  motifs    TEXT NOT NULL, -- motif → nombre de fiches (objet JSON)
  CONSTRAINT bilan_cle PRIMARY KEY (run, cible, nature),
  CONSTRAINT bilan_nature_connue CHECK (nature IN ('formation', 'session')),
  CONSTRAINT bilan_comptes_positifs CHECK (min(total, exportees, exclues) >= 0),
  CONSTRAINT bilan_comptes_justes CHECK (total = exportees + exclues)
) STRICT, WITHOUT ROWID;
