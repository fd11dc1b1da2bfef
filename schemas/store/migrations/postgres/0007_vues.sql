-- Ce qu'une personne lit avec psql ou un tableur : SELECT * FROM v_session. Les
-- colonnes en _utc sont des instants UTC. Le rôle passerelle_lecture, s'il existe, les lit.

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

COMMENT ON VIEW v_session IS 'Les sessions telles qu''elles ont été dites en dernier, validées ou non : etat le dit. AAAAMMJJ se lit JJ/MM/AAAA ; les parties inconnues (zéros) ne s''écrivent pas.';

CREATE VIEW v_formation AS
SELECT f.id AS formation,
       coalesce(f.propose, f.doc) ->> 'intitule' AS intitule,
       coalesce(coalesce(o.propose, o.doc) ->> 'nom', coalesce(o.propose, o.doc) ->> 'raison_sociale', '') AS organisme_responsable,
       f.responsable AS siret_responsable,
       f.reference AS reference,
       CASE coalesce(f.propose, f.doc) ->> 'certifiante' WHEN 'true' THEN 'oui' WHEN 'false' THEN 'non' ELSE '' END AS certifiante,
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

COMMENT ON VIEW v_formation IS 'Les formations telles qu''elles ont été dites en dernier, validées ou non : etat le dit.';

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

COMMENT ON VIEW v_organisme IS 'Les organismes tels qu''ils ont été dits en dernier, validés ou non : etat le dit.';

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

COMMENT ON VIEW v_verdict IS 'Pour chaque cible, qui part et qui ne part pas aujourd''hui.';

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

COMMENT ON VIEW v_exclusion IS 'Les fiches qui ne partent pas aujourd''hui, et pourquoi.';

CREATE VIEW v_motif AS
SELECT v.cible AS cible,
       v.nature AS nature,
       v.motif AS motif,
       count(*) AS fiches
FROM verdict v
WHERE v.jusqua_run IS NULL AND NOT v.exportee
GROUP BY v.cible, v.nature, v.motif;

COMMENT ON VIEW v_motif IS 'Combien de fiches ne partent pas, par cible et par motif.';

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
       to_char(p.le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS le_utc,
       p.qui AS decide_par,
       p.pourquoi AS pourquoi,
       coalesce((SELECT string_agg(q.partenaire, ', ' ORDER BY q.partenaire) FROM (SELECT DISTINCT r.partenaire FROM recuperation r
         WHERE r.cible = p.cible AND r.publication = p.sha256 AND r.complet) q), '') AS recupere_par
FROM publication p
ORDER BY p.run DESC, p.cible;

COMMENT ON VIEW v_publication IS 'Les flux, le dernier d''abord.';

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

COMMENT ON VIEW v_constat IS 'Ce qui ne va pas dans les données, et où.';

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

COMMENT ON VIEW v_bilan_cible IS 'Le dernier bilan de chaque cible.';

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

COMMENT ON VIEW v_chargement IS 'Ce que chaque run a fait de chaque feuille.';

CREATE VIEW v_a_valider AS
SELECT r.nature AS nature,
       r.fiche AS fiche,
       r.intitule AS intitule,
       CASE WHEN r.doc IS NULL THEN 'nouvelle' ELSE 'modifiée' END AS quoi,
       coalesce((SELECT string_agg(n.champ, ', ' ORDER BY n.champ COLLATE "C") FROM (
         SELECT p.key AS champ FROM json_each(r.propose) p
         WHERE NOT EXISTS (SELECT 1 FROM json_each(r.doc) d WHERE d.key = p.key AND d.value::text = p.value::text)
         UNION SELECT d.key FROM json_each(r.doc) d
         WHERE NOT EXISTS (SELECT 1 FROM json_each(r.propose) p WHERE p.key = d.key)) n WHERE r.doc IS NOT NULL), '') AS champs_modifies,
       coalesce((SELECT min(o.fichier) FROM origine o WHERE o.fiche = r.fiche AND o.nature = r.nature AND o.run = r.run), '') AS fichier,
       to_char(u.debut AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS depuis_utc,
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

COMMENT ON VIEW v_a_valider IS 'Ce qui attend d''être validé, le plus ancien d''abord.';

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
       to_char(d.demande_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS demande_le_utc,
       d.qui AS qui,
       d.motif AS motif,
       coalesce(to_char(d.decide_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '') AS decide_le_utc,
       d.run AS run
FROM demande d
WHERE d.numero = (SELECT max(e.numero) FROM demande e WHERE e.id = d.id)
ORDER BY d.etat <> 'en-attente', d.demande_le, d.numero;

COMMENT ON VIEW v_demande IS 'Où en est chaque demande, celles qui attendent d''abord.';

CREATE VIEW v_decision AS
SELECT to_char(d.le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS le_utc,
       d.qui AS qui,
       d.nature AS nature,
       d.fiche AS fiche,
       d.de AS de,
       d.vers AS vers,
       d.pourquoi AS pourquoi,
       coalesce(d.run, '') AS run
FROM decision d
ORDER BY d.numero;

COMMENT ON VIEW v_decision IS 'Les décisions, dans l''ordre.';

CREATE VIEW v_historique AS
SELECT h.nature AS nature,
       h.fiche AS fiche,
       to_char(a.le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS le_utc,
       coalesce(a.run, '') AS run,
       coalesce(l.nom, '') AS fichier,
       a.qui AS qui,
       coalesce(h.avant_etat, '') AS de,
       h.apres_etat AS vers,
       CASE WHEN h.avant_etat IS NULL THEN 'création' ELSE coalesce((SELECT string_agg(n.champ, ', ' ORDER BY n.champ COLLATE "C") FROM (
         SELECT x.key AS champ FROM json_each(coalesce(h.apres_propose, h.apres_doc)) x
         WHERE NOT EXISTS (SELECT 1 FROM json_each(coalesce(h.avant_propose, h.avant_doc)) y WHERE y.key = x.key AND y.value::text = x.value::text)
         UNION SELECT y.key FROM json_each(coalesce(h.avant_propose, h.avant_doc)) y
         WHERE NOT EXISTS (SELECT 1 FROM json_each(coalesce(h.apres_propose, h.apres_doc)) x WHERE x.key = y.key)) n), '') END AS champs,
       coalesce(to_char(d.le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' par ' || d.qui, '') AS decharge_utc
FROM historique h
JOIN acte a ON a.numero = h.acte
LEFT JOIN livraison l ON l.sha256 = a.livraison
LEFT JOIN dechargement d ON d.numero = a.dechargement
ORDER BY h.nature, h.fiche, h.acte;

COMMENT ON VIEW v_historique IS 'Ce qui est arrivé à chaque fiche, dans l''ordre.';

CREATE VIEW v_travail AS
SELECT t.nature AS nature,
       min(t.texte) AS texte,
       count(*) AS formations,
       coalesce((array_agg(t.propositions ORDER BY t.formation))[1] -> 0 ->> 'code', '') AS premiere_proposition,
       coalesce((array_agg(t.propositions ORDER BY t.formation))[1] -> 0 ->> 'libelle', '') AS libelle,
       coalesce(round(100 * ((array_agg(t.propositions ORDER BY t.formation))[1] -> 0 ->> 'confiance')::numeric) || ' %', '') AS confiance,
       coalesce((array_agg(t.propositions ORDER BY t.formation))[1] -> 0 ->> 'preuve', '') AS preuve,
       min(t.pourquoi) AS pourquoi,
       min(t.formation) AS exemple,
       min(t.run) AS depuis_le_run,
       t.cle AS tache
FROM tache t
JOIN formation f ON f.id = t.formation AND f.etat <> 'archive'
WHERE t.jusqua_run IS NULL AND NOT EXISTS (SELECT 1 FROM choix c WHERE c.cle = t.cle AND c.fin_le IS NULL)
GROUP BY t.cle, t.nature
ORDER BY count(*) DESC, t.cle;

COMMENT ON VIEW v_travail IS 'Ce que le personnel a à décider sur la codification, une ligne par question : ce que le plus de formations demandent d''abord.';

CREATE VIEW v_choix AS
SELECT to_char(c.le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS le_utc,
       c.qui AS qui,
       c.nature AS nature,
       c.texte AS texte,
       c.codes AS codes,
       c.pourquoi AS pourquoi,
       coalesce(to_char(c.fin_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' par ' || c.fin_qui, '') AS fini_utc,
       c.cle AS tache
FROM choix c
ORDER BY c.le DESC, c.numero DESC;

COMMENT ON VIEW v_choix IS 'Ce que le personnel a choisi, le plus récent d''abord.';

CREATE VIEW v_codification AS
SELECT c.nomenclature AS nomenclature,
       c.origine AS origine,
       count(DISTINCT c.formation) AS formations,
       round(100.0 * count(DISTINCT c.formation) / (SELECT count(*) FROM formation WHERE etat <> 'archive'), 1)::double precision AS pour_cent,
       count(c.code) AS codes
FROM (SELECT 'certification' AS nomenclature, f.id AS formation, coalesce(j.value ->> 'origine', 'aucun') AS origine, j.value AS code
      FROM formation f LEFT JOIN LATERAL json_array_elements(coalesce(f.propose, f.doc) -> 'certifications') j (value) ON true WHERE f.etat <> 'archive'
      UNION ALL
      SELECT 'formacode', f.id, coalesce(j.value ->> 'origine', 'aucun'), j.value
      FROM formation f LEFT JOIN LATERAL json_array_elements(coalesce(f.propose, f.doc) -> 'formacodes') j (value) ON true WHERE f.etat <> 'archive'
      UNION ALL
      SELECT 'NSF', f.id, coalesce(j.value ->> 'origine', 'aucun'), j.value
      FROM formation f LEFT JOIN LATERAL json_array_elements(coalesce(f.propose, f.doc) -> 'nsf') j (value) ON true WHERE f.etat <> 'archive'
      UNION ALL
      SELECT 'ROME', f.id, coalesce(j.value ->> 'origine', 'aucun'), j.value
      FROM formation f LEFT JOIN LATERAL json_array_elements(coalesce(f.propose, f.doc) -> 'rome') j (value) ON true WHERE f.etat <> 'archive') c
GROUP BY c.nomenclature, c.origine
ORDER BY c.nomenclature COLLATE "C", count(DISTINCT c.formation) DESC, c.origine COLLATE "C";

COMMENT ON VIEW v_codification IS 'D''où viennent les codes des formations telles qu''elles ont été dites en dernier, hors archives : une ligne par nomenclature et origine ; « aucun » pour celles qui n''ont pas de code. Une formation qui a des codes de deux origines compte dans les deux.';

CREATE VIEW v_recuperation AS
SELECT to_char(r.le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS le_utc,
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

COMMENT ON VIEW v_recuperation IS 'Qui a récupéré quoi, le plus récent d''abord.';

CREATE VIEW v_acquittement AS
SELECT a.cible AS cible,
       a.nature AS nature,
       a.fiche AS fiche,
       CASE WHEN a.acceptee THEN 'acceptée' ELSE 'refusée' END AS reponse,
       a.phrase AS phrase,
       a.action AS action,
       a.code AS code,
       a.message AS message,
       to_char(a.le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS le_utc,
       a.fichier AS fichier,
       a.ligne AS ligne,
       a.run AS run
FROM (SELECT b.*, row_number() OVER (PARTITION BY b.cible, b.nature, b.fiche ORDER BY b.le DESC, b.fichier DESC, b.ligne DESC) AS place
      FROM acquittement b) a
WHERE a.place = 1
ORDER BY a.acceptee, a.cible, a.nature, a.fiche;

COMMENT ON VIEW v_acquittement IS 'La dernière réponse de chaque partenaire sur chaque fiche, les refus d''abord.';

CREATE VIEW v_partenaire AS
SELECT p.nom AS nom,
       CASE WHEN p.revoque_le IS NOT NULL THEN 'révoqué' ELSE 'actif' END AS etat,
       p.cibles AS cibles,
       CASE WHEN p.depot THEN 'oui' ELSE 'non' END AS depose,
       p.courriel AS courriel,
       to_char(p.cree_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS cree_le_utc,
       coalesce(to_char(p.expire_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '') AS expire_le_utc,
       coalesce(to_char(p.revoque_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '') AS revoque_le_utc,
       coalesce(to_char(p.utilise_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '') AS utilise_le_utc
FROM partenaire p
ORDER BY p.nom;

COMMENT ON VIEW v_partenaire IS 'Les partenaires, par nom.';

CREATE VIEW v_declenchement AS
SELECT d.tache AS tache,
       to_char(d.du AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS du_utc,
       d.etat AS etat,
       to_char(d.debut AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS debut_utc,
       coalesce(to_char(d.fin AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '') AS fin_utc,
       d.tentative AS tentative,
       d.erreur AS erreur,
       coalesce(d.run, '') AS run,
       d.par AS par
FROM declenchement d
ORDER BY d.du DESC, d.tache;

COMMENT ON VIEW v_declenchement IS 'L''horaire, le dernier déclenchement d''abord.';

CREATE VIEW v_courrier AS
SELECT to_char(c.mis_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS mis_le_utc,
       CASE WHEN c.envoye_le IS NOT NULL THEN 'envoyé' WHEN c.suivant_le IS NULL THEN 'abandonné' ELSE 'en attente' END AS etat,
       c.nature AS nature,
       c.destinataires AS destinataires,
       c.objet AS objet,
       coalesce(to_char(c.envoye_le AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), '') AS envoye_le_utc,
       c.tentatives AS tentatives,
       c.erreur AS erreur,
       coalesce(c.run, '') AS run,
       c.cle AS courrier
FROM courrier c
ORDER BY c.mis_le DESC, c.cle;

COMMENT ON VIEW v_courrier IS 'Les courriers, le dernier d''abord.';
