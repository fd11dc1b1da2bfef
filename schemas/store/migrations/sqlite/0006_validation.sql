-- La validation : ce que le personnel a validé à côté de ce qui attend, qui l'a
-- décidé et pourquoi, ce que les organismes demandent, et de quoi défaire un run.

DROP VIEW v_session;
DROP VIEW v_formation;
DROP VIEW v_organisme;
DROP VIEW v_exclusion;
DROP INDEX organisme_siret_unique;
DROP INDEX formation_responsable;
DROP INDEX session_formation;
DROP INDEX session_formateur;
ALTER TABLE session RENAME TO session_avant;
ALTER TABLE formation RENAME TO formation_avant;
ALTER TABLE organisme RENAME TO organisme_avant;

-- Une fiche a deux documents JSON : doc, ce qui est validé, donc diffusé (vide si
-- rien ne l'a jamais été) ; propose, ce qui a été dit depuis et attend (vide si rien
-- n'attend). Les colonnes de recherche se lisent dans le dernier dit des deux ;
-- celles en _valide, dans doc.
CREATE TABLE organisme (
  id           TEXT NOT NULL,
  etat         TEXT NOT NULL,
  doc          TEXT,
  propose      TEXT,
  cree_run     TEXT NOT NULL CONSTRAINT organisme_cree_run_connu REFERENCES run (id),
  change_run   TEXT NOT NULL CONSTRAINT organisme_change_run_connu REFERENCES run (id), -- le dernier à en avoir dit autre chose
  siret        TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'siret', '')) STORED,
  siege        TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'siege', '')) STORED, -- SIRET du siège ; vide pour un siège
  siret_valide TEXT GENERATED ALWAYS AS (doc ->> 'siret') STORED,
  CONSTRAINT organisme_cle PRIMARY KEY (id),
  CONSTRAINT organisme_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT organisme_etat_connu CHECK (etat IN ('a-valider', 'valide', 'rejete', 'archive')),
  CONSTRAINT organisme_dit_quelque_chose CHECK (doc IS NOT NULL OR propose IS NOT NULL),
  CONSTRAINT organisme_etat_dit_ce_qui_attend CHECK (etat = 'archive' OR (etat = 'valide') = (propose IS NULL)),
  CONSTRAINT organisme_doc_est_le_sien CHECK (doc IS NULL OR doc ->> 'id' = id),
  CONSTRAINT organisme_propose_est_le_sien CHECK (propose IS NULL OR propose ->> 'id' = id)
) STRICT;

INSERT INTO organisme (id, etat, doc, cree_run, change_run)
SELECT id, 'valide', doc, cree_run, change_run FROM organisme_avant;

-- La clé métier. Un organisme sans SIRET peut exister : aucune ligne ne le retrouvera.
CREATE UNIQUE INDEX organisme_siret_unique ON organisme (siret) WHERE siret <> '';
CREATE UNIQUE INDEX organisme_siret_valide_unique ON organisme (siret_valide) WHERE siret_valide <> '';
CREATE INDEX organisme_attend ON organisme (change_run) WHERE etat = 'a-valider';

CREATE TABLE formation (
  id          TEXT NOT NULL,
  etat        TEXT NOT NULL,
  doc         TEXT,
  propose     TEXT,
  cree_run    TEXT NOT NULL CONSTRAINT formation_cree_run_connu REFERENCES run (id),
  change_run  TEXT NOT NULL CONSTRAINT formation_change_run_connu REFERENCES run (id),
  reference   TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'reference', '')) STORED,
  responsable TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'responsable', '')) STORED, -- SIRET ; l'organisme peut manquer au catalogue
  CONSTRAINT formation_cle PRIMARY KEY (id),
  CONSTRAINT formation_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT formation_etat_connu CHECK (etat IN ('a-valider', 'valide', 'rejete', 'archive')),
  CONSTRAINT formation_dit_quelque_chose CHECK (doc IS NOT NULL OR propose IS NOT NULL),
  CONSTRAINT formation_etat_dit_ce_qui_attend CHECK (etat = 'archive' OR (etat = 'valide') = (propose IS NULL)),
  CONSTRAINT formation_doc_est_le_sien CHECK (doc IS NULL OR doc ->> 'id' = id),
  CONSTRAINT formation_propose_est_le_sien CHECK (propose IS NULL OR propose ->> 'id' = id)
) STRICT;

INSERT INTO formation (id, etat, doc, cree_run, change_run)
SELECT id, 'valide', doc, cree_run, change_run FROM formation_avant;

CREATE INDEX formation_responsable ON formation (responsable, reference);
CREATE INDEX formation_attend ON formation (change_run) WHERE etat = 'a-valider';

CREATE TABLE session (
  id               TEXT NOT NULL,
  etat             TEXT NOT NULL,
  doc              TEXT,
  propose          TEXT,
  cree_run         TEXT NOT NULL CONSTRAINT session_cree_run_connu REFERENCES run (id),
  change_run       TEXT NOT NULL CONSTRAINT session_change_run_connu REFERENCES run (id),
  formation        TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'formation', '')) STORED CONSTRAINT session_formation_connue REFERENCES formation (id),
  formation_valide TEXT GENERATED ALWAYS AS (doc ->> 'formation') STORED CONSTRAINT session_formation_valide_connue REFERENCES formation (id),
  reference        TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'reference', '')) STORED,
  debut            TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'debut', '')) STORED, -- AAAAMMJJ, zéros pour ce qui n'est pas connu
  fin              TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'fin', '')) STORED,
  formateur        TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'formateur', '')) STORED, -- SIRET ; vide quand le responsable enseigne
  dispositif       TEXT NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'dispositif', '')) STORED,
  CONSTRAINT session_cle PRIMARY KEY (id),
  CONSTRAINT session_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT session_etat_connu CHECK (etat IN ('a-valider', 'valide', 'rejete', 'archive')),
  CONSTRAINT session_dit_quelque_chose CHECK (doc IS NOT NULL OR propose IS NOT NULL),
  CONSTRAINT session_etat_dit_ce_qui_attend CHECK (etat = 'archive' OR (etat = 'valide') = (propose IS NULL)),
  CONSTRAINT session_doc_est_le_sien CHECK (doc IS NULL OR doc ->> 'id' = id),
  CONSTRAINT session_propose_est_le_sien CHECK (propose IS NULL OR propose ->> 'id' = id)
) STRICT;

INSERT INTO session (id, etat, doc, cree_run, change_run)
SELECT id, 'valide', doc, cree_run, change_run FROM session_avant;

CREATE INDEX session_formation ON session (formation, id);
CREATE INDEX session_formation_valide ON session (formation_valide, id) WHERE formation_valide IS NOT NULL;
CREATE INDEX session_formateur ON session (formateur) WHERE formateur <> '';
CREATE INDEX session_attend ON session (change_run) WHERE etat = 'a-valider';

DROP TABLE session_avant;
DROP TABLE formation_avant;
DROP TABLE organisme_avant;

-- Ce qui a été chargé avant que l'histoire des fiches ne soit gardée ne se défait pas.
ALTER TABLE chargement ADD COLUMN sans_historique INTEGER NOT NULL DEFAULT 0
  CONSTRAINT chargement_sans_historique_booleen CHECK (sans_historique IN (0, 1));
UPDATE chargement SET sans_historique = 1;

-- Un run défait : ses fiches rendues telles qu'elles étaient, ou retirées.
CREATE TABLE dechargement (
  numero   INTEGER PRIMARY KEY,
  run      TEXT NOT NULL CONSTRAINT dechargement_run_connu REFERENCES run (id),
  qui      TEXT NOT NULL,
  le       TEXT NOT NULL,
  rendues  INTEGER NOT NULL,
  retirees INTEGER NOT NULL,
  CONSTRAINT dechargement_par_quelqu_un CHECK (qui <> ''),
  CONSTRAINT dechargement_comptes_positifs CHECK (rendues >= 0 AND retirees >= 0)
) STRICT;

CREATE INDEX dechargement_run ON dechargement (run);

-- Un acte change des fiches d'un seul tenant : le chargement d'une livraison, une
-- nouvelle codification, une décision du personnel. Leur ordre est celui des numéros.
CREATE TABLE acte (
  numero       INTEGER PRIMARY KEY,
  run          TEXT CONSTRAINT acte_run_connu REFERENCES run (id), -- vide : une décision prise hors de tout run
  livraison    TEXT CONSTRAINT acte_livraison_connue REFERENCES livraison (sha256),
  qui          TEXT NOT NULL, -- vide pour un chargement
  le           TEXT NOT NULL,
  dechargement INTEGER CONSTRAINT acte_dechargement_connu REFERENCES dechargement (numero) -- celui qui l'a défait
) STRICT;

CREATE INDEX acte_run ON acte (run);

-- Les fiches qu'un acte a changées, avant et après lui.
CREATE TABLE historique (
  acte             INTEGER NOT NULL CONSTRAINT historique_acte_connu REFERENCES acte (numero),
  nature           TEXT NOT NULL,
  fiche            TEXT NOT NULL,
  avant_etat       TEXT, -- vide quand l'acte a créé la fiche
  avant_doc        TEXT,
  avant_propose    TEXT,
  avant_change_run TEXT CONSTRAINT historique_change_run_connu REFERENCES run (id),
  apres_etat       TEXT NOT NULL,
  apres_doc        TEXT,
  apres_propose    TEXT,
  CONSTRAINT historique_cle PRIMARY KEY (acte, nature, fiche),
  CONSTRAINT historique_nature_connue CHECK (nature IN ('organisme', 'formation', 'session')),
  CONSTRAINT historique_creation_sans_avant CHECK (CASE WHEN avant_etat IS NULL
    THEN coalesce(avant_doc, avant_propose, avant_change_run) IS NULL
    ELSE coalesce(avant_doc, avant_propose) IS NOT NULL AND avant_change_run IS NOT NULL END),
  CONSTRAINT historique_apres_dit_quelque_chose CHECK (coalesce(apres_doc, apres_propose) IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX historique_fiche ON historique (fiche, nature);

-- Chaque changement d'état décidé par quelqu'un, ou par la règle de la configuration.
CREATE TABLE decision (
  numero   INTEGER PRIMARY KEY,
  acte     INTEGER CONSTRAINT decision_acte_connu REFERENCES acte (numero), -- vide : le déchargement d'un run
  nature   TEXT NOT NULL,
  fiche    TEXT NOT NULL,
  de       TEXT NOT NULL, -- vide pour une fiche nouvelle
  vers     TEXT NOT NULL,
  qui      TEXT NOT NULL,
  pourquoi TEXT NOT NULL,
  run      TEXT CONSTRAINT decision_run_connu REFERENCES run (id),
  le       TEXT NOT NULL,
  CONSTRAINT decision_nature_connue CHECK (nature IN ('organisme', 'formation', 'session')),
  CONSTRAINT decision_etats_connus CHECK (de IN ('', 'a-valider', 'valide', 'rejete', 'archive') AND vers IN ('a-valider', 'valide', 'rejete', 'archive')),
  CONSTRAINT decision_change_l_etat CHECK (de <> vers),
  CONSTRAINT decision_par_quelqu_un CHECK (qui <> ''),
  CONSTRAINT decision_rejet_motive CHECK (vers <> 'rejete' OR pourquoi <> '')
) STRICT;

CREATE INDEX decision_fiche ON decision (fiche, nature);
CREATE INDEX decision_acte ON decision (acte);

-- Ce qu'un organisme demande et que seul le personnel accorde. Une demande refusée
-- et faite de nouveau a une ligne de plus : la dernière dit où elle en est.
CREATE TABLE demande (
  numero     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL,
  nature     TEXT NOT NULL,
  organisme  TEXT NOT NULL, -- SIRET
  nom        TEXT NOT NULL,
  avant      TEXT NOT NULL,
  apres      TEXT NOT NULL,
  doc        TEXT NOT NULL, -- l'organisme demandé (document JSON) ; vide si rien n'est à appliquer
  run        TEXT NOT NULL CONSTRAINT demande_run_connu REFERENCES run (id),
  livraison  TEXT CONSTRAINT demande_livraison_connue REFERENCES livraison (sha256),
  fichier    TEXT NOT NULL,
  feuille    TEXT NOT NULL,
  ligne      INTEGER NOT NULL,
  etat       TEXT NOT NULL,
  qui        TEXT NOT NULL,
  motif      TEXT NOT NULL,
  demande_le TEXT NOT NULL,
  decide_le  TEXT,
  CONSTRAINT demande_id_non_vide CHECK (id <> ''),
  CONSTRAINT demande_nature_connue CHECK (nature IN ('creation', 'nda', 'rattachements', 'interlocuteurs', 'siret')),
  CONSTRAINT demande_etat_connu CHECK (etat IN ('en-attente', 'acceptee', 'refusee')),
  CONSTRAINT demande_decidee_par_quelqu_un CHECK (CASE etat WHEN 'en-attente' THEN qui = '' AND motif = '' AND decide_le IS NULL ELSE qui <> '' AND decide_le IS NOT NULL END),
  CONSTRAINT demande_refus_motive CHECK (etat <> 'refusee' OR motif <> ''),
  CONSTRAINT demande_ligne_positive CHECK (ligne >= 0)
) STRICT;

CREATE UNIQUE INDEX demande_une_seule_en_attente ON demande (id) WHERE etat = 'en-attente';
CREATE INDEX demande_id ON demande (id, numero);
CREATE INDEX demande_organisme ON demande (organisme);
CREATE INDEX demande_run ON demande (run);

-- Les fiches telles qu'elles ont été dites en dernier, validées ou non : etat le dit.
CREATE VIEW v_session AS
SELECT s.id AS session,
       coalesce(f.propose, f.doc) ->> 'intitule' AS formation,
       CASE WHEN length(s.debut) <> 8 THEN s.debut
            WHEN s.debut = '00000000' THEN ''
            WHEN substr(s.debut, 1, 4) = '0000' THEN 'mois ' || substr(s.debut, 5, 2)
            WHEN substr(s.debut, 7, 2) <> '00' THEN substr(s.debut, 7, 2) || '/' || substr(s.debut, 5, 2) || '/' || substr(s.debut, 1, 4)
            WHEN substr(s.debut, 5, 2) <> '00' THEN substr(s.debut, 5, 2) || '/' || substr(s.debut, 1, 4)
            ELSE substr(s.debut, 1, 4) END AS debut,
       CASE WHEN length(s.fin) <> 8 THEN s.fin
            WHEN s.fin = '00000000' THEN ''
            WHEN substr(s.fin, 1, 4) = '0000' THEN 'mois ' || substr(s.fin, 5, 2)
            WHEN substr(s.fin, 7, 2) <> '00' THEN substr(s.fin, 7, 2) || '/' || substr(s.fin, 5, 2) || '/' || substr(s.fin, 1, 4)
            WHEN substr(s.fin, 5, 2) <> '00' THEN substr(s.fin, 5, 2) || '/' || substr(s.fin, 1, 4)
            ELSE substr(s.fin, 1, 4) END AS fin,
       CASE coalesce(s.propose, s.doc) ->> 'entrees_sorties' WHEN '0' THEN 'fixes' WHEN '1' THEN 'permanentes' ELSE '' END AS entrees,
       s.dispositif AS dispositif,
       coalesce(coalesce(s.propose, s.doc) -> 'lieu' -> 'adresse' ->> 'code_postal', '') AS code_postal,
       coalesce(coalesce(s.propose, s.doc) -> 'lieu' -> 'adresse' ->> 'ville', '') AS ville,
       coalesce(coalesce(o.propose, o.doc) ->> 'nom', coalesce(o.propose, o.doc) ->> 'raison_sociale', coalesce(s.propose, s.doc) ->> 'formateur_nom', '') AS organisme_formateur,
       CASE WHEN s.formateur <> '' THEN s.formateur ELSE f.responsable END AS siret_formateur,
       s.formation AS numero_formation,
       s.etat AS etat,
       s.cree_run AS creee_par,
       s.change_run AS modifiee_par
FROM session s
JOIN formation f ON f.id = s.formation
LEFT JOIN organisme o ON o.siret = CASE WHEN s.formateur <> '' THEN s.formateur ELSE f.responsable END AND o.siret <> '';

CREATE VIEW v_formation AS
SELECT f.id AS formation,
       coalesce(f.propose, f.doc) ->> 'intitule' AS intitule,
       coalesce(coalesce(o.propose, o.doc) ->> 'nom', coalesce(o.propose, o.doc) ->> 'raison_sociale', '') AS organisme_responsable,
       f.responsable AS siret_responsable,
       f.reference AS reference,
       CASE coalesce(f.propose, f.doc) ->> 'certifiante' WHEN 1 THEN 'oui' WHEN 0 THEN 'non' ELSE '' END AS certifiante,
       coalesce(coalesce(f.propose, f.doc) -> 'certifications' -> 0 ->> 'certif_info', '') AS certif_info,
       coalesce(coalesce(f.propose, f.doc) -> 'certifications' -> 0 ->> 'rncp', coalesce(f.propose, f.doc) -> 'certifications' -> 0 ->> 'rs', '') AS rncp_ou_rs,
       coalesce(coalesce(f.propose, f.doc) -> 'formacodes' -> 0 ->> 'code', '') AS formacode_principal,
       coalesce(coalesce(f.propose, f.doc) -> 'rome' -> 0 ->> 'code', '') AS premier_rome,
       coalesce(coalesce(f.propose, f.doc) -> 'nsf' -> 0 ->> 'code', '') AS premier_nsf,
       coalesce(coalesce(f.propose, f.doc) ->> 'niveau_sortie', '') AS niveau_sortie,
       (SELECT count(*) FROM session s WHERE s.formation = f.id) AS sessions,
       f.etat AS etat,
       f.cree_run AS creee_par,
       f.change_run AS modifiee_par
FROM formation f
LEFT JOIN organisme o ON o.siret = f.responsable AND o.siret <> '';

CREATE VIEW v_organisme AS
SELECT o.siret AS siret,
       coalesce(coalesce(o.propose, o.doc) ->> 'nom', '') AS nom,
       coalesce(coalesce(o.propose, o.doc) ->> 'raison_sociale', '') AS raison_sociale,
       coalesce(coalesce(o.propose, o.doc) ->> 'nda', '') AS nda,
       coalesce(coalesce(o.propose, o.doc) ->> 'uai', '') AS uai,
       CASE WHEN o.siege = '' THEN 'siège' ELSE 'antenne de ' || o.siege END AS siege_ou_antenne,
       coalesce(coalesce(o.propose, o.doc) -> 'coordonnees' -> 'adresse' ->> 'code_postal', '') AS code_postal,
       coalesce(coalesce(o.propose, o.doc) -> 'coordonnees' -> 'adresse' ->> 'ville', '') AS ville,
       coalesce(coalesce(o.propose, o.doc) -> 'coordonnees' ->> 'telephone', '') AS telephone,
       coalesce(coalesce(o.propose, o.doc) -> 'coordonnees' ->> 'courriel', '') AS courriel,
       (SELECT count(*) FROM formation f WHERE f.responsable = o.siret AND o.siret <> '') AS formations,
       o.id AS organisme,
       o.etat AS etat,
       o.cree_run AS cree_par,
       o.change_run AS modifie_par
FROM organisme o;

-- Les fiches qui ne partent pas, aujourd'hui, et pourquoi.
CREATE VIEW v_exclusion AS
SELECT v.cible AS cible,
       v.nature AS nature,
       v.fiche AS fiche,
       f.doc ->> 'intitule' AS formation,
       v.motif AS motif,
       v.phrase AS phrase,
       v.autres AS autres_motifs,
       v.formation AS numero_formation,
       v.depuis_run AS depuis_le_run
FROM verdict v
LEFT JOIN formation f ON f.id = v.formation
WHERE v.jusqua_run IS NULL AND NOT v.exportee;

-- Ce qui attend d'être validé, le plus ancien d'abord.
CREATE VIEW v_a_valider AS
SELECT r.nature AS nature,
       r.fiche AS fiche,
       r.intitule AS intitule,
       CASE WHEN r.doc IS NULL THEN 'nouvelle' ELSE 'modifiée' END AS quoi,
       coalesce((SELECT group_concat(n.champ, ', ') FROM (
         SELECT p.key AS champ FROM json_each(r.propose) p
         WHERE NOT EXISTS (SELECT 1 FROM json_each(r.doc) d WHERE d.key = p.key AND d.value IS p.value)
         UNION SELECT d.key FROM json_each(r.doc) d
         WHERE NOT EXISTS (SELECT 1 FROM json_each(r.propose) p WHERE p.key = d.key)
         ORDER BY 1) n WHERE r.doc IS NOT NULL), '') AS champs_modifies,
       coalesce((SELECT min(o.fichier) FROM origine o WHERE o.fiche = r.fiche AND o.nature = r.nature AND o.run = r.run), '') AS fichier,
       replace(substr(u.debut, 1, 19), 'T', ' ') AS depuis_utc,
       r.run AS run
FROM (SELECT 1 AS rang, 'organisme' AS nature, o.id AS fiche, o.doc, o.propose, o.change_run AS run,
             coalesce(o.propose ->> 'nom', o.propose ->> 'raison_sociale', '') AS intitule
      FROM organisme o WHERE o.etat = 'a-valider'
      UNION ALL
      SELECT 2, 'formation', f.id, f.doc, f.propose, f.change_run,
             coalesce(f.propose ->> 'intitule', f.propose ->> 'intitule_saisi', '')
      FROM formation f WHERE f.etat = 'a-valider'
      UNION ALL
      SELECT 3, 'session', s.id, s.doc, s.propose, s.change_run,
             coalesce(coalesce(f.propose, f.doc) ->> 'intitule', coalesce(f.propose, f.doc) ->> 'intitule_saisi', '')
      FROM session s JOIN formation f ON f.id = s.formation WHERE s.etat = 'a-valider') r
JOIN run u ON u.id = r.run
ORDER BY r.rang, u.debut, r.fiche;

-- Où en est chaque demande, celles qui attendent d'abord.
CREATE VIEW v_demande AS
SELECT d.id AS demande,
       CASE d.etat WHEN 'en-attente' THEN 'en attente' WHEN 'acceptee' THEN 'acceptée' ELSE 'refusée' END AS etat,
       CASE d.nature WHEN 'creation' THEN 'création' WHEN 'nda' THEN 'NDA' WHEN 'siret' THEN 'SIRET' ELSE d.nature END AS nature,
       d.organisme AS organisme,
       d.nom AS nom,
       d.avant AS avant,
       d.apres AS apres,
       d.fichier AS fichier,
       d.feuille AS feuille,
       d.ligne AS ligne,
       replace(substr(d.demande_le, 1, 19), 'T', ' ') AS demande_le_utc,
       d.qui AS qui,
       d.motif AS motif,
       coalesce(replace(substr(d.decide_le, 1, 19), 'T', ' '), '') AS decide_le_utc,
       d.run AS run
FROM demande d
WHERE d.numero = (SELECT max(e.numero) FROM demande e WHERE e.id = d.id)
ORDER BY d.etat <> 'en-attente', d.demande_le, d.numero;

CREATE VIEW v_decision AS
SELECT replace(substr(d.le, 1, 19), 'T', ' ') AS le_utc,
       d.qui AS qui,
       d.nature AS nature,
       d.fiche AS fiche,
       d.de AS de,
       d.vers AS vers,
       d.pourquoi AS pourquoi,
       coalesce(d.run, '') AS run
FROM decision d
ORDER BY d.numero;

-- Ce qui est arrivé à chaque fiche, dans l'ordre.
CREATE VIEW v_historique AS
SELECT h.nature AS nature,
       h.fiche AS fiche,
       replace(substr(a.le, 1, 19), 'T', ' ') AS le_utc,
       coalesce(a.run, '') AS run,
       coalesce(l.nom, '') AS fichier,
       a.qui AS qui,
       coalesce(h.avant_etat, '') AS de,
       h.apres_etat AS vers,
       CASE WHEN h.avant_etat IS NULL THEN 'création' ELSE coalesce((SELECT group_concat(n.champ, ', ') FROM (
         SELECT x.key AS champ FROM json_each(coalesce(h.apres_propose, h.apres_doc)) x
         WHERE NOT EXISTS (SELECT 1 FROM json_each(coalesce(h.avant_propose, h.avant_doc)) y WHERE y.key = x.key AND y.value IS x.value)
         UNION SELECT y.key FROM json_each(coalesce(h.avant_propose, h.avant_doc)) y
         WHERE NOT EXISTS (SELECT 1 FROM json_each(coalesce(h.apres_propose, h.apres_doc)) x WHERE x.key = y.key)
         ORDER BY 1) n), '') END AS champs,
       coalesce(replace(substr(d.le, 1, 19), 'T', ' ') || ' par ' || d.qui, '') AS decharge_utc
FROM historique h
JOIN acte a ON a.numero = h.acte
LEFT JOIN livraison l ON l.sha256 = a.livraison
LEFT JOIN dechargement d ON d.numero = a.dechargement
ORDER BY h.nature, h.fiche, h.acte;
