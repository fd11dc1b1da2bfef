package texte

// safety are the letters and recommendations of permits, habilitations and
// trainings that the law makes compulsory.
const safety = `
afgsu = attestation de formation aux gestes et soins d'urgence
aipr = autorisation d'intervention à proximité des réseaux
aps = agent de prévention et de sécurité / agent titre cqp securite formation
bo = b0 / habilitation electrique ho h0
caces = certificat d'aptitude à la conduite en sécurité
cace = certificat d'aptitude à la conduite en sécurité
fco = habilitation pour la conduite de certains véhicules routiers affectés aux transports
fimo = habilitation pour la conduite de certains véhicules routiers affectés aux transports
ho = h0 / habilitation electrique bo b0
mac = maintien et actualisation des compétences / sst prap
prap = prévention des risques liés à l'activité physique
psc1 = prévention et secours civiques de niveau 1
pse1 = premiers secours en équipe niveau 1
pse2 = premiers secours en équipe niveau 2
ssiap = service de sécurité incendie et d'assistance aux personnes (SSIAP)
ssiap1 = service de sécurité incendie et d'assistance aux personnes de niveau 1 (SSIAP 1)
ssiap2 = service de sécurité incendie et d'assistance aux personnes de niveau 2 (SSIAP 2)
ssiap3 = service de sécurité incendie et d'assistance aux personnes de niveau 3 (SSIAP 3)
sst = sauveteur secouriste du travail (SST)
`
