-- Jusqu'à quand celui qui essaie d'envoyer un courrier se l'est réservé. Qui demande d'envoyer
-- aussitôt ce qui a été remis à plus tard n'y touche pas : il partirait deux fois.

ALTER TABLE courrier ADD COLUMN reserve_le TEXT; -- jusqu'à quand un envoi en cours se l'est réservé ; vide s'il n'y en a pas
