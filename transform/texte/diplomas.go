package texte

// diplomas are the letters of a diploma that the referential writes in full.
const diplomas = `
bafa = brevet d'aptitude aux fonctions d'animateur
bafd = brevet d'aptitude aux fonctions de directeur
bnssa = brevet national de sécurité et de sauvetage aquatique
caferuis = certificat d'aptitude aux fonctions d'encadrement et de responsable d'unité d'intervention sociale
cafdes = certificat d'aptitude aux fonctions de directeur d'établissement ou de service d'intervention sociale
bprea = brevet professionnel option responsable d'entreprise agricole
cfg = certificat de formation générale
clea = socle de connaissances et de compétences professionnelles (CléA)
dcg = diplôme de comptabilité et de gestion
dscg = diplôme supérieur de comptabilité et de gestion
dec = diplôme d'expertise comptable / comptable comptabilite
dcl = diplôme de compétence en langue
dalf = diplôme approfondi de langue française
delf = diplôme d'études en langue française
dilf = diplôme initial de langue française
dea = diplôme d'État d'ambulancier
deaes = diplôme d'État d'accompagnant éducatif et social
deamp = diplôme d'État d'aide médico-psychologique
deap = diplôme d'État d'auxiliaire de puériculture
deas = diplôme d'État d'aide-soignant
deass = diplôme d'État d'assistant de service social
deavs = diplôme d'État d'auxiliaire de vie sociale
decesf = diplôme d'État de conseiller en économie sociale familiale
dees = diplôme d'État d'éducateur spécialisé
deeje = diplôme d'État d'éducateur de jeunes enfants
deets = diplôme d'État d'éducateur technique spécialisé
dei = diplôme d'État d'infirmier
deis = diplôme d'État d'ingénierie sociale
deme = diplôme d'État de moniteur éducateur
demk = diplôme d'État de masseur-kinésithérapeute
deaf = diplôme d'État d'assistant familial
demf = diplôme d'État de médiateur familial
detisf = diplôme d'État de technicien de l'intervention sociale et familiale
desf = diplôme d'État de sage-femme
dee = diplôme d'État d'ergothérapeute
dep = diplôme d'État de psychomotricien
dnb = diplôme national du brevet
dseg = diplôme supérieur d'études de gestion
tisf = technicien de l'intervention sociale et familiale
aes = accompagnant éducatif et social / de diplome etat deaes formation
`
