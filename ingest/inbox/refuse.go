package inbox

import "io/fs"

// Reason is why a file is set aside, and what to do, in French.
type Reason struct {
	Why string
	Do  string // empty: correct the file and drop it again
}

// Refusal is the error of what loads a file when nothing of it can be taken,
// however often it is tried: the file is set aside at once.
type Refusal struct {
	Reason
	Answers []string // files that answer its sender, of which copies stand beside it
}

// Error says why.
func (r *Refusal) Error() string { return "the file is refused whole: " + r.Why }

// refusal says that what stands in the inbox can be no delivery.
func refusal(info fs.FileInfo) (Reason, bool) {
	copied := "Déposez le fichier lui-même, par copie."
	switch mode := info.Mode(); {
	case mode&fs.ModeSymlink != 0:
		return Reason{"c’est un lien vers un autre fichier, et non un fichier", copied}, true
	case !mode.IsRegular():
		return Reason{"c’est un objet du système (tube, prise ou périphérique), et non un fichier", copied}, true
	case links(info) > 1:
		return Reason{"c’est un second nom d’un fichier qui en a plusieurs (lien physique), et non un fichier à part", copied}, true
	}
	return Reason{}, false
}
