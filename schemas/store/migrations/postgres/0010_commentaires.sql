-- Ce qu'est chaque colonne des vues, pour qui les ouvre avec un outil à lui. SQLite n'a
-- pas de commentaires : cette migration n'a pas de pendant là-bas.


COMMENT ON COLUMN v_session.session IS 'Le numéro de la session.';
COMMENT ON COLUMN v_session.formation IS 'L''intitulé de la formation, tel qu''il a été dit en dernier.';
COMMENT ON COLUMN v_session.debut IS 'Le premier jour, JJ/MM/AAAA, ou ce qui en est connu.';
COMMENT ON COLUMN v_session.fin IS 'Le dernier jour, JJ/MM/AAAA, ou ce qui en est connu.';
COMMENT ON COLUMN v_session.entrees IS '« fixes » ou « permanentes » : les entrées et sorties ; vide si rien n''est dit.';
COMMENT ON COLUMN v_session.dispositif IS 'Le dispositif dont la session relève.';
COMMENT ON COLUMN v_session.code_postal IS 'Le code postal du lieu de la session.';
COMMENT ON COLUMN v_session.ville IS 'La ville du lieu de la session.';
COMMENT ON COLUMN v_session.organisme_formateur IS 'Le nom de l''organisme formateur, à défaut sa raison sociale.';
COMMENT ON COLUMN v_session.siret_formateur IS 'Le SIRET de l''organisme formateur, à défaut celui du responsable de la formation.';
COMMENT ON COLUMN v_session.numero_formation IS 'Le numéro de la formation : formation de v_formation.';
COMMENT ON COLUMN v_session.etat IS 'L''état de la fiche : a-valider, valide, rejete ou archive.';
COMMENT ON COLUMN v_session.creee_par IS 'Le run qui a créé la fiche.';
COMMENT ON COLUMN v_session.modifiee_par IS 'Le dernier run qui a modifié la fiche.';

COMMENT ON COLUMN v_formation.formation IS 'Le numéro de la formation.';
COMMENT ON COLUMN v_formation.intitule IS 'L''intitulé, tel qu''il a été dit en dernier.';
COMMENT ON COLUMN v_formation.organisme_responsable IS 'Le nom de l''organisme responsable, à défaut sa raison sociale.';
COMMENT ON COLUMN v_formation.siret_responsable IS 'Le SIRET de l''organisme responsable.';
COMMENT ON COLUMN v_formation.reference IS 'La référence que l''organisme donne à sa formation.';
COMMENT ON COLUMN v_formation.certifiante IS '« oui » ou « non » ; vide si rien n''est dit.';
COMMENT ON COLUMN v_formation.certif_info IS 'Le code Certif Info de la première certification.';
COMMENT ON COLUMN v_formation.rncp_ou_rs IS 'Le numéro RNCP de la première certification, à défaut son numéro RS.';
COMMENT ON COLUMN v_formation.formacode_principal IS 'Le premier Formacode, qui est le principal.';
COMMENT ON COLUMN v_formation.premier_rome IS 'Le premier code ROME.';
COMMENT ON COLUMN v_formation.premier_nsf IS 'Le premier code NSF.';
COMMENT ON COLUMN v_formation.niveau_sortie IS 'Le code du niveau de sortie.';
COMMENT ON COLUMN v_formation.sessions IS 'Le nombre de sessions, quel que soit leur état.';
COMMENT ON COLUMN v_formation.etat IS 'L''état de la fiche : a-valider, valide, rejete ou archive.';
COMMENT ON COLUMN v_formation.creee_par IS 'Le run qui a créé la fiche.';
COMMENT ON COLUMN v_formation.modifiee_par IS 'Le dernier run qui a modifié la fiche.';

COMMENT ON COLUMN v_organisme.siret IS 'Le SIRET, 14 chiffres.';
COMMENT ON COLUMN v_organisme.nom IS 'Le nom que l''organisme se donne.';
COMMENT ON COLUMN v_organisme.raison_sociale IS 'La raison sociale.';
COMMENT ON COLUMN v_organisme.nda IS 'Le numéro de déclaration d''activité.';
COMMENT ON COLUMN v_organisme.uai IS 'Le code UAI, des établissements scolaires.';
COMMENT ON COLUMN v_organisme.siege_ou_antenne IS '« siège », ou « antenne de » et le SIRET du siège.';
COMMENT ON COLUMN v_organisme.code_postal IS 'Le code postal.';
COMMENT ON COLUMN v_organisme.ville IS 'La ville.';
COMMENT ON COLUMN v_organisme.telephone IS 'Le téléphone.';
COMMENT ON COLUMN v_organisme.courriel IS 'L''adresse électronique.';
COMMENT ON COLUMN v_organisme.formations IS 'Le nombre de formations dont il est responsable.';
COMMENT ON COLUMN v_organisme.organisme IS 'Le numéro de la fiche de l''organisme.';
COMMENT ON COLUMN v_organisme.etat IS 'L''état de la fiche : a-valider, valide, rejete ou archive.';
COMMENT ON COLUMN v_organisme.cree_par IS 'Le run qui a créé la fiche.';
COMMENT ON COLUMN v_organisme.modifie_par IS 'Le dernier run qui a modifié la fiche.';

COMMENT ON COLUMN v_verdict.cible IS 'La cible.';
COMMENT ON COLUMN v_verdict.nature IS '« formation » ou « session ».';
COMMENT ON COLUMN v_verdict.fiche IS 'Le numéro de la fiche.';
COMMENT ON COLUMN v_verdict.numero_formation IS 'Le numéro de la formation, celui de la fiche quand c''en est une.';
COMMENT ON COLUMN v_verdict.exportee IS '« oui » si la fiche part vers la cible.';
COMMENT ON COLUMN v_verdict.motif IS 'Le code de la condition qui exclut la fiche ; vide si elle part.';
COMMENT ON COLUMN v_verdict.phrase IS 'Le motif en une phrase.';
COMMENT ON COLUMN v_verdict.autres_motifs IS 'Les codes des autres conditions qui l''excluent aussi (tableau JSON).';
COMMENT ON COLUMN v_verdict.defauts IS 'Les éléments LHEO écrits d''après les défauts de la cible (tableau JSON).';
COMMENT ON COLUMN v_verdict.depuis_le_run IS 'Le run depuis lequel il en est ainsi.';

COMMENT ON COLUMN v_exclusion.cible IS 'La cible.';
COMMENT ON COLUMN v_exclusion.nature IS '« formation » ou « session ».';
COMMENT ON COLUMN v_exclusion.fiche IS 'Le numéro de la fiche.';
COMMENT ON COLUMN v_exclusion.formation IS 'L''intitulé de la formation, tel qu''il a été validé.';
COMMENT ON COLUMN v_exclusion.motif IS 'Le code de la condition qui exclut la fiche.';
COMMENT ON COLUMN v_exclusion.phrase IS 'Le motif en une phrase.';
COMMENT ON COLUMN v_exclusion.autres_motifs IS 'Les codes des autres conditions qui l''excluent aussi (tableau JSON).';
COMMENT ON COLUMN v_exclusion.numero_formation IS 'Le numéro de la formation, celui de la fiche quand c''en est une.';
COMMENT ON COLUMN v_exclusion.depuis_le_run IS 'Le run depuis lequel il en est ainsi.';

COMMENT ON COLUMN v_motif.cible IS 'La cible.';
COMMENT ON COLUMN v_motif.nature IS '« formation » ou « session ».';
COMMENT ON COLUMN v_motif.motif IS 'Le code de la condition qui exclut.';
COMMENT ON COLUMN v_motif.fiches IS 'Le nombre de fiches dont c''est le motif principal.';

COMMENT ON COLUMN v_publication.cible IS 'La cible.';
COMMENT ON COLUMN v_publication.run IS 'Le run qui a préparé le flux.';
COMMENT ON COLUMN v_publication.etat IS '« publié », « inchangé », « retenu » ou « refusé ».';
COMMENT ON COLUMN v_publication.formations IS 'Le nombre de formations du flux.';
COMMENT ON COLUMN v_publication.actions IS 'Le nombre d''actions du flux.';
COMMENT ON COLUMN v_publication.sessions IS 'Le nombre de sessions du flux.';
COMMENT ON COLUMN v_publication.octets IS 'La taille du flux non compressé, en octets.';
COMMENT ON COLUMN v_publication.sha256 IS 'L''empreinte SHA-256 du flux non compressé.';
COMMENT ON COLUMN v_publication.erreur IS 'Pourquoi le flux est retenu ; vide sinon.';
COMMENT ON COLUMN v_publication.le_utc IS 'Quand, en UTC.';
COMMENT ON COLUMN v_publication.decide_par IS 'Qui a libéré ou refusé un flux retenu ; vide sinon.';
COMMENT ON COLUMN v_publication.pourquoi IS 'Pourquoi cette personne l''a fait.';
COMMENT ON COLUMN v_publication.recupere_par IS 'Les partenaires qui ont pris ce flux en entier, par nom.';

COMMENT ON COLUMN v_constat.gravite IS '« erreur », « avertissement » ou « info ».';
COMMENT ON COLUMN v_constat.regle IS 'Le code de la règle : « passerelle rules » la dit.';
COMMENT ON COLUMN v_constat.fichier IS 'Le fichier reçu.';
COMMENT ON COLUMN v_constat.feuille IS 'La feuille du classeur ; vide ailleurs.';
COMMENT ON COLUMN v_constat.ligne IS 'La ligne de la feuille ou du fichier, à partir de 1 ; 0 pour toute la feuille, ou tout le fichier.';
COMMENT ON COLUMN v_constat.colonne IS 'La colonne : ses lettres dans un classeur (AB), son nom ou son rang ailleurs ; vide si le constat n''est pas d''une colonne.';
COMMENT ON COLUMN v_constat.entete IS 'L''en-tête de la colonne.';
COMMENT ON COLUMN v_constat.valeur IS 'La valeur trouvée.';
COMMENT ON COLUMN v_constat.apres IS 'La valeur après réparation ; vide si rien n''a été réparé.';
COMMENT ON COLUMN v_constat.message IS 'Ce qui ne va pas, en une phrase.';
COMMENT ON COLUMN v_constat.remede IS 'Que faire.';
COMMENT ON COLUMN v_constat.fiche IS 'Le numéro de la fiche concernée ; vide s''il n''est pas connu.';
COMMENT ON COLUMN v_constat.run IS 'Le run qui l''a constaté.';

COMMENT ON COLUMN v_bilan_cible.cible IS 'La cible.';
COMMENT ON COLUMN v_bilan_cible.nature IS '« formation » ou « session ».';
COMMENT ON COLUMN v_bilan_cible.au_catalogue IS 'Le nombre de fiches du catalogue.';
COMMENT ON COLUMN v_bilan_cible.exportees IS 'Combien partent.';
COMMENT ON COLUMN v_bilan_cible.exclues IS 'Combien ne partent pas.';
COMMENT ON COLUMN v_bilan_cible.motifs IS 'Le nombre de fiches de chaque motif (objet JSON).';
COMMENT ON COLUMN v_bilan_cible.run IS 'Le run du bilan.';

COMMENT ON COLUMN v_chargement.run IS 'Le run.';
COMMENT ON COLUMN v_chargement.fichier IS 'Le fichier reçu.';
COMMENT ON COLUMN v_chargement.feuille IS 'La feuille du classeur ; vide ailleurs.';
COMMENT ON COLUMN v_chargement.gabarit IS 'Le gabarit par lequel elle a été lue.';
COMMENT ON COLUMN v_chargement.lues IS 'Le nombre de lignes lues.';
COMMENT ON COLUMN v_chargement.ajoutees IS 'Les lignes dont au moins une fiche est nouvelle.';
COMMENT ON COLUMN v_chargement.modifiees IS 'Les lignes dont au moins une fiche a changé, et aucune n''est nouvelle.';
COMMENT ON COLUMN v_chargement.inchangees IS 'Les lignes qui n''ont rien changé.';
COMMENT ON COLUMN v_chargement.refusees IS 'Les lignes refusées.';
COMMENT ON COLUMN v_chargement.ecartees IS 'Les lignes laissées de côté : vides, d''exemple ou de titre.';

COMMENT ON COLUMN v_a_valider.nature IS '« organisme », « formation » ou « session ».';
COMMENT ON COLUMN v_a_valider.fiche IS 'Le numéro de la fiche.';
COMMENT ON COLUMN v_a_valider.intitule IS 'Le nom de l''organisme, ou l''intitulé de la formation.';
COMMENT ON COLUMN v_a_valider.quoi IS '« nouvelle », ou « modifiée » depuis sa dernière validation.';
COMMENT ON COLUMN v_a_valider.champs_modifies IS 'Les champs qui ont changé depuis la dernière validation.';
COMMENT ON COLUMN v_a_valider.fichier IS 'Le fichier d''où vient ce qui attend.';
COMMENT ON COLUMN v_a_valider.depuis_utc IS 'Depuis quand, en UTC.';
COMMENT ON COLUMN v_a_valider.run IS 'Le run qui l''a mise en attente.';

COMMENT ON COLUMN v_demande.demande IS 'Le numéro de la demande.';
COMMENT ON COLUMN v_demande.etat IS '« en attente », « acceptée » ou « refusée ».';
COMMENT ON COLUMN v_demande.nature IS 'Ce qui est demandé : création, NDA, rattachements, interlocuteurs ou SIRET.';
COMMENT ON COLUMN v_demande.organisme IS 'Le SIRET de l''organisme.';
COMMENT ON COLUMN v_demande.nom IS 'Le nom de l''organisme.';
COMMENT ON COLUMN v_demande.avant IS 'Ce qui est au catalogue ; vide pour une création.';
COMMENT ON COLUMN v_demande.apres IS 'Ce qui est demandé à la place.';
COMMENT ON COLUMN v_demande.fichier IS 'Le fichier de la demande.';
COMMENT ON COLUMN v_demande.feuille IS 'La feuille du classeur ; vide ailleurs.';
COMMENT ON COLUMN v_demande.ligne IS 'La ligne de la feuille, à partir de 1.';
COMMENT ON COLUMN v_demande.demande_le_utc IS 'Quand elle a été faite, en UTC.';
COMMENT ON COLUMN v_demande.qui IS 'Qui a répondu ; vide tant qu''elle attend.';
COMMENT ON COLUMN v_demande.motif IS 'Pourquoi.';
COMMENT ON COLUMN v_demande.decide_le_utc IS 'Quand il a été répondu, en UTC ; vide tant qu''elle attend.';
COMMENT ON COLUMN v_demande.run IS 'Le run qui l''a reçue.';

COMMENT ON COLUMN v_decision.le_utc IS 'Quand, en UTC.';
COMMENT ON COLUMN v_decision.qui IS 'Qui a décidé.';
COMMENT ON COLUMN v_decision.nature IS '« organisme », « formation » ou « session ».';
COMMENT ON COLUMN v_decision.fiche IS 'Le numéro de la fiche.';
COMMENT ON COLUMN v_decision.de IS 'L''état d''avant ; vide pour une fiche nouvelle.';
COMMENT ON COLUMN v_decision.vers IS 'L''état d''après.';
COMMENT ON COLUMN v_decision.pourquoi IS 'Pourquoi.';
COMMENT ON COLUMN v_decision.run IS 'Le run pendant lequel il en a été décidé ; vide hors de tout run.';

COMMENT ON COLUMN v_historique.nature IS '« organisme », « formation » ou « session ».';
COMMENT ON COLUMN v_historique.fiche IS 'Le numéro de la fiche.';
COMMENT ON COLUMN v_historique.le_utc IS 'Quand, en UTC.';
COMMENT ON COLUMN v_historique.run IS 'Le run ; vide pour ce qu''une personne a fait.';
COMMENT ON COLUMN v_historique.fichier IS 'Le fichier reçu ; vide s''il n''y en a pas.';
COMMENT ON COLUMN v_historique.qui IS 'Qui l''a fait ; vide quand c''est un chargement.';
COMMENT ON COLUMN v_historique.de IS 'L''état d''avant ; vide à la création.';
COMMENT ON COLUMN v_historique.vers IS 'L''état d''après.';
COMMENT ON COLUMN v_historique.champs IS '« création », ou les champs qui ont changé.';
COMMENT ON COLUMN v_historique.decharge_utc IS 'Quand, en UTC, et par qui cela a été défait ; vide sinon.';

COMMENT ON COLUMN v_travail.nature IS 'De quoi est la question : certification, rome, formacode, nsf, succession ou orpheline.';
COMMENT ON COLUMN v_travail.texte IS 'Le texte à coder.';
COMMENT ON COLUMN v_travail.formations IS 'Le nombre de formations qui attendent la réponse.';
COMMENT ON COLUMN v_travail.premiere_proposition IS 'Le code proposé en premier.';
COMMENT ON COLUMN v_travail.libelle IS 'Le libellé de ce code.';
COMMENT ON COLUMN v_travail.confiance IS 'La confiance de cette proposition, en pour cent.';
COMMENT ON COLUMN v_travail.preuve IS 'Pourquoi ce code est proposé.';
COMMENT ON COLUMN v_travail.pourquoi IS 'Pourquoi la question est posée.';
COMMENT ON COLUMN v_travail.exemple IS 'Le numéro d''une des formations.';
COMMENT ON COLUMN v_travail.depuis_le_run IS 'Le run depuis lequel une formation au moins attend.';
COMMENT ON COLUMN v_travail.tache IS 'La clé de la question, pour « passerelle worklist decide ».';

COMMENT ON COLUMN v_choix.le_utc IS 'Quand, en UTC.';
COMMENT ON COLUMN v_choix.qui IS 'Qui a choisi.';
COMMENT ON COLUMN v_choix.nature IS 'De quoi était la question : certification, rome, formacode, nsf, succession ou orpheline.';
COMMENT ON COLUMN v_choix.texte IS 'Le texte codé.';
COMMENT ON COLUMN v_choix.codes IS 'Les codes choisis (tableau JSON).';
COMMENT ON COLUMN v_choix.pourquoi IS 'Pourquoi.';
COMMENT ON COLUMN v_choix.fini_utc IS 'Quand, en UTC, et par qui le choix a été retiré ; vide s''il vaut toujours.';
COMMENT ON COLUMN v_choix.tache IS 'La clé de la question.';

COMMENT ON COLUMN v_codification.nomenclature IS '« certification », « formacode », « NSF » ou « ROME ».';
COMMENT ON COLUMN v_codification.origine IS 'D''où viennent les codes : saisie, certification, successeur, registre, automatique, decision ou migration ; « aucun » sans code.';
COMMENT ON COLUMN v_codification.formations IS 'Le nombre de formations.';
COMMENT ON COLUMN v_codification.pour_cent IS 'Leur part des formations hors archives, en pour cent.';
COMMENT ON COLUMN v_codification.codes IS 'Le nombre de codes.';

COMMENT ON COLUMN v_recuperation.le_utc IS 'Quand, en UTC.';
COMMENT ON COLUMN v_recuperation.partenaire IS 'Le partenaire.';
COMMENT ON COLUMN v_recuperation.cible IS 'La cible.';
COMMENT ON COLUMN v_recuperation.par IS '« http » s''il est venu le prendre, « sftp » ou « dossier » s''il lui a été envoyé.';
COMMENT ON COLUMN v_recuperation.fichier IS 'Le fichier, tel que le partenaire l''a nommé.';
COMMENT ON COLUMN v_recuperation.octets IS 'Le nombre d''octets envoyés.';
COMMENT ON COLUMN v_recuperation.depuis IS 'Le premier octet envoyé, quand une partie seule était demandée.';
COMMENT ON COLUMN v_recuperation.statut IS 'Le statut HTTP ; 0 par une autre voie.';
COMMENT ON COLUMN v_recuperation.complet IS '« oui » si le partenaire a le fichier en entier.';
COMMENT ON COLUMN v_recuperation.publication IS 'L''empreinte SHA-256 du flux non compressé.';

COMMENT ON COLUMN v_acquittement.cible IS 'La cible.';
COMMENT ON COLUMN v_acquittement.nature IS '« formation » ou « session ».';
COMMENT ON COLUMN v_acquittement.fiche IS 'Le numéro de la fiche.';
COMMENT ON COLUMN v_acquittement.reponse IS '« acceptée » ou « refusée ».';
COMMENT ON COLUMN v_acquittement.phrase IS 'La réponse en une phrase, quand elle est reconnue.';
COMMENT ON COLUMN v_acquittement.action IS 'Que faire.';
COMMENT ON COLUMN v_acquittement.code IS 'Le code du partenaire.';
COMMENT ON COLUMN v_acquittement.message IS 'Le texte du partenaire.';
COMMENT ON COLUMN v_acquittement.le_utc IS 'Quand, en UTC.';
COMMENT ON COLUMN v_acquittement.fichier IS 'Le fichier de retour.';
COMMENT ON COLUMN v_acquittement.ligne IS 'La ligne du fichier, à partir de 1.';
COMMENT ON COLUMN v_acquittement.run IS 'Le run qui l''a lu.';

COMMENT ON COLUMN v_partenaire.nom IS 'Le nom du partenaire.';
COMMENT ON COLUMN v_partenaire.etat IS '« actif » ou « révoqué ».';
COMMENT ON COLUMN v_partenaire.cibles IS 'Les cibles qu''il peut prendre (tableau JSON).';
COMMENT ON COLUMN v_partenaire.depose IS '« oui » s''il peut déposer des livraisons.';
COMMENT ON COLUMN v_partenaire.courriel IS 'L''adresse électronique où lui répondre.';
COMMENT ON COLUMN v_partenaire.cree_le_utc IS 'Quand son jeton a été fait, en UTC.';
COMMENT ON COLUMN v_partenaire.expire_le_utc IS 'Quand son jeton prend fin, en UTC ; vide si jamais.';
COMMENT ON COLUMN v_partenaire.revoque_le_utc IS 'Quand son jeton a été révoqué, en UTC ; vide s''il vaut toujours.';
COMMENT ON COLUMN v_partenaire.utilise_le_utc IS 'Quand son jeton a servi pour la dernière fois, en UTC ; vide si jamais.';

COMMENT ON COLUMN v_declenchement.tache IS 'Le nom de la tâche.';
COMMENT ON COLUMN v_declenchement.du_utc IS 'Quand elle était due, en UTC.';
COMMENT ON COLUMN v_declenchement.etat IS '« en-cours », « fini », « fini-avec-refus », « retenu », « echec » ou « abandonne ».';
COMMENT ON COLUMN v_declenchement.debut_utc IS 'Quand elle a commencé, en UTC.';
COMMENT ON COLUMN v_declenchement.fin_utc IS 'Quand elle a fini, en UTC ; vide tant qu''elle est en cours.';
COMMENT ON COLUMN v_declenchement.tentative IS 'Le rang de la tentative, à partir de 1.';
COMMENT ON COLUMN v_declenchement.erreur IS 'Pourquoi elle a échoué ; vide sinon.';
COMMENT ON COLUMN v_declenchement.run IS 'Le run qu''elle a fait ; vide s''il n''y en a pas.';
COMMENT ON COLUMN v_declenchement.par IS 'La machine et le processus qui l''ont faite.';

COMMENT ON COLUMN v_courrier.mis_le_utc IS 'Quand il a été mis en attente, en UTC.';
COMMENT ON COLUMN v_courrier.etat IS '« envoyé », « en attente » ou « abandonné ».';
COMMENT ON COLUMN v_courrier.nature IS 'Ce que c''est : accusé, bilan, alarme…';
COMMENT ON COLUMN v_courrier.destinataires IS 'À qui (tableau JSON).';
COMMENT ON COLUMN v_courrier.objet IS 'L''objet.';
COMMENT ON COLUMN v_courrier.envoye_le_utc IS 'Quand il est parti, en UTC ; vide sinon.';
COMMENT ON COLUMN v_courrier.tentatives IS 'Le nombre de tentatives.';
COMMENT ON COLUMN v_courrier.erreur IS 'Pourquoi la dernière tentative a échoué ; vide sinon.';
COMMENT ON COLUMN v_courrier.run IS 'Le run dont il parle ; vide s''il ne parle d''aucun.';
COMMENT ON COLUMN v_courrier.courrier IS 'La clé du courrier.';
