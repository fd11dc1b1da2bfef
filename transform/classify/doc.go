// Package classify gives ROME, NSF and Formacode codes to a text: the title of a
// formation first, then its objectives, its content and the jobs it leads to.
//
// It knows titles that somebody coded (Certif Info, the registers of France
// compétences, examples) and what thesauri say of their codes. For one text it
// asks three things of each nomenclature: which coded titles are near (votes of
// neighbours), which codes its words stand for (a linear model, trained when the
// index is built), and which terms it says outright (labels, synonyms, names of
// jobs). A title is read whole, and by its core: what it is about in the end,
// after the domain and the mention that it announces (core.go). The codes of one
// nomenclature then speak for those of the others that they were seen with. A
// small learned table weighs the answers and says how often such a proposal has
// proved right: see learned.go, and TestLearn for how it was made.
package classify
