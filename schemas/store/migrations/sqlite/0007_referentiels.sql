-- Les référentiels : ce que chaque chargement a changé, les relations des thésaurus,
-- les répertoires de France compétences, et quand chaque source a été regardée.

-- Ce que le chargement a changé depuis le précédent ; 0 pour ceux d'avant cette colonne.
ALTER TABLE version ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN date TEXT NOT NULL DEFAULT ''; -- AAAAMMJJ, jour de publication ; vide si le fichier ne le dit pas
ALTER TABLE version ADD COLUMN avant INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN ajoutees INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN modifiees INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN disparues INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD CONSTRAINT version_changements_justes
  CHECK (min(avant, ajoutees, modifiees, disparues) >= 0 AND modifiees + disparues <= avant);

-- Synonymes, appellations, termes génériques… (objet JSON) ; vide quand l'éditeur n'en dit rien.
ALTER TABLE terme ADD COLUMN relations TEXT NOT NULL DEFAULT '';

-- Ces fichiers en disent désormais plus qu'il n'en a été gardé : qu'ils soient relus.
UPDATE version SET sha256 = '' WHERE courante AND referentiel IN ('certifinfo', 'rome', 'formacode', 'nsf');

-- Les fiches du RNCP et du RS.
CREATE TABLE fiche_nationale (
  rang     INTEGER NOT NULL,
  numero   TEXT NOT NULL, -- avec son préfixe : RNCP38430, RS5080
  intitule TEXT NOT NULL,
  doc      TEXT NOT NULL,
  CONSTRAINT fiche_nationale_cle PRIMARY KEY (rang)
) STRICT;

CREATE INDEX fiche_nationale_numero ON fiche_nationale (numero);

-- Des intitulés que d'autres ont codés.
CREATE TABLE exemple (
  rang     INTEGER NOT NULL,
  intitule TEXT NOT NULL,
  doc      TEXT NOT NULL,
  CONSTRAINT exemple_cle PRIMARY KEY (rang)
) STRICT;

-- Chaque fois que la source d'un référentiel a été regardée.
CREATE TABLE controle (
  numero      INTEGER PRIMARY KEY,
  referentiel TEXT NOT NULL,
  le          TEXT NOT NULL,
  bon         INTEGER NOT NULL, -- la source a été lue, et ce qu'elle contient est en usage
  issue       TEXT NOT NULL,
  CONSTRAINT controle_referentiel_nomme CHECK (referentiel <> ''),
  CONSTRAINT controle_bon_booleen CHECK (bon IN (0, 1))
) STRICT;

CREATE INDEX controle_referentiel ON controle (referentiel, le);
