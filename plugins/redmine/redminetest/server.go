// Package redminetest runs a real Redmine on loopback for tests, and acts in it
// as people do.
package redminetest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrMissing means that Redmine cannot be installed on this machine.
var ErrMissing = errors.New("redminetest: redmine cannot be installed here")

// cannotInstall is the start script's exit status for that.
const cannotInstall = 77

// Server is a running Redmine.
type Server struct {
	URL      string
	AdminKey string // the administrator's API key
	BotKey   string // of a member for the hub's account
	TeamKey  string // of a member who acts as the technical team
	Project  string // the identifier of a project with both members

	script, dir string
}

// Start runs trackersDir/redmine.sh with its data in dataDir, which must be
// short and without spaces, and waits until Redmine answers. Stop ends it; the
// data stays.
func Start(ctx context.Context, trackersDir, dataDir string) (*Server, error) {
	s := &Server{script: filepath.Join(trackersDir, "redmine.sh"), dir: dataDir}
	out, err := s.run(ctx, "start")
	if err != nil {
		return nil, err
	}
	env := exports(out)
	s.URL, s.Project = env["REDMINE_URL"], env["REDMINE_PROJECT"]
	s.AdminKey, s.BotKey, s.TeamKey = env["REDMINE_KEY"], env["REDMINE_KEY2"], env["REDMINE_KEY3"]
	if s.URL == "" || s.AdminKey == "" || s.BotKey == "" || s.TeamKey == "" {
		return nil, errors.Join(errors.New("redminetest: start: the script printed no address or keys"), s.Stop(ctx))
	}
	return s, nil
}

// Stop ends the server.
func (s *Server) Stop(ctx context.Context) error {
	_, err := s.run(ctx, "stop")
	return err
}

func (s *Server) run(ctx context.Context, verb string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "bash", s.script, verb, s.dir)
	cmd.Env = append(os.Environ(), "REDMINE_DB=sqlite")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == cannotInstall {
		return nil, fmt.Errorf("%w: %s", ErrMissing, last(said.String()))
	}
	if err != nil {
		return nil, fmt.Errorf("redminetest: %s: %w: %s", verb, err, last(said.String()))
	}
	return out, nil
}

// exports reads lines of the form export NAME='value'.
func exports(out []byte) map[string]string {
	env := map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		assignment, ok := strings.CutPrefix(lines.Text(), "export ")
		if name, value, is := strings.Cut(assignment, "="); ok && is {
			env[name] = strings.Trim(value, "'")
		}
	}
	return env
}

func last(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	return lines[len(lines)-1]
}
