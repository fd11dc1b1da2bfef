-- Le service : qui peut entrer, ce que l'horaire a déclenché, ce qui est à écrire aux gens.

CREATE TABLE partenaire (
  nom        text COLLATE "C" NOT NULL,
  empreinte  text COLLATE "C" NOT NULL,
  cibles     json NOT NULL,
  depot      boolean NOT NULL,
  basic      boolean NOT NULL,
  courriel   text COLLATE "C" NOT NULL,
  cree_le    timestamptz NOT NULL,
  expire_le  timestamptz,
  revoque_le timestamptz,
  utilise_le timestamptz,
  CONSTRAINT partenaire_cle PRIMARY KEY (nom),
  CONSTRAINT partenaire_nomme CHECK (nom <> ''),
  CONSTRAINT partenaire_empreinte_unique UNIQUE (empreinte),
  CONSTRAINT partenaire_empreinte_hexadecimale CHECK (empreinte ~ '^[0-9a-f]{64}$')
);

COMMENT ON TABLE partenaire IS 'Qui récupère des flux ou dépose des livraisons, avec un jeton.';
COMMENT ON COLUMN partenaire.empreinte IS 'SHA-256 du jeton ; le jeton lui-même n''est gardé nulle part.';
COMMENT ON COLUMN partenaire.cibles IS 'Dont il peut récupérer les flux (tableau JSON).';
COMMENT ON COLUMN partenaire.basic IS 'Le jeton vaut aussi mot de passe.';

CREATE TABLE declenchement (
  tache     text COLLATE "C" NOT NULL,
  du        timestamptz NOT NULL,
  tentative bigint NOT NULL,
  debut     timestamptz NOT NULL,
  fin       timestamptz,
  etat      text COLLATE "C" NOT NULL,
  erreur    text COLLATE "C" NOT NULL,
  run       text COLLATE "C" CONSTRAINT declenchement_run_connu REFERENCES run (id),
  par       text COLLATE "C" NOT NULL,
  CONSTRAINT declenchement_cle PRIMARY KEY (tache, du),
  CONSTRAINT declenchement_tache_nommee CHECK (tache <> ''),
  CONSTRAINT declenchement_tentative_positive CHECK (tentative >= 1),
  CONSTRAINT declenchement_etat_connu CHECK (etat IN ('en-cours', 'fini', 'fini-avec-refus', 'retenu', 'echec', 'abandonne')),
  CONSTRAINT declenchement_fini_a_une_fin CHECK ((etat = 'en-cours') = (fin IS NULL))
);

CREATE INDEX declenchement_du ON declenchement (du);

COMMENT ON TABLE declenchement IS 'Une fois qu''une tâche de l''horaire était due : une ligne, qui que ce soit qui la fasse.';
COMMENT ON COLUMN declenchement.tentative IS '1 pour la première.';
COMMENT ON COLUMN declenchement.par IS 'Machine et processus.';

CREATE TABLE courrier (
  cle           text COLLATE "C" NOT NULL,
  nature        text COLLATE "C" NOT NULL,
  destinataires json NOT NULL,
  objet         text COLLATE "C" NOT NULL,
  run           text COLLATE "C" CONSTRAINT courrier_run_connu REFERENCES run (id),
  corps         bytea NOT NULL,
  mis_le        timestamptz NOT NULL,
  suivant_le    timestamptz,
  envoye_le     timestamptz,
  tentatives    bigint NOT NULL,
  erreur        text COLLATE "C" NOT NULL,
  CONSTRAINT courrier_cle PRIMARY KEY (cle),
  CONSTRAINT courrier_cle_non_vide CHECK (cle <> ''),
  CONSTRAINT courrier_tentatives_positives CHECK (tentatives >= 0),
  CONSTRAINT courrier_parti_ne_repart_pas CHECK (envoye_le IS NULL OR suivant_le IS NULL)
);

CREATE INDEX courrier_attend ON courrier (suivant_le) WHERE suivant_le IS NOT NULL;
CREATE INDEX courrier_mis_le ON courrier (mis_le);

COMMENT ON TABLE courrier IS 'Ce qui est à envoyer, ou l''a été : rien ne part deux fois. Le corps n''est pas gardé après l''envoi.';
COMMENT ON COLUMN courrier.destinataires IS 'Tableau JSON.';
COMMENT ON COLUMN courrier.suivant_le IS 'Pas d''essai avant ; vide une fois parti ou abandonné.';
COMMENT ON COLUMN courrier.erreur IS 'Du dernier essai.';
