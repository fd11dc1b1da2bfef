-- Ce qu'une personne lit en ouvrant le fichier : sqlite3 -box FICHIER "SELECT * FROM v_session".

-- AAAAMMJJ se lit JJ/MM/AAAA ; les parties inconnues (zéros) ne s'écrivent pas :
-- 09/2026, 2026, « mois 09 » d'une année qui n'est pas dite.
CREATE VIEW v_session AS
SELECT s.id AS session,
       f.doc ->> 'intitule' AS formation,
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
       CASE s.doc ->> 'entrees_sorties' WHEN '0' THEN 'fixes' WHEN '1' THEN 'permanentes' ELSE '' END AS entrees,
       s.dispositif AS dispositif,
       coalesce(s.doc -> 'lieu' -> 'adresse' ->> 'code_postal', '') AS code_postal,
       coalesce(s.doc -> 'lieu' -> 'adresse' ->> 'ville', '') AS ville,
       coalesce(o.doc ->> 'nom', o.doc ->> 'raison_sociale', s.doc ->> 'formateur_nom', '') AS organisme_formateur,
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
       f.doc ->> 'intitule' AS intitule,
       coalesce(o.doc ->> 'nom', o.doc ->> 'raison_sociale', '') AS organisme_responsable,
       f.responsable AS siret_responsable,
       f.reference AS reference,
       CASE f.doc ->> 'certifiante' WHEN 1 THEN 'oui' WHEN 0 THEN 'non' ELSE '' END AS certifiante,
       coalesce(f.doc -> 'certifications' -> 0 ->> 'certif_info', '') AS certif_info,
       coalesce(f.doc -> 'certifications' -> 0 ->> 'rncp', f.doc -> 'certifications' -> 0 ->> 'rs', '') AS rncp_ou_rs,
       coalesce(f.doc -> 'formacodes' -> 0 ->> 'code', '') AS formacode_principal,
       coalesce(f.doc -> 'rome' -> 0 ->> 'code', '') AS premier_rome,
       coalesce(f.doc -> 'nsf' -> 0 ->> 'code', '') AS premier_nsf,
       coalesce(f.doc ->> 'niveau_sortie', '') AS niveau_sortie,
       (SELECT count(*) FROM session s WHERE s.formation = f.id) AS sessions,
       f.etat AS etat,
       f.cree_run AS creee_par,
       f.change_run AS modifiee_par
FROM formation f
LEFT JOIN organisme o ON o.siret = f.responsable AND o.siret <> '';

CREATE VIEW v_organisme AS
SELECT o.siret AS siret,
       coalesce(o.doc ->> 'nom', '') AS nom,
       coalesce(o.doc ->> 'raison_sociale', '') AS raison_sociale,
       coalesce(o.doc ->> 'nda', '') AS nda,
       coalesce(o.doc ->> 'uai', '') AS uai,
       CASE WHEN o.siege = '' THEN 'siège' ELSE 'antenne de ' || o.siege END AS siege_ou_antenne,
       coalesce(o.doc -> 'coordonnees' -> 'adresse' ->> 'code_postal', '') AS code_postal,
       coalesce(o.doc -> 'coordonnees' -> 'adresse' ->> 'ville', '') AS ville,
       coalesce(o.doc -> 'coordonnees' ->> 'telephone', '') AS telephone,
       coalesce(o.doc -> 'coordonnees' ->> 'courriel', '') AS courriel,
       (SELECT count(*) FROM formation f WHERE f.responsable = o.siret AND o.siret <> '') AS formations,
       o.id AS organisme,
       o.etat AS etat,
       o.cree_run AS cree_par,
       o.change_run AS modifie_par
FROM organisme o;

-- Les verdicts courants.
CREATE VIEW v_verdict AS
SELECT v.cible AS cible,
       v.nature AS nature,
       v.fiche AS fiche,
       v.formation AS numero_formation,
       CASE WHEN v.exportee THEN 'oui' ELSE 'non' END AS exportee,
       v.motif AS motif,
       v.phrase AS phrase,
       v.autres AS autres_motifs,
       v.defauts AS defauts,
       v.depuis_run AS depuis_le_run
FROM verdict v
WHERE v.jusqua_run IS NULL;

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

-- Combien de fiches ne partent pas, par cible et par motif.
CREATE VIEW v_motif AS
SELECT v.cible AS cible,
       v.nature AS nature,
       v.motif AS motif,
       count(*) AS fiches
FROM verdict v
WHERE v.jusqua_run IS NULL AND NOT v.exportee
GROUP BY v.cible, v.nature, v.motif;

CREATE VIEW v_publication AS
SELECT p.cible AS cible,
       p.run AS run,
       CASE p.etat WHEN 'publie' THEN 'publié' WHEN 'inchange' THEN 'inchangé' ELSE 'retenu' END AS etat,
       p.formations AS formations,
       p.actions AS actions,
       p.sessions AS sessions,
       p.octets AS octets,
       p.sha256 AS sha256,
       p.erreur AS erreur,
       replace(substr(p.le, 1, 19), 'T', ' ') AS le_utc
FROM publication p;

CREATE VIEW v_constat AS
SELECT c.gravite AS gravite,
       c.regle AS regle,
       c.fichier AS fichier,
       c.feuille AS feuille,
       c.ligne AS ligne,
       c.colonne AS colonne,
       c.entete AS entete,
       c.valeur AS valeur,
       c.apres AS apres,
       c.message AS message,
       c.remede AS remede,
       c.fiche AS fiche,
       c.run AS run
FROM constat c;

-- Le dernier bilan de chaque cible.
CREATE VIEW v_bilan_cible AS
SELECT b.cible AS cible,
       b.nature AS nature,
       b.total AS au_catalogue,
       b.exportees AS exportees,
       b.exclues AS exclues,
       b.motifs AS motifs,
       b.run AS run
FROM bilan b
WHERE b.run = (SELECT max(d.run) FROM bilan d WHERE d.cible = b.cible);

-- Ce que chaque run a fait de chaque feuille.
CREATE VIEW v_chargement AS
SELECT c.run AS run,
       c.fichier AS fichier,
       c.feuille AS feuille,
       c.gabarit AS gabarit,
       c.lues AS lues,
       c.ajoutees AS ajoutees,
       c.modifiees AS modifiees,
       c.inchangees AS inchangees,
       c.refusees AS refusees,
       c.ecartees AS ecartees
FROM chargement c;
