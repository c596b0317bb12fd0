package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/spochub/spochub/examples"
)

func pluginNewCommand() *cobra.Command {
	var dir, module string
	cmd := &cobra.Command{
		Use: "new NAME", Short: "Write a connector to start from, with a small tool and its conformance test",
		Example: "  spochub plugin new acme\n  spochub plugin new acme --dir ~/src/acme --module example.net/acme",
		Args:    exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := args[0]
			if !regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`).MatchString(name) {
				return misuse("a plugin's name is lower-case letters, digits and hyphens, is %q", name)
			}
			s := newSkeleton(name, module)
			if dir == "" {
				dir = s.binary()
			}
			if err := s.write(dir); err != nil {
				return fmt.Errorf("plugin new: %w", err)
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s is written. Next:\n  cd %s\n  go mod tidy\n  go test ./...\n", name, dir)
			return nil
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "the folder to make (default spochub-plugin-NAME)")
	cmd.Flags().StringVar(&module, "module", "", "the module's path (default spochub-plugin-NAME)")
	return cmd
}

// skeleton is the example connector under another name.
type skeleton struct{ name, module string }

func newSkeleton(name, module string) skeleton {
	s := skeleton{name, module}
	if s.module == "" {
		s.module = s.binary()
	}
	return s
}

func (s skeleton) binary() string { return "spochub-plugin-" + s.name }

// write makes dir, which must not exist, and fills it.
func (s skeleton) write(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	err := fs.WalkDir(examples.Hello(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return s.copy(path, filepath.Join(dir, filepath.FromSlash(s.rename(path))))
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.mod"), []byte(s.goMod()), 0o644)
}

func (s skeleton) copy(from, to string) error {
	text, err := fs.ReadFile(examples.Hello(), from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, []byte(s.rename(string(text))), 0o644)
}

// rename puts the new name in the place of the example's.
func (s skeleton) rename(text string) string {
	word := strings.ReplaceAll(s.name, "-", "")
	return strings.NewReplacer(
		"github.com/spochub/spochub/examples/hello", s.module,
		"spochub-plugin-hello", s.binary(),
		"hellotest", word+"test",
		"HELLO", strings.ToUpper(strings.ReplaceAll(s.name, "-", "_")),
		"hello", s.name,
		"Hello", strings.ToUpper(word[:1])+word[1:],
	).Replace(text)
}

func (s skeleton) goMod() string {
	text := "module " + s.module + "\n\ngo 1.26.0\n"
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		text += "\nrequire " + info.Main.Path + " " + strings.TrimSuffix(info.Main.Version, "+dirty") + "\n"
	}
	return text
}
