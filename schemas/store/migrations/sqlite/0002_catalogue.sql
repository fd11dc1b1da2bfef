-- Le catalogue : chaque fiche est un document JSON (doc), avec à côté les
-- colonnes sur lesquelles on cherche. doc ->> 'intitule' en lit un champ.

CREATE TABLE organisme (
  id         TEXT NOT NULL,
  siret      TEXT NOT NULL,
  siege      TEXT NOT NULL, -- SIRET du siège ; vide pour un siège
  etat       TEXT NOT NULL DEFAULT 'valide',
  doc        TEXT NOT NULL,
  cree_run   TEXT NOT NULL CONSTRAINT organisme_cree_run_connu REFERENCES run (id),
  change_run TEXT NOT NULL CONSTRAINT organisme_change_run_connu REFERENCES run (id),
  CONSTRAINT organisme_cle PRIMARY KEY (id),
  CONSTRAINT organisme_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT organisme_etat_nomme CHECK (etat <> ''),
  CONSTRAINT organisme_doc_est_le_sien CHECK (doc ->> 'id' = id)
) STRICT;

-- La clé métier. Un organisme sans SIRET peut exister : aucune ligne ne le retrouvera.
CREATE UNIQUE INDEX organisme_siret_unique ON organisme (siret) WHERE siret <> '';

CREATE TABLE formation (
  id          TEXT NOT NULL,
  reference   TEXT NOT NULL,
  responsable TEXT NOT NULL, -- SIRET ; l'organisme peut manquer au catalogue
  etat        TEXT NOT NULL DEFAULT 'valide',
  doc         TEXT NOT NULL,
  cree_run    TEXT NOT NULL CONSTRAINT formation_cree_run_connu REFERENCES run (id),
  change_run  TEXT NOT NULL CONSTRAINT formation_change_run_connu REFERENCES run (id),
  CONSTRAINT formation_cle PRIMARY KEY (id),
  CONSTRAINT formation_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT formation_etat_nomme CHECK (etat <> ''),
  CONSTRAINT formation_doc_est_le_sien CHECK (doc ->> 'id' = id)
) STRICT;

CREATE INDEX formation_responsable ON formation (responsable, reference);

CREATE TABLE session (
  id         TEXT NOT NULL,
  formation  TEXT NOT NULL CONSTRAINT session_formation_connue REFERENCES formation (id),
  reference  TEXT NOT NULL,
  debut      TEXT NOT NULL, -- AAAAMMJJ, zéros pour ce qui n'est pas connu
  fin        TEXT NOT NULL,
  formateur  TEXT NOT NULL, -- SIRET ; vide quand le responsable enseigne
  dispositif TEXT NOT NULL,
  etat       TEXT NOT NULL DEFAULT 'valide',
  doc        TEXT NOT NULL,
  cree_run   TEXT NOT NULL CONSTRAINT session_cree_run_connu REFERENCES run (id),
  change_run TEXT NOT NULL CONSTRAINT session_change_run_connu REFERENCES run (id),
  CONSTRAINT session_cle PRIMARY KEY (id),
  CONSTRAINT session_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT session_etat_nomme CHECK (etat <> ''),
  CONSTRAINT session_doc_est_le_sien CHECK (doc ->> 'id' = id AND doc ->> 'formation' = formation)
) STRICT;

CREATE INDEX session_formation ON session (formation, id);
CREATE INDEX session_formateur ON session (formateur) WHERE formateur <> '';
