-- Le journal : ce qui est arrivé, ce qui a été chargé, et ce qui en a été dit.
-- Les instants sont en UTC (2026-11-23T02:15:00.000000Z), les empreintes en hexadécimal.

CREATE TABLE run (
  id    TEXT NOT NULL,
  date  TEXT NOT NULL, -- jour auquel les règles regardent le temps
  debut TEXT NOT NULL,
  fin   TEXT,          -- vide tant que le run est en cours, ou s'il a été abandonné
  etat  TEXT NOT NULL,
  erreur TEXT NOT NULL DEFAULT '',
  CONSTRAINT run_cle PRIMARY KEY (id),
  CONSTRAINT run_id_non_vide CHECK (id <> ''),
  CONSTRAINT run_etat_connu CHECK (etat IN ('en-cours', 'fini', 'fini-avec-refus', 'echec', 'abandonne')),
  CONSTRAINT run_fini_a_une_fin CHECK (etat IN ('en-cours', 'abandonne') OR fin IS NOT NULL),
  CONSTRAINT run_fin_apres_debut CHECK (fin IS NULL OR fin >= debut)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_debut ON run (debut);

-- Un fichier tel qu'il est arrivé, gardé octet pour octet sous son empreinte.
CREATE TABLE livraison (
  sha256  TEXT NOT NULL,
  nom     TEXT NOT NULL, -- nom sous lequel il est arrivé la première fois
  octets  INTEGER NOT NULL,
  recu_le TEXT NOT NULL,
  CONSTRAINT livraison_cle PRIMARY KEY (sha256),
  CONSTRAINT livraison_sha256_hexadecimal CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  CONSTRAINT livraison_octets_positifs CHECK (octets >= 0)
) STRICT, WITHOUT ROWID;

-- Ce qu'un run a fait d'une feuille d'une livraison : toutes les lignes lues ont un sort.
CREATE TABLE chargement (
  run        TEXT NOT NULL CONSTRAINT chargement_run_connu REFERENCES run (id),
  livraison  TEXT NOT NULL CONSTRAINT chargement_livraison_connue REFERENCES livraison (sha256),
  fichier    TEXT NOT NULL,
  feuille    TEXT NOT NULL,
  gabarit    TEXT NOT NULL,
  lues       INTEGER NOT NULL,
  ajoutees   INTEGER NOT NULL,
  modifiees  INTEGER NOT NULL,
  inchangees INTEGER NOT NULL,
  refusees   INTEGER NOT NULL,
  ecartees   INTEGER NOT NULL,
  CONSTRAINT chargement_cle PRIMARY KEY (livraison, run, fichier, feuille),
  CONSTRAINT chargement_comptes_positifs CHECK (min(lues, ajoutees, modifiees, inchangees, refusees, ecartees) >= 0),
  CONSTRAINT chargement_comptes_justes CHECK (lues = ajoutees + modifiees + inchangees + refusees + ecartees)
) STRICT, WITHOUT ROWID;

CREATE INDEX chargement_run ON chargement (run);

-- Ce qui ne va pas dans les données, et où.
CREATE TABLE constat (
  numero    INTEGER PRIMARY KEY,
  run       TEXT NOT NULL CONSTRAINT constat_run_connu REFERENCES run (id),
  livraison TEXT CONSTRAINT constat_livraison_connue REFERENCES livraison (sha256), -- vide : le constat ne vient d'aucun fichier
  regle     TEXT NOT NULL,
  gravite   TEXT NOT NULL,
  fichier   TEXT NOT NULL,
  feuille   TEXT NOT NULL,
  ligne     INTEGER NOT NULL, -- 0 : toute la feuille, ou tout le fichier
  colonne   TEXT NOT NULL,
  entete    TEXT NOT NULL,
  fiche     TEXT NOT NULL,
  champ     TEXT NOT NULL,
  valeur    TEXT NOT NULL,
  apres     TEXT NOT NULL,
  message   TEXT NOT NULL,
  remede    TEXT NOT NULL,
  CONSTRAINT constat_gravite_connue CHECK (gravite IN ('info', 'avertissement', 'erreur')),
  CONSTRAINT constat_regle_nommee CHECK (regle <> ''),
  CONSTRAINT constat_ligne_positive CHECK (ligne >= 0)
) STRICT;

CREATE INDEX constat_run ON constat (run);
CREATE INDEX constat_ligne ON constat (livraison, feuille, ligne);
CREATE INDEX constat_fiche ON constat (fiche) WHERE fiche <> '';

-- De quelle ligne de quelle livraison une fiche vient.
CREATE TABLE origine (
  fiche     TEXT NOT NULL,
  nature    TEXT NOT NULL,
  livraison TEXT NOT NULL CONSTRAINT origine_livraison_connue REFERENCES livraison (sha256),
  fichier   TEXT NOT NULL,
  feuille   TEXT NOT NULL,
  ligne     INTEGER NOT NULL,
  run       TEXT NOT NULL CONSTRAINT origine_run_connu REFERENCES run (id), -- le premier à l'avoir lue
  CONSTRAINT origine_cle PRIMARY KEY (fiche, nature, livraison, feuille, ligne),
  CONSTRAINT origine_nature_connue CHECK (nature IN ('organisme', 'formation', 'session')),
  CONSTRAINT origine_ligne_positive CHECK (ligne >= 0)
) STRICT, WITHOUT ROWID;
