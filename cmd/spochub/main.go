// Command spochub is the hub: it serves the desk's inbox, keeps requests and
// tickets in step, and runs its own connectors as plugin processes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a container without time zones still knows Europe/Berlin

	"github.com/spochub/spochub/core/config"
)

// The exit statuses.
const (
	good   = 0
	failed = 1
	wrong  = 2 // wrong usage: a flag, an argument, the configuration
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, wired(), os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run executes one command line and returns its exit status.
func run(ctx context.Context, c commands, args []string, stdout, stderr io.Writer) int {
	root := c.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return good
	}
	var faults config.Faults
	var misuse usageError
	switch {
	case errors.As(err, &faults):
		_, _ = fmt.Fprintln(stderr, faults)
		return wrong
	case errors.As(err, &misuse):
		_, _ = fmt.Fprintf(stderr, "spochub: %v\nRun '%s --help' for usage.\n", err, cmd.CommandPath())
		return wrong
	}
	_, _ = fmt.Fprintf(stderr, "spochub: %v\n", err)
	return failed
}

// usageError is a command line that cannot be carried out as it stands.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func misuse(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
