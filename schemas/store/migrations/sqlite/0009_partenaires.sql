-- Les partenaires et les flux : ce qui est retenu et ce que le personnel en décide,
-- qui a récupéré quoi, et ce que les partenaires en répondent.

-- Un run qui a retenu un flux le dit.
ALTER TABLE run DROP CONSTRAINT run_etat_connu;
ALTER TABLE run ADD CONSTRAINT run_etat_connu
  CHECK (etat IN ('en-cours', 'fini', 'fini-avec-refus', 'retenu', 'echec', 'abandonne'));

ALTER TABLE publication DROP CONSTRAINT publication_etat_connu;
ALTER TABLE publication ADD CONSTRAINT publication_etat_connu
  CHECK (etat IN ('publie', 'inchange', 'retenu', 'refuse'));
ALTER TABLE publication ADD COLUMN qui TEXT NOT NULL DEFAULT ''; -- qui a publié ou refusé ce qui était retenu
ALTER TABLE publication ADD COLUMN pourquoi TEXT NOT NULL DEFAULT '';
ALTER TABLE publication ADD CONSTRAINT publication_refusee_par_quelqu_un CHECK (etat <> 'refuse' OR qui <> '');

-- On demande aussi « où est ma session ? » avec le numéro que l'organisme lui donne.
CREATE INDEX formation_reference ON formation (reference) WHERE reference <> '';
CREATE INDEX session_reference ON session (reference) WHERE reference <> '';

-- Chaque fois qu'un partenaire a récupéré un flux, ou une partie, ou qu'il lui a été remis.
CREATE TABLE recuperation (
  numero      INTEGER PRIMARY KEY,
  cible       TEXT NOT NULL,
  partenaire  TEXT NOT NULL,
  publication TEXT NOT NULL, -- empreinte du flux non compressé
  fichier     TEXT NOT NULL, -- tel que le partenaire l'a demandé
  octets      INTEGER NOT NULL,
  statut      INTEGER NOT NULL, -- de HTTP ; 0 par un autre moyen
  depuis      INTEGER NOT NULL, -- premier octet remis, quand une partie a été demandée
  complet     INTEGER NOT NULL, -- le dernier octet a été remis
  par         TEXT NOT NULL,
  le          TEXT NOT NULL,
  CONSTRAINT recuperation_comptes_positifs CHECK (min(octets, statut, depuis) >= 0),
  CONSTRAINT recuperation_complet_booleen CHECK (complet IN (0, 1)),
  CONSTRAINT recuperation_moyen_connu CHECK (par IN ('http', 'sftp', 'dossier'))
) STRICT;

CREATE INDEX recuperation_cible ON recuperation (cible, partenaire, le);
CREATE INDEX recuperation_publication ON recuperation (publication, cible) WHERE complet;

-- L'envoi d'un flux à un endroit : une ligne par flux et destination.
CREATE TABLE envoi (
  cible       TEXT NOT NULL,
  destination TEXT NOT NULL, -- son nom dans la configuration, sans ses secrets
  sha256      TEXT NOT NULL,
  etat        TEXT NOT NULL,
  tentatives  INTEGER NOT NULL,
  erreur      TEXT NOT NULL,
  le          TEXT NOT NULL, -- de la dernière tentative
  CONSTRAINT envoi_cle PRIMARY KEY (cible, destination, sha256),
  CONSTRAINT envoi_etat_connu CHECK (etat IN ('en-attente', 'envoye', 'echec')),
  CONSTRAINT envoi_tentatives_positives CHECK (tentatives >= 0)
) STRICT, WITHOUT ROWID;

-- Ce qu'un partenaire a répondu à propos d'une fiche. La dernière réponse compte.
CREATE TABLE acquittement (
  cible    TEXT NOT NULL,
  nature   TEXT NOT NULL,
  fiche    TEXT NOT NULL,
  le       TEXT NOT NULL,
  fichier  TEXT NOT NULL,
  ligne    INTEGER NOT NULL,
  acceptee INTEGER NOT NULL,
  code     TEXT NOT NULL, -- celui du partenaire
  message  TEXT NOT NULL, -- dans ses mots
  phrase   TEXT NOT NULL, -- ce que cela veut dire
  action   TEXT NOT NULL, -- ce qu'il faut faire
  run      TEXT NOT NULL CONSTRAINT acquittement_run_connu REFERENCES run (id), -- qui l'a lu
  CONSTRAINT acquittement_cle PRIMARY KEY (cible, nature, fiche, le, fichier, ligne),
  CONSTRAINT acquittement_nature_connue CHECK (nature IN ('formation', 'session')),
  CONSTRAINT acquittement_acceptee_booleen CHECK (acceptee IN (0, 1)),
  CONSTRAINT acquittement_ligne_positive CHECK (ligne >= 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX acquittement_fiche ON acquittement (fiche);
CREATE INDEX acquittement_run ON acquittement (run);

DROP VIEW v_publication;

-- Les flux, le dernier d'abord.
CREATE VIEW v_publication AS
SELECT p.cible AS cible,
       p.run AS run,
       CASE p.etat WHEN 'publie' THEN 'publié' WHEN 'inchange' THEN 'inchangé' WHEN 'refuse' THEN 'refusé' ELSE p.etat END AS etat,
       p.formations AS formations,
       p.actions AS actions,
       p.sessions AS sessions,
       p.octets AS octets,
       p.sha256 AS sha256,
       p.erreur AS erreur,
       replace(substr(p.le, 1, 19), 'T', ' ') AS le_utc,
       p.qui AS decide_par,
       p.pourquoi AS pourquoi,
       coalesce((SELECT group_concat(q.partenaire, ', ') FROM (SELECT DISTINCT r.partenaire FROM recuperation r
         WHERE r.cible = p.cible AND r.publication = p.sha256 AND r.complet ORDER BY 1) q), '') AS recupere_par
FROM publication p
ORDER BY p.run DESC, p.cible;

-- Qui a récupéré quoi, le plus récent d'abord.
CREATE VIEW v_recuperation AS
SELECT replace(substr(r.le, 1, 19), 'T', ' ') AS le_utc,
       r.partenaire AS partenaire,
       r.cible AS cible,
       r.par AS par,
       r.fichier AS fichier,
       r.octets AS octets,
       r.depuis AS depuis,
       r.statut AS statut,
       CASE WHEN r.complet THEN 'oui' ELSE 'non' END AS complet,
       r.publication AS publication
FROM recuperation r
ORDER BY r.le DESC, r.numero DESC;

-- La dernière réponse de chaque partenaire sur chaque fiche, les refus d'abord.
CREATE VIEW v_acquittement AS
SELECT a.cible AS cible,
       a.nature AS nature,
       a.fiche AS fiche,
       CASE WHEN a.acceptee THEN 'acceptée' ELSE 'refusée' END AS reponse,
       a.phrase AS phrase,
       a.action AS action,
       a.code AS code,
       a.message AS message,
       replace(substr(a.le, 1, 19), 'T', ' ') AS le_utc,
       a.fichier AS fichier,
       a.ligne AS ligne,
       a.run AS run
FROM (SELECT b.*, row_number() OVER (PARTITION BY b.cible, b.nature, b.fiche ORDER BY b.le DESC, b.fichier DESC, b.ligne DESC) AS place
      FROM acquittement b) a
WHERE a.place = 1
ORDER BY a.acceptee, a.cible, a.nature, a.fiche;
