package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// askPassword asks at a terminal, twice, and else reads one line.
func askPassword(cmd *cobra.Command) (string, error) {
	if file, ok := cmd.InOrStdin().(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return askTwice(cmd.ErrOrStderr(), func() ([]byte, error) { return term.ReadPassword(int(file.Fd())) })
	}
	line, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read password: %w", err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", misuse("the password on standard input is empty")
	}
	return line, nil
}

func askTwice(out io.Writer, read func() ([]byte, error)) (string, error) {
	var typed [2]string
	for i, prompt := range []string{"Password: ", "Again: "} {
		_, _ = fmt.Fprint(out, prompt)
		line, err := read()
		_, _ = fmt.Fprintln(out)
		if err != nil {
			return "", fmt.Errorf("read password: %w", err)
		}
		typed[i] = string(line)
	}
	if typed[0] != typed[1] || typed[0] == "" {
		return "", misuse("the two passwords differ or are empty")
	}
	return typed[0], nil
}
