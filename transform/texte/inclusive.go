package texte

import "bytes"

// endings are those of inclusive writing, each with the endings of the words it
// may follow; none means any.
var endings = map[string][]string{
	"e": nil, "es": nil, "ee": {"e"}, "s": nil,
	"trice": {"teur", "teurs"}, "trices": {"teur", "teurs"}, "rice": {"teur", "teurs"}, "rices": {"teur", "teurs"}, "ice": {"teur"},
	"euse": {"eur", "eurs", "eux"}, "euses": {"eur", "eurs", "eux"}, "se": {"eur", "eurs", "eux"}, "ses": {"eur", "eurs", "eux"},
	"teuse": {"teur", "teurs"}, "deuse": {"deur", "deurs"}, "seuse": {"seur", "seurs"}, "eure": {"eur"}, "ere": {"er", "ers"}, "eres": {"er", "ers"}, "re": {"er", "ier"},
	"iere": {"ier", "iers"}, "ieres": {"ier", "iers"}, "ienne": {"ien", "iens"}, "iennes": {"ien", "iens"},
	"enne": {"en", "ens"}, "ennes": {"en", "ens"}, "ne": {"n", "ns"}, "nes": {"n", "ns"}, "onne": {"on"},
	"le": {"l"}, "les": {"l", "ls"}, "elle": {"el"}, "elles": {"el", "els"}, "lle": {"el"},
	"te": {"t", "ts"}, "tes": {"t", "ts"}, "ante": {"ant"}, "ente": {"ent"},
	"ve": {"f"}, "ives": {"if", "ifs"}, "ive": {"if"}, "sse": {"e"}, "esse": {"e"},
}

// dropEndings drops the endings of inclusive writing: « agent(e) »,
// « employé·e·s », « vendeur-euse », « infirmier/ière », « étudiant.e ».
func (r *reader) dropEndings() {
	for i := 1; i < len(r.tokens); i++ {
		t := r.tokens[i]
		switch t.joint {
		case '(', '.', '/', '-':
			r.tokens[i].dropped = (t.joint != '(' || t.after == ')') && r.ends(i)
		case ')': // « chargé(e)s »
			r.tokens[i].dropped = r.tokens[i-1].dropped && string(r.word(i)) == "s" && r.tokens[i-1].after == ')'
		}
	}
}

// ends says whether token i is an ending that the word before it may take. A
// second ending follows a first: « étudiant·e·s ».
func (r *reader) ends(i int) bool {
	stems, known := endings[string(r.word(i))]
	j := i - 1
	for j > 0 && j > i-3 && r.tokens[j].dropped {
		j--
	}
	if !known || r.tokens[j].dropped || r.tokens[j].end-r.tokens[j].start < 3 {
		return false
	}
	if stems == nil {
		return string(r.word(i)) != "s" || j < i-1
	}
	for _, s := range stems {
		if bytes.HasSuffix(r.word(j), []byte(s)) {
			return true
		}
	}
	return false
}

// dropSexes drops « H/F », « F/H », « (H-F) ».
func (r *reader) dropSexes() {
	for i := 0; i+1 < len(r.tokens); i++ {
		a, b := string(r.word(i)), string(r.word(i+1))
		if joint := r.tokens[i+1].joint; (joint == '/' || joint == '-') && (a == "h" && b == "f" || a == "f" && b == "h") {
			r.tokens[i].dropped, r.tokens[i+1].dropped = true, true
		}
	}
}
