-- Les référentiels, tels que leurs éditeurs les écrivent et dans leur ordre (rang).

-- Chaque chargement d'un référentiel ; un seul est le courant.
CREATE TABLE version (
  numero      INTEGER PRIMARY KEY,
  referentiel TEXT NOT NULL,
  courante    INTEGER NOT NULL,
  editeur     TEXT NOT NULL,
  fichier     TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  version     TEXT NOT NULL, -- le nom que l'éditeur lui donne : 4.60, V14
  lignes      INTEGER NOT NULL,
  refusees    INTEGER NOT NULL,
  charge_le   TEXT NOT NULL,
  CONSTRAINT version_referentiel_nomme CHECK (referentiel <> ''),
  CONSTRAINT version_courante_booleen CHECK (courante IN (0, 1)),
  CONSTRAINT version_comptes_positifs CHECK (lignes >= 0 AND refusees >= 0)
) STRICT;

CREATE UNIQUE INDEX version_une_seule_courante ON version (referentiel) WHERE courante;

CREATE TABLE certification (
  rang     INTEGER NOT NULL,
  code     TEXT NOT NULL,
  intitule TEXT NOT NULL,
  rncp     TEXT NOT NULL,
  rs       TEXT NOT NULL,
  cfd      TEXT NOT NULL,
  doc      TEXT NOT NULL,
  CONSTRAINT certification_cle PRIMARY KEY (rang)
) STRICT;

CREATE INDEX certification_code ON certification (code);
CREATE INDEX certification_rncp ON certification (rncp) WHERE rncp <> '';
CREATE INDEX certification_rs ON certification (rs) WHERE rs <> '';
CREATE INDEX certification_cfd ON certification (cfd) WHERE cfd <> '';

-- Une certification (ancien) que d'autres ont remplacée (code).
CREATE TABLE certification_ancienne (
  rang   INTEGER NOT NULL, -- celui de la certification qui remplace
  ordre  INTEGER NOT NULL, -- parmi celles qu'elle remplace
  ancien TEXT NOT NULL,
  code   TEXT NOT NULL,
  CONSTRAINT certification_ancienne_cle PRIMARY KEY (rang, ordre),
  CONSTRAINT certification_ancienne_remplacee_par FOREIGN KEY (rang) REFERENCES certification (rang) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX certification_ancienne_ancien ON certification_ancienne (ancien);

CREATE TABLE terme (
  referentiel TEXT NOT NULL,
  rang        INTEGER NOT NULL,
  code        TEXT NOT NULL,
  libelle     TEXT NOT NULL,
  CONSTRAINT terme_cle PRIMARY KEY (referentiel, rang)
) STRICT, WITHOUT ROWID;

CREATE INDEX terme_code ON terme (referentiel, code);

CREATE TABLE commune (
  rang         INTEGER NOT NULL,
  insee        TEXT NOT NULL,
  code_postal  TEXT NOT NULL,
  nom          TEXT NOT NULL,
  acheminement TEXT NOT NULL,
  ligne5       TEXT NOT NULL,
  latitude     TEXT NOT NULL,
  longitude    TEXT NOT NULL,
  CONSTRAINT commune_cle PRIMARY KEY (rang)
) STRICT;

CREATE INDEX commune_code_postal ON commune (code_postal);
CREATE INDEX commune_insee ON commune (insee);

CREATE TABLE etablissement (
  rang           INTEGER NOT NULL,
  siret          TEXT NOT NULL,
  siren          TEXT NOT NULL,
  uai            TEXT NOT NULL,
  nda            TEXT NOT NULL,
  raison_sociale TEXT NOT NULL,
  enseigne       TEXT NOT NULL,
  etat           TEXT NOT NULL,
  nature         TEXT NOT NULL,
  adresse        TEXT NOT NULL,
  region         TEXT NOT NULL,
  qualiopi       TEXT NOT NULL,
  CONSTRAINT etablissement_cle PRIMARY KEY (rang)
) STRICT;

CREATE INDEX etablissement_siret ON etablissement (siret) WHERE siret <> '';
CREATE INDEX etablissement_siren ON etablissement (siren) WHERE siren <> '';
CREATE INDEX etablissement_nda ON etablissement (nda) WHERE nda <> '';
