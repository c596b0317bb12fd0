package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"

	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/verify"
)

// verifyBinary starts a plugin's binary and checks what it says of itself; with
// settings it also opens a connection and checks how it reads.
func verifyBinary(ctx context.Context, path string, raw settings.Raw, out io.Writer) (err error) {
	sum, err := pluginhost.Sum(path)
	if err != nil {
		return err
	}
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	command := pluginhost.Command{Path: path, SHA256: sum}
	host := pluginhost.New(pluginhost.Options{Log: slog.New(slog.DiscardHandler)})
	defer func() { err = errors.Join(err, host.Close()) }()
	manifest, err := host.Describe(ctx, command)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "%s %s, sha256 %s\n", manifest.Name, manifest.Version, sum)
	results := []verify.Result{{Check: "manifest", Err: verify.Manifest(manifest)}}
	if len(raw) > 0 {
		p, err := host.Start(ctx, pluginhost.Spec{Connection: "verify", Plugin: manifest.Name, Command: command, Settings: raw})
		if err != nil {
			return err
		}
		results = append(results, verify.Conn(ctx, manifest, p.Conn())...)
	}
	return report(out, results)
}

func report(out io.Writer, results []verify.Result) error {
	bad := 0
	for _, r := range results {
		verdict := "good"
		switch {
		case r.Err != nil:
			verdict = r.Err.Error()
			bad++
		case r.Skip != "":
			verdict = "not checked: " + r.Skip
		}
		_, _ = fmt.Fprintf(out, "%-40s %s\n", r.Check, verdict)
	}
	if bad > 0 {
		return fmt.Errorf("verify: %d of %d checks failed", bad, len(results))
	}
	return nil
}
