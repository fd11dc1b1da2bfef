package push

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// server is a folder of a server of SFTP, over one line.
type server struct {
	*sftp.Client
	line    *ssh.Client
	release func() bool // the end of the context no longer cuts the line
	folder  string
}

func openServer(ctx context.Context, d Destination, p Publication) (place, error) {
	s, err := connect(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", d.address(), err)
	}
	base, made := d.folders(p)
	s.folder = path.Join(base, made)
	if err := s.enter(base, made); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// connect opens a line that is cut when the context ends, and when nothing has
// passed on it for a while.
func connect(ctx context.Context, d Destination) (*server, error) {
	known, err := d.trust()
	if err != nil {
		return nil, err
	}
	ways, err := d.login()
	if err != nil {
		return nil, err
	}
	begun, cancel := context.WithTimeout(ctx, d.connectTime())
	defer cancel()
	wire, err := (&net.Dialer{}).DialContext(begun, "tcp", d.address())
	if err != nil {
		return nil, err
	}
	// While we introduce ourselves the line has the time to connect, then its own.
	hurry := context.AfterFunc(begun, func() { _ = wire.Close() })
	defer hurry()
	s, err := handshake(&watched{wire, d.idleTime()}, d.address(), &ssh.ClientConfig{
		User: d.User, Auth: ways, HostKeyCallback: known.check, HostKeyAlgorithms: known.algorithms, ClientVersion: "SSH-2.0-Passerelle",
	})
	if err != nil {
		return nil, errors.Join(err, begun.Err(), closed(wire))
	}
	s.release = context.AfterFunc(ctx, func() { _ = wire.Close() })
	return s, nil
}

// closed closes a line of which nothing more is expected.
func closed(wire net.Conn) error {
	_ = wire.Close() // it may be closed already
	return nil
}

func handshake(wire net.Conn, address string, config *ssh.ClientConfig) (*server, error) {
	conn, channels, requests, err := ssh.NewClientConn(wire, address, config)
	if err != nil {
		return nil, err
	}
	line := ssh.NewClient(conn, channels, requests)
	client, err := sftp.NewClient(line, sftp.UseConcurrentWrites(true))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open sftp: %w", err), line.Close())
	}
	return &server{Client: client, line: line}, nil
}

// enter makes the folders that a template names, in the one that must be there.
func (s *server) enter(base, made string) error {
	if info, err := s.Stat(base); err != nil {
		return fmt.Errorf("look at folder %s: %w; ask the partner for the right one", base, err)
	} else if !info.IsDir() {
		return fmt.Errorf("look at folder %s: it is no folder", base)
	}
	if made == "" {
		return nil
	}
	if err := s.MkdirAll(s.folder); err != nil {
		return fmt.Errorf("make folder %s: %w", s.folder, err)
	}
	return nil
}

func (s *server) at(name string) string { return path.Join(s.folder, name) }

func (s *server) free() (int64, bool, error) {
	if _, told := s.HasExtension("statvfs@openssh.com"); !told {
		return 0, false, nil
	}
	disk, err := s.StatVFS(s.folder)
	if err != nil || disk.Frsize == 0 {
		return 0, false, nil // it says that it can tell, and does not: writing will
	}
	return int64(disk.Bavail * disk.Frsize), true, nil
}

func (s *server) isFolder(name string) bool {
	info, err := s.Stat(s.at(name))
	return err == nil && info.IsDir()
}

func (s *server) write(name string, from io.Reader) (size int64, err error) {
	out, err := s.OpenFile(s.at(name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return 0, unmade{err}
	}
	_, err = out.ReadFromWithConcurrency(from, 64)
	if _, can := s.HasExtension("fsync@openssh.com"); can && err == nil {
		err = out.Sync()
	}
	if err := errors.Join(err, out.Close()); err != nil {
		return 0, err
	}
	info, err := s.Stat(s.at(name))
	if err != nil {
		return 0, fmt.Errorf("measure what arrived: %w", err)
	}
	return info.Size(), nil
}

// rename replaces what has the name at one stroke. Where the server cannot, what has
// it goes first, and for an instant there is none.
func (s *server) rename(from, to string) error {
	if _, can := s.HasExtension("posix-rename@openssh.com"); can {
		return s.PosixRename(s.at(from), s.at(to))
	}
	if err := s.remove(to); err != nil {
		return err
	}
	return s.Rename(s.at(from), s.at(to))
}

func (s *server) remove(name string) error {
	if err := s.Remove(s.at(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// settle has nothing to ask for: SFTP cannot flush a folder.
func (s *server) settle() error { return nil }

func (s *server) close() error {
	s.release()
	_ = s.Close() // all that mattered was answered before
	_ = s.line.Close()
	return nil
}

// watched is a line that fails when nothing passes on it for a while.
type watched struct {
	net.Conn
	idle time.Duration
}

func (w *watched) Read(b []byte) (int, error) {
	if err := w.SetReadDeadline(time.Now().Add(w.idle)); err != nil {
		return 0, err
	}
	return w.Conn.Read(b)
}

func (w *watched) Write(b []byte) (int, error) {
	if err := w.SetWriteDeadline(time.Now().Add(w.idle)); err != nil {
		return 0, err
	}
	return w.Conn.Write(b)
}
