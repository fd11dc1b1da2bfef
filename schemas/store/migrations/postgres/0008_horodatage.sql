-- Quand ce qui est diffusé d'une fiche a changé pour la dernière fois : les cibles qui
-- datent leurs fiches le disent, et ce qui est dit de nouveau à l'identique n'y change rien.

ALTER TABLE organisme ADD COLUMN doc_le timestamptz;
ALTER TABLE formation ADD COLUMN doc_le timestamptz;
ALTER TABLE session ADD COLUMN doc_le timestamptz;

UPDATE organisme SET doc_le = coalesce(
  (SELECT max(coalesce(d.le, a.le)) FROM historique h JOIN acte a ON a.numero = h.acte LEFT JOIN dechargement d ON d.numero = a.dechargement
   WHERE h.nature = 'organisme' AND h.fiche = organisme.id AND h.avant_doc::text IS DISTINCT FROM h.apres_doc::text),
  (SELECT r.debut FROM run r WHERE r.id = organisme.change_run))
WHERE doc IS NOT NULL;

UPDATE formation SET doc_le = coalesce(
  (SELECT max(coalesce(d.le, a.le)) FROM historique h JOIN acte a ON a.numero = h.acte LEFT JOIN dechargement d ON d.numero = a.dechargement
   WHERE h.nature = 'formation' AND h.fiche = formation.id AND h.avant_doc::text IS DISTINCT FROM h.apres_doc::text),
  (SELECT r.debut FROM run r WHERE r.id = formation.change_run))
WHERE doc IS NOT NULL;

UPDATE session SET doc_le = coalesce(
  (SELECT max(coalesce(d.le, a.le)) FROM historique h JOIN acte a ON a.numero = h.acte LEFT JOIN dechargement d ON d.numero = a.dechargement
   WHERE h.nature = 'session' AND h.fiche = session.id AND h.avant_doc::text IS DISTINCT FROM h.apres_doc::text),
  (SELECT r.debut FROM run r WHERE r.id = session.change_run))
WHERE doc IS NOT NULL;

COMMENT ON COLUMN organisme.doc_le IS 'L''instant où ce qui est diffusé a changé pour la dernière fois ; vide si rien n''a jamais été validé.';
COMMENT ON COLUMN formation.doc_le IS 'L''instant où ce qui est diffusé a changé pour la dernière fois ; vide si rien n''a jamais été validé.';
COMMENT ON COLUMN session.doc_le IS 'L''instant où ce qui est diffusé a changé pour la dernière fois ; vide si rien n''a jamais été validé.';
