-- Le catalogue. Une fiche a deux documents JSON : doc, ce qui est validé ; propose, ce
-- qui a été dit depuis et attend. Les colonnes de recherche se lisent dans le dernier
-- dit des deux ; celles en _valide, dans doc. doc ->> 'intitule' en lit un champ.

CREATE TABLE organisme (
  id         text COLLATE "C" NOT NULL,
  etat       text COLLATE "C" NOT NULL,
  doc        json,
  propose    json,
  cree_run   text COLLATE "C" NOT NULL CONSTRAINT organisme_cree_run_connu REFERENCES run (id),
  change_run text COLLATE "C" NOT NULL CONSTRAINT organisme_change_run_connu REFERENCES run (id),
  siret text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'siret', '')) STORED,
  siege text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'siege', '')) STORED,
  siret_valide text COLLATE "C" GENERATED ALWAYS AS (doc ->> 'siret') STORED,
  CONSTRAINT organisme_cle PRIMARY KEY (id),
  CONSTRAINT organisme_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT organisme_etat_connu CHECK (etat IN ('a-valider', 'valide', 'rejete', 'archive')),
  CONSTRAINT organisme_dit_quelque_chose CHECK (doc IS NOT NULL OR propose IS NOT NULL),
  CONSTRAINT organisme_etat_dit_ce_qui_attend CHECK (etat = 'archive' OR (etat = 'valide') = (propose IS NULL)),
  CONSTRAINT organisme_doc_est_le_sien CHECK (doc IS NULL OR doc ->> 'id' = id),
  CONSTRAINT organisme_propose_est_le_sien CHECK (propose IS NULL OR propose ->> 'id' = id)
);

-- La clé métier. Un organisme sans SIRET peut exister : aucune ligne ne le retrouvera.
CREATE UNIQUE INDEX organisme_siret_unique ON organisme (siret) WHERE siret <> '';
CREATE UNIQUE INDEX organisme_siret_valide_unique ON organisme (siret_valide) WHERE siret_valide <> '';
CREATE INDEX organisme_attend ON organisme (change_run) WHERE etat = 'a-valider';

COMMENT ON TABLE organisme IS 'Les organismes de formation.';
COMMENT ON COLUMN organisme.doc IS 'Ce qui est validé, donc diffusé ; vide si rien ne l''a jamais été.';
COMMENT ON COLUMN organisme.propose IS 'Ce qui a été dit depuis et attend ; vide si rien n''attend.';
COMMENT ON COLUMN organisme.change_run IS 'Le dernier run à en avoir dit autre chose.';
COMMENT ON COLUMN organisme.siege IS 'SIRET du siège ; vide pour un siège.';

CREATE TABLE formation (
  id         text COLLATE "C" NOT NULL,
  etat       text COLLATE "C" NOT NULL,
  doc        json,
  propose    json,
  cree_run   text COLLATE "C" NOT NULL CONSTRAINT formation_cree_run_connu REFERENCES run (id),
  change_run text COLLATE "C" NOT NULL CONSTRAINT formation_change_run_connu REFERENCES run (id),
  reference text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'reference', '')) STORED,
  responsable text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'responsable', '')) STORED,
  CONSTRAINT formation_cle PRIMARY KEY (id),
  CONSTRAINT formation_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT formation_etat_connu CHECK (etat IN ('a-valider', 'valide', 'rejete', 'archive')),
  CONSTRAINT formation_dit_quelque_chose CHECK (doc IS NOT NULL OR propose IS NOT NULL),
  CONSTRAINT formation_etat_dit_ce_qui_attend CHECK (etat = 'archive' OR (etat = 'valide') = (propose IS NULL)),
  CONSTRAINT formation_doc_est_le_sien CHECK (doc IS NULL OR doc ->> 'id' = id),
  CONSTRAINT formation_propose_est_le_sien CHECK (propose IS NULL OR propose ->> 'id' = id)
);

CREATE INDEX formation_responsable ON formation (responsable, reference);
CREATE INDEX formation_reference ON formation (reference) WHERE reference <> '';
CREATE INDEX formation_attend ON formation (change_run) WHERE etat = 'a-valider';

COMMENT ON TABLE formation IS 'Les formations.';
COMMENT ON COLUMN formation.doc IS 'Ce qui est validé, donc diffusé ; vide si rien ne l''a jamais été.';
COMMENT ON COLUMN formation.propose IS 'Ce qui a été dit depuis et attend ; vide si rien n''attend.';
COMMENT ON COLUMN formation.change_run IS 'Le dernier run à en avoir dit autre chose.';
COMMENT ON COLUMN formation.responsable IS 'SIRET ; l''organisme peut manquer au catalogue.';

CREATE TABLE session (
  id         text COLLATE "C" NOT NULL,
  etat       text COLLATE "C" NOT NULL,
  doc        json,
  propose    json,
  cree_run   text COLLATE "C" NOT NULL CONSTRAINT session_cree_run_connu REFERENCES run (id),
  change_run text COLLATE "C" NOT NULL CONSTRAINT session_change_run_connu REFERENCES run (id),
  formation text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'formation', '')) STORED
    CONSTRAINT session_formation_connue REFERENCES formation (id),
  formation_valide text COLLATE "C" GENERATED ALWAYS AS (doc ->> 'formation') STORED
    CONSTRAINT session_formation_valide_connue REFERENCES formation (id),
  reference text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'reference', '')) STORED,
  debut text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'debut', '')) STORED,
  fin text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'fin', '')) STORED,
  formateur text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'formateur', '')) STORED,
  dispositif text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(coalesce(propose, doc) ->> 'dispositif', '')) STORED,
  CONSTRAINT session_cle PRIMARY KEY (id),
  CONSTRAINT session_id_32_caracteres CHECK (length(id) BETWEEN 1 AND 32),
  CONSTRAINT session_etat_connu CHECK (etat IN ('a-valider', 'valide', 'rejete', 'archive')),
  CONSTRAINT session_dit_quelque_chose CHECK (doc IS NOT NULL OR propose IS NOT NULL),
  CONSTRAINT session_etat_dit_ce_qui_attend CHECK (etat = 'archive' OR (etat = 'valide') = (propose IS NULL)),
  CONSTRAINT session_doc_est_le_sien CHECK (doc IS NULL OR doc ->> 'id' = id),
  CONSTRAINT session_propose_est_le_sien CHECK (propose IS NULL OR propose ->> 'id' = id)
);

CREATE INDEX session_formation ON session (formation, id);
CREATE INDEX session_formation_valide ON session (formation_valide, id) WHERE formation_valide IS NOT NULL;
CREATE INDEX session_formateur ON session (formateur) WHERE formateur <> '';
CREATE INDEX session_reference ON session (reference) WHERE reference <> '';
CREATE INDEX session_attend ON session (change_run) WHERE etat = 'a-valider';

COMMENT ON TABLE session IS 'Les sessions des formations.';
COMMENT ON COLUMN session.doc IS 'Ce qui est validé, donc diffusé ; vide si rien ne l''a jamais été.';
COMMENT ON COLUMN session.propose IS 'Ce qui a été dit depuis et attend ; vide si rien n''attend.';
COMMENT ON COLUMN session.change_run IS 'Le dernier run à en avoir dit autre chose.';
COMMENT ON COLUMN session.debut IS 'AAAAMMJJ, zéros pour ce qui n''est pas connu.';
COMMENT ON COLUMN session.formateur IS 'SIRET ; vide quand le responsable enseigne.';

CREATE TABLE dechargement (
  numero   bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT dechargement_cle PRIMARY KEY,
  run      text COLLATE "C" NOT NULL CONSTRAINT dechargement_run_connu REFERENCES run (id),
  qui      text COLLATE "C" NOT NULL,
  le       timestamptz NOT NULL,
  rendues  bigint NOT NULL,
  retirees bigint NOT NULL,
  CONSTRAINT dechargement_par_quelqu_un CHECK (qui <> ''),
  CONSTRAINT dechargement_comptes_positifs CHECK (rendues >= 0 AND retirees >= 0)
);

CREATE INDEX dechargement_run ON dechargement (run);

COMMENT ON TABLE dechargement IS 'Un run défait : ses fiches rendues telles qu''elles étaient, ou retirées.';

CREATE TABLE acte (
  numero       bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT acte_cle PRIMARY KEY,
  run          text COLLATE "C" CONSTRAINT acte_run_connu REFERENCES run (id),
  livraison    text COLLATE "C" CONSTRAINT acte_livraison_connue REFERENCES livraison (sha256),
  qui          text COLLATE "C" NOT NULL,
  le           timestamptz NOT NULL,
  dechargement bigint CONSTRAINT acte_dechargement_connu REFERENCES dechargement (numero)
);

CREATE INDEX acte_run ON acte (run);

COMMENT ON TABLE acte IS 'Ce qui change des fiches d''un seul tenant : le chargement d''une livraison, une nouvelle codification, une décision du personnel. Leur ordre est celui des numéros.';
COMMENT ON COLUMN acte.run IS 'Vide : une décision prise hors de tout run.';
COMMENT ON COLUMN acte.qui IS 'Vide pour un chargement.';
COMMENT ON COLUMN acte.dechargement IS 'Celui qui l''a défait.';

CREATE TABLE historique (
  acte             bigint NOT NULL CONSTRAINT historique_acte_connu REFERENCES acte (numero),
  nature           text COLLATE "C" NOT NULL,
  fiche            text COLLATE "C" NOT NULL,
  avant_etat       text COLLATE "C",
  avant_doc        json,
  avant_propose    json,
  avant_change_run text COLLATE "C" CONSTRAINT historique_change_run_connu REFERENCES run (id),
  apres_etat       text COLLATE "C" NOT NULL,
  apres_doc        json,
  apres_propose    json,
  CONSTRAINT historique_cle PRIMARY KEY (acte, nature, fiche),
  CONSTRAINT historique_nature_connue CHECK (nature IN ('organisme', 'formation', 'session')),
  CONSTRAINT historique_creation_sans_avant CHECK (CASE WHEN avant_etat IS NULL
    THEN avant_doc IS NULL AND avant_propose IS NULL AND avant_change_run IS NULL
    ELSE (avant_doc IS NOT NULL OR avant_propose IS NOT NULL) AND avant_change_run IS NOT NULL END),
  CONSTRAINT historique_apres_dit_quelque_chose CHECK (apres_doc IS NOT NULL OR apres_propose IS NOT NULL)
);

CREATE INDEX historique_fiche ON historique (fiche, nature);

COMMENT ON TABLE historique IS 'Les fiches qu''un acte a changées, avant et après lui.';
COMMENT ON COLUMN historique.avant_etat IS 'Vide quand l''acte a créé la fiche.';

CREATE TABLE decision (
  numero   bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT decision_cle PRIMARY KEY,
  acte     bigint CONSTRAINT decision_acte_connu REFERENCES acte (numero),
  nature   text COLLATE "C" NOT NULL,
  fiche    text COLLATE "C" NOT NULL,
  de       text COLLATE "C" NOT NULL,
  vers     text COLLATE "C" NOT NULL,
  qui      text COLLATE "C" NOT NULL,
  pourquoi text COLLATE "C" NOT NULL,
  run      text COLLATE "C" CONSTRAINT decision_run_connu REFERENCES run (id),
  le       timestamptz NOT NULL,
  CONSTRAINT decision_nature_connue CHECK (nature IN ('organisme', 'formation', 'session')),
  CONSTRAINT decision_etats_connus CHECK (de IN ('', 'a-valider', 'valide', 'rejete', 'archive') AND vers IN ('a-valider', 'valide', 'rejete', 'archive')),
  CONSTRAINT decision_change_l_etat CHECK (de <> vers),
  CONSTRAINT decision_par_quelqu_un CHECK (qui <> ''),
  CONSTRAINT decision_rejet_motive CHECK (vers <> 'rejete' OR pourquoi <> '')
);

CREATE INDEX decision_fiche ON decision (fiche, nature);
CREATE INDEX decision_acte ON decision (acte);

COMMENT ON TABLE decision IS 'Chaque changement d''état décidé par quelqu''un, ou par la règle de la configuration.';
COMMENT ON COLUMN decision.acte IS 'Vide : le déchargement d''un run.';
COMMENT ON COLUMN decision.de IS 'Vide pour une fiche nouvelle.';

CREATE TABLE demande (
  numero     bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT demande_cle PRIMARY KEY,
  id         text COLLATE "C" NOT NULL,
  nature     text COLLATE "C" NOT NULL,
  organisme  text COLLATE "C" NOT NULL,
  nom        text COLLATE "C" NOT NULL,
  avant      text COLLATE "C" NOT NULL,
  apres      text COLLATE "C" NOT NULL,
  doc        text COLLATE "C" NOT NULL,
  run        text COLLATE "C" NOT NULL CONSTRAINT demande_run_connu REFERENCES run (id),
  livraison  text COLLATE "C" CONSTRAINT demande_livraison_connue REFERENCES livraison (sha256),
  fichier    text COLLATE "C" NOT NULL,
  feuille    text COLLATE "C" NOT NULL,
  ligne      bigint NOT NULL,
  etat       text COLLATE "C" NOT NULL,
  qui        text COLLATE "C" NOT NULL,
  motif      text COLLATE "C" NOT NULL,
  demande_le timestamptz NOT NULL,
  decide_le  timestamptz,
  CONSTRAINT demande_id_non_vide CHECK (id <> ''),
  CONSTRAINT demande_nature_connue CHECK (nature IN ('creation', 'nda', 'rattachements', 'interlocuteurs', 'siret')),
  CONSTRAINT demande_etat_connu CHECK (etat IN ('en-attente', 'acceptee', 'refusee')),
  CONSTRAINT demande_decidee_par_quelqu_un CHECK (CASE etat WHEN 'en-attente' THEN qui = '' AND motif = '' AND decide_le IS NULL ELSE qui <> '' AND decide_le IS NOT NULL END),
  CONSTRAINT demande_refus_motive CHECK (etat <> 'refusee' OR motif <> ''),
  CONSTRAINT demande_ligne_positive CHECK (ligne >= 0)
);

CREATE UNIQUE INDEX demande_une_seule_en_attente ON demande (id) WHERE etat = 'en-attente';
CREATE INDEX demande_id ON demande (id, numero);
CREATE INDEX demande_organisme ON demande (organisme);
CREATE INDEX demande_run ON demande (run);

COMMENT ON TABLE demande IS 'Ce qu''un organisme demande et que seul le personnel accorde. Une demande refusée et faite de nouveau a une ligne de plus : la dernière dit où elle en est.';
COMMENT ON COLUMN demande.organisme IS 'SIRET.';
COMMENT ON COLUMN demande.doc IS 'L''organisme demandé (document JSON) ; vide si rien n''est à appliquer.';
