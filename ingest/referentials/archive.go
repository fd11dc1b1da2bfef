package referentials

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// members gives the files of a zip archive that are not hidden, in the order of
// their names. An archive that no publisher would make is an error of type
// *Damaged. Nothing is written to the disk.
func members(path string, limits limits) ([]source, error) {
	archive, file, err := openArchive(path, limits)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	name := filepath.Base(path)
	if d := refuse(name, archive, limits); d != nil {
		return nil, d
	}
	var sources []source
	for i, f := range archive.File {
		if inner := memberName(f.Name); f.Mode().IsRegular() && !hidden(inner) {
			sources = append(sources, source{name: name + "/" + inner, outer: name,
				open: func() (io.ReadCloser, error) { return openMember(path, i, limits) }})
		}
	}
	slices.SortFunc(sources, func(a, b source) int { return strings.Compare(a.name, b.name) })
	return sources, nil
}

// hidden holds for what systems leave in archives beside the files.
func hidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(s string) bool {
		return strings.HasPrefix(s, ".") || s == "__MACOSX"
	})
}

// refuse judges an archive before anything is read of its files.
func refuse(name string, archive *zip.Reader, limits limits) *Damaged {
	var total uint64
	seen := make(map[string]bool, len(archive.File))
	for _, f := range archive.File {
		inner := memberName(f.Name)
		if f.Mode().IsDir() && inner == "" {
			continue
		}
		total += min(f.UncompressedSize64, 1<<62) / 2
		switch {
		case f.Flags&1 != 0:
			return damaged(name, 0, "encrypted archive", inner, "L'archive est protégée par un mot de passe : elle n'est pas lue.")
		case escapes(inner):
			return damaged(name, 0, "archive whose member names leave its folder", inner, "Un fichier de l'archive porte un nom qui sort de son dossier : elle n'est pas lue.")
		case seen[inner]:
			return damaged(name, 0, "archive with two members of one name", inner, "Deux fichiers de l'archive portent le même nom : elle n'est pas lue.")
		case total > uint64(limits.archive)/2:
			return damaged(name, 0, fmt.Sprintf("archive of more than %d bytes", limits.archive), "", "Le contenu de l'archive est anormalement gros : elle n'est pas lue.")
		}
		seen[inner] = true
	}
	return nil
}

// escapes holds for a name that is no path below a folder.
func escapes(name string) bool {
	return name == "" || strings.ContainsAny(name, "\x00:") || !filepath.IsLocal(filepath.FromSlash(name))
}

// openArchive opens a zip archive and reads the list of its files, whose length
// is bounded first.
func openArchive(path string, limits limits) (*zip.Reader, *os.File, error) {
	file, err := openRegular(path)
	if err != nil {
		return nil, nil, err
	}
	archive, err := readArchive(file, limits)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return archive, file, nil
}

func readArchive(file *os.File, limits limits) (*zip.Reader, error) {
	name := filepath.Base(file.Name())
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("open referential: %w", err)
	}
	if info.Size() > limits.archive {
		return nil, damaged(name, 0, fmt.Sprintf("archive larger than %d bytes", limits.archive), "", "L'archive est anormalement grosse : elle n'est pas lue.")
	}
	switch count, length, err := directory(file, info.Size()); {
	case errors.Is(err, errNoDirectory):
		return nil, damaged(name, 0, "archive cut short or damaged", "", "L'archive est tronquée ou abîmée : elle n'est pas lue.")
	case err != nil:
		return nil, fmt.Errorf("read archive %s: %w", name, err)
	case count > limits.members || length > limits.directory:
		return nil, damaged(name, 0, fmt.Sprintf("archive of more than %d files", limits.members), "", "L'archive contient anormalement trop de fichiers : elle n'est pas lue.")
	}
	archive, err := zip.NewReader(io.NewSectionReader(file, 0, info.Size()), info.Size()) // offsets beyond it are its end, and no fault of the disk
	switch {
	case errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, zip.ErrAlgorithm):
		return nil, damaged(name, 0, "archive cut short or damaged", "", "L'archive est tronquée ou abîmée : elle n'est pas lue.")
	case err != nil:
		return nil, fmt.Errorf("read archive %s: %w", name, err)
	case len(archive.File) > limits.members:
		return nil, damaged(name, 0, fmt.Sprintf("archive of more than %d files", limits.members), "", "L'archive contient anormalement trop de fichiers : elle n'est pas lue.")
	}
	return archive, nil
}

var errNoDirectory = errors.New("no list of files at the end of the archive")

// directory tells how many files the end of an archive announces, and how many
// bytes their list may take.
func directory(file io.ReaderAt, size int64) (files int, length int64, err error) {
	const end = 22 // bytes of the last record, before its comment of at most 65,535
	tail := make([]byte, min(size, end+65535))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0, 0, err
	}
	at := strings.LastIndex(string(tail), "PK\x05\x06")
	if at < 0 || at+end > len(tail) {
		return 0, 0, errNoDirectory
	}
	last := tail[at:]
	start := int64(binary.LittleEndian.Uint32(last[16:]))
	return int(binary.LittleEndian.Uint16(last[10:])), max(size-int64(len(tail))+int64(at)-start, int64(binary.LittleEndian.Uint32(last[12:]))), nil
}

// openMember opens one file of an archive.
func openMember(path string, i int, limits limits) (io.ReadCloser, error) {
	archive, file, err := openArchive(path, limits)
	if err != nil {
		return nil, err
	}
	if i >= len(archive.File) {
		return nil, errors.Join(fmt.Errorf("read archive %s: it changed while it was read: %w", path, fs.ErrNotExist), file.Close())
	}
	member := archive.File[i]
	text, err := member.Open()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &unpacking{src: text, packed: int64(member.CompressedSize64), limits: limits, close: []io.Closer{text, file}}, nil
}
