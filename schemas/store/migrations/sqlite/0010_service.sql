-- Le service : qui peut entrer, ce que l'horaire a déclenché, ce qui est à écrire aux gens.

-- Qui récupère des flux ou dépose des livraisons, avec un jeton.
CREATE TABLE partenaire (
  nom        TEXT NOT NULL,
  empreinte  TEXT NOT NULL, -- SHA-256 du jeton ; le jeton lui-même n'est gardé nulle part
  cibles     TEXT NOT NULL, -- dont il peut récupérer les flux (tableau JSON)
  depot      INTEGER NOT NULL,
  basic      INTEGER NOT NULL, -- le jeton vaut aussi mot de passe
  courriel   TEXT NOT NULL,
  cree_le    TEXT NOT NULL,
  expire_le  TEXT,
  revoque_le TEXT,
  utilise_le TEXT,
  CONSTRAINT partenaire_cle PRIMARY KEY (nom),
  CONSTRAINT partenaire_nomme CHECK (nom <> ''),
  CONSTRAINT partenaire_empreinte_unique UNIQUE (empreinte),
  CONSTRAINT partenaire_empreinte_hexadecimale CHECK (length(empreinte) = 64 AND empreinte NOT GLOB '*[^0-9a-f]*'),
  CONSTRAINT partenaire_booleens CHECK (depot IN (0, 1) AND basic IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Une fois qu'une tâche de l'horaire était due : une ligne, qui que ce soit qui la fasse.
CREATE TABLE declenchement (
  tache     TEXT NOT NULL,
  du        TEXT NOT NULL,
  tentative INTEGER NOT NULL, -- 1 pour la première
  debut     TEXT NOT NULL,
  fin       TEXT,
  etat      TEXT NOT NULL,
  erreur    TEXT NOT NULL,
  run       TEXT CONSTRAINT declenchement_run_connu REFERENCES run (id),
  par       TEXT NOT NULL, -- machine et processus
  CONSTRAINT declenchement_cle PRIMARY KEY (tache, du),
  CONSTRAINT declenchement_tache_nommee CHECK (tache <> ''),
  CONSTRAINT declenchement_tentative_positive CHECK (tentative >= 1),
  CONSTRAINT declenchement_etat_connu CHECK (etat IN ('en-cours', 'fini', 'fini-avec-refus', 'retenu', 'echec', 'abandonne')),
  CONSTRAINT declenchement_fini_a_une_fin CHECK ((etat = 'en-cours') = (fin IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX declenchement_du ON declenchement (du);

-- Ce qui est à envoyer, ou l'a été : rien ne part deux fois. Le corps n'est pas gardé
-- après l'envoi.
CREATE TABLE courrier (
  cle           TEXT NOT NULL,
  nature        TEXT NOT NULL,
  destinataires TEXT NOT NULL, -- tableau JSON
  objet         TEXT NOT NULL,
  run           TEXT CONSTRAINT courrier_run_connu REFERENCES run (id),
  corps         BLOB NOT NULL,
  mis_le        TEXT NOT NULL,
  suivant_le    TEXT, -- pas d'essai avant ; vide une fois parti ou abandonné
  envoye_le     TEXT,
  tentatives    INTEGER NOT NULL,
  erreur        TEXT NOT NULL, -- du dernier essai
  CONSTRAINT courrier_cle PRIMARY KEY (cle),
  CONSTRAINT courrier_cle_non_vide CHECK (cle <> ''),
  CONSTRAINT courrier_tentatives_positives CHECK (tentatives >= 0),
  CONSTRAINT courrier_parti_ne_repart_pas CHECK (envoye_le IS NULL OR suivant_le IS NULL)
) STRICT;

CREATE INDEX courrier_attend ON courrier (suivant_le) WHERE suivant_le IS NOT NULL;
CREATE INDEX courrier_mis_le ON courrier (mis_le);

CREATE VIEW v_partenaire AS
SELECT p.nom AS nom,
       CASE WHEN p.revoque_le IS NOT NULL THEN 'révoqué' ELSE 'actif' END AS etat,
       p.cibles AS cibles,
       CASE WHEN p.depot THEN 'oui' ELSE 'non' END AS depose,
       p.courriel AS courriel,
       replace(substr(p.cree_le, 1, 19), 'T', ' ') AS cree_le_utc,
       coalesce(replace(substr(p.expire_le, 1, 19), 'T', ' '), '') AS expire_le_utc,
       coalesce(replace(substr(p.revoque_le, 1, 19), 'T', ' '), '') AS revoque_le_utc,
       coalesce(replace(substr(p.utilise_le, 1, 19), 'T', ' '), '') AS utilise_le_utc
FROM partenaire p
ORDER BY p.nom;

-- L'horaire, le dernier déclenchement d'abord.
CREATE VIEW v_declenchement AS
SELECT d.tache AS tache,
       replace(substr(d.du, 1, 19), 'T', ' ') AS du_utc,
       d.etat AS etat,
       replace(substr(d.debut, 1, 19), 'T', ' ') AS debut_utc,
       coalesce(replace(substr(d.fin, 1, 19), 'T', ' '), '') AS fin_utc,
       d.tentative AS tentative,
       d.erreur AS erreur,
       coalesce(d.run, '') AS run,
       d.par AS par
FROM declenchement d
ORDER BY d.du DESC, d.tache;

-- Les courriers, le dernier d'abord.
CREATE VIEW v_courrier AS
SELECT replace(substr(c.mis_le, 1, 19), 'T', ' ') AS mis_le_utc,
       CASE WHEN c.envoye_le IS NOT NULL THEN 'envoyé' WHEN c.suivant_le IS NULL THEN 'abandonné' ELSE 'en attente' END AS etat,
       c.nature AS nature,
       c.destinataires AS destinataires,
       c.objet AS objet,
       coalesce(replace(substr(c.envoye_le, 1, 19), 'T', ' '), '') AS envoye_le_utc,
       c.tentatives AS tentatives,
       c.erreur AS erreur,
       coalesce(c.run, '') AS run,
       c.cle AS courrier
FROM courrier c
ORDER BY c.mis_le DESC, c.cle;
