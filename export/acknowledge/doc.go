// Package acknowledge reads what partners send back: which records of a feed they
// took, which they refused, and why. A return file is read by a mapping, a YAML
// file for each target (mappings/ has the generic ones; an operator adds a folder
// of others):
//
//	name: aude                   # letters, digits and dashes; that of the target it answers for, or any other
//	title: Compte rendu d'AUDE   # French, for staff
//	format: csv                  # or xml
//	encoding: windows-1252       # of a file that does not say; found out when absent
//	separator: ";"               # of a CSV; found out when absent
//	header: false                # of a CSV whose first line is a record already; columns are then #1, #2…
//	record: rapport/session      # of an XML: the element of one record, by the end of its path
//	kind: session                # what records are: formation, action or session
//	kinds:                       # or the column that says it
//	  of: [type]
//	  values: {F: formation, S: session}
//	number:  [numero, "Numéro de session"]   # where each thing is: the first of these columns that the file has
//	status:  [statut]                        # absent: a record with a code or a message is refused
//	code:    [code]
//	message: [libelle]
//	accepted: [OK, intégrée]     # values of the status
//	refused:  [KO, rejetée]      # absent: every other value
//	patterns:                    # what the partner's words mean; the first that matches, then the built-in ones
//	  - code: ["E12"]            # this code, or this expression in the message
//	    match: "siret (?P<siret>\\d+) inconnu"
//	    sentence: "Le SIRET ${siret} n'est pas connu du partenaire."
//	    action: "Corrigez-le dans la fiche de l'organisme."
//	    by: carif                # organisme, carif, partenaire
//
// In an XML, columns are paths from the element of the record: numero, @numero,
// erreurs/erreur/code, « . » for its own text, ../@numero for an attribute of what
// it stands in. Namespaces, prefixes, case, accents and punctuation do not count in names
// and values, nor do case and accents in messages: expressions are written without
// accents.
//
// A return file is a stranger's: it is read as a stream, in bounded memory; what
// cannot be read is a finding.
package acknowledge
