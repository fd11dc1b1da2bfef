-- Le travail du personnel sur la codification : ce qui lui est demandé, ce qu'il a choisi.

-- Une question à propos d'une formation. Celles qui ont la même clé ont la même
-- réponse. La question est ouverte tant que jusqua_run est vide.
CREATE TABLE tache (
  cle          TEXT NOT NULL,
  formation    TEXT NOT NULL,
  run          TEXT NOT NULL CONSTRAINT tache_run_connu REFERENCES run (id), -- le premier à l'avoir posée
  nature       TEXT NOT NULL,
  texte        TEXT NOT NULL, -- l'intitulé ou le code dont il s'agit
  propositions TEXT NOT NULL, -- réponses proposées, la meilleure d'abord (tableau JSON)
  pourquoi     TEXT NOT NULL, -- pourquoi une personne doit décider
  jusqua_run   TEXT CONSTRAINT tache_jusqua_run_connu REFERENCES run (id), -- celui qui ne la pose plus
  CONSTRAINT tache_cle PRIMARY KEY (cle, formation, run),
  CONSTRAINT tache_cle_non_vide CHECK (cle <> '' AND formation <> ''),
  CONSTRAINT tache_nature_connue CHECK (nature IN ('certification', 'rome', 'formacode', 'nsf', 'succession', 'orpheline'))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX tache_ouverte_une_fois ON tache (formation, cle) WHERE jusqua_run IS NULL;
CREATE INDEX tache_run ON tache (run);
CREATE INDEX tache_jusqua_run ON tache (jusqua_run) WHERE jusqua_run IS NOT NULL;

-- Ce qu'une personne a répondu. Le choix tient tant que fin_le est vide ; un choix
-- remplacé ou repris reste ici.
CREATE TABLE choix (
  numero   INTEGER PRIMARY KEY,
  cle      TEXT NOT NULL,
  nature   TEXT NOT NULL,
  texte    TEXT NOT NULL,
  codes    TEXT NOT NULL, -- dans l'ordre (tableau JSON) ; vide : rien ne convient, ne plus demander
  qui      TEXT NOT NULL,
  pourquoi TEXT NOT NULL,
  le       TEXT NOT NULL,
  fin_qui  TEXT NOT NULL DEFAULT '', -- qui l'a remplacé ou repris
  fin_le   TEXT,
  CONSTRAINT choix_cle_non_vide CHECK (cle <> ''),
  CONSTRAINT choix_nature_connue CHECK (nature IN ('certification', 'rome', 'formacode', 'nsf', 'succession', 'orpheline')),
  CONSTRAINT choix_par_quelqu_un CHECK (qui <> ''),
  CONSTRAINT choix_fini_par_quelqu_un CHECK ((fin_le IS NULL) = (fin_qui = ''))
) STRICT;

CREATE UNIQUE INDEX choix_un_seul_tient ON choix (cle) WHERE fin_le IS NULL;
CREATE INDEX choix_cle ON choix (cle, numero);

-- Ce que le personnel a à décider, une ligne par question : ce que le plus de
-- formations demandent d'abord. Ce qui a sa réponse attend la prochaine codification.
CREATE VIEW v_travail AS
SELECT t.nature AS nature,
       min(t.texte) AS texte,
       count(*) AS formations,
       coalesce(min(t.propositions) -> 0 ->> 'code', '') AS premiere_proposition,
       coalesce(min(t.propositions) -> 0 ->> 'libelle', '') AS libelle,
       coalesce(CAST(round(100 * (min(t.propositions) -> 0 ->> 'confiance')) AS INTEGER) || ' %', '') AS confiance,
       coalesce(min(t.propositions) -> 0 ->> 'preuve', '') AS preuve,
       min(t.pourquoi) AS pourquoi,
       min(t.formation) AS exemple,
       min(t.run) AS depuis_le_run,
       t.cle AS tache
FROM tache t
JOIN formation f ON f.id = t.formation AND f.etat <> 'archive'
WHERE t.jusqua_run IS NULL AND NOT EXISTS (SELECT 1 FROM choix c WHERE c.cle = t.cle AND c.fin_le IS NULL)
GROUP BY t.cle, t.nature
ORDER BY count(*) DESC, t.cle;

-- Ce que le personnel a choisi, le plus récent d'abord.
CREATE VIEW v_choix AS
SELECT replace(substr(c.le, 1, 19), 'T', ' ') AS le_utc,
       c.qui AS qui,
       c.nature AS nature,
       c.texte AS texte,
       c.codes AS codes,
       c.pourquoi AS pourquoi,
       coalesce(replace(substr(c.fin_le, 1, 19), 'T', ' ') || ' par ' || c.fin_qui, '') AS fini_utc,
       c.cle AS tache
FROM choix c
ORDER BY c.le DESC, c.numero DESC;

-- D'où viennent les codes des formations telles qu'elles ont été dites en dernier,
-- hors archives : une ligne par nomenclature et origine ; « aucun » pour celles qui
-- n'ont pas de code. Une formation qui a des codes de deux origines compte dans les deux.
CREATE VIEW v_codification AS
SELECT c.nomenclature AS nomenclature,
       c.origine AS origine,
       count(DISTINCT c.formation) AS formations,
       round(100.0 * count(DISTINCT c.formation) / (SELECT count(*) FROM formation WHERE etat <> 'archive'), 1) AS pour_cent,
       count(c.code) AS codes
FROM (SELECT 'certification' AS nomenclature, f.id AS formation, coalesce(j.value ->> 'origine', 'aucun') AS origine, j.value AS code
      FROM formation f LEFT JOIN json_each(coalesce(f.propose, f.doc) -> 'certifications') j WHERE f.etat <> 'archive'
      UNION ALL
      SELECT 'formacode', f.id, coalesce(j.value ->> 'origine', 'aucun'), j.value
      FROM formation f LEFT JOIN json_each(coalesce(f.propose, f.doc) -> 'formacodes') j WHERE f.etat <> 'archive'
      UNION ALL
      SELECT 'NSF', f.id, coalesce(j.value ->> 'origine', 'aucun'), j.value
      FROM formation f LEFT JOIN json_each(coalesce(f.propose, f.doc) -> 'nsf') j WHERE f.etat <> 'archive'
      UNION ALL
      SELECT 'ROME', f.id, coalesce(j.value ->> 'origine', 'aucun'), j.value
      FROM formation f LEFT JOIN json_each(coalesce(f.propose, f.doc) -> 'rome') j WHERE f.etat <> 'archive') c
GROUP BY c.nomenclature, c.origine
ORDER BY c.nomenclature, count(DISTINCT c.formation) DESC, c.origine;
